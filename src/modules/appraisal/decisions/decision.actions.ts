import { type Case, holdCase } from '../../access/access.public.ts'
import type { Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import type { Actor } from '../../../domain/actor.ts'
import { can, type ApplicationPermission } from '../../../domain/permissions.ts'
import { Forbidden, NotFound, Stale } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import { moveApplication } from '../../applications/applications.public.ts'
import { settleAward } from '../../awards/awards.public.ts'
import { decisionOn, insertDecision, releaseDecision } from './decision.store.ts'
import { beginRecommendations, updateProposal, type Proposal } from '../proposals/proposal.store.ts'

/**
 * The case as it is now, kept so until this transaction ends; rights are asked once more.
 * @throws Stale when it moved on since it was read: whoever goes on writing then would write behind a trustee's back
 */
export async function holdAsRead(
  trx: Tx,
  who: Actor,
  permission: ApplicationPermission,
  { id, status }: Case,
): Promise<Case> {
  const application = await holdCase(trx, who, 'application.know', id)
  if (application.status !== status) throw new Stale()
  if (!can(who, permission, application)) throw new Forbidden(permission)
  return application
}

export async function sendBack(
  trx: Tx,
  who: Actor,
  read: Case,
  proposal: Proposal,
  given: { version: number; reason: string },
  at: Instant,
): Promise<void> {
  const application = await holdAsRead(trx, who, 'decision.make', read)
  await updateProposal(trx, proposal, given.version, {
    status: 'sent back',
    sent_back_by: who.id,
    sent_back_at: at,
    sent_back_because: given.reason,
  })
  await moveApplication(trx, who, application, 'sendBack', at, { reason: given.reason })
}

/** Takes the proposal as it stands and as it was read. @throws Stale when it is another by now */
export async function decide(
  trx: Tx,
  who: Actor,
  read: Case,
  proposal: Proposal,
  readAt: number,
  at: Instant,
): Promise<void> {
  const application = await holdAsRead(trx, who, 'decision.make', read)
  if (proposal.status !== 'with a trustee' || proposal.version !== readAt || proposal.outcome === null)
    throw new Stale()
  await updateProposal(trx, proposal, readAt, { status: 'decided' })
  const id = newId()
  await insertDecision(trx, {
    id,
    application_id: application.id,
    proposal_id: proposal.id,
    outcome: proposal.outcome,
    letter: proposal.letter,
    decided_by: who.id,
    decided_at: at,
  })
  await moveApplication(
    trx,
    who,
    application,
    'decide',
    at,
    {},
    { facts: { proposalIsAsItWasRead: true }, event: { decision: id } },
  )
}

/** The library learns of the decision here, and not before: by mail and on the page. With it the award begins, goes on or is handed back, and recommendations open. */
export async function releaseLetter(trx: Tx, who: Actor, application: Case, at: Instant): Promise<void> {
  const decision = await decisionOn(trx, application)
  if (!decision) throw new NotFound()
  await moveApplication(
    trx,
    who,
    application,
    'releaseLetter',
    at,
    {},
    {
      changes: { letter_released_at: at },
      letters: { letter: decision.letter, by: decision.proposalId === null ? 'a trustee' : 'the panel' },
      event: { decision: decision.id },
      facts: { letterIsReleased: false },
    },
  )
  await releaseDecision(trx, decision, who.id, at) // after the clock's moves: until now the renewal is with us
  const released = { ...application, letterReleased: true }
  const awardId = await settleAward(trx, released, decision.outcome, at)
  await beginRecommendations(trx, { applicationId: application.id, proposalId: decision.proposalId }, awardId)
}
