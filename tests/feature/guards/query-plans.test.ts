import { expect, test } from '@jest/globals'
import { routes } from '../../../src/app.ts'
import { lookup, runLookups } from '../../../src/db/lookups.ts'
import { closeDatabase, eachDatabase, freshDatabase, onStatement, type Engine } from '../../support/database.ts'
import { findingsIn, type Finding, type Read } from '../../support/query-plans.ts'
import { followedLinks } from '../every-route/matrix/links.ts'
import { addressIn, ask } from '../every-route/matrix/visit.ts'
import { aWorld } from '../every-route/matrix/world.ts'

// No page, except those in `accepted`, scans or sorts a whole growing table. These tests show only that an index can be
// used, not how many rows it finds.

interface Accepted extends Finding {
  page: string
  /** the database on which this is accepted; null for both */
  on: Engine | null
  why: string
}

const ofOneLibrary = 'the rows of one library'
const ofOneRecord = 'the rows of one person, application or item of evidence'
const backlog = 'what the charity still has to do, which does not grow with its archive'
const rarely = 'opened a few times a year'
const neverTrue = 'its condition is never true in the test'
const wrongClock = 'opened when the clock was wrong, to see what a job would do'

const accepted: readonly Accepted[] = [
  { page: '/approvals', what: 'sort', table: 'access_requests', on: 'postgresql', why: backlog },
  { page: '/home', what: 'sort', table: 'applications', on: null, why: backlog },
  { page: '/home', what: 'sort', table: 'decision_requests', on: 'sqlite', why: backlog },
  { page: '/home', what: 'sort', table: 'recommendations', on: 'sqlite', why: backlog },
  { page: '/home', what: 'sort', table: 'access_requests', on: 'postgresql', why: backlog },
  { page: '/home', what: 'sort', table: 'invitations', on: null, why: backlog },
  { page: '/home', what: 'sort', table: 'evidence', on: 'sqlite', why: ofOneLibrary },
  { page: '/organisations/:id', what: 'sort', table: 'awards', on: 'postgresql', why: ofOneLibrary },
  { page: '/organisations/:id/team', what: 'sort', table: 'invitations', on: 'postgresql', why: ofOneLibrary },
  {
    page: '/organisations/:id/team/:membershipId/ending',
    what: 'sort',
    table: 'invitations',
    on: 'postgresql',
    why: ofOneLibrary,
  },
  { page: '/organisations/:id/consents', what: 'sort', table: 'evidence', on: null, why: ofOneLibrary },
  { page: '/organisations/:id/freshness', what: 'sort', table: 'evidence', on: 'sqlite', why: ofOneLibrary },
  { page: '/organisations/:id/freshness', what: 'sort', table: 'applications', on: 'postgresql', why: ofOneLibrary },
  { page: '/organisations/:id/upload-links', what: 'sort', table: 'branches', on: 'postgresql', why: ofOneLibrary },
  {
    page: '/enquiries/:id',
    what: 'sort',
    table: 'organisations',
    on: 'postgresql',
    why: 'those with the same name or place',
  },
  { page: '/partners/:id', what: 'sort', table: 'evidence', on: 'sqlite', why: ofOneLibrary },
  { page: '/partners/:id', what: 'sort', table: 'people', on: 'postgresql', why: ofOneRecord },
  { page: '/partners/:id', what: 'sort', table: 'application_partners', on: 'postgresql', why: ofOneRecord },
  { page: '/evidence/:id', what: 'sort', table: 'people', on: 'postgresql', why: ofOneRecord },
  { page: '/evidence/:id', what: 'sort', table: 'occurrence_evidence', on: 'postgresql', why: ofOneRecord },
  { page: '/decisions/letters', what: 'sort', table: 'decisions', on: 'postgresql', why: backlog },
  {
    page: '/applications/:id/questions/:questionId/reply',
    what: 'sort',
    table: 'answer_evidence',
    on: 'postgresql',
    why: ofOneRecord,
  },
  { page: '/applications/:id/pack.pdf', what: 'sort', table: 'proposals', on: 'postgresql', why: ofOneRecord },
  { page: '/applications/:id/criteria/:code', what: 'sort', table: 'applications', on: 'postgresql', why: ofOneRecord },
  {
    page: '/applications/:id/criteria/:code/evidence',
    what: 'sort',
    table: 'answer_evidence',
    on: 'postgresql',
    why: ofOneRecord,
  },
  { page: '/applications/:id/endorsements', what: 'sort', table: 'outbox', on: null, why: ofOneRecord },
  { page: '/applications/:id/sign-off', what: 'sort', table: 'outbox', on: null, why: ofOneRecord },
  { page: '/applications/:id/since-last-year', what: 'sort', table: 'outbox', on: null, why: ofOneRecord },
  { page: '/seats/offer', what: 'sort', table: 'applications', on: 'postgresql', why: ofOneRecord },
  { page: '/search', what: 'sort', table: 'applications', on: 'postgresql', why: ofOneLibrary },
  { page: '/search', what: 'sort', table: 'partner_activities', on: 'postgresql', why: ofOneLibrary },
  { page: '/account/security', what: 'sort', table: 'sign_ins', on: 'postgresql', why: ofOneRecord },
  { page: '/saved-filters/people', what: 'sort', table: 'saved_filters', on: 'sqlite', why: ofOneRecord },
  { page: '/saved-filters/people', what: 'sort', table: 'people', on: 'postgresql', why: ofOneRecord },
  { page: '/frameworks/:id/mapping-preview', what: 'sort', table: 'applications', on: null, why: rarely },
  { page: '/streams/:id/retirement', what: 'scan', table: 'applications', on: null, why: rarely },
  { page: '/home', what: 'sort', table: 'organisations', on: 'postgresql', why: backlog },
  { page: '/home', what: 'sort', table: 'clock_undos', on: null, why: backlog },
  {
    page: '/home',
    what: 'sort',
    table: 'seats',
    on: 'sqlite',
    why: 'offers that expired since the application reached its state',
  },
  { page: '/mail/preview', what: 'sort', table: 'seats', on: 'sqlite', why: backlog },
  { page: '/home', what: 'sort', table: 'awards', on: null, why: backlog },
  { page: '/applications/:id', what: 'sort', table: 'round_extensions', on: 'postgresql', why: ofOneRecord },
  { page: '/applications/:id/appraisal', what: 'sort', table: 'applications', on: 'postgresql', why: ofOneRecord },
  {
    page: '/applications/:id/appraisal/:code',
    what: 'sort',
    table: 'applications',
    on: 'postgresql',
    why: ofOneRecord,
  },
  { page: '/applications/:id/proposal', what: 'sort', table: 'proposals', on: 'postgresql', why: ofOneRecord },
  { page: '/applications/:id/meeting', what: 'sort', table: 'proposals', on: 'postgresql', why: ofOneRecord },
  { page: '/applications/:id/decision', what: 'sort', table: 'proposals', on: 'postgresql', why: ofOneRecord },
  { page: '/applications/:id/decision/check', what: 'sort', table: 'proposals', on: 'postgresql', why: ofOneRecord },
  { page: '/applications/:id/decision/check', what: 'sort', table: 'applications', on: 'postgresql', why: ofOneRecord },
  { page: '/appraisals', what: 'sort', table: 'applications', on: 'postgresql', why: ofOneRecord },
  { page: '/calendar/:token.ics', what: 'sort', table: 'organisations', on: 'postgresql', why: ofOneRecord },
  { page: '/reports/minutes', what: 'sort', table: 'meetings', on: 'sqlite', why: rarely },
  { page: '/imports/:id', what: 'scan', table: 'branches', on: 'sqlite', why: neverTrue },
  { page: '/search', what: 'scan', table: 'organisations', on: 'sqlite', why: neverTrue },
  { page: '/mail/preview', what: 'scan', table: 'reminder_opt_outs', on: 'sqlite', why: neverTrue },
  { page: '/settings/clock/runs/:id', what: 'sort', table: 'clock_undos', on: 'postgresql', why: wrongClock },
  { page: '/settings/clock/runs', what: 'sort', table: 'award_changes', on: null, why: wrongClock },
  { page: '/settings/clock', what: 'sort', table: 'clock_holds', on: null, why: wrongClock },
  { page: '/settings/clock', what: 'scan', table: 'clock_holds', on: 'postgresql', why: wrongClock },
  { page: '/settings/clock', what: 'sort', table: 'evidence', on: 'sqlite', why: wrongClock },
  { page: '/settings/clock', what: 'sort', table: 'evidence_files', on: 'sqlite', why: wrongClock },
  { page: '/settings/clock', what: 'sort', table: 'inbox_items', on: 'sqlite', why: wrongClock },
  { page: '/settings/clock', what: 'scan', table: 'organisations', on: 'sqlite', why: neverTrue },
  ...(['applications', 'awards', 'recommendations'] as const).map(table => ({
    page: '/mail/preview',
    what: 'sort' as const,
    table,
    on: 'sqlite' as const,
    why: 'plans every reminder of a day, on a connection for slow pages',
  })),
]

