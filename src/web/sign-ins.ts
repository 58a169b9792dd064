import type { Actor } from '../domain/actor.ts'
import { addMinutes, type Instant } from '../domain/time.ts'

/** One sign-in, with the person's current data. A session contains only the id of its sign-in. */
export interface SignIn {
  id: string
  actor: Actor
  isActive: boolean
  /** the email address, and the name of the person who stopped emails to it, if anyone did; null when emails arrive */
  unreached: { address: string; stoppedBy: string | null } | null
  startedAt: Instant
  lastSeenAt: Instant
  endedAt: Instant | null
  /** when the person last entered their password again */
  confirmedAt: Instant | null
}

/** A person must sign in again after this many minutes without a request. */
export const idleMinutes = 30
/** A person must sign in again after this many minutes in total. */
export const longestMinutes = 12 * 60
/** Entering the password again counts for this many minutes. */
const confirmedMinutes = 15
/** Minutes between two updates of "last seen". */
const seenMinutes = 1

/** A sign-in has expired if it was last seen at this time or earlier. */
export const oldestSeen = (now: Instant): Instant => addMinutes(now, -idleMinutes)
/** A sign-in has expired if it began at this time or earlier. */
export const oldestBegun = (now: Instant): Instant => addMinutes(now, -longestMinutes)

export type SignInEndReason = 'ended' | 'suspended' | 'away' | 'long'

/** Why a sign-in is no longer valid; null while it is valid. */
export function signInEndReason(signIn: SignIn, now: Instant): SignInEndReason | null {
  if (signIn.endedAt !== null) return 'ended'
  if (!signIn.isActive) return 'suspended'
  if (signIn.startedAt <= oldestBegun(now)) return 'long'
  return signIn.lastSeenAt <= oldestSeen(now) ? 'away' : null
}

/** Whether the person entered their password again recently. Signing in does not count. */
export const isConfirmed = (signIn: Pick<SignIn, 'confirmedAt'> | null, now: Instant): boolean =>
  signIn !== null && signIn.confirmedAt !== null && signIn.confirmedAt > addMinutes(now, -confirmedMinutes)

export const isSeenLongAgo = (signIn: SignIn, now: Instant): boolean =>
  signIn.lastSeenAt <= addMinutes(now, -seenMinutes)
