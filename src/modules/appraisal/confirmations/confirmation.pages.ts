import type { Actor } from '../../../domain/actor.ts'
import type { ApplicationGuard } from '../../../domain/application-guards.ts'
import { criteriaNeverAnswered } from '../../../domain/completeness.ts'
import { confirmingOutcomes } from '../../../domain/expected-outcome.ts'
import { can } from '../../../domain/permissions.ts'
import { dayOf, type Day } from '../../../domain/time.ts'
import { errorSummary, hiddenField, radios, textArea } from '../../../web/fields.ts'
import { formOf, valueOf, type Form } from '../../../web/form.ts'
import { list, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { comparisonLink, recommendationCards, unavailableText } from '../../applications/applications.public.ts'
import { changedItems, unchangedTable, whoAndWhere, yearItems } from '../changes/change.pages.ts'
import { maxDecisionLetter } from '../proposals/proposal.forms.ts'
import { recommendationInputs } from '../proposals/proposal.pages.ts'
import { isStarted, numberedField, recommendationNumbers } from './confirmation.forms.ts'
import type { AwardToConfirm, RenewalToConfirm } from './confirmation.store.ts'
import { reversedNotice } from '../reviews/reversal.pages.ts'
import type { Reversal } from '../reviews/review.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/confirmations/edit': ReturnType<typeof confirmationPage>
    'appraisal/confirmations/form': NonNullable<ReturnType<typeof confirmationPage>['form']>
  }
}

interface Confirming {
  /** the guards that are not met; the trustee can confirm only when there are none */
  unmet: readonly ApplicationGuard[]
  form: Form
  isStale: boolean
  /** the reversal of the last decision; null when it was not reversed, or the person cannot see it */
  reversal: Reversal | null
  today: Day
}

/** The trustee's page: changes since last year first, then the decision. Unchanged answers are collapsed. */
export function confirmationPage(t: T, actor: Actor, it: RenewalToConfirm, confirming: Confirming) {
  const { unmet, form, isStale, reversal, today } = confirming
  const { application, before, submission } = it
  const address = `/applications/${application.id}`
  const mayDecide = can(actor, 'decision.make', application) && unmet.length === 0
  const changed = changedItems(t, actor, it)
  const since = before && longDay(t, dayOf(before.submittedAt))
  return {
    title: t('confirmations.title', { organisation: application.organisationName }),
    wide: true,
    back: { text: application.organisationName, href: address },
    errors: errorSummary(form),
    heading: { caption: t('application.kind.renewal'), text: application.organisationName, size: 'l' as const },
    submitted: t(it.reasons.length > 0 ? 'confirmations.submitted.panel' : 'confirmations.submitted', {
      day: longDay(t, dayOf(submission.submittedAt)),
    }),
    validTo: validityText(t, it.award, today),
    stale: isStale ? staleNotice(t) : null,
    reversed: reversal && reversedNotice(t, reversal),
    panel: it.reasons.length > 0 ? panelNotice(t, it) : null,
    unmet: unmet.filter(guard => guard !== 'no panel is needed').map(guard => t(`application.guard.${guard}`)),
    changedHeading: since ? t('confirmations.changed', { day: since }) : t('confirmations.answers'),
    noComparison: since ? null : t('confirmations.no_comparison'),
    neverAnswered: neverAnsweredText(t, it),
    unavailable: unavailableText(t, it.unavailable),
    changed,
    nothingChanged: changed.length === 0 ? t('confirmations.changed.none') : null,
    recommendations: recommendationCards(t, it.recommendations),
    whoAndWhere: whoAndWhere(t, it),
    year: yearItems(it),
    rest: unchangedTable(t, it),
    confirmed: application.restConfirmedAt
      ? t(application.hasEarlierAnswers ? 'renewal.read.confirmed' : 'renewal.read.confirmed.recorded', {
          day: longDay(t, dayOf(application.restConfirmedAt)),
        })
      : null,
    links: [
      { text: t('confirmations.submission'), href: `${address}/submissions/${submission.number}` },
      ...[before ? comparisonLink(t, application) : null].filter(link => link !== null),
      { text: t('applications.case.link.questions'), href: `${address}/questions` },
    ],
    form: mayDecide ? formPart(t, it, form) : null,
    wantPanel:
      can(actor, 'application.want_panel', application) && it.reasons.length === 0
        ? { text: t('confirmations.want_panel'), href: `${address}/panel-wanted` }
        : null,
  }
}

