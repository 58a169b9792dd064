import { millisecondsBetween, type Instant } from './time.ts'

export const holdReasons = ['ahead', 'behind', 'database'] as const
/**
 * `ahead`: the clock is days after the last time that was accepted as right. `behind`: it is before that time, or
 * before a change in the history. `database`: it differs from the clock of the database server.
 */
export type HoldReason = (typeof holdReasons)[number]

/** The readings taken before a job that depends on the date. */
export interface ClockReadings {
  now: Instant
  /** the latest time that a job accepted as right; null before the first one */
  accepted: Instant | null
  /** the latest change in the history since then, or null */
  newestChange: Instant | null
  /**
   * null for SQLite, which has no clock of its own. `minutesAhead` is the difference that an administrator has accepted
   */
  server: { now: Instant; minutesAhead: number } | null
}

export interface ClockProblem {
  why: HoldReason
  comparedWith: Instant
}

/**
 * How far a clock can differ before it counts as wrong, in minutes. The clocks of several machines differ slightly, and
 * correcting one can set it back.
 */
export const driftMinutes = 30
const minutesInDay = 24 * 60

/** Minutes from a to b; negative when b is earlier. */
export const minutesBetween = (a: Instant, b: Instant): number => millisecondsBetween(a, b) / 60_000

/**
 * Checks whether jobs that depend on the date can trust the clock.
 * @param jumpDays the maximum number of days that it can be ahead
 * @returns null when they can trust it
 */
export function clockProblem(
  { now, accepted, newestChange, server }: ClockReadings,
  jumpDays: number,
): ClockProblem | null {
  const most = jumpDays * minutesInDay
  const last = accepted ?? newestChange
  if (last !== null && minutesBetween(last, now) > most) return { why: 'ahead', comparedWith: last }
  const latest = later(accepted, newestChange)
  if (latest !== null && minutesBetween(now, latest) > driftMinutes) return { why: 'behind', comparedWith: latest }
  const off = server ? minutesBetween(server.now, now) - server.minutesAhead : 0
  return server && (off > most || off < -driftMinutes) ? { why: 'database', comparedWith: server.now } : null
}

function later(a: Instant | null, b: Instant | null): Instant | null {
  if (a === null || b === null) return a ?? b
  return a > b ? a : b
}

/** A clock that was found wrong: its readings, and the administrator's decision. */
export interface ClockHold extends ClockProblem {
  id: string
  status: 'held' | 'continued' | 'wrong'
  firstReadAt: Instant
  lastReadAt: Instant
}

/** Whether a reading belongs to an existing hold, so that nobody is emailed again. */
export const isSameHold = (
  { why, firstReadAt, lastReadAt }: Pick<ClockHold, 'why' | 'firstReadAt' | 'lastReadAt'>,
  reading: { why: HoldReason; now: Instant },
  jumpDays: number,
): boolean =>
  why === reading.why &&
  minutesBetween(reading.now, firstReadAt) <= driftMinutes &&
  minutesBetween(lastReadAt, reading.now) <= jumpDays * minutesInDay
