import { memberRoles, type Actor, type MemberRole } from '../../../domain/actor.ts'
import { approvalRule, approvalsNeeded, canAnswer, countsAsApprover } from '../../../domain/role-approval.ts'
import { dayOf } from '../../../domain/time.ts'
import type { Link, Notice, Status, SummaryRow } from '../../../web/components.ts'
import { emphasis } from '../../../web/due-line.ts'
import { errorSummary, radios, textField } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { passwordAgain } from '../../../web/password-again.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { RequestRecord } from '../requests/request.store.ts'
import type { ApprovalGiven, LeadSeen } from './approval.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'access/approvals/one': ReturnType<typeof approvalPage>
  }
}

/** A request, with its answers and the leads of its organisation. */
export interface RequestShown {
  request: RequestRecord
  given: readonly ApprovalGiven[]
  /** the people who have approved, with their current roles */
  approvers: readonly Actor[]
  leads: readonly LeadSeen[]
}

/** @param isConfirmed whether the reader has entered their password again recently */
export function approvalPage(
  t: T,
  shown: RequestShown,
  { actor, isConfirmed, form = emptyForm }: { actor: Actor; isConfirmed: boolean; form?: Form },
) {
  const { request } = shown
  const { name, role, status, askedAt } = request
  const place = placeOf(t, request)
  const answers = canAnswer(actor, request) || form.errors.length > 0
  const title =
    status === 'to confirm' ? t('approvals.one.confirm', { name }) : t(`approvals.one.title.${role}`, { name, place })
  const day = longDay(t, dayOf(askedAt))
  return {
    title,
    back: { text: t('approvals.title'), href: '/approvals' } satisfies Link,
    errors: errorSummary(form),
    heading: { caption: t('approvals.title'), text: title, size: 'l' as const },
    due: {
      tone: 'plain' as const,
      ...emphasis(t(isFromMerge(request) ? 'approvals.merged' : 'approvals.accepted', { day }), day),
    },
    facts: { rows: factsOf(t, shown, actor) },
    then: t('approvals.then'),
    sees: seesOf(t, request),
    check: answers ? checkFirst(t, request, actor) : null,
    form: answers ? answerFields(t, request, { form, isConfirmed }) : null,
    elsewhere: answers ? null : whyNoForm(t, shown, actor),
  }
}

/** Whether the request comes from a merge of libraries. All other requests come from an invitation. */
const isFromMerge = ({ invitedBy }: RequestRecord): boolean => invitedBy === null

export const placeOf = (t: T, { organisation }: Pick<RequestRecord, 'organisation'>): string =>
  organisation ?? t('approvals.charity')

function factsOf(t: T, shown: RequestShown, actor: Actor): SummaryRow[] {
  const { request, leads } = shown
  const { name, email, invitedByName, role, isActive } = request
  return [
    { key: t('approvals.fact.who'), value: name, statuses: isActive ? [] : [suspended(t)] },
    { key: t('approvals.fact.email'), value: email, statuses: [emailStatus(t, request)] },
    { key: t('approvals.fact.role'), value: t(`role.${role}`) },
    { key: t('approvals.fact.invited'), value: invitedByName ?? t('approvals.fact.invited.merged') },
    { key: t('approvals.fact.why'), value: whyNeeded(t, request) },
    ...(request.organisationId === null ? [] : [leadsRow(t, leads)]),
    { key: t('approvals.fact.approves'), value: howMany(t, request), statuses: approverLines(t, shown, actor) },
  ]
}

const suspended = (t: T): Status => ({ icon: 'pause', tone: 'stop', text: t('approvals.suspended') })

/**
 * The status of the person's email address. Approvers must check the address if its domain differs from that of the
 * organisation's shared mailbox.
 */
