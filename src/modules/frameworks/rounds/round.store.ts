import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { runLookup, lookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Actor } from '../../../domain/actor.ts'
import { NotFound, Stale } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import { roundNow } from '../extensions/extension.store.ts'
import { latestFrameworkVersionId } from '../frameworks/framework.store.ts'
import type { Round } from '../../../domain/round.ts'

/** @throws NotFound for an unknown round */
export async function findRound(db: Db | Tx, id: string): Promise<Round> {
  const round = looksLikeId(id) ? await runLookup(db, roundLookup(db, id)) : null
  if (!round) throw new NotFound()
  return round
}

const roundLookup = withKeptSql((db: Db | Tx, id: string): Lookup<Round | null> =>
  oneRound(() => db('rounds').where({ id })),
)

/**
 * A round with the dates that apply to one library, which can have more time than others; null for an unknown round.
 */
export const roundForLookup = withKeptSql(
  (db: Db | Tx, { roundId, organisationId }: { roundId: string; organisationId: string }): Lookup<Round | null> =>
    oneRound(() => db.from(roundsFor(db, organisationId)).where({ id: roundId })),
)

export const roundFor = (db: Db | Tx, of: { roundId: string; organisationId: string }): Promise<Round | null> =>
  runLookup(db, roundForLookup(db, of))

/** The round that an application is in now (`roundNow`), with the dates that apply to its library; null for none. */
export const roundNowLookup = withKeptSql(
  (
    db: Db | Tx,
    { applicationId, organisationId }: { applicationId: string; organisationId: string },
    now: Instant,
  ): Lookup<Round | null> =>
    oneRound(() => {
      const itsRound = db('applications')
        .where({ id: applicationId })
        .select(db.raw(roundNow, [now]))
      return db.from(roundsFor(db, organisationId)).where('id', itsRound)
    }),
)

/** The rounds, with the closing time and the end of the grace period that apply to this library. */
const roundsFor = (db: Db | Tx, organisationId: string): Knex.QueryBuilder =>
  db('rounds')
    .select(
      'id',
      'name',
      'stream_id',
      'framework_version_id',
      'opens_at',
      'version',
      latestFor(db, organisationId, 'closes_at'),
      latestFor(db, organisationId, 'accepts_until'),
    )
    .as('rounds')

const latestFor = (db: Db | Tx, organisationId: string, column: 'closes_at' | 'accepts_until') =>
  db.raw(
    `coalesce((select max(round_extensions.${column}) from round_extensions
      where round_extensions.round_id = rounds.id and round_extensions.organisation_id = ?
      and round_extensions.closes_at > rounds.closes_at), rounds.${column}) as ${column}`,
    [organisationId],
  )

const roundColumns = [
  'id',
  'name',
  'stream_id',
  'framework_version_id',
  'opens_at',
  'closes_at',
  'accepts_until',
  'version',
] as const
const oneRound = (query: () => Knex.QueryBuilder): Lookup<Round | null> =>
  lookup<Row<'rounds'>, Round | null>(
    () => query().select(...roundColumns),
    roundColumns,
    ([row]) => (row ? toRound(row) : null),
  )

/**
 * The round that accepts a library's first application now, even if only in its grace period. If there are several, the
 * first to close; null when there is none.
 */
export const roundOpenNow = (
  db: Db | Tx,
  { streamId, organisationId }: { streamId: string; organisationId: string },
  now: Instant,
): Promise<Round | null> => runLookup(db, roundOpenNowLookup(db, { streamId, organisationId }, now))

const roundOpenNowLookup = withKeptSql(
  (
    db: Db | Tx,
    { streamId, organisationId }: { streamId: string; organisationId: string },
    now: Instant,
  ): Lookup<Round | null> =>
    oneRound(() => firstTaking(db.from(roundsFor(db, organisationId)).where({ stream_id: streamId }), now)),
)

/**
 * The round in which an organisation would submit a first application that it starts now. Null when no round of the
 * stream is open, or the stream is retired.
 */
export const roundToStartIn = (db: Db | Tx, streamId: string, now: Instant): Promise<Round | null> =>
  runLookup(db, roundToStartInLookup(db, streamId, now))

const roundToStartInLookup = withKeptSql((db: Db | Tx, streamId: string, now: Instant): Lookup<Round | null> =>
  oneRound(() => {
    const inUse = db('streams').where({ id: streamId }).whereNull('retired_at').select('id')
    return firstTaking(db('rounds').whereIn('stream_id', inUse), now)
  }),
)

