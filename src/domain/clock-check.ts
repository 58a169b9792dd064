import { addMinutes, millisecondsBetween, type Instant } from './time.ts'

export const holdReasons = ['ahead', 'behind', 'database'] as const
/**
 * Why jobs are held:
 * - `ahead`: our clock is too far ahead of the last accepted time or, without one, of the newest change
 * - `behind`: our clock is behind the last accepted time or the newest change
 * - `database`: our clock differs from the clock of the database server
 */
export type HoldReason = (typeof holdReasons)[number]

/** The readings taken before a job that depends on the date. */
export interface ClockReadings {
  now: Instant
  /** the last clock time that a job or an administrator accepted as correct; null when none has been accepted yet */
  accepted: Instant | null
  /**
   * the time of the latest change in the history since `accepted`, or of the latest change of all if `accepted` is
   * null; null when there is no change
   */
  newestChange: Instant | null
  /**
   * the time on the database server; null for SQLite, which has no server. `minutesAhead`: the difference that an
   * administrator has accepted, positive when our clock is ahead
   */
  server: { now: Instant; minutesAhead: number } | null
}

export interface ClockProblem {
  why: HoldReason
  comparedWith: Instant
}

/**
 * How many minutes a clock may be behind before jobs are held. The clocks of several machines differ slightly, and
 * correcting one can set it back.
 */
export const driftMinutes = 30
const minutesInDay = 24 * 60

/** Minutes from a to b; negative when b is earlier. */
export const minutesBetween = (a: Instant, b: Instant): number => millisecondsBetween(a, b) / 60_000

/**
 * Checks whether jobs that depend on the date can trust the clock.
 * @param jumpDays the maximum number of days that the clock can be ahead
 * @returns the problem with the clock; null when the jobs can run
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

/**
 * A hold on jobs because the clock seemed wrong. `corrected`: the clock was right again before an administrator
 * decided. `machine`: the one whose clock was read last.
 */
export interface ClockHold extends ClockProblem {
  id: string
  status: 'held' | 'continued' | 'wrong' | 'corrected'
  machine: string
  firstReadAt: Instant
  lastReadAt: Instant
}

/**
 * Whether the clock and a reading differ by at most `driftMinutes`. Only then can an administrator accept the reading.
 */
export const agrees = (reading: Instant, now: Instant): boolean =>
  Math.abs(minutesBetween(reading, now)) <= driftMinutes

/** The first and the last time that agree with `now`. */
export const agreeingWith = (now: Instant): { from: Instant; to: Instant } => ({
  from: addMinutes(now, -driftMinutes),
  to: addMinutes(now, driftMinutes),
})

/**
 * Whether a clock that an administrator found wrong still holds the jobs of a process with the time `now`. A process
 * whose jobs run accepts its own time every few minutes, so `accepted` then agrees with `now`.
 */
export const isKeptOnHold = (
  { status, lastReadAt }: Pick<ClockHold, 'status' | 'lastReadAt'>,
  accepted: Instant | null,
  now: Instant,
): boolean => status === 'wrong' && agrees(lastReadAt, now) && !(accepted !== null && agrees(accepted, now))

/** Whether a reading belongs to an existing hold. If it does, no second email is sent. */
export const isSameHold = (
  { why, firstReadAt, lastReadAt }: Pick<ClockHold, 'why' | 'firstReadAt' | 'lastReadAt'>,
  reading: { why: HoldReason; now: Instant },
  jumpDays: number,
): boolean =>
  why === reading.why &&
  minutesBetween(reading.now, firstReadAt) <= driftMinutes &&
  minutesBetween(lastReadAt, reading.now) <= jumpDays * minutesInDay
