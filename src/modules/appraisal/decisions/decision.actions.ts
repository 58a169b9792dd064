import { newId } from '../../../db/ids.ts'
import type { Db, Tx } from '../../../db/connection.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { rolesIn, theClock, type Actor } from '../../../domain/actor.ts'
import { isAlreadyDue } from '../../../domain/recommendation.ts'
import { DecidedAlready, FormRefused, NotFound, Stale } from '../../../domain/refusals.ts'
import { dayOf, type Day } from '../../../domain/time.ts'
import { type ApplicationRecord, lockAndFindApplication } from '../../access/access.public.ts'
import { beginRecommendations, moveApplication } from '../../applications/applications.public.ts'
import { letterOf, templateFor } from '../letters/letter.store.ts'
import { recommendationsOf, updateProposal, type Proposal } from '../proposals/proposal.store.ts'
import type { SendBackGiven } from './decision.forms.ts'
import { awardOf, decisionOn, freezeFindings, insertDecision, nameOf, releaseDecision } from './decision.store.ts'

/**
 * Refuses a trustee when the application is already decided.
 * @throws DecidedAlready, with the name of the trustee who decided, and the time
 */
export async function refuseIfDecided(db: Db | Tx, actor: Actor, application: ApplicationRecord): Promise<void> {
  if (application.status !== 'decided' || !rolesIn(actor, application).includes('trustee')) return
  const decision = await decisionOn(db, application)
  if (decision) throw new DecidedAlready(await nameOf(db, decision.decidedBy), decision.decidedAt)
}

/** Whether the person made the decision on the application. */
export async function hasDecided(db: Db | Tx, actor: Actor, application: ApplicationRecord): Promise<boolean> {
  if (application.status !== 'decided') return false
  return (await decisionOn(db, application))?.decidedBy === actor.id
}

/**
 * Sends the proposal back to the panel.
 * @throws Stale when the proposal has changed since it was read
 */
export async function sendBack(
  work: UnitOfWork,
  { id }: Pick<ApplicationRecord, 'id'>,
  proposal: Proposal,
  given: SendBackGiven,
): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'decision.make', id)
  await updateProposal(work.trx, proposal, given.version, {
    status: 'sent back',
    sent_back_by: work.actor.id,
    sent_back_at: work.at,
    sent_back_reason: given.reason,
  })
  await moveApplication(work, application, 'sendBack', { given: { reason: given.reason } })
}

/**
 * Decides as the panel proposes.
 * @param readAt the version of the proposal that was read
 * @throws Stale when the proposal has changed since, or is not with a trustee
 * @throws FormRefused when one of its recommendations is already due
 * @throws MoveRefused while the panel is not complete or a question is open
 */
export async function decide(
  work: UnitOfWork,
  { id }: Pick<ApplicationRecord, 'id'>,
  proposal: Proposal,
  readAt: number,
): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'decision.make', id)
  if (proposal.status !== 'with a trustee' || proposal.version !== readAt || proposal.outcome === null)
    throw new Stale()
  const today = dayOf(work.at)
  if ((await recommendationsOf(work.trx, proposal)).some(each => isAlreadyDue(each, today)))
    throw new FormRefused('read', 'decisions.check.recommendation_due')
  await updateProposal(work.trx, proposal, readAt, { status: 'decided' })
  const decision = {
    id: newId(),
    application_id: application.id,
    proposal_id: proposal.id,
    outcome: proposal.outcome,
    decision_letter: proposal.decisionLetter,
    decided_by: work.actor.id,
    decided_at: work.at,
  }
  await insertDecision(work.trx, decision, await templateFor(work.trx, application, proposal.outcome, work.at))
  await moveApplication(work, application, 'decide', {
    facts: { proposalIsUnchanged: true },
    event: { decision: decision.id },
  })
}

/**
 * Releases the decision letter to the library, applies the decision to the award and opens the recommendations.
 * @param from the day from which a new award or award period counts
 * @throws NotFound when there is no decision
 * @throws MoveRefused while a request to reverse the decision is open
 * @throws Stale when the letter has already been released
 */
export async function releaseDecisionLetter(
  work: UnitOfWork,
  application: ApplicationRecord,
  from: Day = dayOf(work.at),
): Promise<void> {
  const decision = await decisionOn(work.trx, application)
  if (!decision) throw new NotFound()
  const letter = await letterOf(work.trx, application, decision, { on: dayOf(work.at), from })
  await moveApplication(work, application, 'releaseLetter', {
    changes: { decision_letter_released_at: work.at },
    emails: { decisionLetter: letter, by: decision.proposalId === null ? 'a trustee' : 'the panel' },
    event: { decision: decision.id },
    facts: { decisionLetterIsReleased: false },
  })
  // The move runs first: while it runs, the award's due moves must still find a renewal without a released letter.
  const personId = work.actor === theClock ? null : work.actor.id
  await releaseDecision(work.trx, decision, { personId, at: work.at, letter })
  await freezeFindings(work.trx, decision)
  const released = { ...application, decisionLetterReleased: true }
  await work.tell('decision letter released', { application: released, outcome: decision.outcome, from })
  const awardId = await awardOf(work.trx, application)
  await beginRecommendations(work.trx, decision, awardId, work.at)
}
