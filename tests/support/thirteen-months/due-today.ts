import type { Db } from '../../../src/db/connection.ts'
import { addDays, daysBetween, type Day } from '../../../src/domain/time.ts'
import { charityDates } from './charity-dates.ts'
import { libraryDates } from './library-dates.ts'
import { peopleOf, type Person, type People } from './people.ts'

// The reminders that are due by the rules, worked out from the rows of the database without the service’s planner.

/** A date, with the people who must be reminded of it. */
export interface Dated {
  kind: string
  organisationId: string
  organisation: string
  about: Day
  /** the day on which the date was set; its first reminder can be due on the next day */
  setOn: Day
  steps: readonly number[]
  to: readonly { who: Person; as: string; from?: number; isLate?: boolean }[]
}

/** A line that a reminder email of the day must contain. */
export interface Expected {
  address: string
  as: string
  kind: string
  organisation: string
  about: Day
  step: number
}

/** All reminders that are due on a day. */
export async function dueToday(db: Db, today: Day): Promise<Expected[]> {
  const people = await peopleOf(db, today)
  const ofLibraries = await libraryDates(db, people, today)
  const started = ofLibraries.filter(({ organisationId }) => people.hasStarted(organisationId))
  return [...started, ...(await charityDates(db, people))].flatMap(it => linesOf(it, people, today))
}

/**
 * Whether the person must get an earlier reminder late. It was due before this step, after the date was set and since
 * their role started. If several were, only the last one counts, and only if they did not get it.
 */
function isLateFor(
  it: Dated,
  step: number,
  { who, from = Number.POSITIVE_INFINITY, people }: { who: Person; from?: number; people: People },
): boolean {
  const { steps, about, setOn } = it
  const passed = steps.filter(
    each => each > step && each <= from && addDays(about, -each) > setOn && addDays(about, -each) >= who.since,
  )
  return passed.length > 0 && !people.hasGot(who, it, Math.min(...passed))
}

function linesOf(it: Dated, people: People, today: Day): Expected[] {
  const step = daysBetween(today, it.about)
  if (today <= it.setOn) return []
  const lines = it.to
    .filter(({ from = Number.POSITIVE_INFINITY }) => step <= from)
    .filter(({ isLate, ...to }) => it.steps.includes(step) || (isLate && isLateFor(it, step, { ...to, people })))
    .filter(({ who }) => who.since <= today && !people.isUnwanted(who, it.kind))
    .map(({ who, as }) => ({
      address: who.address,
      as,
      kind: it.kind,
      organisation: it.organisation,
      about: it.about,
      step,
    }))
  return [...new Map(lines.toReversed().map(line => [line.address, line])).values()]
}