eachDatabase('query plans', engine => {
  test('the check detects a scan of a growing table, and a sort before a limit', async () => {
    const database = await freshDatabase(engine)
    const findings = (sql: string) => findingsIn(database, { sql, bindings: ['a'] })
    expect(await findings('select id from evidence where title = ?')).toEqual([{ what: 'scan', table: 'evidence' }])
    expect(await findings('select id from outbox where status = ? order by tries limit 5')).toEqual([
      { what: 'sort', table: 'outbox' },
    ])
    const { db } = database
    const asked: Read[] = []
    onStatement(database, ({ sql, bindings = [] }) => asked.push({ sql, bindings }))
    await runLookups(db, {
      mine: lookup(
        () => db('people').where({ id: 'a' }).select('id'),
        ['id'],
        rows => rows,
      ),
      named: lookup(
        () => db('evidence').where({ title: 'a' }).select('id'),
        ['id'],
        rows => rows,
      ),
    })
    expect(await findingsIn(database, asked[0]!)).toEqual([{ what: 'scan', table: 'evidence' }])
    expect(await findings('select id from outbox where status = ? order by queued_at, id limit 5')).toEqual([])
    await closeDatabase(database)
  })

  test('no page scans or sorts a whole growing table, except those listed here', async () => {
    const found = new Set<string>()
    const reads = await readsOfEveryPage(engine, async (page, findings) => {
      for (const { what, table } of findings) found.add(`${page} ${what} ${table}`)
    })
    const listed = new Set(
      accepted.filter(({ on }) => on === null || on === engine).map(each => `${each.page} ${each.what} ${each.table}`),
    )
    expect(reads).toBeGreaterThan(200)
    expect([...found].filter(each => !listed.has(each))).toEqual([])
    // On PostgreSQL, statistics differ between runs, so a run can avoid a sort that is listed above.
    if (engine === 'sqlite') expect([...listed].filter(each => !found.has(each))).toEqual([])
  }, 600_000)
})

const readers = ['nobody', 'lead', 'seat reading', 'chair', 'coordinator', 'trustee', 'administrator'] as const

/**
 * Opens every page as each of `readers`, and passes the findings about each statement to `look`.
 * @returns the number of different statements
 */
async function readsOfEveryPage(
  engine: Engine,
  look: (page: string, findings: readonly Finding[]) => Promise<void>,
): Promise<number> {
  const world = await aWorld(engine)
  const links = await followedLinks(world)
  const reads = new Map<string, Read & { page: string }>()
  let page = ''
  onStatement(world.service.database, ({ sql, bindings }) => {
    if (/^\s*(select|with)/i.test(sql) && !reads.has(sql)) reads.set(sql, { sql, bindings: bindings ?? [], page })
  })
  for (const row of routes(world.service.parts).filter(({ method }) => method === 'get'))
    for (const as of readers) {
      page = row.path
      await ask(world, 'get', addressIn(world, row), { as, headers: links(row) })
    }
  for (const read of [...reads.values()]) await look(read.page, await findingsIn(world.service.database, read))
  await world.service.end()
  return reads.size
}
