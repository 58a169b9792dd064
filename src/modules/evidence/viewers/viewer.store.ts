import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Instant } from '../../../domain/time.ts'

/** An entry of the access log for an item of evidence. */
export interface EvidenceView {
  at: Instant
  what: 'file' | 'evidence' | 'ledger' | 'export'
  name: string
  as: 'team' | 'panel' | 'charity'
}
/** The latest views, and the number of all views in `count`, which is at most `viewsCounted` + 1. */
export interface EvidenceViews {
  count: number
  latest: EvidenceView[]
}

/** The highest number of views that a page shows. One more is counted, so that the page can say that there are more. */
export const viewsCounted = 1000
const viewsShown = 20
const kindsOfView = ['file', 'evidence', 'ledger', 'export']

/**
 * The number of views and downloads of the evidence, and the latest of them, newest first. `as` is `team` for people
 * who were in the library’s team at the time. Pages must not name anyone else. Rows from before a merge keep the id of
 * the organisation that was merged into this one, whose team counts too.
 */
export const viewsOf = (
  db: Db,
  { id, organisationId }: { id: string; organisationId: string },
): { count: Lookup<number>; latest: Lookup<EvidenceView[]> } => ({
  count: viewsCount(db, id),
  latest: latestViews(db, id, organisationId),
})

const viewsCount = withKeptSql((db: Db, evidenceId: string): Lookup<number> =>
  lookup<{ n: number | string }, number>(
    () =>
      db
        .from(
          db('access_log')
            .where({ evidence_id: evidenceId })
            .whereIn('what', kindsOfView)
            .limit(viewsCounted + 1)
            .select('sequence')
            .as('viewed'),
        )
        .count({ n: '*' }),
    ['n'],
    ([row]) => Number(row!.n),
  ),
)

const latestViews = withKeptSql((db: Db, evidenceId: string, organisationId: string): Lookup<EvidenceView[]> =>
  lookup<EvidenceView, EvidenceView[]>(
    () =>
      db('access_log')
        .join('people', 'people.id', 'access_log.person_id')
        .where('access_log.evidence_id', evidenceId)
        .whereIn('access_log.what', kindsOfView)
        .orderBy('access_log.sequence', 'desc')
        .limit(viewsShown)
        .select(
          'access_log.at',
          'access_log.what',
          'people.name',
          db.raw(
            `case
      when exists (select 1 from memberships where memberships.person_id = people.id
        and memberships.organisation_id in (?, access_log.organisation_id) and memberships.started_at <= access_log.at
        and (memberships.ended_at is null or memberships.ended_at >= access_log.at)) then 'team'
      when exists (select 1 from seats where seats.person_id = people.id
        and seats.application_id = access_log.application_id) then 'panel'
      when exists (select 1 from seat_helpers join seats on seats.id = seat_helpers.seat_id
        where seat_helpers.person_id = people.id and seats.application_id = access_log.application_id) then 'panel'
      else 'charity' end as ??`,
            [organisationId, 'as'],
          ),
        ),
    ['at', 'what', 'name', 'as'],
    rows => rows,
  ),
)

/**
 * A person who opened or downloaded evidence. `at` is the last time that they opened or downloaded it. `applicationId`
 * is the last application that they read it through; null when there is none.
 */
export interface Viewer {
  personId: string
  applicationId: string | null
  at: Instant
  downloadedAt: Instant | null
}

/**
 * The people from outside the library who opened the evidence or a file of it, and everyone who downloaded it. Finds
 * rows by the evidence, not by its library, because rows from before a merge have the id of the organisation that was
 * merged into this one.
 */
export async function viewersOf(trx: Tx, evidence: { id: string; organisationId: string }): Promise<Viewer[]> {
  const isMember = trx('memberships')
    .whereRaw('memberships.person_id = access_log.person_id')
    .where({ organisation_id: evidence.organisationId, ended_at: null })
    .select(trx.raw('1'))
  const rows = await trx('access_log')
    .where('evidence_id', evidence.id)
    .where(how =>
      how
        .where('what', 'export')
        .orWhere(opened => opened.whereIn('what', ['file', 'evidence']).whereNotExists(isMember)),
    )
    .orderBy('sequence')
    .select('person_id', 'application_id', 'at', 'what')
  const latest = new Map<string, Viewer>()
  for (const row of rows)
    latest.set(row.person_id, {
      personId: row.person_id,
      applicationId: row.application_id ?? latest.get(row.person_id)?.applicationId ?? null,
      at: row.at,
      downloadedAt: row.what === 'export' ? row.at : (latest.get(row.person_id)?.downloadedAt ?? null),
    })
  return [...latest.values()]
}

/** Whether a consent for any of this evidence was withdrawn. */
export const isAnyWithdrawn = async (trx: Tx, ids: readonly string[]): Promise<boolean> =>
  (await trx('evidence')
    .whereIn('id', [...ids])
    .where('consent_withdrawn', 1)
    .first('id')) !== undefined
