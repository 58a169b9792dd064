import type { Tx } from '../../db/connection.ts'
import { newId } from '../../db/ids.ts'
import type { Actor } from '../../domain/actor.ts'
import type { Framework } from '../../domain/framework.ts'
import { isExpected } from '../../domain/outcomes.ts'
import { can, type ApplicationPermission } from '../../domain/permissions.ts'
import { Forbidden, FormRefused, NotFound, Stale } from '../../domain/refusals.ts'
import type { Instant } from '../../domain/time.ts'
import { moveApplication, thing } from '../applications/application.actions.ts'
import type { Case } from '../applications/application.store.ts'
import { settleAward } from '../awards/settle.actions.ts'
import { recordEvent } from '../history/history.store.ts'
import { holdCase } from '../panels/panel.store.ts'
import type { ProposalGiven, RecommendationGiven } from './decision.forms.ts'
import { agreedFindingsOf, decisionOn, insertDecision, releaseDecision } from './decision.store.ts'
import { beginRecommendations, copyRecommendations, deleteRecommendation, insertProposal, insertRecommendation, proposalFor, recommendationsOf, updateProposal } from './proposal.store.ts'
import type { Proposal } from './proposal.store.ts'

/**
 * The case as it is now, kept so until this transaction ends; rights are asked once more.
 * @throws Stale when it moved on since it was read: whoever goes on writing then would write behind a trustee's back
 */
async function holdAsRead(trx: Tx, who: Actor, permission: ApplicationPermission, { id, status }: Case): Promise<Case> {
  const application = await holdCase(trx, who, 'application.know', id)
  if (application.status !== status) throw new Stale()
  if (!can(who, permission, application)) throw new Forbidden(permission)
  return application
}

/** The proposal that is being written; begun now if there is none, from the one that was sent back where there is one. */
export async function proposalBeingWritten(trx: Tx, who: Actor, read: Case, letter: string, at: Instant): Promise<Proposal> {
  const application = await holdAsRead(trx, who, 'proposal.write', read)
  const last = await proposalFor(trx, application)
  if (last?.status === 'being written') return last
  const id = newId()
  await insertProposal(trx, { id, application_id: application.id, outcome: last?.outcome ?? null, outcome_reason: last?.outcomeReason ?? '', letter: last?.letter ?? letter, begun_at: at })
  if (last) await copyRecommendations(trx, last.id, id, at)
  return (await proposalFor(trx, application))!
}

export async function writeProposal(trx: Tx, who: Actor, application: Case, proposal: Proposal, given: ProposalGiven, at: Instant): Promise<void> {
  await updateProposal(trx, proposal, given.version, { outcome: given.outcome, outcome_reason: given.outcomeReason, letter: given.letter })
  await recordEvent(trx, who, 'proposal.written', thing(application), at)
}

export async function addRecommendation(trx: Tx, who: Actor, application: Case, proposal: Proposal, given: RecommendationGiven, at: Instant): Promise<void> {
  const id = await insertRecommendation(trx, {
    organisation_id: application.organisationId, application_id: application.id, proposal_id: proposal.id,
    item_id: given.item, kind: given.kind, body: given.body, owner: given.owner, due_on: given.dueOn, made_at: at,
  })
  await recordEvent(trx, who, 'recommendation.proposed', thing(application), at, { recommendation: id, kind: given.kind })
}

export async function removeRecommendation(trx: Tx, who: Actor, application: Case, proposal: Proposal, id: string, at: Instant): Promise<void> {
  await holdAsRead(trx, who, 'proposal.write', application)
  if (proposal.status !== 'being written' || !await deleteRecommendation(trx, proposal.id, id)) throw new NotFound()
  await recordEvent(trx, who, 'recommendation.taken_out', thing(application), at, { recommendation: id })
}

/** Saves what was typed and puts it to a trustee, in one. @throws FormRefused for what the outcome still needs; MoveRefused for the panel's rules */
export async function propose(trx: Tx, who: Actor, read: Case, framework: Framework, proposal: Proposal, given: ProposalGiven, at: Instant): Promise<void> {
  const application = await holdAsRead(trx, who, 'proposal.write', read)
  if (given.outcome === null) throw new FormRefused('outcome', 'decisions.outcome.missing')
  if (given.letter === '') throw new FormRefused('letter', 'decisions.letter.missing')
  const recommendations = await recommendationsOf(trx, proposal)
  if (given.outcome === 'awarded with recommendations' && recommendations.length === 0) throw new FormRefused('outcome', 'decisions.recommendations.missing')
  if (given.outcome !== 'awarded with recommendations' && recommendations.length > 0) throw new FormRefused('outcome', 'decisions.recommendations.superfluous')
  const findings = await agreedFindingsOf(trx, application)
  if (given.outcomeReason === '' && !isExpected(framework, given.outcome, findings)) throw new FormRefused('outcomeReason', 'decisions.outcome_reason.missing')
  await updateProposal(trx, proposal, given.version, {
    outcome: given.outcome, outcome_reason: given.outcomeReason, letter: given.letter, status: 'with a trustee', made_by: who.id, made_at: at,
  })
  await moveApplication(trx, who, application, 'propose', at, { proposal: proposal.id }, { event: { proposal: proposal.id } })
}

export async function sendBack(trx: Tx, who: Actor, read: Case, proposal: Proposal, given: { version: number; reason: string }, at: Instant): Promise<void> {
  const application = await holdAsRead(trx, who, 'decision.make', read)
  await updateProposal(trx, proposal, given.version, { status: 'sent back', sent_back_by: who.id, sent_back_at: at, sent_back_because: given.reason })
  await moveApplication(trx, who, application, 'sendBack', at, { reason: given.reason })
}

/** Takes the proposal as it stands and as it was read. @throws Stale when it is another by now */
export async function decide(trx: Tx, who: Actor, read: Case, proposal: Proposal, readAt: number, at: Instant): Promise<void> {
  const application = await holdAsRead(trx, who, 'decision.make', read)
  if (proposal.status !== 'with a trustee' || proposal.version !== readAt || proposal.outcome === null) throw new Stale()
  await updateProposal(trx, proposal, readAt, { status: 'decided' })
  const id = newId()
  await insertDecision(trx, { id, application_id: application.id, proposal_id: proposal.id, outcome: proposal.outcome, letter: proposal.letter, decided_by: who.id, decided_at: at })
  await moveApplication(trx, who, application, 'decide', at, {}, { facts: { proposalIsAsItWasRead: true }, event: { decision: id } })
}

/** The library learns of the decision here, and not before: by mail and on the page. With it the award begins, goes on or is handed back, and recommendations open. */
export async function releaseLetter(trx: Tx, who: Actor, application: Case, at: Instant): Promise<void> {
  const decision = await decisionOn(trx, application)
  if (!decision) throw new NotFound()
  await moveApplication(trx, who, application, 'releaseLetter', at, {}, {
    changes: { letter_released_at: at }, letters: { letter: decision.letter, by: decision.proposalId === null ? 'a trustee' : 'the panel' }, event: { decision: decision.id },
    facts: { letterIsReleased: false },
  })
  await releaseDecision(trx, decision, who.id, at)                        // after the clock's moves: until now the renewal is with us
  const released = { ...application, letterReleased: true }
  const awardId = await settleAward(trx, released, decision.outcome, at)
  await beginRecommendations(trx, { applicationId: application.id, proposalId: decision.proposalId }, awardId)
}
