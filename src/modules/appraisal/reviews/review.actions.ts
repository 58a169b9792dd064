import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import { theClock, type Actor } from '../../../domain/actor.ts'
import type { ConsequenceFacts } from '../../../domain/consequences.ts'
import { messages } from '../../../domain/email-kinds.ts'
import type { ApplicationPermission } from '../../../domain/permissions.ts'
import { Forbidden, FormRefused, NotFound, Stale } from '../../../domain/refusals.ts'
import { reasonNotToAnswer, reviewUntil, type DecisionRequest } from '../../../domain/review.ts'
import { dayOf } from '../../../domain/time.ts'
import { emailReaders } from '../../../email/outbox.ts'
import { readersFor } from '../../../email/readers.store.ts'
import { recordEvent } from '../../../history/record.ts'
import { type ApplicationRecord, lockAndFindApplication } from '../../access/access.public.ts'
import {
  deleteRecommendationsOf,
  entity,
  moveApplication,
  movesOfferedTo,
} from '../../applications/applications.public.ts'
import { awardById } from '../../awards/awards.public.ts'
import { decisionOn, reverseDecision, type Decision } from '../decisions/decision.store.ts'
import { isWithdrawn } from '../panels/panel.store.ts'
import { proposalFor, updateProposal } from '../proposals/proposal.store.ts'
import { withdrawSeatsWithoutRole } from '../seats/ended-role.actions.ts'
import { setSeatsAsideOnReopening } from '../seats/set-aside.actions.ts'
import type { RequestAnswerGiven, RequestGiven } from './review.forms.ts'
import { endRequest, insertRequest, openRequestOn } from './review.store.ts'

type Subject = Pick<ApplicationRecord, 'id'>

/**
 * Asks a trustee to reverse a decision or, after the letter is released, to reopen the application.
 * @throws Stale when a request is already open; NotFound when there is no decision
 */
export async function askForCorrection(work: UnitOfWork, subject: Subject, { reason }: RequestGiven): Promise<void> {
  const { application, decision } = await lockedCase(work, 'correction.ask', subject)
  if (await openRequestOn(work.trx, application)) throw new Stale()
  const kind = decision.releasedAt === null ? 'reversal' : 'error'
  const request = await addRequest(work, decision, { kind, reason })
  await recordEvent(work, 'correction.asked', entity(application), { request, kind })
  await emailTrustees(work, application, decision, { name: 'correction asked', kind })
}

/**
 * The library asks for a review of its decision.
 * @throws FormRefused when the deadline for a review has passed
 * @throws Stale when a review is already open
 * @throws NotFound without a released decision letter
 */
export async function askForReview(work: UnitOfWork, subject: Subject, { reason }: RequestGiven): Promise<void> {
  const { application, decision } = await lockedCase(work, 'review.ask', subject)
  if (decision.releasedAt === null) throw new NotFound()
  if (dayOf(work.at) > reviewUntil(decision.releasedAt)) throw new FormRefused('reason', 'reviews.ask.over')
  const open = await openRequestOn(work.trx, application)
  if (open?.kind === 'review') throw new Stale()
  // The library cannot see a coordinator's request for a correction, so its review replaces that request.
  if (open) await endRequest(work.trx, open, { status: 'withdrawn' })
  await work.tell('application about to move', { application })
  const request = await addRequest(work, decision, { kind: 'review', reason })
  await recordEvent(work, 'review.asked', entity(application), { request })
  await emailTrustees(work, application, decision, { name: 'review asked', kind: 'review' })
  await emailReaders(work, application, { name: 'review received', facts: factsOf(application) })
  await work.tell('application moved', { application, isReceived: true, cause: 'review' })
}

/** Emails the trustees who can answer a request or, if there are none, all who can read it. */
async function emailTrustees(
  work: UnitOfWork,
  application: ApplicationRecord,
  decision: Decision,
  { name, kind }: Pick<DecisionRequest, 'kind'> & { name: 'correction asked' | 'review asked' },
): Promise<void> {
  const readers = await readersFor(work.trx, messages[name], application)
  const canAnswer = (person: Pick<Actor, 'id'>): boolean =>
    reasonNotToAnswer({ kind, askedBy: work.actor.id }, decision, person) === null
  const only = readers.some(({ actor }) => canAnswer(actor)) ? canAnswer : undefined
  await emailReaders(work, application, { name, facts: factsOf(application), only })
}

/** @throws Stale when there is no open review */
export async function withdrawReview(work: UnitOfWork, subject: Subject): Promise<void> {
  const { application } = await lockedCase(work, 'review.ask', subject)
  const open = await openRequestOn(work.trx, application)
  if (open?.kind !== 'review') throw new Stale()
  await work.tell('application about to move', { application })
  await endRequest(work.trx, open, { status: 'withdrawn' })
  await recordEvent(work, 'review.withdrawn', entity(application), { request: open.id })
  await work.tell('application moved', { application, isReceived: false })
}

/** @throws Stale when there is no open request for a correction */
export async function withdrawCorrection(work: UnitOfWork, subject: Subject): Promise<void> {
  const { application } = await lockedCase(work, 'correction.ask', subject)
  const open = await openRequestOn(work.trx, application)
  if (!open || open.kind === 'review') throw new Stale()
  await endRequest(work.trx, open, { status: 'withdrawn' })
  await recordEvent(work, 'correction.withdrawn', entity(application), { request: open.id })
}

