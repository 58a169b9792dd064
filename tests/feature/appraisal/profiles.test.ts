import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { anOrganisation, aPersonWho, signedIn } from '../../support/factories.ts'
import { behavesLikeEveryForm } from '../../support/form-behaviour.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('an appraiser’s profile', engine => {
  let service: Service
  beforeAll(async () => {
    service = await aService(engine)
    service.clock.set('2027-03-01T09:00:00Z')
  })
  afterAll(() => service.end())

  const valid = {
    version: '0',
    kinds: ['lived experience', 'sector peer'],
    expertise: 'Rural branches, English classes',
    needs: 'A Tigrinya interpreter',
    weekdays: ['2', '3'],
    'awayFrom-day': '10',
    'awayFrom-month': '5',
    'awayFrom-year': '2027',
    'awayUntil-day': '16',
    'awayUntil-month': '5',
    'awayUntil-year': '2027',
    seatsAYear: '3',
    councilArea: 'Ashcombe',
    employers: 'thornwick library\nThe Wool Museum',
  }
  const onDay = (field: string, year: string, month: string, day: string) => ({
    [`${field}-day`]: day,
    [`${field}-month`]: month,
    [`${field}-year`]: year,
  })
  const anAppraiser = async () => aPersonWho(service, { roles: ['appraiser'] })

  behavesLikeEveryForm('the profile form', async () => ({
    person: await signedIn(service, await anAppraiser()),
    address: '/account/appraising',
    fields: valid,
    other: ['needs', 'Large print'],
    refused: { seatsAYear: '' },
    canRepeat: false, // saving the form once makes it outdated
    saved: async () => (await service.database.writer('events').where({ name: 'person.appraiser_profile' })).length,
  }))

  test('the form shows the saved profile, and links past employers to organisations, even merged ones', async () => {
    const thornwick = await anOrganisation(service, { name: 'Thornwick Library' })
    const museum = await anOrganisation(service, { name: 'The Wool Museum' })
    await service.database.writer('organisations').where({ id: museum.id }).update({ merged_into: thornwick.id })
    const person = await anAppraiser()
    const visitor = await signedIn(service, person, '/account/appraising')
    await visitor.send('/account/appraising', valid)
    expect(visitor.text).toContain('We have saved your details.')
    expect(visitor.valueOf('expertise')).toBe('Rural branches, English classes')
    expect(visitor.valueOf('employers')).toBe('thornwick library\nThe Wool Museum')
    expect([visitor.valueOf('awayFrom-day'), visitor.valueOf('awayUntil-day')]).toEqual(['10', '16'])
    const employers = await service.database.writer('past_employers').where({ person_id: person.id })
    expect(Object.fromEntries(employers.map(each => [each.name, each.organisation_id]))).toEqual({
      'thornwick library': thornwick.id,
      'The Wool Museum': thornwick.id,
    })
  })

  test.each([
    [
      'a first day away in the past',
      onDay('awayFrom', '2027', '2', '28'),
      'First day away must be today or in the future',
    ],
    [
      'a last day away in the past',
      onDay('awayUntil', '2026', '5', '16'),
      'Last day away must be today or in the future',
    ],
    ['a last day before the first', onDay('awayUntil', '2027', '5', '9'), 'Enter a last day on or after the first day'],
    ['a first day without a last one', onDay('awayUntil', '', '', ''), 'Enter the last day you are away'],
    ['a last day without a first one', onDay('awayFrom', '', '', ''), 'Enter the first day you are away'],
    ['a day that does not exist', onDay('awayFrom', '2027', '6', '31'), 'Enter a real date, such as 28 February 2027'],
    ['no weekday', { weekdays: '' }, 'Choose at least one day. If you cannot take seats now, choose 0 seats a year'],
    ['an eighth weekday', { weekdays: '8' }, 'Choose days from the list'],
    ['an unknown kind of seat', { kinds: 'king' }, 'Choose kinds of seat from the list'],
    ['no number of seats', { seatsAYear: '' }, 'Choose how many seats you can take a year'],
    ['more seats than the list has', { seatsAYear: '400' }, 'Choose how many seats you can take a year'],
    [
      'too many fields of expertise',
      { expertise: Array.from({ length: 21 }, (_, at) => `field ${at}`).join(',') },
      'Enter up to 20 subjects, each no longer than 200 characters',
    ],
    [
      'too many employers',
      { employers: Array.from({ length: 21 }, (_, at) => `Library ${at}`).join('\n') },
      'Enter up to 20 organisations. Use 200 characters or fewer for each name',
    ],
  ] as const)('the form shows an error for %s, and keeps the text', async (_what, given, message) => {
    const visitor = await signedIn(service, await anAppraiser())
    await visitor.send('/account/appraising', { ...valid, ...given })
    expect([visitor.status, visitor.errors]).toEqual([422, [message]])
    expect(visitor.valueOf('needs')).toBe('A Tigrinya interpreter')
  })

  test('an appraiser can save the profile while away, and an absence that is over is left out', async () => {
    const person = await anAppraiser()
    await (await signedIn(service, person)).send('/account/appraising', valid)
    service.clock.set('2027-05-12T09:00:00Z')
    const visitor = await signedIn(service, person, '/account/appraising')
    await visitor.press('Save', { needs: 'None any more' })
    expect([visitor.status, visitor.valueOf('needs')]).toEqual([200, 'None any more'])
    service.clock.set('2027-05-20T09:00:00Z')
    const later = await signedIn(service, person, '/account/appraising')
    expect(later.valueOf('awayFrom-day')).toBe('')
    await later.press('Save')
    expect(later.status).toBe(200)
    service.clock.set('2027-03-01T09:00:00Z')
  })

  test('a form older than the version saved in another window is refused, and keeps what was entered', async () => {
    const person = await anAppraiser()
    const [one, other] = [await signedIn(service, person, '/account/appraising'), await signedIn(service, person)]
    await other.send('/account/appraising', valid)
    await one.send('/account/appraising', { ...valid, needs: 'Large print' })
    expect([one.status, one.valueOf('needs')]).toEqual([409, 'Large print'])
    await one.press('Save')
    expect([one.status, one.valueOf('needs')]).toEqual([200, 'Large print'])
  })

  test('people who are not appraisers have no profile', async () => {
    expect((await signedIn(service, await anAppraiser(), '/account/appraising')).status).toBe(200)
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    expect((await signedIn(service, coordinator, '/account/appraising')).status).toBe(404)
  })
})
