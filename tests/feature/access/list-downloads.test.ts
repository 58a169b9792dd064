import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { parse } from 'csv-parse/sync'
import readSheet from 'read-excel-file/node'
import { newId } from '../../../src/db/ids.ts'
import type { Day } from '../../../src/domain/time.ts'
import { folded } from '../../support/page-forms.ts'
import { loggedFilters } from '../../../src/modules/access/list-downloads/list-download.actions.ts'
import { eachDatabase, onStatement } from '../../support/database.ts'
import {
  aDeclaration,
  anApplication,
  anAward,
  anOrganisation,
  aPersonWho,
  aRecommendation,
  aRound,
  signedIn,
  type AnOrganisation,
  type APerson,
} from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'
import type { Visitor } from '../../support/visitor.ts'

const password = 'open the library door'

test('the access log keeps the values of filters chosen from a list, and only the names of other filters', () => {
  expect([
    loggedFilters('/applications?show=late&stream=library'),
    loggedFilters('/organisations?name=Marian+Tull&place=&owner=Al+May'),
    loggedFilters('/renewals?status=Marian+Tull&month=2027-05'),
    loggedFilters('/people'),
  ]).toEqual(['show=late&stream=library', 'name&owner', 'status&month=2027-05', null])
})

eachDatabase('list downloads', engine => {
  let service: Service
  let library: AnOrganisation
  const people = {} as Record<'lead' | 'coordinator' | 'trustee' | 'administrator' | 'appraiser', APerson>

  beforeAll(async () => {
    service = await aService(engine)
    await aRound(service)
    library = await anOrganisation(service, { name: 'Ashcombe Libraries' })
    people.lead = await aPersonWho(service, { member: [[library, 'lead']] })
    for (const role of ['coordinator', 'trustee', 'administrator', 'appraiser'] as const)
      people[role] = await aPersonWho(service, { roles: [role] })
    const award = await anAward(service, library, { startedBy: people.lead })
    for (const reader of [people.coordinator, people.trustee]) await aDeclaration(service, award.application, reader)
    await aRecommendation(service, award.application, award, { body: '=HYPERLINK("https://bad.example")' })
    for (let place = 0; place < 60; place += 1) {
      const name = `${place % 2 === 0 ? 'Ash' : 'Birch'}-${String(place).padStart(2, '0')} =Library ${place}`
      const each = await anOrganisation(service, { name, branches: ['Central', '＝Mobile'] })
      const lead = await aPersonWho(service, { member: [[each, 'lead']] })
      if (place % 2 === 0) await anAward(service, each, { startedBy: lead })
      else await anApplication(service, each, { status: 'submitted', startedBy: lead })
    }
    await remindersAbout(award.id)
  })
  afterAll(() => service.end())

  const remindersAbout = async (awardId: string): Promise<void> => {
    const rows = Array.from({ length: 55 }, (_, place) => ({
      id: newId(),
      kind: 'award' as const,
      entity_id: awardId,
      step: place,
      about: '2027-04-30' as Day,
      due_on: `2027-03-${String((place % 28) + 1).padStart(2, '0')}` as Day,
      recipient: people.lead.id,
      recipient_id: people.lead.id,
      organisation_id: library.id,
      application_id: null,
      status: place % 2 === 0 ? 'planned' : 'not sent',
      not_sent_reason: place % 2 === 0 ? null : 'too late',
      email_id: null,
      planned_at: service.clock.now(),
      closed_at: null,
    }))
    for (const row of rows) await service.database.writer('reminders').insert(row)
  }

  /** The first column of a list, from all its pages. */
  async function listed(visitor: Visitor, address: string): Promise<string[]> {
    const texts: string[] = []
    for (let next: string | undefined = address; next;) {
      await visitor.open(next)
      expect(visitor.status).toBe(200)
      texts.push(...firstColumn(visitor))
      next = visitor.$('.govuk-pagination__next a').attr('href')
    }
    return texts
  }
  const firstColumn = ({ $ }: Visitor): string[] =>
    $('main tbody tr')
      .map((_, row) => {
        const cell = $(row).children('th, td').not('.los-pick').first()
        return folded(cell.find('a').first().text() || cell.text())
      })
      .get()

  async function downloaded(visitor: Visitor, link: string, type: 'csv' | 'xlsx'): Promise<unknown[][]> {
    await service.database.writer('limit_counters').delete()
    await visitor.follow(link)
    await visitor.press('Download', { type, ...(visitor.html.includes('name="password"') ? { password } : {}) })
    expect([visitor.status, visitor.errors]).toEqual([200, []])
    if (type === 'xlsx') return (await readSheet(visitor.content))[0]!.data
    return parse(visitor.content, { bom: true })
  }

  /** Makes everyone enter their password again before the next download. */
  const passwordForgotten = () => service.database.writer('sign_ins').update({ confirmed_at: null })

  const unguarded = (text: unknown): string => String(text).replace(/^'/, '')

  test.each([
    ['/organisations', 'administrator', 'Download this list', 61],
    ['/organisations?name=Birch', 'coordinator', 'Download this list', 30],
    ['/people', 'administrator', 'Download this list', 65],
    ['/awards', 'coordinator', 'Download this list', 31],
    ['/renewals?show=all', 'coordinator', 'Download this list', 31],
    ['/renewals?show=all&name=Ash-1', 'trustee', 'Download this list', 5],
    ['/applications?show=with-us', 'coordinator', 'Download this list', 30],
    ['/applications?show=decided', 'trustee', 'Download this list', 31],
    ['/mail/reminders?status=planned', 'coordinator', 'Download this list', 28],
  ] as const)(
    'the download of %s has the same rows in the same order as all pages of the list',
    async (address, as, link, count) => {
      const visitor = await signedIn(service, people[as], address)
      const onPages = await listed(visitor, address)
      expect(onPages).toHaveLength(count)
      await visitor.open(address)
      const [heads, ...rows] = await downloaded(visitor, link, 'xlsx')
      expect(rows.map(([first]) => unguarded(first))).toEqual(onPages)
      await visitor.open(address)
      const [csvHeads, ...csvRows] = await downloaded(visitor, link, 'csv')
      expect(csvHeads).toEqual(heads)
      expect(csvRows.map(([first]) => unguarded(first))).toEqual(onPages)
    },
  )

  test('a download of decisions omits hidden outcomes, and one of recommendations escapes formulas', async () => {
    const trustee = await signedIn(service, people.trustee, '/decisions?from=2026-04-01')
    expect(firstColumn(trustee)).toContain('Ashcombe Libraries')
    const [heads, ...rows] = await downloaded(trustee, 'Download this list', 'csv')
    expect(heads).toContain('Outcome')
    expect(rows.map(([name]) => unguarded(name)).toSorted()).toEqual(
      (await listed(trustee, '/decisions?from=2026-04-01')).toSorted(),
    )
    expect(rows.find(([name]) => name === 'Ashcombe Libraries')).toContain('Awarded')
    const undeclared = rows.filter(([name]) => name !== 'Ashcombe Libraries')
    expect(undeclared.every(row => !(row as string[]).includes('Awarded'))).toBe(true)
    const lead = await signedIn(service, people.lead, `/organisations/${library.id}/recommendations`)
    const [, recommendation] = await downloaded(lead, 'Download this list', 'xlsx')
    expect(recommendation).toContain(`'=HYPERLINK("https://bad.example")`)
  })

  test('the branches file has the organisation’s name, and a library’s file has only its own branches', async () => {
    const coordinator = await signedIn(service, people.coordinator, '/organisations?name=Birch')
    const [, first, ...others] = await downloaded(
      coordinator,
      'Download a list of these organisations’ branches',
      'csv',
    )
    expect(first!.slice(0, 4)).toEqual(['Birch-01 =Library 1', 'Ashcombe', 'Central', 'Branch'])
    expect(others).toHaveLength(59)
    expect(others[0]![2]).toBe("'＝Mobile")
    const lead = await signedIn(service, people.lead, `/organisations/${library.id}/branches`)
    const [, ...own] = await downloaded(lead, 'Download this list', 'csv')
    expect(own.map(([name]) => name)).toEqual(['Central', 'Millbrook'])
  })

  test('a person who cannot see a list gets 404 for its download page and its file', async () => {
    const paths = [
      'organisations',
      'branches',
      'people',
      'awards',
      'renewals',
      'applications',
      'decisions',
      'reminders',
    ]
    const lists: Record<string, string[]> = {}
    for (const [as, person] of Object.entries(people)) {
      const visitor = await signedIn(service, person, '/nothing')
      const nothing = visitor.html
      await passwordForgotten()
      for (const path of paths) {
        await visitor.open(`/downloads/${path}`)
        if (visitor.status === 200) (lists[as] ??= []).push(path)
        else expect([visitor.status, visitor.html]).toEqual([404, nothing])
        const { status } = visitor
        await visitor.send(`/downloads/${path}`, { type: 'csv', password: '' })
        expect(visitor.status).toBe(status === 200 ? 422 : 404)
      }
    }
    expect(lists).toEqual({
      coordinator: ['organisations', 'branches', 'awards', 'renewals', 'applications', 'decisions', 'reminders'],
      trustee: ['organisations', 'branches', 'awards', 'renewals', 'applications', 'decisions'],
      administrator: ['organisations', 'people', 'reminders'],
    })
  })

  test('a download asks for the password, is logged and limited, and is named after the list and the day', async () => {
    const { writer } = service.database
    await writer('limit_counters').delete()
    const visitor = await signedIn(service, people.administrator, '/people')
    await passwordForgotten()
    await visitor.follow('Download this list')
    await visitor.press('Download', { type: 'csv', password: 'not the right one' })
    expect([visitor.status, visitor.errors]).toEqual([422, ['That is not your password. Try again']])
    const logged = () =>
      writer('access_log').where({ what: 'list', person_id: people.administrator.id }).orderBy('sequence')
    const before = (await logged()).length
    await visitor.press('Download', { type: 'csv', password })
    expect(visitor.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': expect.stringContaining('filename="People 2027-03-01.csv"'),
      'cache-control': 'private, no-store',
    })
    expect((await logged()).at(-1)).toMatchObject({ entity_id: 'people', organisation_id: null, filters: null })
    await visitor.send('/downloads/people?search=Marian%20Tull', { type: 'csv' })
    expect((await logged()).at(-1)).toMatchObject({ entity_id: 'people', filters: 'search' })
    // the list of people has no such filters, so none are logged
    await visitor.send('/downloads/people?status=marian%20tull&show=marian', { type: 'csv' })
    expect((await logged()).at(-1)).toMatchObject({ entity_id: 'people', filters: null })
    for (let count = 3; count < 30; count += 1) await visitor.send('/downloads/people', { type: 'csv' })
    expect((await logged()).length - before).toBe(30)
    await visitor.send('/downloads/people', { type: 'csv' })
    expect([visitor.status, visitor.errors]).toEqual([
      429,
      ['You can download up to 30 lists an hour. Try again later.'],
    ])
    expect((await logged()).length - before).toBe(30)
    await visitor.open('/downloads/people')
    await visitor.send('/downloads/people', { type: 'exe' })
    expect([visitor.status, visitor.errors]).toEqual([422, ['Choose a type of file']])
  })

  test('a list of 3,000 rows is read in batches, with one query for each batch', async () => {
    const { writer } = service.database
    const all = Array.from({ length: 3_000 }, (_, place) => {
      const name = `Zeta ${String(place).padStart(4, '0')}`
      return { id: newId(), name, name_key: name.toLowerCase() }
    })
    const rest = { kind: 'library', place: 'Zed', role_mailbox: null, language: 'en', sign_off_wanted: 0, version: 1 }
    const created_at = service.clock.now()
    await writer.batchInsert(
      'organisations',
      all.map(row => ({ ...row, ...rest, created_at, emails_started_at: null })),
      50,
    )
    const visitor = await signedIn(service, people.coordinator, '/organisations?name=zeta')
    const statements: string[] = []
    onStatement(service.database, ({ sql }) => void statements.push(sql))
    const [, ...rows] = await downloaded(visitor, 'Download this list', 'xlsx')
    expect(rows.map(([name]) => name)).toEqual(all.map(({ name }) => name))
    const reading = statements.filter(sql => /from .organisations. /.test(sql) && sql.includes('leads'))
    // Reads one row first, while an error page is still possible, then six full batches and an empty one.
    expect(reading).toHaveLength(8)
  })
})
