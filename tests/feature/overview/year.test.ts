import { afterAll, beforeAll, expect, test } from '@jest/globals'
import readSheet from 'read-excel-file/node'
import { instant, type Day } from '../../../src/domain/time.ts'
import { countYear } from '../../../src/modules/overview/overview.public.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration, anAward, anOrganisation, aPersonWho, aRound, signedIn } from '../../support/factories.ts'
import { readPdf } from '../../support/pdf-text.ts'
import { aService, type Service } from '../../support/service.ts'
import type { Visitor } from '../../support/visitor.ts'

const today = '2027-03-01' as Day

eachDatabase('the year at a glance', engine => {
  let service: Service
  beforeAll(async () => {
    service = await aService(engine)
    await aRound(service)
    const lead = await aPersonWho(service, {})
    for (const name of ['Ashcombe Libraries', 'Birchford Libraries'])
      await anAward(service, await anOrganisation(service, { name }), { startedBy: lead })
  })
  afterAll(() => service.end())

  const rowsIn = (visitor: Visitor, id: string): string[][] =>
    visitor
      .$(`figure:has(#${id}) tbody tr`)
      .map((_, row) => [
        visitor
          .$(row)
          .children()
          .map((_index, cell) => visitor.$(cell).children().last().text().trim())
          .get(),
      ])
      .get()

  test('the page says when to expect the first figures, and then shows those of the last count', async () => {
    const coordinator = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }), '/overview')
    expect(coordinator.text).toContain('You will see the first ones after the next update.')
    await countYear({ ...service.parts, clock: { now: () => instant('2027-03-01T02:05:00Z') } }, today)
    await coordinator.open('/home')
    await coordinator.follow('The year at a glance')
    expect(coordinator.text).toContain('There were 2 awards on 1 March 2027:')
    expect(coordinator.text).toContain('Counted on 1 March 2027 at 2:05am.')
    const file = await signedIn(service, await aPersonWho(service, { roles: ['trustee'] }), '/overview.pdf')
    expect((await readPdf(file.content)).pages[0]!.replace(/\s+/g, ' ')).toContain('Counted on 1 March 2027 at 2:05am.')
    const statuses = await service.database.writer('awards').pluck('status')
    expect(statuses).toHaveLength(2)
    expect(
      rowsIn(coordinator, 'states')
        .map(([, count]) => Number(count))
        .reduce((a, b) => a + b, 0),
    ).toBe(2)
    expect(rowsIn(coordinator, 'ending')).toHaveLength(12)
    const ending = rowsIn(coordinator, 'ending').map(cells => Number(cells.at(-1)))
    expect(ending.reduce((a, b) => a + b, 0)).toBe(2)
    expect(coordinator.$('figure svg[role=img] desc').first().text()).toContain(': 2.')
  })

  test('a decision released in the last minute of a quarter counts in that quarter', async () => {
    const { writer } = service.database
    const [first, second] = await writer('decisions').orderBy('id').pluck('id')
    const releasedAt = async (id: string, at: string) =>
      writer('decisions')
        .where({ id })
        .update({ released_at: instant(at) })
    await releasedAt(first!, '2026-12-31T23:59:30Z')
    await releasedAt(second!, '2027-01-01T00:00:00Z')
    await countYear(service.parts, today)
    const coordinator = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }), '/overview')
    expect(rowsIn(coordinator, 'decisions').slice(-2)).toEqual([
      ['October to December 2026', '1', '0', '0', '1'],
      ['January to March 2027', '1', '0', '0', '1'],
    ])
  })

  test('awards that ended earlier this month are not among those that will end', async () => {
    const other = await aService(engine)
    await aRound(other)
    const lead = await aPersonWho(other)
    for (const endsOn of ['2027-03-14', '2027-03-15', '2027-03-16'])
      await anAward(other, await anOrganisation(other), { startedBy: lead, endsOn, status: 'renewal open' })
    await countYear(other.parts, '2027-03-15' as Day)
    const page = await signedIn(other, await aPersonWho(other, { roles: ['trustee'] }), '/overview')
    expect(page.text).toContain('2 awards end by 29 February 2028.')
    expect(rowsIn(page, 'ending')[0]).toEqual(['March 2027', '2', '0', '2'])
    await other.end()
  })

  test('a new count replaces the earlier figures', async () => {
    await countYear(service.parts, today)
    await countYear(service.parts, '2027-03-02' as Day)
    expect(await service.database.writer('year_figures').pluck('day')).toEqual(['2027-03-02'])
    await countYear(service.parts, today)
  })

  test('only coordinators see the kinds of seats, which cannot be downloaded as a table', async () => {
    await countYear(service.parts, today)
    const coordinator = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }), '/overview')
    const trustee = await signedIn(service, await aPersonWho(service, { roles: ['trustee'] }), '/overview')
    expect(coordinator.headings).toContain('Who sits on panels')
    expect(trustee.headings).toContain('Decisions')
    expect(trustee.headings).not.toContain('Who sits on panels')
    expect((await coordinator.open('/overview/tables/seats')).status).toBe(404)
  })

  test('the page leaves out decisions on applications where the reader declared a conflict of interest', async () => {
    const lead = await aPersonWho(service, {})
    const { application } = await anAward(service, await anOrganisation(service), {
      startedBy: lead,
      from: '2027-01-11',
      outcome: 'not yet',
    })
    await countYear(service.parts, today)
    const [coordinator, conflicted] = [
      await aPersonWho(service, { roles: ['coordinator'] }),
      await aPersonWho(service, { roles: ['coordinator'] }),
    ]
    await aDeclaration(service, application, conflicted, 'conflict')
    const [all, others] = [
      await signedIn(service, coordinator, '/overview'),
      await signedIn(service, conflicted, '/overview'),
    ]
    expect(rowsIn(all, 'decisions').at(-1)!.slice(1)).toEqual(['1', '0', '1', '2'])
    expect(rowsIn(others, 'decisions').at(-1)!.slice(1)).toEqual(['1', '0', '0', '1'])
    expect(others.text).toContain('We leave out applications where you declared a conflict.')
    await others.open('/overview/tables/decisions')
    expect(others.content.toString('utf8').trim().split('\r\n').at(-1)).toMatch(/,1,0,0,1$/)
  })

  test('a table can be downloaded as CSV, and the download is recorded', async () => {
    await countYear(service.parts, today)
    const trustee = await aPersonWho(service, { roles: ['trustee'] })
    const visitor = await signedIn(service, trustee, '/overview')
    await visitor.follow('Download as CSV Awards ending each month')
    expect(visitor.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': expect.stringContaining('Awards ending each month 2027-03-01.csv'),
    })
    const [heads, first] = visitor.content.toString('utf8').replace('\ufeff', '').split('\r\n')
    expect(heads).toBe('Month,Light renewal,Full reappraisal,All')
    expect(first).toMatch(/^March 2027,\d+,\d+,\d+$/)
    expect(await service.parts.db('access_log').where({ person_id: trustee.id }).pluck('entity_id')).toEqual([
      'year ending',
    ])
    expect((await visitor.open('/overview/tables/nothing')).status).toBe(404)
  })

  test('a table can be downloaded as XLSX, with numeric cells', async () => {
    await countYear(service.parts, today)
    const trustee = await aPersonWho(service, { roles: ['trustee'] })
    const visitor = await signedIn(service, trustee, '/overview')
    await visitor.follow('Download as XLSX Awards ending each month')
    expect(visitor.headers).toMatchObject({
      'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'content-disposition': expect.stringContaining('Awards ending each month 2027-03-01.xlsx'),
    })
    const rows = (await readSheet(visitor.content))[0]!.data
    expect(rows[0]).toEqual(['Month', 'Light renewal', 'Full reappraisal', 'All'])
    expect(rows[1]).toEqual(['March 2027', expect.any(Number), expect.any(Number), expect.any(Number)])
    expect((await visitor.open('/overview/tables/seats?type=xlsx')).status).toBe(404)
    expect((await visitor.open('/overview/tables/states?type=nonsense')).headers['content-type']).toContain('text/csv')
  })

  test('the accessible PDF leaves out the kinds of seats, and the download is recorded', async () => {
    await countYear(service.parts, today)
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const visitor = await signedIn(service, coordinator, '/overview')
    await visitor.follow('Download as PDF')
    expect(visitor.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': expect.stringContaining('The year at a glance 2027-03-01.pdf'),
    })
    const pdf = await readPdf(visitor.content)
    expect(pdf).toMatchObject({ isTagged: true, isUa1: true, language: 'en', title: 'The year at a glance' })
    const text = pdf.pages.join(' ').replace(/\s+/g, ' ')
    expect(text).toContain('The year at a glance')
    expect(text).toContain('Awards by status')
    expect(text).toContain('Awards ending each month')
    expect(text).not.toContain('Who sits on panels')
    expect(await service.parts.db('access_log').where({ person_id: coordinator.id }).pluck('entity_id')).toEqual([
      'year at a glance',
    ])
  })

  test('an appraiser cannot find the page, its tables or its PDF', async () => {
    const appraiser = await signedIn(service, await aPersonWho(service, { roles: ['appraiser'] }), '/home')
    expect((await appraiser.open('/overview')).status).toBe(404)
    expect((await appraiser.open('/overview/tables/states')).status).toBe(404)
    expect((await appraiser.open('/overview.pdf')).status).toBe(404)
  })
})
