import { memberRoles, type Actor, type MemberRole } from '../../../domain/actor.ts'
import { approvalRule, approvalsNeeded, canAnswer, countsAsApprover } from '../../../domain/approval.ts'
import { dayOf } from '../../../domain/time.ts'
import type { Link, Notice, SummaryRow } from '../../../web/components.ts'
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

/** A request, with who has answered it and the leads of its organisation. */
export interface RequestShown {
  request: RequestRecord
  given: readonly ApprovalGiven[]
  /** those who have approved, with the roles they have now */
  approvers: readonly Actor[]
  leads: readonly LeadSeen[]
}

/** @param isConfirmed whether the reader entered their password again a short time ago */
export function approvalPage(
  t: T,
  shown: RequestShown,
  { actor, isConfirmed, form = emptyForm }: { actor: Actor; isConfirmed: boolean; form?: Form },
) {
  const { request } = shown
  const { name, role } = request
  const place = placeOf(t, request)
  const answers = canAnswer(actor, request) || form.errors.length > 0
  return {
    title: t(request.status === 'to confirm' ? 'approvals.one.confirm' : 'approvals.one.title', { name, place }),
    back: { text: t('approvals.title'), href: '/approvals' } satisfies Link,
    errors: errorSummary(form),
    heading: {
      caption: t('approvals.one.caption', { role: t(`role.${role}`) }),
      text: t(request.status === 'to confirm' ? 'approvals.one.confirm' : 'approvals.one.title', { name, place }),
      size: 'l' as const,
    },
    facts: { rows: factsOf(t, shown, actor) },
    then: t('approvals.then'),
    sees: seesOf(t, request),
    check: answers ? checkFirst(t, request, actor) : null,
    form: answers ? answerFields(t, request, { form, isConfirmed }) : null,
    elsewhere: answers ? null : whyNoForm(t, shown, actor),
  }
}

export const placeOf = (t: T, { organisation }: Pick<RequestRecord, 'organisation'>): string =>
  organisation ?? t('approvals.charity')

function factsOf(t: T, shown: RequestShown, actor: Actor): SummaryRow[] {
  const { request, leads } = shown
  const { name, email, invitedByName, askedAt, role } = request
  const day = longDay(t, dayOf(askedAt))
  return [
    { key: t('approvals.fact.who'), value: name },
    { key: t('approvals.fact.email'), value: email, hint: emailHint(t, request) },
    { key: t('approvals.fact.role'), value: t(`role.${role}`) },
    {
      key: t('approvals.fact.invited'),
      value: invitedByName ?? t('approvals.fact.invited.unknown'),
      hint: t('approvals.fact.accepted', { day }),
    },
    { key: t('approvals.fact.why'), value: whyNeeded(t, request) },
    ...(request.organisationId === null
      ? []
      : [
          {
            key: t('approvals.fact.leads'),
            value: leads.length === 0 ? t('approvals.leads.none') : leadLines(t, leads),
          },
        ]),
    { key: t('approvals.fact.approves'), value: approverLines(t, shown, actor) },
  ]
}

/** The invitation was opened from this address. An address at another domain than the role mailbox is worth a look. */
function emailHint(t: T, { email, roleMailbox }: RequestRecord): string {
  if (roleMailbox === null) return t('approvals.email.confirmed')
  const isSame = domainOf(email) === domainOf(roleMailbox)
  return t(isSame ? 'approvals.email.same_domain' : 'approvals.email.other_domain', { mailbox: roleMailbox })
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase()

function whyNeeded(t: T, request: RequestRecord): string {
  if (request.status === 'to confirm') return t('approvals.why.to confirm')
  return t(`approvals.why.${approvalRule(request)}`, { place: placeOf(t, request) })
}

const leadLines = (t: T, leads: readonly LeadSeen[]): string[] =>
  leads.map(({ name, signedInAt, isBouncing, isReached }) => {
    const seen =
      signedInAt === null
        ? t('approvals.lead.never', { name })
        : t('approvals.lead.seen', { name, day: longDay(t, dayOf(signedInAt)) })
    if (isReached) return seen
    return t(isBouncing ? 'approvals.lead.bounces' : 'approvals.lead.away', { seen })
  })

/** Those who have approved and still may, then those who are still needed. */
function approverLines(t: T, { request, given, approvers }: RequestShown, actor: Actor): string[] {
  if (request.status === 'refused' || request.status === 'approved') return given.flatMap(each => answerLine(t, each))
  const counting = approvers.filter(each => countsAsApprover(each, request)).map(({ id }) => id)
  const done = given.filter(({ approverId }) => counting.includes(approverId)).flatMap(each => answerLine(t, each))
  const missing = request.status === 'to confirm' ? 1 : approvalsNeeded(approvalRule(request)) - done.length
  const you = canAnswer(actor, request) ? [t('approvals.approves.you')] : []
  const others = Math.max(0, missing - you.length)
  return [...done, ...you, ...Array.from({ length: others }, () => otherApprover(t, request, you.length > 0))]
}

const answerLine = (t: T, { name, answer, byInvitation, note, at }: ApprovalGiven): string[] => {
  const day = longDay(t, dayOf(at))
  if (byInvitation) return [t('approvals.given.invited', { name })]
  return [t(`approvals.given.${answer}`, { name, day, note: note ?? '' })]
}

export function otherApprover(t: T, request: RequestRecord, isBesideYou: boolean): string {
  if (request.status === 'to confirm') return t('approvals.approves.administrators')
  const rule = approvalRule(request)
  const place = placeOf(t, request)
  return t(isBesideYou ? `approvals.approves.other.${rule}` : `approvals.approves.${rule}`, { place })
}

function seesOf(t: T, { role, name }: RequestRecord) {
  return {
    yes: {
      heading: t('approvals.can', { name }),
      lines: [1, 2, 3].map(n => t(`approvals.can.${role}.${n as 1 | 2 | 3}`)),
    },
    no: {
      heading: t('approvals.cannot', { name }),
      lines: [1, 2].map(n => t(`approvals.cannot.${isMemberRole(role) ? 'team' : 'charity'}.${n as 1 | 2}`)),
    },
  }
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
    answer: radios(
      form,
      'answer',
      t(isToConfirm ? 'approvals.answer.confirm' : 'approvals.answer'),
      [
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
      { size: 'm' },
    ),
    password: passwordAgain(t, form, isConfirmed),
    emails: t(request.organisationId === null ? 'approvals.emails.charity' : 'approvals.emails.organisation', { name }),
  }
}

/** What a reader who has no form reads instead. */
function whyNoForm(t: T, { request }: RequestShown, actor: Actor): string {
  const { status, decidedAt, askedAt } = request
  if (status === 'approved' || status === 'refused')
    return t(`approvals.done.${status}`, { day: longDay(t, dayOf(decidedAt ?? askedAt)) })
  return t(request.approvedBy.includes(actor.id) ? 'approvals.elsewhere.you_did' : 'approvals.elsewhere')
}
