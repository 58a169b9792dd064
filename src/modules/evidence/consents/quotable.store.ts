import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Day } from '../../../domain/time.ts'

/** An item of evidence that council papers can quote, and the last day on which they can. */
export interface Quotable {
  id: string
  title: string
  until: Day
}

/** The maximum number of items of evidence that a library can choose quotes from. */
const mostQuotable = 100

/**
 * Returns a library's ordinary evidence that council papers can quote today, with the longest consent first; at most
 * `mostQuotable`. Does not check permissions.
 * @param wanted.only the ids to look for; null for all
 */
export const quotableEvidence = (db: Db | Tx, wanted: QuotableWanted): Promise<Quotable[]> =>
  runLookup(db, quotableLookup(db, wanted))

interface QuotableWanted {
  organisationId: string
  today: Day
  only?: readonly string[] | null
}

/** `quotableEvidence` as a lookup. */
export const quotableLookup = withKeptSql(
  (db: Db | Tx, { organisationId, today, only = null }: QuotableWanted): Lookup<Quotable[]> =>
    lookup<Quotable, Quotable[]>(
      () =>
        db('evidence')
          .where({ organisation_id: organisationId, removed_at: null, sensitivity: 'ordinary' })
          .where('council_until', '>=', today)
          .where(chosen => (only ? chosen.whereIn('id', [...only]) : chosen))
          .orderBy([
            { column: 'council_until', order: 'desc' },
            { column: 'id', order: 'desc' },
          ])
          .limit(mostQuotable)
          .select('id', 'title', 'council_until as until'),
      ['id', 'title', 'until'],
      rows => rows,
    ),
)
