import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { linesIn, problemsOf } from '../../../src/modules/appraisal/pool/pool.forms.ts'
import { mustConfirm } from '../../support/approvals.ts'
import { eachDatabase } from '../../support/database.ts'
import { aPersonWho, signedIn, type APerson } from '../../support/factories.ts'
import { behavesLikeEveryForm } from '../../support/form-behaviour.ts'
import { aService, type Service } from '../../support/service.ts'

const password = 'open the library door'

describe('a pasted list', () => {
  test('a list can contain names and addresses in several formats', () => {
    const pasted =
      'Ada Grange, ada@west.example\n\nBo Lind\tbo@west.example\n"Cy Marsh" <cy@west.example>\nd@west.example;Dee'
    expect(linesIn(pasted)).toEqual([
      { number: 1, name: 'Ada Grange', email: 'ada@west.example' },
      { number: 3, name: 'Bo Lind', email: 'bo@west.example' },
      { number: 4, name: 'Cy Marsh', email: 'cy@west.example' },
      { number: 5, name: 'Dee', email: 'd@west.example' },
    ])
  })

  test('each invalid line is reported with its problem', () => {
    const lines = linesIn(
      'Ada\nBo, bo@\n, cy@west.example\nDee, dee@west.example\nDee again, DEE@west.example\nE, e@west.example',
    )
    const problems = problemsOf(lines, new Map([['e@west.example', 'held']]))
    expect(problems.map(({ line, problem }) => [line.number, problem])).toEqual([
      [1, 'no address'],
      [2, 'wrong address'],
      [3, 'no name'],
      [5, 'repeated'],
      [6, 'held'],
    ])
  })
})