/** A sentence with the number of criteria that were never answered in this service; null if there are none. */
function neverAnsweredText(t: T, { application, framework, items }: RenewalToConfirm): string | null {
  const answers = items.flatMap(({ item, now }) =>
    now === null
      ? []
      : { itemId: item.id, narrative: now.narrative, ownRating: now.ownRating, evidence: now.evidence.length },
  )
  const count = criteriaNeverAnswered(framework, application, answers).length
  return count > 0 ? t('renewal.never_answered', { count }) : null
}

function validityText(t: T, award: AwardToConfirm | null, today: Day): string {
  const { isSuspended = false, validTo = null } = award ?? {}
  if (isSuspended) return t('confirmations.suspended')
  if (validTo === null) return t('confirmations.valid_with_us')
  const isOver = validTo < today
  return t(isOver ? 'confirmations.valid_to.over' : 'confirmations.valid_to', { day: longDay(t, validTo) })
}

const staleNotice = (t: T) => ({
  tone: 'stop' as const,
  icon: 'information' as const,
  heading: t('confirmations.stale'),
  text: [t('confirmations.stale.text')],
})

function panelNotice(t: T, { application, reasons }: RenewalToConfirm) {
  const sentences = reasons.map(reason => t(`renewal.panel.reason.${reason}`))
  const ownReason = application.panelReason
    ? [t('renewal.panel.asked.reason', { reason: application.panelReason })]
    : []
  return {
    tone: 'plain' as const,
    icon: 'people' as const,
    heading: t('renewal.panel.asked'),
    text: [t('renewal.panel.asked.because', { reasons: list(t, sentences) }), ...ownReason],
  }
}

function formPart(t: T, { application, framework }: RenewalToConfirm, form: Form) {
  const asksForOne = valueOf(form, 'outcome') === 'awarded with recommendations'
  return {
    action: `/applications/${application.id}/confirmation`,
    version: hiddenField(form, 'version'),
    outcome: radios(form, 'outcome', t('confirmations.outcome'), {
      choices: confirmingOutcomes(framework).map(id => ({
        value: id,
        text: t(`outcome.${id}`),
        hint: t(`confirmations.outcome.${id as 'awarded'}.hint`),
      })),
      size: 'm',
    }),
    recommendations: {
      isOpen: asksForOne || recommendationNumbers.some(n => isStarted(form, n)),
      list: recommendationNumbers.map(n => ({
        heading: t('confirmations.recommendation', { number: n }),
        isOpen: n === 1 || isStarted(form, n),
        fields: recommendationInputs(t, { application, framework }, form, field => numberedField(field, n)),
      })),
    },
    decisionLetter: textArea(form, 'decisionLetter', t('proposals.decision_letter'), {
      rows: 12,
      hint: t('confirmations.decision_letter.hint'),
      most: maxDecisionLetter,
      size: 'm',
    }),
    notes: [t('decisions.held'), t('decisions.check.final.anyone')],
    button: { text: t('confirmations.button') },
  }
}

/** The initial form, with a suggested letter in the organisation's language. */
export const formToConfirm = (organisationT: T, { application, readAt }: RenewalToConfirm): Form =>
  formOf({
    version: String(readAt),
    decisionLetter: organisationT('confirmations.decision_letter.draft', {
      organisation: application.organisationName,
    }),
  })
