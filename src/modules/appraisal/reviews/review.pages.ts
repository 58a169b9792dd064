import { reasonNotToAnswer, reviewUntil, type DecisionRequest } from '../../../domain/review.ts'
import { dayOf, type Day } from '../../../domain/time.ts'
import type { Link, SummaryRow } from '../../../web/components.ts'
import { errorSummary, hiddenField, radios, textArea } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import type { Decision } from '../decisions/decision.store.ts'
import { maxRequestReason } from './review.forms.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/reviews/requests': ReturnType<typeof reviewPage | typeof correctionPage | typeof answerPage>
  }
}

export interface RequestCase {
  application: ApplicationRecord
  /** the latest decision or, for the library, the decision in the last released letter */
  decision: Decision
  /** all requests about the application's decisions, newest first */
  requests: readonly DecisionRequest[]
  today: Day
}

/** The library's page: its requests for a review, and the form while it can ask for one. */
export function reviewPage(t: T, it: RequestCase, mayAsk: boolean, form: Form = emptyForm) {
  const { decision, today } = it
  const requests = it.requests.filter(({ kind }) => kind === 'review')
  const isOpen = requests.some(({ status }) => status === 'asked')
  const until = decision.releasedAt && reviewUntil(decision.releasedAt)
  // After an error, keep showing the form even if the deadline has passed, so that the typed reason is not lost.
  const canAsk = mayAsk && !isOpen && until !== null && (today <= until || form.errors.length > 0)
  const untilSentence = until === null || isOpen ? [] : untilSentences(t, it, { until, mayAsk })
  return {
    ...headOf(t('reviews.title'), it, form),
    lead: canAsk ? [...untilSentence, t('reviews.ask.who')] : untilSentence,
    requests: requests.map(request => requestPart(t, request, t('decision_requests.kind.review.own'))),
    withdraw:
      mayAsk && isOpen ? withdrawForm(t('reviews.withdraw.button'), `/applications/${it.application.id}/review`) : null,
    form: canAsk
      ? {
          action: `/applications/${it.application.id}/review`,
          request: null,
          answer: null,
          reason: reasonArea(form, t('reviews.ask.reason'), t('reviews.ask.reason.hint')),
          button: { text: t('reviews.ask.button') },
        }
      : null,
  }
}

/**
 * A sentence about the last day to ask for a review. There is none before that day while the application is open again.
 */
function untilSentences(
  t: T,
  { application: { status }, today }: RequestCase,
  { until, mayAsk }: { until: Day; mayAsk: boolean },
): string[] {
  const day = longDay(t, until)
  if (today > until) return [t('reviews.over', { day })]
  if (mayAsk) return [t('reviews.ask.lead', { day })]
  return status === 'decided' ? [t('reviews.ask.lead.others', { day })] : []
}

/** The coordinator's page: every request about the application's decisions, and the form for a correction. */
export function correctionPage(t: T, it: RequestCase, form: Form = emptyForm) {
  const open = it.requests.find(({ status }) => status === 'asked')
  const address = `/applications/${it.application.id}/decision/correction`
  return {
    ...headOf(t('corrections.title'), it, form),
    lead: open ? [] : [t(it.decision.releasedAt === null ? 'corrections.ask.held' : 'corrections.ask.released')],
    requests: it.requests.map(request => requestPart(t, request, t(`decision_requests.kind.${request.kind}`))),
    withdraw: open && open.kind !== 'review' ? withdrawForm(t(`corrections.withdraw.${open.kind}`), address) : null,
    form: open
      ? null
      : {
          action: address,
          request: null,
          answer: null,
          reason: reasonArea(form, t('corrections.ask.reason'), null),
          button: { text: t('corrections.ask.button') },
        },
  }
}

/** The trustee's page: every request about the application's decisions, and the form for the answer. */
export function answerPage(t: T, it: RequestCase, actorId: string, form: Form = emptyForm) {
  const open = it.requests.find(({ status }) => status === 'asked') ?? null
  const why = open && reasonNotToAnswer(open, it.decision, { id: actorId })
  const below = `/applications/${it.application.id}`
  return {
    ...headOf(t('decision_requests.answer.title'), it, form),
    read: [
      { text: t('decision_requests.answer.read.decision'), href: `${below}/decision` },
      { text: t('decision_requests.answer.read.submission'), href: `${below}/submission` },
    ],
    lead: [...(open ? [] : [t('decision_requests.none')]), ...(why ? [t(`decision_requests.answer.not.${why}`)] : [])],
    requests: it.requests.map(request => requestPart(t, request, t(`decision_requests.kind.${request.kind}`))),
    withdraw: null,
    form:
      open && !why
        ? {
            action: `/applications/${it.application.id}/decision/answer`,
            request: hiddenField(form, 'request', open.id),
            answer: answerChoices(t, open, form),
            reason: reasonArea(
              form,
              t('decision_requests.answer.reason'),
              open.kind === 'review' ? t('decision_requests.answer.reason.hint') : null,
            ),
            button: { text: t('decision_requests.answer.button') },
          }
        : null,
  }
}

function answerChoices(t: T, { kind }: DecisionRequest, form: Form) {
  const change = kind === 'reversal' ? 'reverse' : 'reopen'
  return radios(form, 'answer', t('decision_requests.answer.legend'), {
    choices: [
      {
        value: 'as decided',
        text: t('decision_requests.answer.as decided'),
        hint: keepingHint(t, kind),
      },
      {
        value: 'new decision',
        text: t(`decision_requests.answer.${change}`),
        hint: t(`decision_requests.answer.${change}.hint`),
      },
    ],
  })
}

function keepingHint(t: T, kind: DecisionRequest['kind']): string | null {
  if (kind === 'reversal') return t('decision_requests.answer.as decided.hint.reversal')
  return kind === 'review' ? t('decision_requests.answer.as decided.hint') : null
}

const withdrawForm = (text: string, address: string) => ({
  action: `${address}/withdrawal`,
  text,
  kind: 'secondary' as const,
})

const reasonArea = (form: Form, label: string, hint: string | null) =>
  textArea(form, 'reason', label, { hint, rows: 6, most: maxRequestReason, size: 's' })

const headOf = (title: string, { application }: RequestCase, form: Form) => ({
  title,
  back: { text: application.organisationName, href: `/applications/${application.id}/decision` },
  errors: errorSummary(form),
  heading: { text: title, caption: application.organisationName, size: 'l' as const },
  read: [] as Link[],
})

function requestPart(t: T, request: DecisionRequest, heading: string): { heading: string; rows: SummaryRow[] } {
  const { status, answer, answeredAt } = request
  const said =
    answer === null || answeredAt === null
      ? t(`decision_requests.status.${status === 'withdrawn' ? 'withdrawn' : 'asked'}`)
      : t('decision_requests.answered', {
          answer: t(`decision_requests.status.${answer}`),
          day: longDay(t, dayOf(answeredAt)),
        })
  return {
    heading,
    rows: [
      { key: t('decision_requests.asked'), value: longDay(t, dayOf(request.askedAt)) },
      { key: t('decision_requests.reason'), value: paragraphs(request.reason) },
      { key: t('decision_requests.status'), value: said },
      ...(request.answerReason
        ? [{ key: t('decision_requests.answer_reason'), value: paragraphs(request.answerReason) }]
        : []),
    ],
  }
}
