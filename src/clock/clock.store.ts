import type { Db, Tx } from '../db/connection.ts'
import { newId } from '../db/ids.ts'
import type { Row } from '../db/tables.ts'
import { agrees, driftMinutes, minutesBetween, type ClockHold, type ClockProblem } from '../domain/clock-check.ts'
import { addMinutes, type Instant } from '../domain/time.ts'

const name = 'date'

/** The time last accepted as correct, by a job or by an administrator, and the changes since then. */
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
 * The latest time of a change after this sequence number. A clock that was ahead may have dated some changes, which
 * would make correct clocks seem behind. So if a held, wrong or corrected clock was more than half an hour ahead of
 * `now`, this leaves out changes dated later than half an hour before its first reading.
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

/** The time last accepted as correct, by a job or by an administrator; null before the first. */
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
 * @param minutesAhead how far ahead of the database server the clock may be; null keeps the stored difference
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
 * A corrected clock has only the time at which it was right again.
 */
export interface DecidedHold extends ClockHold {
  decidedAt: Instant | null
  decidedBy: string | null
}

/**
 * The holds that a further wrong reading can belong to: the undecided ones, and those of clocks that an administrator
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

/** The minimum number of minutes between two records that the clock of a process is still correct or still wrong. */
const writeEveryMinutes = 5

/** Whether a written time is old enough for a process to write it again. */
export const isOld = (written: Instant | null, now: Instant): boolean =>
  written === null || minutesBetween(written, now) >= writeEveryMinutes

export async function updateHold(trx: Tx, { id }: Pick<ClockHold, 'id'>, { machine, now }: Reading): Promise<void> {
  await trx('clock_holds').where({ id }).where('last_read_at', '<', now).update({ machine, last_read_at: now })
}

/** Whether an undecided hold was last read on this machine. */
export async function isMachineHeld(db: Db, machine: string): Promise<boolean> {
  return (await db('clock_holds').where({ status: 'held', machine }).first('id')) !== undefined
}

/**
 * Whether jobs are held by a clock: one that nobody has decided about, or one that an administrator found wrong and
 * that has not been corrected. A process can tell the second only while its own time agrees with the wrong reading.
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

/** A machine that has repeated no wrong reading for this long, in minutes, is off or has another name. */
const silentAfterMinutes = 60

/**
 * Ends the undecided holds whose machines have repeated no reading for an hour. Notes which holds have a new reading.
 * @param now the time of a right clock
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

/** @returns false when another administrator has already decided the hold */
export async function decideHold(
  trx: Tx,
  { id }: Pick<ClockHold, 'id'>,
  decision: { status: 'continued' | 'wrong'; by: string; at: Instant },
): Promise<boolean> {
  const changed = await trx('clock_holds')
    .where({ id, status: 'held' })
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
