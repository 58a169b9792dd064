import type { Db } from '../../db/connection.ts'
import type { Actor } from '../../domain/actor.ts'
import { mayOpen } from '../../domain/reading.ts'
import { addDays, type Day } from '../../domain/time.ts'
import { evidenceCardsOf } from '../evidence/evidence-lists.store.ts'
import { evidenceHeld } from '../submissions/submission.store.ts'
import { termInForce } from '../awards/award-facts.store.ts'
import { awardById } from '../awards/award.store.ts'
import type { Case } from './application.store.ts'

/** By when a renewal is to be handed in, and until when it still may be. */
export interface RenewalDates { validTo: Day | null; lapsesAfter: Day | null; status: string }

export async function renewalDates(db: Db, awardId: string): Promise<RenewalDates | null> {
  const award = await awardById(db, awardId)
  if (!award) return null
  const { settings } = await termInForce(db, award)
  return { status: award.status, validTo: award.validTo, lapsesAfter: award.validTo && addDays(award.validTo, settings.lapseAfterDays) }
}

/** Titles of the pieces that answers use, by item; what this person may not open is left out. */
export async function titlesOf(db: Db, who: Actor, application: Case, used: ReadonlyMap<string, readonly string[]>): Promise<Map<string, string[]>> {
  const ids = [...new Set([...used.values()].flat())]
  const held = await evidenceHeld(db, ids)
  const titles = new Map((await evidenceCardsOf(db, ids.filter(id => mayOpen(who, application, held.get(id))))).map(({ id, title }) => [id, title]))
  return new Map([...used].map(([item, pieces]) => [item, pieces.map(id => titles.get(id)).filter(title => title !== undefined)]))
}