eachDatabase('the pool of appraisers', engine => {
  let service: Service
  let coordinator: APerson
  beforeAll(async () => {
    service = await aService(engine, { trustedProxies: 1 })
    service.clock.set('2027-03-01T09:00:00Z')
    coordinator = await aPersonWho(service, { name: 'Joan Hartnell', roles: ['coordinator'] })
  })
  afterAll(() => service.end())

  const invitations = async () => (await service.database.writer('invitations').where({ role: 'appraiser' })).length
  const aProfile = async (person: APerson, kinds: string[], needs = '') =>
    service.database.writer('appraiser_profiles').insert({
      person_id: person.id,
      kinds: JSON.stringify(kinds),
      expertise: JSON.stringify(['Rural branches']),
      needs,
      weekdays: '[2,3]',
      away_from: null,
      away_until: null,
      seats_a_year: 2,
      council_area: 'Ashcombe',
      saved_at: service.clock.now(),
      version: 1,
    })

  let sent = 0
  behavesLikeEveryForm('the form that invites people', async () => {
    sent += 1
    return {
      person: await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] })),
      address: '/pool/invitations/new',
      fields: { people: `Ada Grange, ada${sent}@west.example` },
      other: ['people', `Bo Lind, bo${sent}@west.example`],
      refused: { people: 'Ada Grange' },
      saved: invitations,
    }
  })

  test('the pool lists appraisers and their details in name order, and can be searched and filtered', async () => {
    const selam = await aPersonWho(service, { name: 'Selam Tesfaye', roles: ['appraiser'] })
    const hugh = await aPersonWho(service, { name: 'Hugh Lambourne', roles: ['appraiser'] })
    await aPersonWho(service, { name: 'Tess Trustee', roles: ['trustee'] })
    await aProfile(selam, ['lived experience'], 'Reads on a phone')
    const visitor = await signedIn(service, coordinator, '/pool')
    for (const list of ['/meetings', '/mail', '/pool'])
      expect((await visitor.open(list)).$('.govuk-back-link').attr('href')).toBe('/home')
    expect(visitor.text).toMatch(
      /Hugh Lambourne.*Not known yet.*Selam Tesfaye.*Tuesday and Wednesday.*Reads on a phone/,
    )
    expect(visitor.text).not.toContain('Tess Trustee')
    await visitor.open('/pool?kind=lived+experience')
    expect([visitor.text.includes('Selam Tesfaye'), visitor.text.includes('Hugh Lambourne')]).toEqual([true, false])
    await visitor.open('/pool?search=hugh')
    expect([visitor.text.includes('Selam Tesfaye'), visitor.text.includes('Hugh Lambourne')]).toEqual([false, true])
    await visitor.open(`/pool/${selam.id}`)
    expect(visitor.text).toMatch(/Lived experience.*Rural branches.*0 open, 0 completed.*Reads on a phone.*Ashcombe/)
    await aProfile(hugh, ['sector peer'])
    await visitor.open(`/pool/${hugh.id}`)
    expect(visitor.text).toContain('Needs None')
    expect((await visitor.open(`/pool/${coordinator.id}`)).status).toBe(404)
    expect((await visitor.open(`/pool/${newId()}`)).status).toBe(404)
    expect((await visitor.open(`/pool/${hugh.id}`)).status).toBe(200)
  })

  test('the pool shows 50 people on a page, and each person once', async () => {
    for (let count = 10; count < 70; count += 1)
      await aPersonWho(service, { name: `Zed Appraiser ${count}`, roles: ['appraiser'] })
    const visitor = await signedIn(service, coordinator, '/pool?search=zed')
    const names = () => visitor.text.match(/Zed Appraiser \d\d/g)!
    const first = names()
    expect(first).toHaveLength(50)
    await visitor.follow('Next page')
    expect(new Set([...first, ...names()]).size).toBe(60)
  })

  test('only coordinators can find the pool', async () => {
    for (const role of ['appraiser', 'trustee', 'administrator'] as const) {
      const visitor = await signedIn(service, await aPersonWho(service, { roles: [role] }))
      for (const address of ['/pool', `/pool/${coordinator.id}`, '/pool/invitations/new'])
        expect([role, (await visitor.open(address)).status]).toEqual([role, 404])
    }
  })

  test('the form asks for the password before anyone is invited', async () => {
    const person = await aPersonWho(service, { roles: ['coordinator'] })
    const visitor = await signedIn(service, person)
    await mustConfirm(service, person)
    await visitor.open('/pool/invitations/new')
    const before = await invitations()
    await visitor.press('Send invitations', { people: 'Dee Holm, dee@west.example' })
    expect([visitor.status, visitor.errors, await invitations()]).toEqual([422, ['Enter your password'], before])
    await visitor.press('Send invitations', { password })
    expect([visitor.status, await invitations()]).toEqual([200, before + 1])
  })

  test('the form names each line that needs a change, and invites no one until all are correct', async () => {
    const held = await aPersonWho(service, { roles: ['appraiser'] })
    const visitor = await signedIn(service, coordinator, '/pool/invitations/new')
    const before = await invitations()
    await visitor.press('Send invitations', {
      people: `Eve Lane, eve@west.example\nFay\nGil Moor, gil@\n\nHeld, ${held.email}\nEve L, EVE@west.example`,
    })
    expect(visitor.status).toBe(422)
    for (const sentence of [
      'Line 2, “Fay”: enter an email address after the name.',
      'Line 3, “gil@”: enter an email address like name@example.com.',
      'this person is already an appraiser. Remove the line.',
      'Line 6, “EVE@west.example”: this address is on an earlier line. Remove one of the lines.',
    ])
      expect(visitor.text).toContain(sentence)
    expect(await invitations()).toBe(before)
    await visitor.press('Send invitations', { people: 'Eve Lane, eve@west.example\nGil Moor, gil@west.example' })
    expect([visitor.status, visitor.notices, await invitations()]).toEqual([
      200,
      ['We will email 2 invitations.'],
      before + 2,
    ])
    const emails = await service.post()
    expect(emails.map(({ to }) => to)).toEqual(expect.arrayContaining(['eve@west.example', 'gil@west.example']))
    await visitor.open('/pool/invitations/new')
    await visitor.press('Send invitations', { people: 'Eve Lane, eve@west.example' })
    expect(visitor.text).toContain('this person has already been invited. Remove the line.')
  })

  test('the form refuses more than 50 people at a time', async () => {
    const visitor = await signedIn(service, coordinator, '/pool/invitations/new')
    const people = Array.from({ length: 51 }, (_, at) => `Person ${at}, many${at}@west.example`).join('\n')
    await visitor.press('Send invitations', { people })
    expect([visitor.status, visitor.errors]).toEqual([422, ['Enter 50 people or fewer at a time']])
  })
})
