import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { newId } from '../../../db/ids.ts'
import type { Framework } from '../../../domain/framework.ts'
import { isExpected } from '../../../domain/outcomes.ts'
import { FormRefused, NotFound } from '../../../domain/refusals.ts'
import { claimKey } from '../../../web/form-ids.ts'
import { moveApplication, entity } from '../../applications/applications.public.ts'
import { recordEvent } from '../../../history/record.ts'
import { lockAsRead } from '../decisions/decision.actions.ts'
import type { ProposalGiven, RecommendationGiven, Then } from '../decisions/decision.forms.ts'
import { agreedFindingsOf } from '../decisions/decision.store.ts'
import {
  copyRecommendations,
  deleteRecommendation,
  insertProposal,
  insertRecommendation,
  proposalFor,
  recommendationsOf,
  updateProposal,
  type Proposal,
} from './proposal.store.ts'

/**
 * The proposal that is being written; begun now if there is none, from the one that was sent back where there is one.
 */
export async function proposalBeingWritten(
  work: UnitOfWork,
  read: ApplicationRecord,
  decisionLetter: string,
): Promise<Proposal> {
  const application = await lockAsRead(work, 'proposal.write', read)
  const last = await proposalFor(work.trx, application)
  if (last?.status === 'being written') return last
  const id = newId()
  await insertProposal(work.trx, {
    id,
    application_id: application.id,
    outcome: last?.outcome ?? null,
    outcome_reason: last?.outcomeReason ?? '',
    decision_letter: last?.decisionLetter ?? decisionLetter,
    started_at: work.at,
  })
  if (last) await copyRecommendations(work.trx, last.id, id, work.at)
  return (await proposalFor(work.trx, application))!
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
  await recordEvent(work, 'recommendation.proposed', entity(application), {
    recommendation: id,
    kind: given.kind,
  })
}

async function removeRecommendation(
  work: UnitOfWork,
  application: ApplicationRecord,
  proposal: Proposal,
  id: string,
): Promise<void> {
  if (!(await deleteRecommendation(work.trx, proposal.id, id))) throw new NotFound()
  await recordEvent(work, 'recommendation.taken_out', entity(application), { recommendation: id })
}

/**
 * Saves what was typed and puts it to a trustee, in one. @throws FormRefused for what the outcome still needs;
 * MoveRefused for the panel's rules
 */
export async function propose(
  work: UnitOfWork,
  read: ApplicationRecord,
  framework: Framework,
  proposal: Proposal,
  given: ProposalGiven,
): Promise<void> {
  const application = await lockAsRead(work, 'proposal.write', read)
  if (given.outcome === null) throw new FormRefused('outcome', 'decisions.outcome.missing')
  if (given.decisionLetter === '') throw new FormRefused('decisionLetter', 'decisions.decision_letter.missing')
  const recommendations = await recommendationsOf(work.trx, proposal)
  if (given.outcome === 'awarded with recommendations' && recommendations.length === 0)
    throw new FormRefused('outcome', 'decisions.recommendations.missing')
  if (given.outcome !== 'awarded with recommendations' && recommendations.length > 0)
    throw new FormRefused('outcome', 'decisions.recommendations.superfluous')
  const findings = await agreedFindingsOf(work.trx, application)
  if (given.outcomeReason === '' && !isExpected(framework, given.outcome, findings))
    throw new FormRefused('outcomeReason', 'decisions.outcome_reason.missing')
  await updateProposal(work.trx, proposal, given.version, {
    outcome: given.outcome,
    outcome_reason: given.outcomeReason,
    decision_letter: given.decisionLetter,
    status: 'with a trustee',
    made_by: work.actor.id,
    made_at: work.at,
  })
  await moveApplication(work, application, 'propose', { proposal: proposal.id }, { event: { proposal: proposal.id } })
}

/**
 * One form: what was typed is saved, and with it what the button asks for. A recommendation that was sent twice is
 * added once.
 * @throws Stale when somebody else saved it since it was read
 */
export async function saveProposal(
  work: UnitOfWork,
  read: ApplicationRecord,
  framework: Framework,
  given: { then: Then; proposal: ProposalGiven; recommendation: RecommendationGiven | null },
): Promise<void> {
  const { then, recommendation } = given
  const current = await proposalBeingWritten(work, read, '')
  if (recommendation) {
    let isSecond = true
    await claimKey(work, recommendation.idempotencyKey, async () => {
      isSecond = false
      await addRecommendation(work, read, current, recommendation)
      return ''
    })
    if (isSecond && current.decisionLetter === given.proposal.decisionLetter) return
  }
  if (then === 'put') return propose(work, read, framework, current, given.proposal)
  await writeProposal(work, read, current, given.proposal)
  if (typeof then === 'object') await removeRecommendation(work, read, current, then.takeOut)
}
