import { type Case, applicationsByIds } from '../../access/access.public.ts'
import type { Db, Tx } from '../../../db/connection.ts'
import { standings, theClock, type Actor, type Standing } from '../../../domain/actor.ts'
import { nextDueDay, nextDueMove, statusByNow } from '../../../domain/award-clock.ts'
import { guards, type AwardFacts, type AwardGuard } from '../../../domain/award-guards.ts'
import { awardMoves, awardStandings, type AwardMove } from '../../../domain/award.ts'
import { offers, type Offer } from '../../../domain/lifecycle.ts'
import { isWithUs } from '../../../domain/renewal-case.ts'
import { MoveRefused } from '../../../domain/refusals.ts'
import { dayOf, type Day, type Instant } from '../../../domain/time.ts'
import {
  holdsWhenHandedIn,
  isUnanswered,
  latest,
  validToAfterWithdrawal,
  validToNow,
  type LastDay,
} from '../../../domain/valid-to.ts'
import { moveApplication } from '../../applications/applications.public.ts'
import { aroundAward, factsOf, lastDayOf, waitsOf, type Around } from './facts.store.ts'
import { applicationsOfOver, holdAward, setDueOn, updateAward } from './lifecycle.store.ts'
import { tellLeads, writeMove, writeValidTo, type Written } from './writing.actions.ts'
import type { NamedAward } from '../awards/award.store.ts'

/** What a move of an award asks of whoever makes it. */
export interface AwardGiven {
  reason?: string
  until?: Day
}

/** What the feature that makes a move knows and changes besides. */
export interface AwardBesides extends Pick<Written, 'lastDay' | 'event'> {
  facts?: Partial<AwardFacts>
}

/**
 * The one door: every change of state of an award goes through here. First the clock makes the moves that fell due before; then this one,
 * with its line of history and its letters; then what follows from it by itself.
 * @throws MoveRefused when the table, the person's standing or a guard says no
 */
export async function moveAward(
  trx: Tx,
  who: Actor,
  { id }: Pick<NamedAward, 'id'>,
  name: AwardMove,
  at: Instant,
  given: AwardGiven = {},
): Promise<NamedAward> {
  await makeMove(trx, who, await catchUp(trx, id, at), name, at, given)
  return catchUp(trx, id, at)
}

/** The move alone, for what is caught up already: a letter that is out leaves nothing with us, and the clock would hand back what it renews. */
export async function makeMove(
  trx: Tx,
  who: Actor,
  award: NamedAward,
  name: AwardMove,
  at: Instant,
  given: AwardGiven = {},
  besides: AwardBesides = {},
): Promise<NamedAward> {
  const facts = {
    ...factsOf(award, await aroundAward(trx, award), dayOf(at)),
    until: given.until ?? null,
    ...besides.facts,
  }
  const offer = offersIn(awardStandings(who, award), facts).find(({ move }) => move === name)
  if (!offer || offer.unmet.length > 0 || offer.asks.some(asked => !(given as Record<string, unknown>)[asked]))
    throw new MoveRefused(name, award.status, offer?.unmet)
  const lastDay =
    besides.lastDay ?? (given.until ? { validTo: given.until, heldTo: given.until, holds: false } : lastDayOf(award))
  const moved = await writeMove(trx, who, award, name, {
    at,
    lastDay,
    reason: given.reason ?? null,
    event: besides.event,
  })
  await tellLeads(trx, who, moved, name, at)
  await closeWhatIsOver(trx, moved, at)
  return moved
}

/**
 * Makes the moves of the clock that are due, each counted from the day on which it fell due, and notes when the next one will be. Of
 * several letters only the last is worth sending.
 * @param since no move counts from before this day; by default the first day of the state it is in
 */
