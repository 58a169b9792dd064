import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Instant } from '../../../domain/time.ts'
import type { VersionRecord } from '../drafts/draft.store.ts'
import { applicationsWithoutConflict } from '../rounds/round.store.ts'

/**
 * The newest published version of a stream, other than the given version, that is not retired; null when there is none.
 */
export const newestOtherVersion = (
  db: Db | Tx,
  { id, streamId }: Pick<VersionRecord, 'id' | 'streamId'>,
): Promise<OtherVersion | null> => runLookup(db, newestOtherLookup(db, { id, streamId }))

interface OtherVersion {
  id: string
  label: string
}

/** `newestOtherVersion` as a lookup. */
export const newestOtherLookup = withKeptSql(
  (db: Db | Tx, { id, streamId }: Pick<VersionRecord, 'id' | 'streamId'>): Lookup<OtherVersion | null> =>
    lookup<OtherVersion, OtherVersion | null>(
      () =>
        db('framework_versions')
          .join('frameworks', 'frameworks.id', 'framework_versions.framework_id')
          .where('frameworks.stream_id', streamId)
          .whereNot('framework_versions.id', id)
          .whereNotNull('framework_versions.published_at')
          .whereNull('framework_versions.retired_at')
          .orderBy([
            { column: 'framework_versions.published_at', order: 'desc' },
            { column: 'framework_versions.id', order: 'desc' },
          ])
          .limit(1)
          .select('framework_versions.id', 'framework_versions.label'),
      ['id', 'label'],
      ([row]) => row ?? null,
    ),
)

export async function setVersionRetired(trx: Tx, { id }: { id: string }, at: Instant | null): Promise<void> {
  await trx('framework_versions').where({ id }).update({ retired_at: at })
}

export async function setStreamRetired(trx: Tx, { id }: { id: string }, at: Instant | null): Promise<void> {
  await trx('streams').where({ id }).update({ retired_at: at })
}

/** The counts shown to someone before they retire a version or a stream. */
export interface RetirementCounts {
  /** the number of applications under way that the person is allowed to know about */
  underWay: number
  /** the number of rounds that have not closed */
  rounds: number
  /** the number of awards that have not ended or lapsed */
  awards: number
}

/** @param of the version or the stream to count for */
export const retirementCounts = withKeptSql(
  (
    db: Db | Tx,
    actor: Actor,
    of: { framework_version_id: string } | { stream_id: string },
    now: Instant,
  ): Lookup<RetirementCounts> => {
    const from = (table: 'rounds' | 'awards' | 'terms') => db(table) as Knex.QueryBuilder
    const underWay = () =>
      applicationsWithoutConflict(db, actor)
        .where(of)
        .whereNot('status', 'withdrawn')
        .where(query => query.whereNot('status', 'decided').orWhereNull('decision_letter_released_at'))
    const rounds = () => from('rounds').where(of).where('closes_at', '>', now)
    const awards = () =>
      from('awards')
        .whereNotIn('status', ['ended', 'lapsed'])
        .modify(query => {
          if ('stream_id' in of) void query.where(of)
          else void query.whereIn('id', from('terms').where(of).select('award_id') as never)
        })
    return lookup<RetirementCounts, RetirementCounts>(
      () =>
        db.select(
          underWay().count('*').as('underWay'),
          rounds().count('*').as('rounds'),
          awards().count('*').as('awards'),
        ),
      ['underWay', 'rounds', 'awards'],
      ([row]) => row!,
    )
  },
)
