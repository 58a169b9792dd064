import type { Case } from '../../access/access.public.ts'
import type { Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Framework } from '../../../domain/framework.ts'
import { isExpected } from '../../../domain/outcomes.ts'
import { FormRefused, NotFound } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import { onceOnly } from '../../../web/form-ids.ts'
import { moveApplication, thing } from '../../applications/applications.public.ts'
import { recordEvent } from '../../../history/record.ts'
import { holdAsRead } from '../decisions/decision.actions.ts'
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

/** The proposal that is being written; begun now if there is none, from the one that was sent back where there is one. */
export async function proposalBeingWritten(
  trx: Tx,
  who: Actor,
  read: Case,
  letter: string,
  at: Instant,
): Promise<Proposal> {
  const application = await holdAsRead(trx, who, 'proposal.write', read)
  const last = await proposalFor(trx, application)
  if (last?.status === 'being written') return last
  const id = newId()
  await insertProposal(trx, {
    id,
    application_id: application.id,
    outcome: last?.outcome ?? null,
    outcome_reason: last?.outcomeReason ?? '',
    letter: last?.letter ?? letter,
    begun_at: at,
  })
  if (last) await copyRecommendations(trx, last.id, id, at)
  return (await proposalFor(trx, application))!
}

async function writeProposal(
  trx: Tx,
  who: Actor,
  application: Case,
  proposal: Proposal,
  given: ProposalGiven,
  at: Instant,
): Promise<void> {
  await updateProposal(trx, proposal, given.version, {
    outcome: given.outcome,
    outcome_reason: given.outcomeReason,
    letter: given.letter,
  })
  await recordEvent(trx, who, 'proposal.written', thing(application), at)
}

export async function addRecommendation(
  trx: Tx,
  who: Actor,
  application: Case,
  proposal: Proposal,
  given: RecommendationGiven,
  at: Instant,
): Promise<void> {
  const id = await insertRecommendation(trx, {
    organisation_id: application.organisationId,
    application_id: application.id,
    proposal_id: proposal.id,
    item_id: given.item,
    kind: given.kind,
    body: given.body,
    owner: given.owner,
    due_on: given.dueOn,
    made_at: at,
  })
  await recordEvent(trx, who, 'recommendation.proposed', thing(application), at, {
    recommendation: id,
    kind: given.kind,
  })
}

async function removeRecommendation(
  trx: Tx,
  who: Actor,
  application: Case,
  proposal: Proposal,
  id: string,
  at: Instant,
): Promise<void> {
  if (!(await deleteRecommendation(trx, proposal.id, id))) throw new NotFound()
  await recordEvent(trx, who, 'recommendation.taken_out', thing(application), at, { recommendation: id })
}

/** Saves what was typed and puts it to a trustee, in one. @throws FormRefused for what the outcome still needs; MoveRefused for the panel's rules */
export async function propose(
  trx: Tx,
  who: Actor,
  read: Case,
  framework: Framework,
  proposal: Proposal,
  given: ProposalGiven,
  at: Instant,
): Promise<void> {
  const application = await holdAsRead(trx, who, 'proposal.write', read)
  if (given.outcome === null) throw new FormRefused('outcome', 'decisions.outcome.missing')
  if (given.letter === '') throw new FormRefused('letter', 'decisions.letter.missing')
  const recommendations = await recommendationsOf(trx, proposal)
  if (given.outcome === 'awarded with recommendations' && recommendations.length === 0)
    throw new FormRefused('outcome', 'decisions.recommendations.missing')
  if (given.outcome !== 'awarded with recommendations' && recommendations.length > 0)
    throw new FormRefused('outcome', 'decisions.recommendations.superfluous')
  const findings = await agreedFindingsOf(trx, application)
  if (given.outcomeReason === '' && !isExpected(framework, given.outcome, findings))
    throw new FormRefused('outcomeReason', 'decisions.outcome_reason.missing')
  await updateProposal(trx, proposal, given.version, {
    outcome: given.outcome,
    outcome_reason: given.outcomeReason,
    letter: given.letter,
    status: 'with a trustee',
    made_by: who.id,
    made_at: at,
  })
  await moveApplication(
    trx,
    who,
    application,
    'propose',
    at,
    { proposal: proposal.id },
    { event: { proposal: proposal.id } },
  )
}

/**
 * One form: what was typed is saved, and with it what the button asks for. A recommendation that was sent twice is added once.
 * @throws Stale when somebody else saved it since it was read
 */
export async function saveProposal(
  trx: Tx,
  who: Actor,
  read: Case,
  framework: Framework,
  given: { then: Then; proposal: ProposalGiven; recommendation: RecommendationGiven | null },
  at: Instant,
): Promise<void> {
  const { then, recommendation } = given
  const current = await proposalBeingWritten(trx, who, read, '', at)
  if (recommendation) {
    let isSecond = true
    await onceOnly(trx, who, recommendation.formId, at, async () => {
      isSecond = false
      await addRecommendation(trx, who, read, current, recommendation, at)
      return ''
    })
    if (isSecond && current.letter === given.proposal.letter) return
  }
  if (then === 'put') return propose(trx, who, read, framework, current, given.proposal, at)
  await writeProposal(trx, who, read, current, given.proposal, at)
  if (typeof then === 'object') await removeRecommendation(trx, who, read, current, then.takeOut, at)
}
