import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import { rolesIn, theClock, theDecisionLetter, type Role } from '../../../domain/actor.ts'
import type { Application } from '../../../domain/application.ts'
import { preventsLapse } from '../../../domain/renewal-deadlines.ts'
import { awardMovesOpenTo } from '../../../domain/award.ts'
import type { ConsequenceFacts } from '../../../domain/consequences.ts'
import { isAward, type Outcome } from '../../../domain/judgements.ts'
import { addDays, dayOf, type Day } from '../../../domain/time.ts'
import {
  earliest,
  keepsAwardValid,
  isShortened,
  latest,
  validToAfterNotYet,
  validToAfterWithdrawal,
  validToGivenBack,
  validToNow,
  validToShortened,
  type LastDay,
} from '../../../domain/valid-to.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { grantAward } from '../awards/award.actions.ts'
import type { NamedAward } from '../awards/award.store.ts'
import { makeDueMoves, makeMove, offersIn, writeMove, writeValidTo } from '../lifecycle/lifecycle.actions.ts'
import {
  awardContext,
  factsOf,
  lastDayOf,
  lockAward,
  updateAward,
  libraryDeadlinesOf,
  type AwardContext,
} from '../lifecycle/lifecycle.store.ts'
import { endTerms, insertTerm } from '../terms/term.store.ts'
import { decisionsReleasedOn, termAfter, updateScope } from './renewal.store.ts'

/** Makes the award's moves that are due by date, before a change to its application or to a question. */
export async function makeDueMovesBefore(
  work: UnitOfWork,
  { application }: { application: Pick<Application, 'awardId'> },
): Promise<void> {
  if (application.awardId !== null) await makeDueMoves(work, application.awardId)
}

/**
 * Updates the award after a change to its application or to a question: receives or returns the renewal, or changes
 * only the last valid day.
 * @param isReceived whether the application has just been submitted, returned to the panel or reopened, or a review of
 * it has just been requested
 * @param cause why the charity has the application again, if it was not submitted
 */
export async function followApplication(
  work: UnitOfWork,
  { application, isReceived, cause }: ConsequenceFacts['application moved'],
): Promise<void> {
  if (application.awardId === null) return
  const award = await lockAward(work.trx, application.awardId)
  if (award.status === 'ended') return
  const context = await awardContext(work.trx, award)
  const facts = factsOf(award, context, dayOf(work.at))
  const roles: Role[] = [...rolesIn(work.actor, application), 'clock']
  const offer = offersIn(roles, facts).find(
    ({ move, unmet }) => (move === 'receive' || move === 'handBack') && unmet.length === 0,
  )
  const lastDay = lastDayAfter(award, context, dayOf(work.at), isReceived || offer?.move === 'receive')
  const event = { application: application.id }
  if (offer) {
    // The history names the person who changed the application, unless only the clock can make the move.
    const maker = offer.as === 'clock' ? theClock : work.actor
    await writeMove(as(maker, work), award, offer.move, {
      lastDay,
      event,
      cause: offer.move === 'receive' ? cause : undefined,
    })
  } else if (lastDay.validTo !== award.validTo) await writeValidTo(work, award, { lastDay, event })
  else if (lastDay.isKeptByRenewal !== award.isKeptByRenewal)
    await updateAward(work.trx, award, { is_kept_by_renewal: lastDay.isKeptByRenewal ? 1 : 0 })
  await makeDueMoves(work, award.id, { since: dayOf(work.at) })
}

function lastDayAfter(award: NamedAward, context: AwardContext, today: Day, isReceived: boolean): LastDay {
  const { applications, sinceTermBegan } = context
  const now = lastDayOf(award)
  if (!applications.some(it => preventsLapse(it, today)))
    return { ...now, validTo: validToAfterWithdrawal(now, today), isKeptByRenewal: false }
  const isKeptByRenewal = now.isKeptByRenewal || (isReceived && keepsAwardValid(now, today, sinceTermBegan.notYets > 0))
  return {
    ...now,
    isKeptByRenewal,
    validTo: validToNow({ ...now, isKeptByRenewal }, libraryDeadlinesOf(applications)),
  }
}

/**
 * Applies a released decision letter to the award: grants or renews the award, shortens or restores its term, or
 * returns its renewal.
 */
