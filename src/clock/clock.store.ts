import type { Db, Tx } from '../db/connection.ts'
import { newId } from '../db/ids.ts'
import type { Row } from '../db/tables.ts'
import { agrees, driftMinutes, minutesBetween, type ClockHold, type ClockProblem } from '../domain/clock-check.ts'
import { addMinutes, type Instant } from '../domain/time.ts'

const name = 'date'

/** The time that a job or an administrator last accepted as correct, and the newest change since then. */
export interface ClockState {
  accepted: Instant | null
  /**
   * the difference from the database server's clock that an administrator has accepted, in minutes: positive when our
   * clock is ahead; 0 when none was accepted
   */
  minutesAhead: number
  newestChange: Instant | null
  /** the sequence number of the newest event in the history */
  sequence: number
}

/** Reads the times with which to compare the clock of this process. */
export async function clockState(db: Db, now: Instant): Promise<ClockState> {
  const state = await db('clock_state').where({ name }).first()
  const newest = await db('events').orderBy('sequence', 'desc').first('sequence', 'at')
  return {
    accepted: state?.accepted_at ?? null,
    minutesAhead: state?.minutes_ahead_of_server ?? 0,
    newestChange: state ? await newestChangeSince(db, state.accepted_sequence, now) : (newest?.at ?? null),
    sequence: Number(newest?.sequence ?? 0),
  }
}

/**
 * The time of the newest change after this sequence number; null if there is none. A clock that was ahead may have
 * dated some changes, and correct clocks would then seem behind. So if the first reading of any hold is more than
 * `driftMinutes` after `now`, changes dated from `driftMinutes` before that reading are left out.
 */
async function newestChangeSince(db: Db, sequence: number, now: Instant): Promise<Instant | null> {
  const [held] = await db('clock_holds')
    .whereIn('status', ['held', 'wrong', 'corrected'])
    .where('first_read_at', '>', addMinutes(now, driftMinutes))
    .min<{ from: Instant | null }[]>('first_read_at as from')
  const [newest] = await db('events')
    .where('sequence', '>', sequence)
    .modify(query => {
      if (held?.from) query.where('at', '<', addMinutes(held.from, -driftMinutes))
    })
    .max<{ at: Instant | null }[]>('at as at')
  return newest?.at ?? null
}

/** The time that a job or an administrator last accepted as correct; null if none has been accepted. */
export async function acceptedDate(db: Db | Tx): Promise<Instant | null> {
  return (await db('clock_state').where({ name }).first('accepted_at'))?.accepted_at ?? null
}

/** Stores a time that a job found correct. Keeps a later time that another process has stored. */
export async function acceptDate(trx: Tx, at: Instant, sequence: number): Promise<void> {
  await insertState(trx, at, sequence)
  await trx('clock_state')
    .where({ name })
    .where('accepted_at', '<', at)
    .update({ accepted_at: at, accepted_sequence: sequence })
}

/**
 * Stores a time that an administrator accepted, even if a later time is stored.
 * @param minutesAhead the accepted minutes ahead of the database server's clock; null keeps the stored number
 */
export async function decideDate(trx: Tx, at: Instant, minutesAhead: number | null): Promise<void> {
  const newest = await trx('events').orderBy('sequence', 'desc').first('sequence')
  const sequence = Number(newest?.sequence ?? 0)
  await insertState(trx, at, sequence)
  await trx('clock_state')
    .where({ name })
    .update({
      accepted_at: at,
      accepted_sequence: sequence,
      ...(minutesAhead !== null && { minutes_ahead_of_server: minutesAhead }),
    })
}

const insertState = (trx: Tx, at: Instant, sequence: number) =>
  trx('clock_state')
    .insert({ name, accepted_at: at, accepted_sequence: sequence, minutes_ahead_of_server: 0 })
    .onConflict('name')
    .ignore()

/** The undecided holds, then the decided ones, both newest first; at most `limit` in all. */
export async function holdsOf(db: Db | Tx, limit = 20): Promise<DecidedHold[]> {
  const rows = await db('clock_holds')
    .leftJoin('people', 'people.id', 'clock_holds.decided_by')
    .orderByRaw(
      "case when clock_holds.status = 'held' then 0 else 1 end, clock_holds.last_read_at desc, clock_holds.id",
    )
    .limit(limit)
    .select<(Row<'clock_holds'> & { decider: string | null })[]>('clock_holds.*', 'people.name as decider')
  return rows.map(row => ({ ...toHold(row), decidedAt: row.decided_at, decidedBy: row.decider }))
}

/**
 * A hold, with the time of the decision and the name of the administrator who made it; both null while it is undecided.
 * For a corrected clock, `decidedAt` is the time at which it was right again, and `decidedBy` is null.
 */
export interface DecidedHold extends ClockHold {
  decidedAt: Instant | null
  decidedBy: string | null
}

