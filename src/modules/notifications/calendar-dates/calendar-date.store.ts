import type { Db } from '../../../db/connection.ts'
import { lookUp, lookUpAll } from '../../../db/lookups.ts'
import { looksLikeId } from '../../../db/ids.ts'
import type { Actor } from '../../../domain/actor.ts'
import {
  calendarKinds,
  feedFrom,
  libraryDates,
  mostInFeed,
  type CalendarDate,
  type CalendarKind,
} from '../../../domain/calendar-feed.ts'
import { NotFound } from '../../../domain/refusals.ts'
import { compare } from '../../../domain/compare.ts'
import type { Day } from '../../../domain/time.ts'
import { charityDateSources } from './charity-date.store.ts'
import { libraryDateSources } from './library-date.store.ts'

const sources = { ...libraryDateSources, ...charityDateSources }

/**
 * The dates, from the day `feedFrom`, with something for this person to do in any role: earliest first, at most
 * `mostInFeed`. Runs one statement.
 */
export async function datesFor(db: Db, actor: Actor, today: Day): Promise<CalendarDate[]> {
  const asked = { from: feedFrom(today) }
  const wanted = calendarKinds.filter(kind =>
    isLibraryDate(kind) ? actor.memberships.length > 0 : actor.charityRoles.length > 0,
  )
  const found = await lookUpAll(
    db,
    Object.fromEntries(wanted.map(kind => [kind, sources[kind](db, actor, asked, today)])),
  )
  return Object.values(found)
    .flat()
    .toSorted((a, b) => compare(a.day, b.day))
    .slice(0, mostInFeed)
}

const isLibraryDate = (kind: CalendarKind): boolean => (libraryDates as readonly string[]).includes(kind)

/** @throws NotFound when the date does not exist, nothing is due on it any more, or the person cannot read it */
export async function findDate(
  db: Db,
  actor: Actor,
  { kind, id, today }: { kind: CalendarKind; id: string; today: Day },
): Promise<CalendarDate> {
  const [date] = looksLikeId(id) ? await lookUp(db, sources[kind](db, actor, { id }, today)) : []
  if (!date) throw new NotFound()
  return date
}
