import { addDays, instantAt, type Day, type Instant } from './time.ts'

/** The number of days without signing in after which a lead no longer counts as reachable. */
export const leadReachedDays = 200

/** @returns the time at or after which a lead must have signed in to count as reachable on this day */
export const leadsSeenSince = (today: Day): Instant => instantAt(addDays(today, 1 - leadReachedDays), '00:00')

/**
 * Whether a lead has not signed in for `leadReachedDays` days.
 * @param seenAt the last sign-in; for a lead who has never signed in, when the account was created
 */
export const isSilent = (seenAt: Instant, today: Day): boolean => seenAt < leadsSeenSince(today)
