import { expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration, anAward, anOrganisation, aPersonWho, aRound, signedIn } from '../../support/factories.ts'
import { readPdf } from '../../support/pdf-text.ts'
import { aService } from '../../support/service.ts'

const date = (name: string, day: string): Record<string, string> => {
  const [year, month, date] = day.split('-')
  return { [`${name}-day`]: date!, [`${name}-month`]: month!, [`${name}-year`]: year! }
}

eachDatabase('the trustees’ reports', engine => {
  test('a report is the same on screen and as a tagged PDF, with outcomes only after a declaration', async () => {
    const service = await aService(engine)
    await aRound(service)
    const [declared, undeclared] = [
      await anOrganisation(service, { name: 'Бібліотека Ashcombe' }),
      await anOrganisation(service, { name: 'Birchford =Library' }),
    ]
    const lead = await aPersonWho(service, { member: [[declared, 'lead']] })
    const trustee = await aPersonWho(service, { roles: ['trustee'] })
    const { application } = await anAward(service, declared, { startedBy: lead })
    await anAward(service, undeclared, { startedBy: lead })
    await aDeclaration(service, application, trustee)

    const visitor = await signedIn(service, trustee, '/decisions?from=2026-04-01')
    await visitor.follow('Decisions and awards for the minutes')
    expect([visitor.status, visitor.address]).toEqual([200, '/reports/minutes?from=2026-04-01'])
    const onScreen = visitor
      .$('main tbody td, main tbody th')
      .map((_, cell) => visitor.$(cell).children('div').first().text().trim() || visitor.$(cell).text().trim())
      .get()
    expect(onScreen).toEqual(expect.arrayContaining(['Бібліотека Ashcombe', 'Birchford =Library']))
    expect(onScreen.filter(text => text.startsWith('Awarded'))).not.toHaveLength(0)
    expect(onScreen).toContain('Not shown. If you have not made your declaration, do that first.')
    await visitor.follow('Download as PDF')
    expect(visitor.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': expect.stringContaining('Decisions and awards for the minutes 2027-03-01.pdf'),
    })
    const pdf = await readPdf(visitor.content)
    expect(pdf).toMatchObject({
      isTagged: true,
      isUa1: true,
      language: 'en',
      title: 'Decisions and awards for the minutes',
    })
    expect(pdf.tags).toEqual(expect.arrayContaining(['H1', 'H2', 'Table', 'TH', 'TD']))
    const text = pdf.pages.join(' ').replace(/\s+/g, ' ')
    expect(onScreen.filter(cell => !text.includes(cell))).toEqual([])
    expect(text).toContain(`Downloaded by ${trustee.name} on 1 March 2027`)
    const logged = await service.parts.db('access_log').where({ what: 'list' }).pluck('entity_id')
    expect(logged).toEqual(['minutes'])

    await visitor.open('/decisions')
    await visitor.follow('The year in numbers')
    await visitor.follow('2026')
    expect(visitor.headings[0]).toBe('2026 in numbers')
    expect(visitor.text).toContain('We left out 1 decision')
    expect(visitor.text).toContain(
      'We leave out decisions about your own library, and applications where you declared a conflict.',
    )
    expect(visitor.text).not.toContain('not been released')
    await visitor.follow('Download as PDF')
    expect((await readPdf(visitor.content)).pages[0]).toContain('2026 in numbers')
    await service.database.writer('decisions').where({ application_id: application.id }).update({ released_at: null })
    await visitor.open('/reports/year?year=2026')
    expect(visitor.text).toContain('This table includes 1 decision whose decision letter has not been released yet.')
    expect((await visitor.open('/reports/minutes?from=2999-99-99')).status).toBe(200)
    expect((await visitor.open('/reports/year?year=1e9')).headings[0]).toBe('2027 in numbers')
    await service.end()
  })

  test('the minutes list a correction and a removed award, but not the lapse that the correction undid', async () => {
    const service = await aService(engine)
    await aRound(service)
    const organisation = await anOrganisation(service)
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const casework = await signedIn(service, coordinator, `/awards/new?organisation=${organisation.id}`)
    await casework.press('Record the award', {
      scope: organisation.branches,
      decidedBy: 'Ashcombe local group',
      source: 'Letter of 15 March 2024',
      ...date('from', '2024-03-15'),
      ...date('to', '2026-03-14'),
    })
    const award = casework.address
    const changes = async (): Promise<string[]> =>
      (await casework.open('/reports/minutes?from=2027-03-01'))
        .$('main table')
        .last()
        .find('tbody tr')
        .map((_, row) => casework.$(row).text().replace(/\s+/g, ' '))
        .get()
    const lapsed = await changes()
    expect([lapsed.length, lapsed[0], lapsed[1]]).toEqual([
      2,
      expect.stringContaining('Recorded (awarded before'),
      expect.stringContaining('Lapsed'),
    ])
    expect(lapsed.map(row => /Date (.*) Valid until/.exec(row)?.[1])).toEqual([
      '1 Mar 2027, in effect from 15 Mar 2024',
      '1 Mar 2027, in effect from 14 Apr 2026',
    ])

    await casework.open(award)
    await casework.follow('Correct this award')
    await casework.press('Show what will change', { ...date('to', '2028-03-14'), reason: 'We typed 2026, not 2028.' })
    service.clock.minutesPass(1)
    await casework.press('Correct this award')
    const corrected = await changes()
    expect([corrected.length, corrected[0], corrected[1]]).toEqual([
      2,
      expect.stringContaining('Recorded (awarded before'),
      expect.stringContaining('Dates corrected'),
    ])
    expect(corrected[1]).toContain('14 Mar 2028')

    await casework.open(award)
    await casework.follow('Remove an award that was recorded by mistake')
    service.clock.minutesPass(1)
    await casework.press('Remove this award', { reason: 'It never existed.', sure: 'yes' })
    const removed = await changes()
    expect(removed.at(-1)).toContain('Removed (recorded by mistake)')
    await casework.open(`/organisations/${organisation.id}`)
    expect(casework.text).toContain('Recorded by mistake')
    expect(casework.text).not.toContain('No end date until we decide on the renewal')
    await service.end()
  })

  test('the minutes give only one date for a change that takes effect on the day when it is made', async () => {
    const service = await aService(engine)
    await aRound(service)
    const { id } = await anAward(service, await anOrganisation(service), { startedBy: await aPersonWho(service) })
    const casework = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }))
    await casework.open(`/awards/${id}/suspension`)
    await casework.press('Suspend the award', { reason: 'A complaint is looked into.' })
    await casework.open('/reports/minutes?from=2027-03-01')
    expect(casework.text).toContain('What happened Suspended Date 1 Mar 2027 Valid until')
    await service.end()
  })

  test('the report of a year counts the decisions that the person can see, and every change', async () => {
    const service = await aService(engine)
    await aRound(service)
    const lead = await aPersonWho(service)
    const decisions = {
      'Ashcombe Library': { outcome: 'awarded', from: '2026-01-01' },
      'Birchford Library': { outcome: 'awarded with recommendations', from: '2026-12-31' },
      'Coldbrook Library': { outcome: 'not yet', from: '2026-06-01' },
      'Denby Library': { outcome: 'not yet', from: '2026-06-02' },
      'Elmstead Library': { outcome: 'awarded', from: '2026-06-03' },
      'Fairhaven Library': { outcome: 'awarded', from: '2026-06-04' },
      'Garsdale Library': { outcome: 'awarded', from: '2026-06-05' },
      'Hartley Library': { outcome: 'awarded', from: '2025-12-31' },
      'Ingleby Library': { outcome: 'awarded', from: '2027-01-01' },
    }
    const made: Record<string, { organisation: { id: string }; application: { id: string } }> = {}
    for (const [name, { outcome, from }] of Object.entries(decisions)) {
      const organisation = await anOrganisation(service, { name })
      const { application } = await anAward(service, organisation, { startedBy: lead, outcome, from })
      made[name] = { organisation, application }
    }
    const trustee = await aPersonWho(service, {
      roles: ['trustee'],
      member: [[made['Fairhaven Library']!.organisation, 'observer']],
    })
    const [undeclared, conflict] = ['Denby Library', 'Elmstead Library']
    for (const [name, { application }] of Object.entries(made))
      if (name !== undeclared)
        await aDeclaration(service, application, trustee, name === conflict ? 'conflict' : undefined)
    const changeDecision = (name: string, row: Record<string, unknown>) =>
      service.database.writer('decisions').where({ application_id: made[name]!.application.id }).update(row)
    await changeDecision('Coldbrook Library', { released_at: null })
    await changeDecision('Garsdale Library', { reversed_at: '2026-06-06T10:00:00.000Z' })

    const visitor = await signedIn(service, trustee, '/reports/year?year=2026')
    const counted = visitor
      .$('main tbody tr')
      .map((_, row) => visitor.$(row).text().replace(/\s+/g, ' ').trim())
      .get()
    expect(counted.filter(text => !text.endsWith(' 0'))).toEqual([
      'Awarded Number 1',
      'Awarded with recommendations Number 1',
      'Not yet Number 1',
      'Awarded Number 7',
      'Renewal open Number 9',
    ])
    expect(visitor.text).toContain('This table includes 1 decision whose decision letter has not been released yet.')
    expect(visitor.text).toContain('We left out 1 decision')
    await visitor.open('/reports/year?year=2025')
    expect(visitor.$('main tbody tr').first().text().replace(/\s+/g, ' ').trim()).toBe('Awarded Number 1')
    expect(visitor.text).not.toMatch(/We left out \d|not been released/)
    await service.end()
  })

  test('a report that leaves out later decisions or changes says so', async () => {
    const service = await aService(engine)
    await aRound(service)
    const organisation = await anOrganisation(service)
    const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
    await anAward(service, organisation, { startedBy: lead })
    const trustee = await signedIn(service, await aPersonWho(service, { roles: ['trustee'] }))
    const notices = async (): Promise<string[]> => {
      const said: string[] = []
      for (const path of ['minutes?from=2026-04-01', 'year?year=2026']) {
        await trustee.open(`/reports/${path}`)
        const paragraphs = trustee.$('main p').map((_, each) => trustee.$(each).text())
        said.push(...paragraphs.get().filter(text => /the first [12],000/.test(text)))
      }
      return said
    }
    expect(await notices()).toEqual([])

    const change = await service.parts.db('award_changes').where({ move: 'grant' }).first()
    const more = Array.from({ length: 2_000 }, (_, n) => ({ ...change, id: newId(), number: 100 + n }))
    await service.database.transaction(trx => trx.batchInsert('award_changes', more, 40))
    const decision = await service.parts.db('decisions').first()
    const decisions = Array.from({ length: 1_000 }, () => ({ ...decision, id: newId() }))
    await service.database.transaction(trx => trx.batchInsert('decisions', decisions as never, 20))
    expect(await notices()).toEqual([
      'Only the first 2,000 changes are listed. To see later ones, enter a later date on the Decisions page.',
      'This table counts the first 1,000 decisions. There may be more.',
      'This table counts the first 1,000 changes. There may be more.',
    ])
    const award = await service.parts.db('awards').first()
    const awards = Array.from({ length: 1_000 }, (_, n) => ({ ...award, id: newId(), code: `MORE-${n}` }))
    await service.database.transaction(trx => trx.batchInsert('awards', awards as never, 20))
    await trustee.open('/reports/year?year=2026')
    expect(trustee.$('main tbody tr').last().text()).toContain('More than 1,000')
    await service.end()
  })

  test('the access log records which dates a report covers', async () => {
    const service = await aService(engine)
    const visitor = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }))
    await visitor.open('/reports/year.pdf?year=2025&status=marian')
    await visitor.open('/reports/minutes.pdf?from=2026-04-01')
    expect(await service.parts.db('access_log').where({ what: 'list' }).orderBy('sequence').pluck('filters')).toEqual([
      'year=2025',
      'from=2026-04-01',
    ])
    await service.end()
  })

  test('only coordinators and trustees can read the reports', async () => {
    const service = await aService(engine)
    const seen: Record<string, number[]> = {}
    for (const role of ['coordinator', 'trustee', 'administrator', 'appraiser'] as const) {
      const visitor = await signedIn(service, await aPersonWho(service, { roles: [role] }))
      for (const path of ['minutes', 'minutes.pdf', 'year', 'year.pdf'])
        (seen[role] ??= []).push((await visitor.open(`/reports/${path}`)).status)
    }
    expect(seen).toEqual({
      coordinator: [200, 200, 200, 200],
      trustee: [200, 200, 200, 200],
      administrator: [404, 404, 404, 404],
      appraiser: [404, 404, 404, 404],
    })
    await service.end()
  })
})
