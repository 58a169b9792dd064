import type { Day } from './time.ts'

/** An organisation that held an award until it was merged into another, with its name and place at that time. */
export interface FormerHolder {
  /** the day before the merge */
  lastDay: Day
  name: string
  place: string
}

/**
 * The award with the name and place of the organisation that held it on a day. A check of an old certificate must not
 * reveal a later merge.
 */
export function asHeldOn<Award extends { organisationName: string; place: string }>(
  award: Award,
  formerHolders: readonly FormerHolder[],
  day: Day,
): Award {
  const [then] = formerHolders
    .filter(({ lastDay }) => lastDay >= day)
    .toSorted((a, b) => (a.lastDay < b.lastDay ? -1 : 1))
  return then ? { ...award, organisationName: then.name, place: then.place } : award
}