/**
 * The holds to which another wrong reading can be added: the undecided ones, and those of clocks that an administrator
 * found wrong.
 */
export async function holdsInForce(db: Db | Tx): Promise<ClockHold[]> {
  const rows = await db('clock_holds')
    .whereIn('status', ['held', 'wrong'])
    .orderBy([{ column: 'last_read_at', order: 'desc' }, 'id'])
    .limit(100)
  return rows.map(toHold)
}

/** A clock: the machine's name and its time. */
export interface Reading {
  machine: string
  now: Instant
}

export async function insertHold(trx: Tx, { why, comparedWith }: ClockProblem, reading: Reading): Promise<string> {
  const { machine, now } = reading
  const id = newId()
  await trx('clock_holds').insert({
    id,
    why,
    status: 'held',
    machine,
    first_read_at: now,
    last_read_at: now,
    compared_with: comparedWith,
    seen_read_at: null,
    seen_at: null,
    decided_by: null,
    decided_at: null,
  })
  return id
}

/** While a clock stays correct, or stays wrong, a process stores its time only once in this number of minutes. */
const writeEveryMinutes = 5

/** Whether the stored time of a clock is old enough for a process to store a newer one. */
export const isOld = (written: Instant | null, now: Instant): boolean =>
  written === null || minutesBetween(written, now) >= writeEveryMinutes

export async function updateHold(trx: Tx, { id }: Pick<ClockHold, 'id'>, { machine, now }: Reading): Promise<void> {
  await trx('clock_holds').where({ id }).where('last_read_at', '<', now).update({ machine, last_read_at: now })
}

/** Whether the latest reading of an undecided hold came from this machine. */
export async function isMachineHeld(db: Db, machine: string): Promise<boolean> {
  return (await db('clock_holds').where({ status: 'held', machine }).first('id')) !== undefined
}

/**
 * Whether jobs are held by a clock: one that nobody has decided about, or one that an administrator found wrong and
 * that has not been corrected. Such a wrong clock holds only processes whose own time agrees with its last reading.
 */
export async function isAnyClockHeld(db: Db, now: Instant): Promise<boolean> {
  const held = await holdsInForce(db)
  return held.some(({ status, lastReadAt }) => status === 'held' || agrees(lastReadAt, now))
}

/** Ends the undecided holds of a machine whose clock is right again. @returns the ids of the holds */
export async function endHoldsOf(trx: Tx, { machine, now }: Reading): Promise<string[]> {
  const ids = await trx('clock_holds').where({ status: 'held', machine }).orderBy('id').pluck<string[]>('id')
  await trx('clock_holds').whereIn('id', ids).update({ status: 'corrected', decided_at: now })
  return ids
}

/** After this many minutes without a new wrong reading, a machine is taken to be off or to have another name. */
const silentAfterMinutes = 60

/**
 * Ends the undecided holds without a new reading for an hour. The hour counts by `now`, not by the machine's own time,
 * so each new reading is first marked with the time at which it was seen.
 * @param now the time of a clock that is right
 * @returns the ids of the ended holds
 */
export async function endSilentHolds(trx: Tx, now: Instant): Promise<string[]> {
  const held = () => trx('clock_holds').where({ status: 'held' })
  await held()
    .where(one => one.whereNull('seen_read_at').orWhere('seen_read_at', '<>', trx.ref('last_read_at')))
    .update({ seen_read_at: trx.ref('last_read_at') as never, seen_at: now })
  const since = addMinutes(now, -silentAfterMinutes)
  const ids = await held().where('seen_at', '<=', since).orderBy('id').pluck<string[]>('id')
  await trx('clock_holds').whereIn('id', ids).update({ status: 'corrected', decided_at: now })
  return ids
}

/** @returns false when the hold no longer has the status that `hold` has */
export async function decideHold(
  trx: Tx,
  { id, status }: Pick<ClockHold, 'id' | 'status'>,
  decision: { status: 'continued' | 'wrong'; by: string; at: Instant },
): Promise<boolean> {
  const changed = await trx('clock_holds')
    .where({ id, status })
    .update({ status: decision.status, decided_by: decision.by, decided_at: decision.at })
  return changed === 1
}

/** The current time of a PostgreSQL server. */
export async function serverTime(db: Db): Promise<Instant> {
  const { rows } = await db.raw<{ rows: { now: string }[] }>(
    `select to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now`,
  )
  return rows[0]!.now as Instant
}

const toHold = (row: Row<'clock_holds'>): ClockHold => ({
  id: row.id,
  why: row.why as ClockHold['why'],
  status: row.status as ClockHold['status'],
  machine: row.machine,
  firstReadAt: row.first_read_at,
  lastReadAt: row.last_read_at,
  comparedWith: row.compared_with,
})
