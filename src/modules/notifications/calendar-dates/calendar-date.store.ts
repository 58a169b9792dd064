import type { Db } from '../../../db/connection.ts'
import { runLookup, runLookups } from '../../../db/lookups.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
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
import { suspendedWithUs } from '../../awards/awards.public.ts'
import { charityDateSources } from './charity-date.store.ts'
import { libraryDateSources, type Dates } from './library-date.store.ts'

const unkept: Record<CalendarKind, Dates> = { ...libraryDateSources, ...charityDateSources }
const sources = Object.fromEntries(
  Object.entries(unkept).map(([kind, dates]) => [kind, withKeptSql(dates)]),
) as typeof unkept

/**
 * The dates on or after `feedFrom(today)` on which this person has something to do in any role: earliest first, at most
 * `mostInFeed`.
 */
export async function datesFor(db: Db, actor: Actor, today: Day): Promise<CalendarDate[]> {
  const asked = { from: feedFrom(today) }
  const wanted = calendarKinds.filter(kind =>
    isLibraryDate(kind) ? actor.memberships.length > 0 : actor.charityRoles.length > 0,
  )
  const found = await runLookups(
    db,
    Object.fromEntries(wanted.map(kind => [kind, sources[kind](db, actor, asked, today)])),
  )
  return (await withoutRenewalsWithUs(db, Object.values(found).flat(), today))
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
  const found = looksLikeId(id) ? await runLookup(db, sources[kind](db, actor, { id }, today)) : []
  const [date] = await withoutRenewalsWithUs(db, found, today)
  if (!date) throw new NotFound()
  return date
}

/**
 * Leaves out the dates of suspended awards whose renewal is with the charity, because the library has nothing to do by
 * those dates.
 */
async function withoutRenewalsWithUs(db: Db, dates: readonly CalendarDate[], today: Day): Promise<CalendarDate[]> {
  const withUs = await suspendedWithUs(db, dates, today)
  return dates.filter(({ kind, id }) => kind !== 'award' || !withUs.has(id))
}
