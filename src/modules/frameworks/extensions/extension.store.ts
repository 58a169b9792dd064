import type { Db, Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { RoundExtension } from '../../../domain/round.ts'
import { addMinutes, type Instant } from '../../../domain/time.ts'

/**
 * An SQL expression for a query that reads `rounds` and `applications`. It is the time when the round closes for the
 * application's library. A coordinator can give one library more time than the others.
 */
export const closesForLibrary = `coalesce((select max(round_extensions.closes_at) from round_extensions
  where round_extensions.round_id = rounds.id and round_extensions.organisation_id = applications.organisation_id
  and round_extensions.closes_at > rounds.closes_at), rounds.closes_at)`

/** As `closesForLibrary`, but for the end of the grace period. */
export const acceptsForLibrary = `coalesce((select max(round_extensions.accepts_until) from round_extensions
  where round_extensions.round_id = rounds.id and round_extensions.organisation_id = applications.organisation_id
  and round_extensions.closes_at > rounds.closes_at), rounds.accepts_until)`

/**
 * An SQL expression for a query that reads `applications`. Its only parameter is the current time. It is the id of the
 * round in which a draft of a first application can be submitted. This is its own round until that round's grace period
 * ends, then the round of its stream that closes next. Null when no round of the stream accepts applications now or
 * later.
 */
export const roundToSubmitIn = `(select rounds.id from rounds
  where rounds.stream_id = applications.stream_id and ${acceptsForLibrary} > ?
  order by case when rounds.id = applications.round_id then 0 else 1 end, ${closesForLibrary}, rounds.id
  limit 1)`

/**
 * An SQL expression, also for a query that reads `applications` and with the current time as its parameter. It is the
 * id of the round that an application is in now. This is its own round, except that a draft of a first application
 * moves to `roundToSubmitIn` if there is one.
 */
export const roundNow = `case when applications.status = 'draft' and applications.kind = 'first'
  then coalesce(${roundToSubmitIn}, applications.round_id) else applications.round_id end`

/** Of the extensions for all libraries and for this library, the one with the latest closing time; null without any. */
export const extensionLookup = withKeptSql(
  (
    db: Db | Tx,
    { roundId, organisationId }: { roundId: string; organisationId: string },
  ): Lookup<RoundExtension | null> =>
    lookup<RoundExtension, RoundExtension | null>(
      () =>
        db('round_extensions')
          .where({ round_id: roundId })
          .where(theirs => theirs.whereNull('organisation_id').orWhere({ organisation_id: organisationId }))
          .orderBy([
            { column: 'closes_at', order: 'desc' },
            { column: 'id', order: 'desc' },
          ])
          .limit(1)
          .select('closes_at as closesAt', 'reason'),
      ['closesAt', 'reason'],
      ([row]) => row ?? null,
    ),
)

/** Changes the grace period of all extensions of a round, to a number of minutes. */
export async function changeGrace(trx: Tx, roundId: string, minutes: number): Promise<void> {
  const rows = await trx('round_extensions').where({ round_id: roundId }).select('id', 'closes_at')
  for (const { id, closes_at } of rows)
    await trx('round_extensions')
      .where({ id })
      .update({ accepts_until: addMinutes(closes_at, minutes) })
}

/** @param row.organisationId the library that gets more time; null for all libraries */
export async function insertExtension(
  trx: Tx,
  row: RoundExtension & {
    roundId: string
    organisationId: string | null
    acceptsUntil: Instant
    by: string
    at: Instant
  },
): Promise<void> {
  await trx('round_extensions').insert({
    id: newId(),
    round_id: row.roundId,
    organisation_id: row.organisationId,
    closes_at: row.closesAt,
    accepts_until: row.acceptsUntil,
    reason: row.reason,
    extended_by: row.by,
    extended_at: row.at,
  })
}