function emailStatus(t: T, request: RequestRecord): Status {
  const { email, roleMailbox } = request
  const confirmed = { icon: 'tick', tone: 'done' } as const
  if (isFromMerge(request)) return { icon: 'information', tone: 'quiet', text: t('approvals.email.merged') }
  if (roleMailbox === null) return { ...confirmed, text: t('approvals.email.confirmed') }
  if (domainOf(email) === domainOf(roleMailbox)) return { ...confirmed, text: t('approvals.email.same_domain') }
  return { icon: 'information', tone: 'you', text: t('approvals.email.other_domain') }
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase()

function whyNeeded(t: T, request: RequestRecord): string {
  if (request.status === 'to confirm') return t('approvals.why.to confirm')
  return t(`approvals.why.${approvalRule(request)}`, { place: placeOf(t, request) })
}

const leadsRow = (t: T, leads: readonly LeadSeen[]): SummaryRow => ({
  key: t('approvals.fact.leads'),
  value:
    leads.length === 0
      ? t('approvals.leads.none')
      : leads.map(({ name, signedInAt }) =>
          signedInAt === null
            ? t('approvals.lead.never', { name })
            : t('approvals.lead.seen', { name, day: longDay(t, dayOf(signedInAt)) }),
        ),
  statuses: leads
    .filter(({ isReached }) => !isReached)
    .map(lead => ({ icon: 'triangle', tone: 'stop', text: notReachedText(t, lead) })),
})

function notReachedText(t: T, { name, isBouncing, daysAway }: LeadSeen): string {
  if (isBouncing) return t('approvals.lead.bounces', { name })
  return daysAway === null ? t('approvals.lead.never', { name }) : t('approvals.lead.away', { name, count: daysAway })
}

const howMany = (t: T, request: RequestRecord): string =>
  t(request.status === 'to confirm' ? 'approvals.needs.to confirm' : `approvals.needs.${approvalRule(request)}`)

/**
 * The lines about approvers. An open request shows the approvals that count, then the approvals it still needs. A
 * decided request shows all answers.
 */
function approverLines(t: T, { request, given, approvers }: RequestShown, actor: Actor): Status[] {
  if (request.status === 'refused' || request.status === 'approved') return given.map(each => answerLine(t, each))
  const counting = approvers.filter(each => countsAsApprover(each, request)).map(({ id }) => id)
  const done = given.filter(({ approverId }) => counting.includes(approverId)).map(each => answerLine(t, each))
  const missing = request.status === 'to confirm' ? 1 : approvalsNeeded(approvalRule(request)) - done.length
  const isYours = canAnswer(actor, request)
  const you: Status[] = isYours ? [{ icon: 'dotted-ring', tone: 'you', text: t('approvals.approves.you') }] : []
  const others = Array.from({ length: Math.max(0, missing - you.length) }, (): Status => ({
    icon: 'dotted-ring',
    tone: 'quiet',
    text: otherApprover(t, request, isYours),
  }))
  return [...done, ...you, ...others]
}

function answerLine(t: T, { name, answer, byInvitation, note, at }: ApprovalGiven): Status {
  const day = longDay(t, dayOf(at))
  const text = byInvitation
    ? t('approvals.given.invited', { name })
    : t(`approvals.given.${answer}`, { name, day, note: note ?? '' })
  return answer === 'approve' ? { icon: 'tick', tone: 'done', text } : { icon: 'dash', tone: 'stop', text }
}

export function otherApprover(t: T, request: RequestRecord, isBesideOthers: boolean): string {
  if (request.status === 'to confirm') return t('approvals.approves.administrators')
  const rule = approvalRule(request)
  const place = placeOf(t, request)
  return t(isBesideOthers ? `approvals.approves.other.${rule}` : `approvals.approves.${rule}`, { place })
}

function seesOf(t: T, { role, name }: RequestRecord) {
  return {
    yes: {
      heading: t('approvals.can', { name }),
      lines: [1, 2, 3].map(n => t(`approvals.can.${role}.${n as 1 | 2 | 3}`)),
    },
    no: {
      heading: t('approvals.cannot', { name }),
      lines: cannotSee(t, role),
    },
  }
}

function cannotSee(t: T, role: RequestRecord['role']): string[] {
  if (role === 'administrator') return [t('approvals.cannot.administrator.1')]
  return ([1, 2] as const).map(n => t(`approvals.cannot.${isMemberRole(role) ? 'team' : 'charity'}.${n}`))
}

const isMemberRole = (role: RequestRecord['role']): role is MemberRole =>
  (memberRoles as readonly string[]).includes(role)

function checkFirst(t: T, request: RequestRecord, actor: Actor): Notice {
  const isOwn = request.organisationId !== null && approvalRule(request) === 'lead'
  const isLead = actor.memberships.some(
    ({ organisationId, role }) => organisationId === request.organisationId && role === 'lead',
  )
  const kind = request.organisationId === null ? 'charity' : 'organisation'
  return {
    tone: 'stop',
    icon: 'triangle',
    heading: t('approvals.check'),
    text: [t(isOwn || isLead ? 'approvals.check.lead' : `approvals.check.${kind}`)],
  }
}

function answerFields(t: T, request: RequestRecord, { form, isConfirmed }: { form: Form; isConfirmed: boolean }) {
  const { name } = request
  const isToConfirm = request.status === 'to confirm'
  return {
    action: `/approvals/${request.id}`,
    answer: radios(form, 'answer', t(isToConfirm ? 'approvals.answer.confirm' : 'approvals.answer'), {
      choices: [
        {
          value: 'approve',
          text: t('approvals.answer.approve'),
          field: textField(form, 'how', t('approvals.how'), { hint: t('approvals.how.hint') }),
        },
        {
          value: 'refuse',
          text: t('approvals.answer.refuse'),
          field: textField(form, 'reason', t('approvals.reason'), { hint: t('approvals.reason.hint', { name }) }),
        },
      ],
      size: 'm',
    }),
    password: passwordAgain(t, form, isConfirmed),
    emails: t(`approvals.emails.${whoIsEmailed(request)}`, { name }),
  }
}

function whoIsEmailed({ organisationId, role, status }: RequestRecord) {
  if (organisationId !== null) return 'organisation'
  if (status === 'to confirm') return 'confirm'
  return role === 'appraiser' ? 'appraiser' : 'charity'
}

function whyNoForm(t: T, { request }: RequestShown, actor: Actor): string {
  const { status, decidedAt, askedAt } = request
  if (status === 'approved' || status === 'refused')
    return t(`approvals.done.${status}`, { day: longDay(t, dayOf(decidedAt ?? askedAt)) })
  return t(request.approvedBy.includes(actor.id) ? 'approvals.elsewhere.you_did' : 'approvals.elsewhere')
}
