import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import { newId } from '../../../db/ids.ts'
import { withoutRights, type CharityRole, type MemberRole } from '../../../domain/actor.ts'
import { canAnswer, outcomeOfApprovals } from '../../../domain/role-approval.ts'
import { FormRefused, Stale } from '../../../domain/refusals.ts'
import { readersById } from '../../../email/readers.store.ts'
import { recordEvent, type Entity } from '../../../history/record.ts'
import { endOtherInvitations } from '../invitations/invitation.store.ts'
import { endCharityRole, insertCharityRole, insertMembership, roleHeld } from '../people/person.store.ts'
import { emailAnswer, emailApprovers, emailRoleChange, type ChangedRole } from '../role-emails/role-email.actions.ts'
import {
  insertApproval,
  insertRequest,
  lockRequest,
  requestById,
  updateRequest,
  waitingRequestId,
  waitingRequestsApprovedBy,
  type RequestRecord,
} from './request.store.ts'

/** A role that a person accepts. */
export interface AskedRole {
  personId: string
  organisationId: string | null
  role: MemberRole | CharityRole
  /** the inviter, who counts as an approver if they are allowed to approve the role */
  invitedBy: string | null
  /** whether the person was invited by the offer of a seat on a panel */
  throughSeat?: boolean
}

/** `held`: the person already had the role. `joined`: the person has it now. `waiting`: the role needs approval. */
export type Asked = 'held' | 'joined' | 'waiting'

/** Gives a person the role that they accepted, or requests the approvals that it needs. */
export async function askForRole(work: UnitOfWork, asked: AskedRole): Promise<Asked> {
  await endOtherInvitations(work.trx, asked, work.at)
  if (await roleHeld(work.trx, asked)) return 'held'
  if (await waitingRequestId(work.trx, asked)) return 'waiting'
  const id = newId()
  await insertRequest(work.trx, {
    id,
    person_id: asked.personId,
    organisation_id: asked.organisationId,
    role: asked.role,
    invited_by: asked.invitedBy,
    through_seat: asked.throughSeat ? 1 : 0,
    asked_at: work.at,
  })
  if (asked.invitedBy !== null)
    await insertApproval(work.trx, {
      id: newId(),
      request_id: id,
      approver_id: asked.invitedBy,
      answer: 'approve',
      by_invitation: 1,
      note: null,
      at: work.at,
    })
  const request = await requestById(work.trx, id, work.at)
  const asPerson = as(withoutRights(asked.personId), work)
  const outcome = await outcomeNow(work, request)
  if (outcome !== null) {
    await takeEffect(asPerson, request, outcome)
    await emailRoleChange(asPerson, changeOf(request, 'joined'), [request.personId])
    return 'joined'
  }
  await recordEvent(asPerson, 'access.asked', entityOf(request), factsOf(request))
  await emailRoleChange(asPerson, changeOf(request, 'waits'), await emailApprovers(asPerson, request))
  return 'waiting'
}

/** An answer, with how the person was checked or the reason for a refusal. */
export interface Answer {
  answer: 'approve' | 'refuse'
  note: string
}

/** The effect of an answer. `waiting`: others must approve too. */
export type Answered = 'approved' | 'waiting' | 'confirmed' | 'refused'

/**
 * Approves or refuses a role. A role that took effect without a second administrator is confirmed or ended instead.
 * @throws Stale when someone else has since decided, or the actor can no longer answer; FormRefused when the actor has
 * already approved the role, for example by inviting the person
 */
export async function answerRequest(work: UnitOfWork, id: string, given: Answer): Promise<Answered> {
  await lockRequest(work.trx, id)
  const request = await requestById(work.trx, id, work.at)
  if (request.approvedBy.includes(work.actor.id)) throw new FormRefused('answer', 'approvals.answered_before')
  if (!canAnswer(work.actor, request)) throw new Stale() // someone else has since answered
  await insertApproval(work.trx, {
    id: newId(),
    request_id: id,
    approver_id: work.actor.id,
    answer: given.answer,
    by_invitation: 0,
    note: given.note,
    at: work.at,
  })
  return given.answer === 'refuse' ? refuse(work, request, given.note) : approve(work, request)
}

