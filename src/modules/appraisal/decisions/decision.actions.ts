import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { type ApplicationRecord, lockAndFindApplication } from '../../access/access.public.ts'
import { newId } from '../../../db/ids.ts'
import { can, type ApplicationPermission } from '../../../domain/permissions.ts'
import { Forbidden, NotFound, Stale } from '../../../domain/refusals.ts'
import { moveApplication } from '../../applications/applications.public.ts'
import { awardOf, decisionOn, insertDecision, releaseDecision } from './decision.store.ts'
import { beginRecommendations, updateProposal, type Proposal } from '../proposals/proposal.store.ts'

/**
 * The case as it is now, kept so until this transaction ends; rights are asked once more.
 * @throws Stale when it moved on since it was read: whoever goes on writing then would write behind a trustee's back
 */
export async function lockAsRead(
  work: UnitOfWork,
  permission: ApplicationPermission,
  { id, status }: ApplicationRecord,
): Promise<ApplicationRecord> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'application.know', id)
  if (application.status !== status) throw new Stale()
  if (!can(work.actor, permission, application)) throw new Forbidden(permission)
  return application
}

export async function sendBack(
  work: UnitOfWork,
  read: ApplicationRecord,
  proposal: Proposal,
  given: { version: number; reason: string },
): Promise<void> {
  const application = await lockAsRead(work, 'decision.make', read)
  await updateProposal(work.trx, proposal, given.version, {
    status: 'sent back',
    sent_back_by: work.actor.id,
    sent_back_at: work.at,
    sent_back_reason: given.reason,
  })
  await moveApplication(work, application, 'sendBack', { reason: given.reason })
}

/** Takes the proposal as it stands and as it was read. @throws Stale when it is another by now */
export async function decide(
  work: UnitOfWork,
  read: ApplicationRecord,
  proposal: Proposal,
  readAt: number,
): Promise<void> {
  const application = await lockAsRead(work, 'decision.make', read)
  if (proposal.status !== 'with a trustee' || proposal.version !== readAt || proposal.outcome === null)
    throw new Stale()
  await updateProposal(work.trx, proposal, readAt, { status: 'decided' })
  const id = newId()
  await insertDecision(work.trx, {
    id,
    application_id: application.id,
    proposal_id: proposal.id,
    outcome: proposal.outcome,
    decision_letter: proposal.decisionLetter,
    decided_by: work.actor.id,
    decided_at: work.at,
  })
  await moveApplication(
    work,
    application,
    'decide',
    {},
    { facts: { proposalIsAsItWasRead: true }, event: { decision: id } },
  )
}

/**
 * The library learns of the decision here, and not before: by mail and on the page. With it the award begins, goes on
 * or is handed back, and recommendations open.
 */
export async function releaseDecisionLetter(work: UnitOfWork, application: ApplicationRecord): Promise<void> {
  const decision = await decisionOn(work.trx, application)
  if (!decision) throw new NotFound()
  await moveApplication(
    work,
    application,
    'releaseLetter',
    {},
    {
      changes: { decision_letter_released_at: work.at },
      emails: { decisionLetter: decision.decisionLetter, by: decision.proposalId === null ? 'a trustee' : 'the panel' },
      event: { decision: decision.id },
      facts: { decisionLetterIsReleased: false },
    },
  )
  // after the clock's moves: until now the renewal is with us
  await releaseDecision(work.trx, decision, work.actor.id, work.at)
  const released = { ...application, decisionLetterReleased: true }
  await work.tell('decision letter released', { application: released, outcome: decision.outcome })
  const awardId = await awardOf(work.trx, application)
  await beginRecommendations(work.trx, { applicationId: application.id, proposalId: decision.proposalId }, awardId)
}
