import { membershipsIn, type Actor, type CharityRole, type MemberRole } from './actor.ts'

/**
 * `waiting`: gives no access yet. `to confirm`: took effect while there was one administrator, and another one confirms
 * or ends it.
 */
export const requestStatuses = ['waiting', 'to confirm', 'approved', 'refused'] as const
export type RequestStatus = (typeof requestStatuses)[number]

/** A role that a person has accepted, with what its approval depends on today. */
export interface AccessRequest {
  id: string
  personId: string
  /** null for a role in the charity */
  organisationId: string | null
  role: MemberRole | CharityRole
  status: RequestStatus
  /** the people who approved it, also by inviting the person. A refusal ends the request */
  approvedBy: readonly string[]
  /** everyone who has accepted a role in the organisation and waits for approval */
  joining: readonly string[]
  /** whether the organisation has a lead who can be reached */
  hasLead: boolean
  /** whether the organisation has evidence, or an application */
  holdsContent: boolean
  /** whether no one but one person has ever been an administrator */
  hasOneAdministrator: boolean
}

/**
 * Who approves: a lead; people of the charity, of whom one is enough while there is nothing to read; people of the
 * charity for the panel pool; administrators; or no one yet, because there is one administrator.
 */
export const approvalRules = ['lead', 'empty organisation', 'organisation', 'pool', 'administrators'] as const
export type ApprovalRule = (typeof approvalRules)[number]

export function approvalRule(it: Pick<AccessRequest, 'organisationId' | 'role' | 'hasLead' | 'holdsContent'>) {
  if (it.organisationId !== null && it.hasLead) return 'lead'
  if (it.organisationId !== null) return it.holdsContent ? 'organisation' : 'empty organisation'
  return it.role === 'appraiser' || it.role === 'helper' ? 'pool' : 'administrators'
}

/** How many people must approve. The person who sent the invitation counts as one while they hold such a role. */
export const approvalsNeeded = (rule: ApprovalRule): number =>
  rule === 'lead' || rule === 'empty organisation' ? 1 : 2

const charityApprovers: readonly CharityRole[] = ['coordinator', 'trustee', 'administrator']

/** Whether this person's approval counts, with the roles they have now. Nobody approves their own role. */
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

/** A member, or someone who waits to become one, does not act for the charity there. */
const belongsTo = (actor: Actor, { organisationId, joining }: AccessRequest): boolean =>
  organisationId !== null && (membershipsIn(actor, organisationId).length > 0 || joining.includes(actor.id))

/**
 * The result of the approvals given so far.
 * @param approvers the people who approved, with the roles they have now
 */
export function outcomeOfApprovals(it: AccessRequest, approvers: readonly Actor[]): 'approved' | 'to confirm' | null {
  const counting = approvers.filter(actor => countsAsApprover(actor, it))
  if (counting.some(actor => isLeadOf(actor, it))) return 'approved'
  if (counting.length >= approvalsNeeded(approvalRule(it))) return 'approved'
  const isFirst = it.organisationId === null && it.hasOneAdministrator
  if (!isFirst || !counting.some(({ charityRoles }) => charityRoles.includes('administrator'))) return null
  return it.role === 'administrator' ? 'approved' : 'to confirm' // nobody could confirm the second administrator
}

/** Whether the person can answer now: it is open, and they have not approved it before. */
export const canAnswer = (actor: Actor, it: AccessRequest): boolean =>
  isOpen(it) && !it.approvedBy.includes(actor.id) && mayAnswer(actor, it)

const isOpen = ({ status }: AccessRequest): boolean => status === 'waiting' || status === 'to confirm'

/**
 * Whether the person is among those who can answer. Only administrators confirm. After the decision, the same people
 * can still read it.
 */
export function mayAnswer(actor: Actor, it: AccessRequest): boolean {
  if (!isOpen(it)) return mayReadRequest(actor, it)
  return it.status === 'to confirm'
    ? actor.id !== it.personId && actor.charityRoles.includes('administrator')
    : countsAsApprover(actor, it)
}

/** A lead sees who wants to join the organisation. The charity's people see all, except where they are members. */
export function mayReadRequest(actor: Actor, it: AccessRequest): boolean {
  if (actor.id === it.personId) return false
  return (
    isLeadOf(actor, it) || (actor.charityRoles.some(role => charityApprovers.includes(role)) && !belongsTo(actor, it))
  )
}