async function refuse(work: UnitOfWork, request: RequestRecord, reason: string): Promise<'refused'> {
  const isHeld = request.status === 'to confirm'
  await updateRequest(work.trx, request, { status: 'refused', decided_at: work.at })
  await recordEvent(work, 'access.refused', entityOf(request), factsOf(request))
  const held = isHeld ? await roleHeld(work.trx, request) : null
  const isEnded = held !== null && (await endCharityRole(work.trx, held, work.at))
  if (isEnded) await recordEvent(work, 'person.role_ended', entityOf(request), { role: request.role })
  if (request.organisationId === null) {
    const isActive = (await readersById(work.trx, [request.personId])).length > 0
    const lost = isEnded && isActive ? [request.role as CharityRole] : []
    await work.tell('role ended', { personId: request.personId, lost })
  }
  await emailRoleChange(work, changeOf(request, 'refused'))
  await emailAnswer(work, request, { note: reason })
  return 'refused'
}

async function approve(work: UnitOfWork, request: RequestRecord): Promise<Answered> {
  if (request.status === 'to confirm') {
    await updateRequest(work.trx, request, { status: 'approved' })
    await recordEvent(work, 'access.confirmed', entityOf(request), factsOf(request))
    await emailRoleChange(work, changeOf(request, 'confirmed'))
    return 'confirmed'
  }
  await recordEvent(work, 'access.approved', entityOf(request), factsOf(request))
  const isGranted = await grant(work, { ...request, approvedBy: [...request.approvedBy, work.actor.id] })
  return isGranted ? 'approved' : 'waiting'
}

/**
 * Gives the roles that this person approved earlier, if the approvals are enough now. Call it when the person gets a
 * role or their account is reactivated: their earlier approvals then count again, and they cannot approve the same role
 * twice.
 */
export async function grantApprovedBy(work: UnitOfWork, personId: string): Promise<void> {
  for (const id of await waitingRequestsApprovedBy(work.trx, personId)) {
    await lockRequest(work.trx, id)
    await grant(work, await requestById(work.trx, id, work.at))
  }
}

/**
 * Gives the role if the approvals are enough, and emails the person and everyone who manages the team.
 * @returns whether the role was given
 */
async function grant(work: UnitOfWork, request: RequestRecord): Promise<boolean> {
  const outcome = await outcomeNow(work, request)
  if (outcome === null) return false
  await takeEffect(work, request, outcome)
  await emailRoleChange(work, changeOf(request, 'approved'), [request.personId])
  await emailAnswer(work, request, null)
  return true
}

/**
 * The outcome of the approvals so far; null while more are needed. An approver who has lost their role no longer
 * counts.
 */
async function outcomeNow(work: UnitOfWork, request: RequestRecord): Promise<'approved' | 'to confirm' | null> {
  const approvers = await readersById(work.trx, request.approvedBy)
  return outcomeOfApprovals(
    request,
    approvers.map(({ actor }) => actor),
  )
}

async function takeEffect(work: UnitOfWork, request: RequestRecord, outcome: 'approved' | 'to confirm'): Promise<void> {
  await updateRequest(work.trx, request, { status: outcome, decided_at: work.at })
  await giveRole(work, request)
}

/** Gives a role without checking approvals. A role that needs approval goes through `askForRole`. */
export async function giveRole(
  work: UnitOfWork,
  { personId, organisationId, role }: Pick<AskedRole, 'personId' | 'organisationId' | 'role'>,
  facts: { through?: 'link' } = {},
): Promise<void> {
  const given = { id: newId(), personId, at: work.at }
  if (organisationId !== null) await insertMembership(work.trx, { ...given, organisationId, role: role as MemberRole })
  else await insertCharityRole(work.trx, { ...given, role: role as CharityRole })
  await recordEvent(
    work,
    organisationId === null ? 'person.role_given' : 'organisation.membership_began',
    entityOf({ personId, organisationId }),
    { person: personId, role, ...facts },
  )
  if (organisationId === null) await work.tell('role given', { personId })
  else await work.tell('membership began', { personId, organisationId })
  if (organisationId !== null && role === 'lead') await work.tell('contacts changed', { organisationId })
  await grantApprovedBy(work, personId)
}

const entityOf = ({ personId, organisationId }: Pick<AskedRole, 'personId' | 'organisationId'>): Entity =>
  organisationId === null
    ? { kind: 'person', id: personId }
    : { kind: 'organisation', id: organisationId, organisationId }

const factsOf = ({ id, personId, role }: RequestRecord) => ({ request: id, person: personId, role })

const changeOf = (request: RequestRecord, change: ChangedRole['change']): ChangedRole => ({
  change,
  person: request,
  role: request.role,
  personId: request.personId,
  organisationId: request.organisationId,
})