export async function settleAward(
  work: UnitOfWork,
  letter: ConsequenceFacts['decision letter released'],
): Promise<void> {
  const { application, outcome, from } = letter
  if (application.awardId === null) return grantAward(work, letter)
  const award = await lockAward(work.trx, application.awardId)
  const context = await awardContext(work.trx, award)
  const gaveThisTerm = context.term.applicationId === application.id
  if (isAward(outcome) && gaveThisTerm) await giveBack(work, application, award, { context, outcome, from })
  if (isAward(outcome) && !gaveThisTerm) await renew(work, application, award, { context, outcome, from })
  if (!isAward(outcome) && gaveThisTerm) await shorten(work, application, award, outcome)
  if (!isAward(outcome) && !gaveThisTerm) await returnRenewal(work, application, award, context)
  await makeDueMoves(work, award.id, { since: dayOf(work.at) })
}

interface AwardedAgain {
  context: AwardContext
  outcome: Outcome
  /** the day from which the decision letter takes effect; a new term may start later */
  from: Day
}

async function renew(
  work: UnitOfWork,
  application: Application,
  award: NamedAward,
  { context: { term, sinceTermBegan }, outcome, from }: AwardedAgain,
): Promise<void> {
  const framework = await frameworkVersion(work.trx, application.frameworkVersionId)
  const { months } = framework.terms
  const dates = await termAfter(work.trx, award, term, { on: from, months })
  const end = latest(dates.endsOn, award.baseValidTo) // an extension that ends after the new term is kept
  const number = isShortened(award, term)
    ? await endTerms(work.trx, award, earliest(award.baseValidTo, addDays(from, -1)))
    : term.number + 1
  const renewed = await makeMove(as(theDecisionLetter, work), award, {
    name: 'renew',
    extra: {
      facts: { outcome, kind: application.kind, isReopened: (await decisionsReleasedOn(work.trx, application)) > 1 },
      lastDay: { validTo: end, baseValidTo: end, isKeptByRenewal: false },
      event: { application: application.id, term: number },
      from: latest(from, sinceTermBegan.since),
    },
  })
  await insertTerm(work.trx, award, {
    number,
    dates,
    months,
    frameworkVersionId: application.frameworkVersionId,
    framework,
    applicationId: application.id,
  })
  await updateScope(work.trx, award, application, dayOf(work.at))
  if (application.kind === 'reappraisal') await updateAward(work.trx, renewed, { full_reappraisal_reason: null })
}

/**
 * Returns the renewal to the library after `not yet`. After a term's first `not yet`, a valid award stays valid for at
 * least 28 days.
 */
async function returnRenewal(
  work: UnitOfWork,
  application: Application,
  award: NamedAward,
  { sinceTermBegan }: AwardContext,
): Promise<void> {
  const validTo = validToAfterNotYet(lastDayOf(award), dayOf(work.at), sinceTermBegan.notYets > 1)
  const lastDay: LastDay = {
    validTo,
    baseValidTo: validTo !== null && award.validTo !== validTo ? validTo : award.baseValidTo,
    isKeptByRenewal: false,
  }
  const extra = { lastDay, event: { application: application.id } }
  const letter = as(theDecisionLetter, work)
  if (award.status === 'renewal with us') await makeMove(letter, award, { name: 'handBack', extra })
  else if (award.status === 'suspended') await writeValidTo(letter, award, extra)
}

/**
 * Restores a term that `shorten` ended early, when its application was reopened and is awarded again. Does nothing to
 * any other term, or when the award's status does not allow `renew`.
 */
async function giveBack(
  work: UnitOfWork,
  application: Application,
  award: NamedAward,
  { context: { term, sinceTermBegan }, outcome, from }: AwardedAgain,
): Promise<void> {
  if (!isShortened(award, term) || !awardMovesOpenTo('decision letter', award.status).includes('renew')) return
  const end = validToGivenBack(term, from)
  await makeMove(as(theDecisionLetter, work), award, {
    name: 'renew',
    extra: {
      facts: { outcome, kind: application.kind, isReopened: true },
      lastDay: { validTo: end, baseValidTo: end, isKeptByRenewal: false },
      event: { application: application.id, term: term.number },
      from: latest(from, sinceTermBegan.since),
    },
  })
}

/** Ends the term early after the application that gave the term was reopened and got `not yet`. */
async function shorten(work: UnitOfWork, application: Application, award: NamedAward, outcome: Outcome): Promise<void> {
  const validTo = validToShortened(lastDayOf(award), dayOf(work.at))
  const written = {
    lastDay: { validTo, baseValidTo: validTo, isKeptByRenewal: false },
    event: { application: application.id },
  }
  const letter = as(theDecisionLetter, work)
  if (award.status === 'suspended') await writeValidTo(letter, award, written)
  else if (awardMovesOpenTo('decision letter', award.status).includes('shorten'))
    await makeMove(letter, award, { name: 'shorten', extra: { facts: { outcome, isReopened: true }, ...written } })
}
