import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import type { Instant } from '../../../domain/time.ts'
import type { VersionRecord } from '../drafts/draft.store.ts'

/**
 * The newest published version of a stream, other than the given version, that is not retired; null when there is none.
 */
export async function newestOtherVersion(
  db: Db | Tx,
  { id, streamId }: Pick<VersionRecord, 'id' | 'streamId'>,
): Promise<{ id: string; label: string } | null> {
  const row = await db('framework_versions')
    .join('frameworks', 'frameworks.id', 'framework_versions.framework_id')
    .where('frameworks.stream_id', streamId)
    .whereNot('framework_versions.id', id)
    .whereNotNull('framework_versions.published_at')
    .whereNull('framework_versions.retired_at')
    .orderBy([
      { column: 'framework_versions.published_at', order: 'desc' },
      { column: 'framework_versions.id', order: 'desc' },
    ])
    .first('framework_versions.id', 'framework_versions.label')
  return row ?? null
}

export async function setVersionRetired(trx: Tx, { id }: { id: string }, at: Instant | null): Promise<void> {
  await trx('framework_versions').where({ id }).update({ retired_at: at })
}

export async function setStreamRetired(trx: Tx, { id }: { id: string }, at: Instant | null): Promise<void> {
  await trx('streams').where({ id }).update({ retired_at: at })
}

/** The counts shown to someone before they retire a version or a stream. */
export interface RetirementCounts {
  underWay: number
  /** the number of rounds that have not closed */
  rounds: number
  /** the number of awards that have not ended or lapsed */
  awards: number
}

/** @param of the version or the stream to count for, by its id */
export async function retirementCounts(
  db: Db | Tx,
  of: { framework_version_id: string } | { stream_id: string },
  now: Instant,
): Promise<RetirementCounts> {
  const count = async (query: Knex.QueryBuilder): Promise<number> => {
    const [row] = (await query.count({ n: '*' })) as { n: number | string }[]
    return Number(row?.n ?? 0)
  }
  const from = (table: 'applications' | 'rounds' | 'awards' | 'terms') => db(table) as Knex.QueryBuilder
  const awards = from('awards').whereNotIn('status', ['ended', 'lapsed'])
  return {
    underWay: await count(
      from('applications')
        .where(of)
        .whereNot('status', 'withdrawn')
        .where(query => query.whereNot('status', 'decided').orWhereNull('decision_letter_released_at')),
    ),
    rounds: await count(from('rounds').where(of).where('closes_at', '>', now)),
    awards: await count(
      'stream_id' in of ? awards.where(of) : awards.whereIn('id', from('terms').where(of).select('award_id') as never),
    ),
  }
}