const firstTaking = (rounds: Knex.QueryBuilder, now: Instant): Knex.QueryBuilder =>
  rounds.where('accepts_until', '>', now).where('opens_at', '<=', now).orderBy(['closes_at', 'id']).limit(1)

/**
 * The round for a new draft of a first application: the stream's round that closes next, even if it is not open yet;
 * null for none.
 */
export const roundForDraft = (db: Db | Tx, streamId: string, now: Instant): Promise<Round | null> =>
  runLookup(db, nextRoundLookup(db, streamId, now))
export const nextRoundLookup = withKeptSql((db: Db | Tx, streamId: string, now: Instant): Lookup<Round | null> =>
  oneRound(() =>
    db('rounds').where({ stream_id: streamId }).where('closes_at', '>', now).orderBy(['closes_at', 'id']).limit(1),
  ),
)

/** The applications on which a coordinator has not declared a conflict of interest. */
export const applicationsWithoutConflict = (db: Db | Tx, actor: Actor): Knex.QueryBuilder =>
  (db('applications') as Knex.QueryBuilder).whereNotIn(
    'applications.id',
    db('declarations').where({ person_id: actor.id, says: 'conflict' }).select('application_id') as never,
  )

export interface RoundLine extends Round {
  /** the number of applications in the round that the person is allowed to know about */
  applications: number
}

/**
 * One page of rounds, latest closing time first. `after` is the last line of the previous page. `streamId` is empty for
 * all streams.
 */
export const roundLines = (db: Db, actor: Actor, wanted: RoundsWanted): Promise<RoundLine[]> =>
  runLookup(db, roundLinesLookup(db, actor, wanted))

interface RoundsWanted {
  after: { closesAt: string; id: string } | null
  streamId: string
  limit: number
}

const roundLinesLookup = withKeptSql(
  (db: Db, actor: Actor, { after, streamId, limit }: RoundsWanted): Lookup<RoundLine[]> =>
    lookup<Row<'rounds'> & { applications: number }, RoundLine[]>(
      () =>
        db('rounds')
          .modify(query => {
            if (after) query.whereRaw('(closes_at, id) < (?, ?)', [after.closesAt, after.id])
            if (streamId) query.where({ stream_id: streamId })
          })
          .orderBy([
            { column: 'closes_at', order: 'desc' },
            { column: 'id', order: 'desc' },
          ])
          .limit(limit)
          .select(
            ...roundColumns,
            applicationsWithoutConflict(db, actor)
              .whereRaw('applications.round_id = rounds.id')
              .count()
              .as('applications'),
          ),
      [...roundColumns, 'applications'],
      rows => rows.map(row => ({ ...toRound(row), applications: row.applications })),
    ),
)

export async function insertRound(trx: Tx, row: Omit<Row<'rounds'>, 'version'>): Promise<void> {
  await trx('rounds').insert({ ...row, version: 1 })
}

/**
 * Changes a round. If its new closing time is in the future, the round gets the current version of the criteria.
 * @throws Stale when the round was changed since it was read
 */
export async function updateRound(
  { trx, at }: Pick<UnitOfWork, 'trx' | 'at'>,
  { id, streamId }: Round,
  readAt: number,
  changes: Pick<Row<'rounds'>, 'name' | 'opens_at' | 'closes_at' | 'accepts_until'>,
): Promise<void> {
  const isOver = changes.closes_at <= at
  const version = isOver ? {} : { framework_version_id: await latestFrameworkVersionId(trx, streamId) }
  const changed = await trx('rounds')
    .where({ id, version: readAt })
    .update({ ...changes, ...version, version: readAt + 1 })
  if (changed === 0) throw new Stale()
}

/** Assigns this version to the rounds of its stream that have not closed. */
export async function assignToRounds(
  trx: Tx,
  { id, streamId }: { id: string; streamId: string },
  at: Instant,
): Promise<void> {
  await trx('rounds').where({ stream_id: streamId }).where('closes_at', '>', at).update({ framework_version_id: id })
}

const toRound = (row: Row<'rounds'>): Round => ({
  id: row.id,
  name: row.name,
  streamId: row.stream_id,
  frameworkVersionId: row.framework_version_id,
  opensAt: row.opens_at,
  closesAt: row.closes_at,
  acceptsUntil: row.accepts_until,
  version: row.version,
})
