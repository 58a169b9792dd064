import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { SendingLimitReason } from '../../../domain/reminder-recipients.ts'
import { addDays, type Day, type Instant } from '../../../domain/time.ts'

/**
 * `held`: stopped before the first email. `released`: a person released it. `done`: its reminders were sent. `over`:
 * reminders of a later morning were sent instead.
 */
export type MorningStatus = 'held' | 'released' | 'done' | 'over'
export interface Morning {
  morning: Day
  status: MorningStatus
  people: number
  reason: SendingLimitReason | null
  startedAt: Instant
}

/** A morning more than this many days ahead was written while the clock was wrong, and is ignored. */
const maxDaysAhead = 7

/** The last morning on which reminders were sent; null when there is none. */
export const lastMorning = (db: Db, today: Day): Promise<Day | null> => runLookup(db, lastMorningLookup(db, today))

export const lastMorningLookup = withKeptSql((db: Db, today: Day): Lookup<Day | null> =>
  lookup<{ morning: Day }, Day | null>(
    () =>
      db('reminder_mornings')
        .where({ status: 'done' })
        .where('morning', '<=', addDays(today, maxDaysAhead))
        .orderBy('morning', 'desc')
        .limit(1)
        .select('morning'),
    ['morning'],
    ([row]) => row?.morning ?? null,
  ),
)

/** The highest number of people emailed on one morning of the past year; 0 when there was none. */
export const largestMorning = (db: Db, day: Day): Promise<number> => runLookup(db, largestMorningLookup(db, day))

export const largestMorningLookup = withKeptSql((db: Db, day: Day): Lookup<number> =>
  lookup<{ people: number | null }, number>(
    () =>
      db('reminder_mornings')
        .where({ status: 'done' })
        .whereBetween('morning', [addDays(day, -365), day])
        .max('people as people'),
    ['people'],
    ([row]) => Number(row?.people ?? 0),
  ),
)

/** The morning whose reminders are held; null when there is none. */
const heldMorning = (db: Db): Promise<Morning | null> => runLookup(db, heldMorningLookup(db))

export const heldMorningLookup = withKeptSql((db: Db): Lookup<Morning | null> =>
  lookup<MorningRow, Morning | null>(
    () =>
      db('reminder_mornings')
        .where({ status: 'held' })
        .orderBy('morning', 'desc')
        .limit(1)
        .select(...morningColumns),
    morningColumns,
    ([row]) => (row ? toMorning(row) : null),
  ),
)

/** Whether a person released the reminders of this morning or of the previous one. */
export async function isReleased(db: Db, day: Day): Promise<boolean> {
  const released = await db('reminder_mornings')
    .where({ status: 'released' })
    .whereBetween('morning', [addDays(day, -1), day])
    .first('morning')
  return released !== undefined
}

/** @returns whether this starts a hold; false when reminders were already held */
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

/** @returns false when this morning is no longer held */
export async function releaseMorning(trx: Tx, morning: Day, personId: string): Promise<boolean> {
  const changed = await trx('reminder_mornings')
    .where({ morning, status: 'held' })
    .update({ status: 'released', released_by: personId })
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
  await trx('reminder_mornings').whereIn('status', ['held', 'released']).update({ status: 'over' })
}

const morningColumns = ['morning', 'status', 'people', 'reason', 'started_at'] as const
type MorningRow = Pick<Row<'reminder_mornings'>, (typeof morningColumns)[number]>

const toMorning = (row: MorningRow): Morning => ({
  morning: row.morning,
  status: row.status as MorningStatus,
  people: row.people,
  reason: row.reason as SendingLimitReason | null,
  startedAt: row.started_at,
})
