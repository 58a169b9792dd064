import type { ApplicationKind } from './application.ts'
import type { Day, Instant } from './time.ts'

// A library's targets. They can change at any time. A submission freezes the targets that it shows.

/** The statuses of a target. `dropped`: the library no longer aims at it, and says why. */
export const targetStatuses = ['not started', 'under way', 'reached', 'dropped'] as const
export type TargetStatus = (typeof targetStatuses)[number]
export const aimedAt: readonly TargetStatus[] = ['not started', 'under way']
export const endedStatuses: readonly TargetStatus[] = ['reached', 'dropped']

export interface Target {
  id: string
  organisationId: string
  body: string
  /** `isMember` is false for a person who has left the team or cannot sign in */
  owner: { id: string; name: string; isMember: boolean }
  dueOn: Day
  status: TargetStatus
  /** the progress made so far; for a dropped target, why the library dropped it */
  progress: string
  /** when someone last recorded progress; null if no one has */
  progressAt: Instant | null
  madeAt: Instant
  version: number
}

/** The maximum number of targets that a library can aim at. */
export const mostTargets = 50

/** Id of the item for which a library sets targets. */
export const settingTargets = 'targets'
/** Id of the item about targets that the library set earlier. */
export const earlierTargets = 'progress-on-targets'

export const isAimedAt = ({ status }: Pick<Target, 'status'>): boolean => aimedAt.includes(status)

/**
 * The targets to show under an item. Under `settingTargets`: those that the library aims at. Under `earlierTargets`:
 * those set before this application was started, or none for a first application. Under other items: none.
 */
export function targetsOfItem<Some extends Pick<Target, 'status' | 'madeAt'>>(
  itemId: string,
  { kind, startedAt }: { kind: ApplicationKind; startedAt: Instant },
  targets: readonly Some[],
): Some[] {
  if (itemId === settingTargets) return targets.filter(isAimedAt)
  if (itemId === earlierTargets && kind !== 'first') return targets.filter(({ madeAt }) => madeAt < startedAt)
  return []
}

/**
 * Whether the library still aims at a target that it set before this application was started, and has recorded no
 * progress on it since.
 */
export const needsProgressReport = (
  target: Pick<Target, 'status' | 'madeAt' | 'progressAt'>,
  { startedAt }: { startedAt: Instant },
): boolean =>
  isAimedAt(target) && target.madeAt < startedAt && (target.progressAt === null || target.progressAt < startedAt)
