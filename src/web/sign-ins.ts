import type { Actor } from '../domain/actor.ts'
import { addMinutes, type Instant } from '../domain/time.ts'

/**
 * One signing in, with the person as they are at this very request. Its row is the authority; a session only carries
 * its id.
 */
export interface SignIn {
  id: string
  actor: Actor
  isActive: boolean
  startedAt: Instant
  lastSeenAt: Instant
  endedAt: Instant | null
}

/** Minutes without a request, and minutes altogether, after which somebody signs in again. */
export const idleMinutes = 30
export const longestMinutes = 12 * 60
/** Minutes between two writes of "last seen", however many pages are opened. */
const seenMinutes = 1

/** The moments before which a sign-in is over by itself. */
export const oldestSeen = (now: Instant): Instant => addMinutes(now, -idleMinutes)
export const oldestBegun = (now: Instant): Instant => addMinutes(now, -longestMinutes)

export type Over = 'ended' | 'suspended' | 'away' | 'long'

/** Why a sign-in holds no longer, or null. */
export function whyOver(signIn: SignIn, now: Instant): Over | null {
  if (signIn.endedAt !== null) return 'ended'
  if (!signIn.isActive) return 'suspended'
  if (signIn.startedAt <= oldestBegun(now)) return 'long'
  return signIn.lastSeenAt <= oldestSeen(now) ? 'away' : null
}

export const isSeenLongAgo = (signIn: SignIn, now: Instant): boolean =>
  signIn.lastSeenAt <= addMinutes(now, -seenMinutes)
