import type { Day } from './time.ts'

/** An organisation that held an award until it was merged into another, with its name and place at that time. */
export interface FormerHolder {
  /** the day before the merge */
  lastDay: Day
  name: string
  place: string
}

/**
 * The award with the name of the organisation that held it on a day. A merge does not change the name for earlier days:
 * no later move changes a past day, and whoever checks an old certificate must not learn about the merge from them.
 * From the day of the merge, the award has the name of the organisation that holds it now. Its certificate has that
 * name, unless the award was over by then, so someone who checks whether that certificate is real must find it.
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
