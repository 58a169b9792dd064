import { membershipsIn, type Actor, type CharityRole, type MemberRole } from './actor.ts'

// The rules for approving a new role. Other things that need a second person:
// - changing a decision: review.ts
// - correcting an award that people outside have seen: `award.confirm_correction` in permissions.ts
// - undoing moves made with a wrong clock: `clock_moves.confirm`
// - lifting a conflict of interest: `declaration.lift`
// - merging organisations, if this changes who can read evidence, applications or targets: merge.ts

/**
 * The statuses of a request for a role. `waiting`: the role gives no access yet. `to confirm`: the role is already in
 * effect, because there was only one administrator; a second administrator must confirm or end it.
 */
export const requestStatuses = ['waiting', 'to confirm', 'approved', 'refused'] as const
export type RequestStatus = (typeof requestStatuses)[number]

/** A role that a person has accepted, with the facts that decide who can approve it. */
export interface AccessRequest {
  id: string
  personId: string
  /** null for a role in the charity */
  organisationId: string | null
  role: MemberRole | CharityRole
  status: RequestStatus
  /** ids of the people who approved the request; an invitation counts as the inviter's approval */
  approvedBy: readonly string[]
  /** ids of everyone who has accepted a role in the organisation and is waiting for approval */
  joining: readonly string[]
  /** whether the organisation has another lead who can be reached */
  hasLead: boolean
  /** whether the organisation has evidence, an upload in its inbox, or an application */
  holdsContent: boolean
  /** whether only one person has ever been an administrator */
  hasOneAdministrator: boolean
}

/**
 * The rule for approving a new role, named after its approvers.
 *
 * - `lead`: a lead of the organisation
 * - `empty organisation`: one person from the charity, because the organisation has nothing to read yet
 * - `organisation`: two people from the charity
 * - `pool`: two people from the charity, for the panel pool
 * - `administrators`: two administrators
 *
 * While there has only ever been one administrator, their approval is enough for every role in the charity. A second
 * administrator must then confirm each such role, except that of administrator.
 */
export const approvalRules = ['lead', 'empty organisation', 'organisation', 'pool', 'administrators'] as const
export type ApprovalRule = (typeof approvalRules)[number]

export function approvalRule(it: Pick<AccessRequest, 'organisationId' | 'role' | 'hasLead' | 'holdsContent'>) {
  if (it.organisationId !== null && it.hasLead) return 'lead'
  if (it.organisationId !== null) return it.holdsContent ? 'organisation' : 'empty organisation'
  return it.role === 'appraiser' || it.role === 'helper' ? 'pool' : 'administrators'
}

/**
 * The number of approvals that a rule needs; `outcomeOfApprovals` has the exceptions. The inviter counts as one
 * approver while they hold a role that can approve.
 */
export const approvalsNeeded = (rule: ApprovalRule): number =>
  rule === 'lead' || rule === 'empty organisation' ? 1 : 2

const charityApprovers: readonly CharityRole[] = ['coordinator', 'trustee', 'administrator']

/** Whether this person's current roles make their approval count. Nobody approves their own role. */
export function countsAsApprover(actor: Actor, it: AccessRequest): boolean {
  if (actor.id === it.personId) return false
  if (isLeadOf(actor, it)) return true
  const rule = approvalRule(it)
  if (rule === 'lead') return false
  if (rule === 'administrators') return actor.charityRoles.includes('administrator')
  return actor.charityRoles.some(role => charityApprovers.includes(role)) && !belongsTo(actor, it)
}

const isLeadOf = (actor: Actor, { organisationId }: AccessRequest): boolean =>
  organisationId !== null && membershipsIn(actor, organisationId).includes('lead')

/**
 * Whether a person is a member of the organisation, or is waiting to become one. Such a person does not act for the
 * charity in that organisation's requests.
 */
const belongsTo = (actor: Actor, { organisationId, joining }: AccessRequest): boolean =>
  organisationId !== null && (membershipsIn(actor, organisationId).length > 0 || joining.includes(actor.id))

/**
 * The result of the approvals given so far; null while more are needed.
 * @param approvers the people who approved, with their current roles
 */
export function outcomeOfApprovals(it: AccessRequest, approvers: readonly Actor[]): 'approved' | 'to confirm' | null {
  const counting = approvers.filter(actor => countsAsApprover(actor, it))
  if (counting.some(actor => isLeadOf(actor, it))) return 'approved'
  if (counting.length >= approvalsNeeded(approvalRule(it))) return 'approved'
  const isFirst = it.organisationId === null && it.hasOneAdministrator
  if (!isFirst || !counting.some(({ charityRoles }) => charityRoles.includes('administrator'))) return null
  // the second administrator needs no confirmation, because there is no other administrator who could give it
  return it.role === 'administrator' ? 'approved' : 'to confirm'
}

/**
 * Whether the person can answer the request now: it is open, they may answer it, and they have not approved it before.
 */
export const canAnswer = (actor: Actor, it: AccessRequest): boolean =>
  isOpen(it) && !it.approvedBy.includes(actor.id) && mayOpenRequest(actor, it)

const isOpen = ({ status }: AccessRequest): boolean => status === 'waiting' || status === 'to confirm'

/**
 * Whether the person can answer this request or, after it is decided, read it. Only administrators confirm a role that
 * is already in effect.
 */
export function mayOpenRequest(actor: Actor, it: AccessRequest): boolean {
  if (!isOpen(it)) return mayReadRequest(actor, it)
  return it.status === 'to confirm'
    ? actor.id !== it.personId && actor.charityRoles.includes('administrator')
    : countsAsApprover(actor, it)
}

/**
 * Whether a person can read a request. Leads can read those of their organisation. The charity's approvers can read all
 * requests except those of organisations that they belong to. Nobody can read their own.
 */
export function mayReadRequest(actor: Actor, it: AccessRequest): boolean {
  if (actor.id === it.personId) return false
  return (
    isLeadOf(actor, it) || (actor.charityRoles.some(role => charityApprovers.includes(role)) && !belongsTo(actor, it))
  )
}
