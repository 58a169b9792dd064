import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { CapacityFacts } from '../../../src/domain/capacity.ts'
import type { Day } from '../../../src/domain/time.ts'
import { awardById, nextKinds, nextRenewal } from '../../../src/modules/awards/awards.public.ts'
import { countYear } from '../../../src/modules/overview/overview.public.ts'
import { eachDatabase, onStatement } from '../../support/database.ts'
import {
  anApplication,
  anAward,
  anOrganisation,
  aPersonWho,
  aRecommendation,
  aRound,
  aSeat,
  signedIn,
} from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'
import type { Visitor } from '../../support/visitor.ts'

const today = '2027-03-01' as Day

const waiting = (counts: string): string =>
  `On 1 March 2027, these applications were waiting for a panel or being read by a panel: ${counts}`

eachDatabase('the forecast of the queue', engine => {
  let service: Service
  beforeAll(async () => {
    service = await aService(engine)
    await aRound(service)
    const lead = await aPersonWho(service, {})
    const award = async (name: string, validTo: string | null, status = 'valid') =>
      anAward(service, await anOrganisation(service, { name }), { startedBy: lead, validTo, status })
    const full = await award('Ashcombe Libraries', '2027-06-14')
    await award('Birchford Libraries', '2027-06-20')
    await award('Cold Ash Libraries', '2027-02-20', 'overdue')
    await award('Dunmere Libraries', null, 'renewal with us')
    await award('Elmstead Libraries', '2027-06-01', 'lapsed')
    await service.database
      .writer('awards')
      .where({ id: full.id })
      .update({ full_reappraisal_reason: 'Another operator' })
    for (const status of ['submitted', 'with the panel', 'draft'])
      await anApplication(service, await anOrganisation(service), { status, startedBy: lead })
  })
  afterAll(() => service.end())

  const coordinator = async (): Promise<Visitor> =>
    signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }), '/capacity')

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

  const numbersOn = (visitor: Visitor): string[] =>
    visitor
      .$('.los-numbers .los-figures')
      .map((_, each) => visitor.$(each).text())
      .get()

  test('the page says when to expect the first figures, and then shows charts and 36 months of numbers', async () => {
    const casework = await coordinator()
    expect(casework.text).toContain('You will see the first ones after the next update.')
    await countYear(service.parts, today)
    await casework.open('/home')
    await casework.follow('Plan the year')
    expect(casework.text).toContain(waiting('2 first applications 0 renewals'))
    expect([rowsIn(casework, 'queue').length, rowsIn(casework, 'months').length]).toEqual([36, 36])
    // the columns: month, full, first, light that needs a panel, light, places
    const months = rowsIn(casework, 'months')
    expect(months[0]).toEqual(['March 2027', '0', '0', '0', '1', '1'])
    expect(months[3]).toEqual(['June 2027', '1', '0', '0', '1', '1'])
    expect(months[5]).toEqual(['August 2027', '0', '0', '0', '0', '0'])
    expect(rowsIn(casework, 'queue').slice(0, 3)).toEqual([
      ['March 2027', '1', '1'],
      ['April 2027', '0', '0'],
      ['May 2027', '0', '0'],
    ])
    expect(casework.$('figure svg[role=img] polyline')).toHaveLength(2)
    expect(casework.text).toContain('How we calculate the forecast')
  })

  test('a light renewal that needs a panel is counted even if no one asked for the panel', async () => {
    const other = await aService(engine)
    await aRound(other)
    const lead = await aPersonWho(other)
    const organisation = await anOrganisation(other)
    const award = await anAward(other, organisation, { startedBy: lead, status: 'renewal with us', validTo: null })
    const renewal = (status: string) =>
      anApplication(other, organisation, {
        startedBy: lead,
        kind: 'renewal',
        status,
        award_id: award.id,
        previous_application_id: award.application.id,
      })
    await renewal('checked')
    await aSeat(other, await renewal('with the panel'), lead, { offeredBy: lead })
    await countYear(other.parts, today)
    const casework = await signedIn(other, await aPersonWho(other, { roles: ['coordinator'] }), '/capacity')
    expect(casework.text).toContain(waiting('0 first applications 1 renewal'))
    expect(casework.valueOf('asking')).toBe('50')
    await aRecommendation(other, award.application, award)
    await countYear(other.parts, today)
    await casework.open('/capacity')
    expect(casework.text).toContain(waiting('0 first applications 2 renewals'))
    await other.end()
  })

  test.each([
    ['while its award is still valid', 'renewal with us', '2027-04-10'],
    ['after its award stopped being valid', 'renewal with us', '2027-01-31'],
  ])('a submitted reappraisal is counted once, as waiting, %s', async (_how, status, validTo) => {
    const other = await aService(engine)
    await aRound(other)
    const lead = await aPersonWho(other)
    const organisation = await anOrganisation(other)
    const award = await anAward(other, organisation, { startedBy: lead, status, validTo })
    await anApplication(other, organisation, {
      startedBy: lead,
      kind: 'reappraisal',
      status: 'with the panel',
      award_id: award.id,
      previous_application_id: award.application.id,
    })
    await countYear(other.parts, today)
    const casework = await signedIn(other, await aPersonWho(other, { roles: ['coordinator'] }), '/capacity')
    expect(casework.text).toContain(waiting('0 first applications 1 renewal'))
    const [march, april] = rowsIn(casework, 'months')
    expect([march, april].map(row => row!.slice(1, 5))).toEqual([
      ['0', '0', '0', '0'],
      ['0', '0', '0', '0'],
    ])
    await other.end()
  })

  test('a reopened renewal that has already led to an award period does not postpone the next renewal', async () => {
    const other = await aService(engine)
    await aRound(other)
    const lead = await aPersonWho(other)
    const organisation = await anOrganisation(other)
    const award = await anAward(other, organisation, { startedBy: lead, validTo: '2027-05-10' })
    const renewal = await anApplication(other, organisation, {
      startedBy: lead,
      kind: 'reappraisal',
      status: 'with the panel',
      award_id: award.id,
      previous_application_id: award.application.id,
    })
    const dueInMay = async (): Promise<number> => {
      await countYear(other.parts, today)
      const { figures } = (await other.parts.db('year_figures').orderBy('day', 'desc').first('figures'))!
      const { due } = (JSON.parse(figures) as { capacity: CapacityFacts }).capacity
      return due.filter(({ month }) => month === '2027-05-01').length
    }
    expect(await dueInMay()).toBe(0)
    await other.database.writer('terms').where({ award_id: award.id }).update({ application_id: renewal.id })
    expect(await dueInMay()).toBe(1)
    await other.end()
  })

  test('nextKinds and nextRenewal agree on the kind of each award’s next renewal', async () => {
    const { db } = service.parts
    const ids = await db('awards').whereNot('status', 'lapsed').pluck('id')
    const kinds = await nextKinds(db, ids)
    expect(ids).toHaveLength(4)
    for (const id of ids) {
      const { light, isFull, fullEvery } = kinds.get(id)!
      const { kind } = await nextRenewal(db, (await awardById(db, id))!, today)
      expect([id, isFull || light + 1 >= fullEvery]).toEqual([id, kind === 'reappraisal'])
    }
  })

  test('a trustee who opens a plan’s address sees the same forecast, without the link to extend awards', async () => {
    await countYear(service.parts, today)
    const casework = await coordinator()
    await casework.press('Update the forecast', {
      evenings: '3',
      panels: '2',
      each: '1',
      off: ['8', '12'],
      full: '4',
      asking: '10',
      month: '2027-06',
      by: '2',
      how: 'together',
    })
    expect([casework.status, casework.valueOf('evenings'), casework.valueOf('full')]).toEqual([200, '3', '4'])
    const { address } = casework
    expect(address).toMatch(/^\/capacity\?evenings=3&panels=2&each=1&off=8&off=12&full=4&asking=10/)
    expect(rowsIn(casework, 'months')[9]!.at(-1)).toBe('0')
    expect(rowsIn(casework, 'months')[3]!.slice(1, 2)).toEqual(['0'])
    expect(rowsIn(casework, 'months')[5]!.slice(1, 2)).toEqual(['1'])
    expect(numbersOn(casework)).toEqual(['0', '0', '60', '1'])
    const other = await signedIn(service, await aPersonWho(service, { roles: ['trustee'] }), address)
    expect([other.status, rowsIn(other, 'months')]).toEqual([200, rowsIn(casework, 'months')])
    expect(other.text).toContain('A coordinator can extend these awards.')
    expect(other.links.map(({ text }) => text)).not.toContain('Check the new dates')
    expect(casework.links.map(({ text }) => text)).toContain('Check the new dates')
  })

  test('a plan can be saved under a name and shared with others', async () => {
    await countYear(service.parts, today)
    const casework = await coordinator()
    await casework.press('Update the forecast', { evenings: '5' })
    await casework.follow('Saved plans')
    expect(casework.text).toContain('5 panel evenings a month. 1 panel per evening.')
    await casework.press('Save plan', { name: 'More evenings', shared: 'yes' })
    const other = await signedIn(service, await aPersonWho(service, { roles: ['trustee'] }), '/capacity')
    await other.follow('Saved plans')
    await other.follow('More evenings')
    expect([other.headings[0], other.valueOf('evenings')]).toEqual(['Plan the year', '5'])
    const administrator = await aPersonWho(service, { roles: ['administrator'] })
    expect((await signedIn(service, administrator, '/history')).text).toContain('A plan for the year was saved')
  })

  test.each([
    ['evenings', '-1', 'Enter a whole number of evenings from 0 to 31'],
    ['evenings', 'many', 'Enter a whole number of evenings from 0 to 31'],
    ['evenings', '', 'Enter a whole number of evenings from 0 to 31'],
    ['evenings', '2.5', 'Enter a whole number of evenings from 0 to 31'],
    ['panels', '0', 'Enter a whole number of panels from 1 to 20'],
    ['each', '99999999999999999999', 'Enter a whole number of applications from 1 to 10'],
    ['asking', '101', 'Enter a whole number from 0 to 100'],
    ['by', '13', 'Enter a whole number of months from 1 to 12'],
    ['off', '13', 'Choose months from the list'],
    ['full', '7', 'Choose what proportion of renewals will be light renewals'],
    ['close', '1999-01', 'Choose rounds from the list. A round that you chose may have closed'],
    ['month', '2027-02', 'Choose one of the next 12 months'],
    ['how', 'twice', 'Choose how to extend the awards'],
  ])('the value %s = “%s” gets an error beside the field, and no download', async (field, value, message) => {
    await countYear(service.parts, today)
    const casework = await coordinator()
    await casework.open(
      `/capacity?evenings=2&${field}=${encodeURIComponent(value)}`.replace(/evenings=2&evenings/, 'evenings'),
    )
    expect([casework.status, casework.errors]).toEqual([422, [message]])
    expect(casework.$(`#${field}-error`).text()).toContain(message)
    expect(numbersOn(casework)).toHaveLength(1)
    await casework.open(`/capacity/tables/queue?${field}=${encodeURIComponent(value)}`)
    expect(casework.status).toBe(404)
  })

  test('a repeated field gets an error, and unknown fields are ignored', async () => {
    await countYear(service.parts, today)
    const casework = await coordinator()
    await casework.open('/capacity?evenings=1&evenings=2&off[]=x&__proto__=1&%00=2')
    expect([casework.status, casework.errors]).toEqual([422, ['Enter a whole number of evenings from 0 to 31']])
    await casework.open('/capacity?nothing=1')
    expect(casework.status).toBe(200)
  })

  test('a table is downloaded as CSV for the plan in the page’s address, and the download is recorded', async () => {
    await countYear(service.parts, today)
    const trustee = await aPersonWho(service, { roles: ['trustee'] })
    const visitor = await signedIn(service, trustee, '/capacity?evenings=4')
    await visitor.follow('Download as CSV Applications and panel places, month by month')
    const lines = visitor.content.toString('utf8').replace('\ufeff', '').trim().split('\r\n')
    expect(lines).toHaveLength(37)
    expect(lines[0]).toBe(
      [
        'Month',
        'Full reappraisal',
        'First application',
        'Light renewal that needs a panel',
        'Light renewal without a panel',
        'Panel places',
      ].join(','),
    )
    expect(lines[1]).toBe('March 2027,0,0,0,1,4')
    const [logged] = await service.parts.db('access_log').where({ person_id: trustee.id })
    expect([logged!.entity_id, logged!.filters]).toEqual(['capacity months', expect.stringContaining('evenings=4&')])
    expect((await visitor.open('/capacity/tables/nothing')).status).toBe(404)
  })

  test('the page reads the figures from one row, and reads no awards, applications or terms', async () => {
    await countYear(service.parts, today)
    const casework = await coordinator()
    const asked: string[] = []
    onStatement(service.database, ({ sql }) => void asked.push(sql))
    await casework.open('/capacity')
    expect(asked.filter(sql => /["`](awards|applications|terms)["`]/.test(sql))).toEqual([])
    expect(asked.filter(sql => sql.includes('year_figures'))).toHaveLength(1)
  })

  test('an appraiser cannot find the forecast, and a trustee cannot find the page that extends awards', async () => {
    const appraiser = await signedIn(service, await aPersonWho(service, { roles: ['appraiser'] }), '/home')
    for (const path of ['/capacity', '/capacity/tables/queue', '/saved-filters/capacity', '/capacity/dates'])
      expect((await appraiser.open(path)).status).toBe(404)
    const trustee = await signedIn(service, await aPersonWho(service, { roles: ['trustee'] }), '/capacity')
    expect([trustee.status, (await trustee.open('/capacity/dates?month=2027-06')).status]).toEqual([200, 404])
  })
})
