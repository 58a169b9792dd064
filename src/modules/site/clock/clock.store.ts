import { clockState, holdsOf, type ClockState, type DecidedHold } from '../../../clock/clock.store.ts'
import type { Db } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { agrees, isKeptOnHold } from '../../../domain/clock-check.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { awardsDueBy, type DueAward } from '../../awards/awards.public.ts'
import { erasures, erasuresDue, type ErasuresDue } from '../../evidence/evidence.public.ts'
import { emailsShownTo, previewReminders, type Preview } from '../../notifications/notifications.public.ts'

/** The changes that jobs would make if the date on hold were correct. */
export interface WouldHappen {
  awards: { count: number; awards: DueAward[] }
  /** the number of emails with reminders, and those emails that the viewer is allowed to see */
  reminders: { count: number; shown: Preview['emails'] }
  erasures: ErasuresDue
  /** the names of the organisations whose evidence, files or inbox items would be erased, by id */
  organisations: ReadonlyMap<string, string>
}

export interface AboutClock {
  now: Instant
  state: ClockState
  /** the time of the database server; null for SQLite */
  serverTime: Instant | null
  holds: readonly DecidedHold[]
  /** the hold shown on the page: it is undecided, or it keeps the jobs of this process on hold; null for none */
  hold: DecidedHold | null
  /** null when there is no hold, or when the date on hold is not the date of this process */
  wouldHappen: WouldHappen | null
}

/** The maximum number of awards, of emails and of organisations listed on the page. */
export const maxNamed = 20

/**
 * Loads the clocks, the holds, and the changes that jobs would make if the date on the chosen hold were correct.
 * @param viewer.id the hold to show; by default the latest undecided one
 */
export async function aboutClock(
  { db, slowDb, clock, serverTime }: Pick<Parts, 'db' | 'slowDb' | 'clock' | 'serverTime'>,
  viewer: { actor: Actor; id: string },
): Promise<AboutClock> {
  const now = clock.now()
  const [holds, state] = [await holdsOf(db), await clockState(db, now)]
  const open = holds.filter(each => each.status === 'held' || isKeptOnHold(each, state.accepted, now))
  const hold = open.find(each => each.id === viewer.id) ?? open[0] ?? null
  return {
    now,
    state,
    serverTime: serverTime ? await serverTime() : null,
    holds,
    hold,
    wouldHappen:
      hold && agrees(hold.lastReadAt, now) ? await wouldHappenAt(slowDb, viewer.actor, hold.lastReadAt) : null,
  }
}

async function wouldHappenAt(db: Db, actor: Actor, at: Instant): Promise<WouldHappen> {
  const day = dayOf(at)
  const due = await erasuresDue(db, at)
  const reminders = await previewReminders(db, day, day)
  return {
    awards: await awardsDueBy(db, day, maxNamed),
    reminders: { count: reminders.emails.length, shown: await emailsShownTo(db, actor, reminders) },
    erasures: due,
    organisations: await namesOf(db, [...new Set(erasures.flatMap(what => due[what]))]),
  }
}

async function namesOf(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db('organisations')
    .whereIn('id', [...ids])
    .select('id', 'name')
  return new Map(rows.map(({ id, name }) => [id, name]))
}
