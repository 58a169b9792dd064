import type { ApplicationKind, ApplicationStatus } from './application.ts'
import { millisecondsBetween, type Instant } from './time.ts'

/** The period in which first applications are accepted. */
export interface Round {
  id: string
  name: string
  streamId: string
  frameworkVersionId: string
  opensAt: Instant
  closesAt: Instant
  /**
   * the end of the grace period, in which applications are still accepted, so that being a minute late does not cost a
   * library a year. It is not announced
   */
  acceptsUntil: Instant
  version: number
}

/** More time to submit in a round, for all libraries or for one. The library reads the reason. */
export interface RoundExtension {
  closesAt: Instant
  reason: string
}

export const roundStates = ['coming', 'open', 'over'] as const
export type RoundState = (typeof roundStates)[number]

/** Whether this application can be submitted only while a round is open: true for the draft of a first application. */
export const needsOpenRound = (it: { kind: ApplicationKind; status: ApplicationStatus | 'not started' }): boolean =>
  it.kind === 'first' && it.status === 'draft'

/** The state of a round by its published closing time, without the grace period. */
export function roundState({ opensAt, closesAt }: Round, now: Instant): RoundState {
  if (now < opensAt) return 'coming'
  return now < closesAt ? 'open' : 'over'
}

/** The length of the grace period, in minutes. */
export const graceMinutes = ({ closesAt, acceptsUntil }: Pick<Round, 'closesAt' | 'acceptsUntil'>): number =>
  millisecondsBetween(closesAt, acceptsUntil) / 60_000
