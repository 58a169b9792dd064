import type { Application } from '../../../domain/application.ts'
import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Db } from '../../../db/connection.ts'
import { rolesIn, theClock, type Actor, type Role } from '../../../domain/actor.ts'
import { nextDueDay, nextDueMove, statusByNow } from '../../../domain/award-clock.ts'
import { guards, type AwardFacts, type AwardGuard } from '../../../domain/award-guards.ts'
import { awardMoves, awardRoles, type AwardMove } from '../../../domain/award.ts'
import { offers, type Offer } from '../../../domain/lifecycle.ts'
import { isWithUs } from '../../../domain/renewal-case.ts'
import { MoveRefused } from '../../../domain/refusals.ts'
import { dayOf, type Day } from '../../../domain/time.ts'
import {
  isKeptWhenSubmitted,
  isUnanswered,
  latest,
  validToAfterWithdrawal,
  validToNow,
  type LastDay,
} from '../../../domain/valid-to.ts'
import { awardContext, factsOf, lastDayOf, waitsOf, type Context } from './facts.store.ts'
import { lockAward, setDueOn, updateAward } from './lifecycle.store.ts'
import { emailLeads, writeMove, writeValidTo, type Written } from './writing.actions.ts'
import type { NamedAward } from '../awards/award.store.ts'

/** What a move of an award asks of whoever makes it. */
export interface AwardGiven {
  reason?: string
  until?: Day
}

/** What the feature that makes a move knows and changes besides. */
export interface AwardExtra extends Pick<Written, 'lastDay' | 'event'> {
  facts?: Partial<AwardFacts>
}

/**
 * The one door: every change of state of an award goes through here. First the clock makes the moves that fell due
 * before; then this one, with its line of history and its letters; then what follows from it by itself.
 * @throws MoveRefused when the table, the person's standing or a guard says no
 */
export async function moveAward(
  work: UnitOfWork,
  { id }: Pick<NamedAward, 'id'>,
  name: AwardMove,
  given: AwardGiven = {},
): Promise<NamedAward> {
  await makeMove(work, await catchUp(work, id), name, given)
  return catchUp(work, id)
}

/**
 * The move alone, for what is caught up already: a letter that is out leaves nothing with us, and the clock would hand
 * back what it renews.
 */
export async function makeMove(
  work: UnitOfWork,
  award: NamedAward,
  name: AwardMove,
  given: AwardGiven = {},
  extra: AwardExtra = {},
): Promise<NamedAward> {
  const facts = {
    ...factsOf(award, await awardContext(work.trx, award), dayOf(work.at)),
    until: given.until ?? null,
    ...extra.facts,
  }
  const offer = offersIn(awardRoles(work.actor, award), facts).find(({ move }) => move === name)
  if (!offer || offer.unmet.length > 0 || offer.asks.some(asked => !(given as Record<string, unknown>)[asked]))
    throw new MoveRefused(name, award.status, offer?.unmet)
  const lastDay =
    extra.lastDay ?? (given.until ? { validTo: given.until, baseValidTo: given.until, holds: false } : lastDayOf(award))
  const moved = await writeMove(work, award, name, {
    at: work.at,
    lastDay,
    reason: given.reason ?? null,
    event: extra.event,
  })
  await emailLeads(work, moved, name)
  await work.tell('award moved', moved)
  return moved
}

/**
 * Makes the moves of the clock that are due, each counted from the day on which it fell due, and notes when the next
 * one will be. Of several letters only the last is worth sending.
 * @param since no move counts from before this day; by default the first day of the state it is in
 */
export async function catchUp(work: UnitOfWork, awardId: string, since?: Day): Promise<NamedAward> {
  const today = dayOf(work.at)
  let award = await lockAward(work.trx, awardId)
  let last: AwardMove | null = null
  for (;;) {
    const context = await awardContext(work.trx, award)
    if (isUnanswered(lastDayOf(award), waitsOf(context.cases), today))
      award = await updateAward(work.trx, award, { is_kept_by_renewal: 0 })
    const facts = factsOf(award, context, today)
    const due = nextDueMove(facts, latest(since ?? context.inTerm.since, context.inTerm.since))
    if (!due) {
      await setDueOn(work.trx, award, nextDueDay(facts, waitsOf(context.cases)))
      if (last) await emailLeads(as(theClock, work), award, last)
      return award
    }
    award = await writeMove(as(theClock, work), award, due.move, { at: work.at, from: due.from })
    last = due.move
    await work.tell('award moved', award)
    award = await lockAward(work.trx, awardId)
  }
}

/** Before anything happens to a renewal or reappraisal, or to its questions. */
export async function catchUpBefore(
  work: UnitOfWork,
  { application }: { application: Pick<Application, 'awardId' | 'kind'> },
): Promise<void> {
  if (application.awardId !== null && application.kind !== 'first') await catchUp(work, application.awardId)
}

/**
 * After anything happened to a renewal or reappraisal, or to its questions: the award receives it or gets it back, or
 * only its last day moves. Whoever made that happen made this move too, as what they meet the application.
 * @param isReceived it was submitted, sent to the panel or reopened just now
 */
export async function followApplication(
  work: UnitOfWork,
  { application, isReceived }: { application: Application; isReceived: boolean },
): Promise<void> {
  if (application.awardId === null || application.kind === 'first') return
  const award = await lockAward(work.trx, application.awardId)
  if (award.status === 'ended') return
  const context = await awardContext(work.trx, award)
  const facts = factsOf(award, context, dayOf(work.at))
  const role: Role[] = [...rolesIn(work.actor, application), 'clock']
  const offer = offersIn(role, facts).find(
    ({ move, unmet }) => (move === 'receive' || move === 'handBack') && unmet.length === 0,
  )
  const lastDay = lastDayAfter(award, context, dayOf(work.at), isReceived || offer?.move === 'receive')
  const maker = offer?.as === 'clock' ? theClock : work.actor
  const event = { application: application.id }
  if (offer) await writeMove(as(maker, work), award, offer.move, { at: work.at, lastDay, event })
  else if (lastDay.validTo !== award.validTo) await writeValidTo(work, award, { at: work.at, lastDay, event })
  else if (lastDay.holds !== award.isKeptByRenewal)
    await updateAward(work.trx, award, { is_kept_by_renewal: lastDay.holds ? 1 : 0 })
  await catchUp(work, award.id, dayOf(work.at))
}

function lastDayAfter(award: NamedAward, { cases, inTerm }: Context, today: Day, comesIn: boolean): LastDay {
  const now = lastDayOf(award)
  if (!cases.some(it => isWithUs(it, today)))
    return { ...now, validTo: validToAfterWithdrawal(now, today), holds: false }
  const holds = comesIn ? now.holds || isKeptWhenSubmitted(now, today, inTerm.notYets > 0) : now.holds
  return { ...now, holds, validTo: validToNow({ ...now, holds }, waitsOf(cases)) }
}

/** An extension can be to some later day: which one, the form asks. */
const someday = '2999-12-31' as Day

/**
 * The moves open to somebody now, once the clock's due moves are made, each with the guards in its way; for buttons and
 * sentences.
 */
export async function awardOffersTo(
  db: Db,
  actor: Actor,
  award: NamedAward,
  today: Day,
): Promise<Offer<AwardMove, AwardGuard>[]> {
  const facts = factsOf(award, await awardContext(db, award), today)
  return offersIn(awardRoles(actor, award), { ...facts, status: statusByNow(facts), until: someday })
}

const offersIn = (as: readonly Role[], facts: AwardFacts): Offer<AwardMove, AwardGuard>[] =>
  offers(awardMoves, guards, facts.status, as, facts)
