import { newId } from '../../../db/ids.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Framework } from '../../../domain/framework.ts'
import { isOutcomeExpected } from '../../../domain/expected-outcome.ts'
import { isAlreadyDue } from '../../../domain/recommendation.ts'
import { FormRefused, NotFound } from '../../../domain/refusals.ts'
import { dayOf } from '../../../domain/time.ts'
import { recordEvent } from '../../../history/record.ts'
import { type ApplicationRecord, lockAndFindApplication } from '../../access/access.public.ts'
import {
  copyRecommendations,
  deleteRecommendation,
  entity,
  insertRecommendation,
  moveApplication,
} from '../../applications/applications.public.ts'
import { emailIfNoTrustee } from '../decisions/no-trustee.actions.ts'
import { agreedFindingsOf } from '../meetings/meeting.store.ts'
import type { ProposalGiven, ProposalSent, RecommendationGiven } from './proposal.forms.ts'
import {
  insertProposal,
  proposalFor,
  recommendationsOf,
  updateProposal,
  versionToStart,
  type Proposal,
} from './proposal.store.ts'

/**
 * Saves the proposal and any entered recommendation. Then sends the proposal or removes a recommendation, as asked.
 * @throws Stale when the proposal has changed since; NotFound when the recommendation to remove no longer exists;
 * FormRefused or MoveRefused as `sendProposal` does
 */
export async function saveProposal(
  work: UnitOfWork,
  application: ApplicationRecord,
  framework: Framework,
  { then, proposal, recommendation }: Pick<ProposalSent, 'then' | 'proposal' | 'recommendation'>,
): Promise<void> {
  const current = await proposalBeingWritten(work, application, '')
  if (recommendation) await addRecommendation(work, application, current, recommendation)
  if (then === 'send') return sendProposal(work, { application, framework, proposal: current }, proposal)
  await writeProposal(work, application, current, proposal)
  if (typeof then === 'object') await removeRecommendation(work, application, current, then.remove)
}

/**
 * Returns the proposal that is being written. If there is none, starts one: a copy of the latest proposal or, for the
 * first proposal, one with only the given letter.
 * @param decisionLetter the text of the letter in a first proposal
 */
export async function proposalBeingWritten(
  work: UnitOfWork,
  { id }: Pick<ApplicationRecord, 'id'>,
  decisionLetter: string,
): Promise<Proposal> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'proposal.write', id)
  const last = await proposalFor(work.trx, application)
  if (last?.status === 'being written') return last
  const started = {
    id: newId(),
    application_id: application.id,
    outcome: last?.outcome ?? null,
    outcome_reason: last?.outcomeReason ?? '',
    decision_letter: last?.decisionLetter ?? decisionLetter,
    started_at: work.at,
    version: versionToStart(last),
  }
  await insertProposal(work.trx, started)
  if (last) await copyRecommendations(work.trx, last.id, started.id, work.at)
  return {
    id: started.id,
    applicationId: application.id,
    status: 'being written',
    outcome: started.outcome,
    outcomeReason: started.outcome_reason,
    decisionLetter: started.decision_letter,
    sentBackReason: null,
    version: started.version,
  }
}

export async function addRecommendation(
  work: UnitOfWork,
  application: ApplicationRecord,
  proposal: Proposal,
  given: RecommendationGiven,
): Promise<void> {
  const id = await insertRecommendation(work.trx, {
    organisation_id: application.organisationId,
    application_id: application.id,
    proposal_id: proposal.id,
    item_id: given.item,
    kind: given.kind,
    body: given.body,
    owner: given.owner,
    due_on: given.dueOn,
    made_at: work.at,
  })
  await recordEvent(work, 'recommendation.proposed', entity(application), { recommendation: id, kind: given.kind })
}

async function writeProposal(
  work: UnitOfWork,
  application: ApplicationRecord,
  proposal: Proposal,
  given: ProposalGiven,
): Promise<void> {
  await updateProposal(work.trx, proposal, given.version, {
    outcome: given.outcome,
    outcome_reason: given.outcomeReason,
    decision_letter: given.decisionLetter,
  })
  await recordEvent(work, 'proposal.written', entity(application))
}

async function removeRecommendation(
  work: UnitOfWork,
  application: ApplicationRecord,
  proposal: Proposal,
  id: string,
): Promise<void> {
  if (!(await deleteRecommendation(work.trx, proposal.id, id))) throw new NotFound()
  await recordEvent(work, 'recommendation.removed', entity(application), { recommendation: id })
}

/**
 * Saves the proposal and sends it to a trustee.
 * @throws FormRefused when the proposal is unfinished, has recommendations that its outcome does not allow, or has one
 * that is already due
 * @throws MoveRefused while the panel or its findings are incomplete, or a question is open
 * @throws Stale if the proposal has changed since
 */
export async function sendProposal(
  work: UnitOfWork,
  about: { application: ApplicationRecord; framework: Framework; proposal: Proposal },
  given: ProposalGiven,
): Promise<void> {
  const { application, proposal } = about
  await refuseIfUnfinished(work, about, given)
  await updateProposal(work.trx, proposal, given.version, {
    outcome: given.outcome,
    outcome_reason: given.outcomeReason,
    decision_letter: given.decisionLetter,
    status: 'with a trustee',
    made_by: work.actor.id,
    made_at: work.at,
  })
  await moveApplication(work, application, 'propose', {
    given: { proposal: proposal.id },
    event: { proposal: proposal.id },
  })
  await emailIfNoTrustee(work, application)
}

async function refuseIfUnfinished(
  { trx, at }: UnitOfWork,
  { application, framework, proposal }: { application: ApplicationRecord; framework: Framework; proposal: Proposal },
  { outcome, outcomeReason, decisionLetter }: ProposalGiven,
): Promise<void> {
  if (outcome === null) throw new FormRefused('outcome', 'proposals.outcome.missing')
  if (decisionLetter === '') throw new FormRefused('decisionLetter', 'proposals.decision_letter.missing')
  const recommendations = await recommendationsOf(trx, proposal)
  const count = recommendations.length
  if (outcome === 'awarded with recommendations' && count === 0)
    throw new FormRefused('outcome', 'proposals.recommendations.missing')
  if (outcome !== 'awarded with recommendations' && count > 0)
    throw new FormRefused('outcome', 'proposals.recommendations.not_expected')
  if (recommendations.some(each => isAlreadyDue(each, dayOf(at))))
    throw new FormRefused('outcome', 'proposals.recommendations.past')
  if (outcomeReason === '' && !isOutcomeExpected(framework, outcome, await agreedFindingsOf(trx, application)))
    throw new FormRefused('outcomeReason', 'proposals.outcome_reason.missing')
}
