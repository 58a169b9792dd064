import type { Db, Tx } from '../../../db/connection.ts'
import type { Row } from '../../../db/tables.ts'
import type { SendingLimitReason } from '../../../domain/reminding.ts'
import { addDays, type Day, type Instant } from '../../../domain/time.ts'

/**
 * `held`: stopped before the first letter. `let go`: somebody looked and said yes. `over`: a later morning did its
 * work.
 */
export type MorningStatus = 'held' | 'let go' | 'done' | 'over'
export interface Morning {
  morning: Day
  status: MorningStatus
  people: number
  reason: SendingLimitReason | null
  startedAt: Instant
}

/** A morning this far ahead was written by a clock that was wrong: it says nothing of what was done. */
const aheadAtMost = 7

/** The last morning that was done, or null. */
export async function lastMorning(db: Db, today: Day): Promise<Day | null> {
  const row = await db('reminder_mornings')
    .where({ status: 'done' })
    .where('morning', '<=', addDays(today, aheadAtMost))
    .orderBy('morning', 'desc')
    .first('morning')
  return row?.morning ?? null
}

/** The most people written to on one morning of the year before. */
export async function largestMorning(db: Db, day: Day): Promise<number> {
  const [row] = await db('reminder_mornings')
    .where({ status: 'done' })
    .whereBetween('morning', [addDays(day, -365), day])
    .max<{ people: number | null }[]>('people as people')
  return Number(row?.people ?? 0)
}

/** The one that waits for a click. */
export async function heldMorning(db: Db): Promise<Morning | null> {
  const row = await db('reminder_mornings').where({ status: 'held' }).orderBy('morning', 'desc').first()
  return row ? toMorning(row) : null
}

/** Said yes to within a day: then its run, or the next one, goes on. */
export async function isLetGo(db: Db, day: Day): Promise<boolean> {
  return (
    (await db('reminder_mornings')
      .where({ status: 'let go' })
      .whereBetween('morning', [addDays(day, -1), day])
      .first('morning')) !== undefined
  )
}

/** @returns whether this is a new stop: one that goes on from the day before has been told of */
export async function holdMorning(
  trx: Tx,
  held: { morning: Day; people: number; reason: SendingLimitReason },
  at: Instant,
): Promise<boolean> {
  const before = await heldMorning(trx)
  await trx('reminder_mornings')
    .insert({ ...held, status: 'held', started_at: at, released_by: null, ended_at: null })
    .onConflict('morning')
    .merge({ status: 'held', people: held.people, reason: held.reason })
  return before === null
}

/** @returns false when it does not wait any more */
export async function letGo(trx: Tx, morning: Day, personId: string): Promise<boolean> {
  const changed = await trx('reminder_mornings')
    .where({ morning, status: 'held' })
    .update({ status: 'let go', released_by: personId })
  // the job has ended for today; without this it would only look again tomorrow
  if (changed === 1) await trx('job_leases').where({ job: 'send-reminders' }).update({ last_ended_at: null })
  return changed === 1
}

export async function endMorning(
  trx: Tx,
  done: { morning: Day; people: number; startedAt: Instant },
  at: Instant,
): Promise<void> {
  const { morning, people, startedAt } = done
  await trx('reminder_mornings')
    .insert({ morning, status: 'done', people, reason: null, started_at: startedAt, released_by: null, ended_at: at })
    .onConflict('morning')
    .merge({ status: 'done', people, ended_at: at })
  await trx('reminder_mornings').whereIn('status', ['held', 'let go']).update({ status: 'over' })
}

const toMorning = (row: Row<'reminder_mornings'>): Morning => ({
  morning: row.morning,
  status: row.status as MorningStatus,
  people: row.people,
  reason: row.reason as SendingLimitReason | null,
  startedAt: row.started_at,
})