/**
 * Ends the open request about an application that is withdrawn or closed, because nobody can answer it any more. The
 * request is never a review, because an application with a released letter cannot be withdrawn or closed.
 */
export async function endRequestOn(
  work: UnitOfWork,
  { application }: ConsequenceFacts['application moved'],
): Promise<void> {
  if (!(await isWithdrawn(work.trx, application))) return
  const open = await openRequestOn(work.trx, application)
  if (!open) return
  await endRequest(work.trx, open, { status: 'withdrawn' })
  await recordEvent(as(theClock, work), 'correction.withdrawn', entity(application), { request: open.id })
}

/**
 * A trustee answers a request: the decision is kept or reversed, or the application is reopened.
 * @throws Stale when the request that the trustee read is no longer open
 * @throws MoveRefused when the decision cannot be changed
 * @throws FormRefused when the award has ended, or a later application has replaced this one
 * @throws Forbidden for one of the reasons in `reasonNotToAnswer`
 */
export async function answerRequest(work: UnitOfWork, subject: Subject, given: RequestAnswerGiven): Promise<void> {
  const { application, decision } = await lockedCase(work, 'decision_request.answer', subject)
  const request = await openRequestOn(work.trx, application)
  if (request?.decisionId !== decision.id) throw new Stale()
  if (reasonNotToAnswer(request, decision, work.actor) !== null) throw new Forbidden('decision_request.answer')
  if (request.id !== given.request) throw new Stale()
  if (given.answer === 'new decision') await changeDecision(work, { application, decision, request }, given.reason)
  else await work.tell('application about to move', { application })
  await endRequest(work.trx, request, {
    status: 'answered',
    answer: given.answer,
    answer_reason: given.reason,
    answered_by: work.actor.id,
    answered_at: work.at,
  })
  const event = request.kind === 'review' ? 'review.answered' : 'correction.answered'
  await recordEvent(work, event, entity(application), { request: request.id, answer: given.answer })
  if (given.answer === 'new decision') return
  const name = request.kind === 'review' ? 'review answered' : 'correction refused'
  await emailReaders(work, application, { name, facts: factsOf(application) })
  await work.tell('application moved', { application, isReceived: false })
}

/** Reverses the decision if its letter is unreleased, and otherwise reopens the application. */
async function changeDecision(
  work: UnitOfWork,
  about: { application: ApplicationRecord; decision: Decision; request: DecisionRequest },
  reason: string,
): Promise<void> {
  const { application, decision, request } = about
  const event = { decision: decision.id, request: request.id }
  // Clear the reasons, because the panel can read them and must not learn of a decision before its letter is released.
  const changes = { reasons: null }
  if (decision.releasedAt === null) {
    await moveApplication(work, application, 'reverse', { given: { reason }, changes, event })
    await reverseDecision(work.trx, decision, work.at)
    await deleteRecommendationsOf(work.trx, decision)
  } else {
    await refuseIfOver(work, application)
    await refuseIfReplaced(work, application)
    const reopened = { ...changes, decision_letter_released_at: null }
    await moveApplication(work, application, 'reopen', { given: { reason }, changes: reopened, event })
  }
  const proposal = decision.proposalId === null ? null : await proposalFor(work.trx, application)
  if (proposal?.status === 'decided')
    await updateProposal(work.trx, proposal, proposal.version, { status: 'with a trustee' })
  if (decision.releasedAt !== null) await setSeatsAsideOnReopening(work, application)
  await withdrawSeatsWithoutRole(work, application)
}

/** @throws FormRefused when the award has ended, because the nightly job would close the application again */
async function refuseIfOver({ trx }: UnitOfWork, { awardId }: ApplicationRecord): Promise<void> {
  const award = awardId === null ? null : await awardById(trx, awardId)
  if (award?.status === 'ended') throw new FormRefused('answer', 'decision_requests.answer.award_ended')
}

/** @throws FormRefused when the application cannot be reopened, because a later one has replaced it */
async function refuseIfReplaced({ trx, actor, at }: UnitOfWork, application: ApplicationRecord): Promise<void> {
  const offer = (await movesOfferedTo(trx, actor, application, { at })).find(({ move }) => move === 'reopen')
  if (offer?.unmet.includes('no later application has replaced it'))
    throw new FormRefused('answer', 'decision_requests.answer.replaced')
}

async function addRequest(
  { trx, actor, at }: UnitOfWork,
  { id, applicationId }: Decision,
  { kind, reason }: Pick<DecisionRequest, 'kind' | 'reason'>,
): Promise<string> {
  return insertRequest(trx, {
    application_id: applicationId,
    decision_id: id,
    kind,
    reason,
    asked_by: actor.id,
    asked_at: at,
  })
}

/**
 * Locks the application, so that two requests or answers cannot be saved at the same time.
 * @throws NotFound when there is no decision
 */
async function lockedCase(work: UnitOfWork, permission: ApplicationPermission, { id }: Subject) {
  const application = await lockAndFindApplication(work.trx, work.actor, permission, id)
  const decision = await decisionOn(work.trx, application)
  if (!decision) throw new NotFound()
  return { application, decision }
}

const factsOf = ({ id, organisationName }: ApplicationRecord) => ({ applicationId: id, organisation: organisationName })
