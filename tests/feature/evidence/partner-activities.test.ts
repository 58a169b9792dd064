import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { behavesLikeEveryForm } from '../../support/form-behaviour.ts'
import { aLibrary, publishedFramework, type Known, type Library } from '../../support/library.ts'
import { partnerSteps } from '../../support/partners.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('partner activities', engine => {
  let service: Service
  let library: Library
  beforeAll(async () => {
    service = await aService(engine)
    await publishedFramework(service)
    library = await aLibrary(service, 'Fellside Libraries')
  })
  afterAll(() => service.end())
  const { activity, add, events } = partnerSteps(() => ({ service, library }))

  const foundOn = ({ $ }: Known) =>
    $('#personal-data-question li')
      .map((_, line) => $(line).text().replace(/\s+/g, ' ').trim())
      .get()
  const answers = (partner: string) =>
    service.parts.db('personal_data_answers').where({ partner_id: partner }).select('kinds', 'answer', 'reason')

  behavesLikeEveryForm('the form for an activity', async () => {
    const partner = await add()
    return {
      person: library.lead,
      address: `/partners/${partner}/activities/new`,
      fields: { title: 'Reading in two languages', from: '2026-10-12' },
      other: ['title', 'Reading in three languages'],
      refused: { 'from-day': '' },
      saved: async () => (await service.parts.db('partner_activities').where({ partner_id: partner })).length,
    }
  })

  test('an activity is added, changed and removed, each with an event in the history', async () => {
    const partner = await add()
    await activity(partner)
    await activity(partner, { title: 'Book parcels', from: '2026-11-01', to: '2026-11-30' })
    const lines = () =>
      library.lead
        .$('main ul.govuk-list--bullet li > span')
        .toArray()
        .map(line => library.lead.$(line).text())
    await library.lead.open(`/partners/${partner}`)
    expect(lines()).toEqual([
      '1 November 2026 to 30 November 2026: Book parcels',
      '12 October 2026: Reading in two languages',
    ])
    await library.lead.follow('Change Book parcels')
    await library.lead.press('Save', { title: 'Parcels of books', 'to-day': '31' } as never)
    expect([library.lead.status, library.lead.valueOf('title')]).toEqual([422, 'Parcels of books'])
    await library.lead.press('Save', { 'to-day': '29' } as never)
    expect(lines()[0]).toBe('1 November 2026 to 29 November 2026: Parcels of books')
    await activity(partner, { title: 'A visit to come', from: '2027-12-03' })
    expect(lines()[0]).toBe('3 December 2027: A visit to come (planned)')
    await library.lead.follow('Change A visit to come')
    await library.lead.follow('Remove activity')
    await library.lead.press('Remove activity')
    await library.lead.follow('Change Reading in two languages')
    await library.lead.follow('Remove activity')
    await library.lead.press('Remove activity')
    expect([lines(), await events(partner)]).toEqual([
      ['1 November 2026 to 29 November 2026: Parcels of books'],
      [
        'partner.added',
        'partner.activity_added',
        'partner.activity_added',
        'partner.activity_changed',
        'partner.activity_added',
        'partner.activity_removed',
        'partner.activity_removed',
      ],
    ])
  })

  test('an activity that a colleague has changed is not removed by someone who has not read it', async () => {
    const partner = await add()
    await activity(partner)
    const { lead, contributor } = library
    for (const person of [lead, contributor]) {
      await person.open(`/partners/${partner}`)
      await person.follow('Change Reading in two languages')
    }
    await lead.follow('Remove activity')
    await contributor.press('Save', { title: 'Reading in three languages' })
    await lead.press('Remove activity')
    const titles = () => service.parts.db('partner_activities').where({ partner_id: partner }).pluck('title')
    expect([lead.status, await titles()]).toEqual([409, ['Reading in three languages']])
    await lead.open(`/partners/${partner}`)
    await lead.follow('Change Reading in three languages')
    await lead.follow('Remove activity')
    await lead.press('Remove activity')
    expect([lead.status, await titles()]).toEqual([200, []])
  })

  test('an activity is checked for personal details before it is saved', async () => {
    const partner = await add()
    await activity(partner, { title: 'Tea with Halima Warsame' })
    expect([
      library.lead.status,
      foundOn(library.lead),
      library.lead.$('#personal-data-question li a').attr('href'),
      library.lead.valueOf('title'),
    ]).toEqual([422, ['Halima Warsame Name · What is the activity?'], '#title', 'Tea with Halima Warsame'])
    await library.lead.press('Add activity', { title: 'Tea with a reader', personalData: 'removed' } as never)
    expect([library.lead.status, library.lead.text.includes('Tea with a reader')]).toEqual([200, true])
    await library.lead.follow('Change Tea with a reader')
    await library.lead.press('Save', { title: 'Tea with Halima Warsame' } as never)
    expect(library.lead.status).toBe(422)
    await library.lead.press('Save', {
      personalData: 'keep',
      personalDataReason: 'She is the poet, and read in public',
    } as never)
    expect([library.lead.status, (await answers(partner)).map(({ reason }) => reason)]).toEqual([
      200,
      ['She is the poet, and read in public'],
    ])
  })
})