export async function catchUp(trx: Tx, awardId: string, at: Instant, since?: Day): Promise<NamedAward> {
  const today = dayOf(at)
  let award = await holdAward(trx, awardId)
  let last: AwardMove | null = null
  for (;;) {
    const around = await aroundAward(trx, award)
    if (isUnanswered(lastDayOf(award), waitsOf(around.cases), today))
      award = await updateAward(trx, award, { renewal_holds: 0 })
    const facts = factsOf(award, around, today)
    const due = nextDueMove(facts, latest(since ?? around.inTerm.since, around.inTerm.since))
    if (!due) {
      await setDueOn(trx, award, nextDueDay(facts, waitsOf(around.cases)))
      if (last) await tellLeads(trx, theClock, award, last, at)
      return award
    }
    award = await writeMove(trx, theClock, award, due.move, { at, from: due.from })
    last = due.move
    if ((await closeWhatIsOver(trx, award, at)) > 0) award = await holdAward(trx, awardId)
  }
}

/** Before anything happens to a renewal or reappraisal, or to its questions. */
export async function catchUpBefore(trx: Tx, application: Pick<Case, 'awardId' | 'kind'>, at: Instant): Promise<void> {
  if (application.awardId !== null && application.kind !== 'first') await catchUp(trx, application.awardId, at)
}

/**
 * After anything happened to a renewal or reappraisal, or to its questions: the award receives it or gets it back, or only its last day
 * moves. Whoever made that happen made this move too, as what they meet the application.
 * @param comesIn it was handed in, taken up or opened again just now
 */
export async function followCase(trx: Tx, who: Actor, application: Case, at: Instant, comesIn = false): Promise<void> {
  if (application.awardId === null || application.kind === 'first') return
  const award = await holdAward(trx, application.awardId)
  if (award.status === 'ended') return
  const around = await aroundAward(trx, award)
  const facts = factsOf(award, around, dayOf(at))
  const as: Standing[] = [...standings(who, application), 'clock']
  const offer = offersIn(as, facts).find(
    ({ move, unmet }) => (move === 'receive' || move === 'handBack') && unmet.length === 0,
  )
  const lastDay = lastDayAfter(award, around, dayOf(at), comesIn || offer?.move === 'receive')
  const maker = offer?.as === 'clock' ? theClock : who
  const event = { application: application.id }
  if (offer) await writeMove(trx, maker, award, offer.move, { at, lastDay, event })
  else if (lastDay.validTo !== award.validTo) await writeValidTo(trx, who, award, { at, lastDay, event })
  else if (lastDay.holds !== award.renewalHolds) await updateAward(trx, award, { renewal_holds: lastDay.holds ? 1 : 0 })
  await catchUp(trx, award.id, at, dayOf(at))
}

function lastDayAfter(award: NamedAward, { cases, inTerm }: Around, today: Day, comesIn: boolean): LastDay {
  const now = lastDayOf(award)
  if (!cases.some(it => isWithUs(it, today)))
    return { ...now, validTo: validToAfterWithdrawal(now, today), holds: false }
  const holds = comesIn ? now.holds || holdsWhenHandedIn(now, today, inTerm.notYets > 0) : now.holds
  return { ...now, holds, validTo: validToNow({ ...now, holds }, waitsOf(cases)) }
}

/** An extension can be to some later day: which one, the form asks. */
const someday = '2999-12-31' as Day

/** The moves open to somebody now, once the clock's due moves are made, each with the guards in its way; for buttons and sentences. */
export async function awardOffersTo(
  db: Db,
  who: Actor,
  award: NamedAward,
  today: Day,
): Promise<Offer<AwardMove, AwardGuard>[]> {
  const facts = factsOf(award, await aroundAward(db, award), today)
  return offersIn(awardStandings(who, award), { ...facts, status: statusByNow(facts), until: someday })
}

const offersIn = (as: readonly Standing[], facts: AwardFacts): Offer<AwardMove, AwardGuard>[] =>
  offers(awardMoves, guards, facts.status, as, facts)

/** With an award that ended go its applications under way, with one that lapsed its light renewals: their words carry over. */
export async function closeWhatIsOver(trx: Tx, award: Pick<NamedAward, 'id' | 'status'>, at: Instant): Promise<number> {
  const over = await applicationsByIds(trx, await applicationsOfOver(trx, award))
  for (const application of over)
    await moveApplication(trx, theClock, application, 'close', at, {}, { letters: { award: award.status } })
  return over.length
}
