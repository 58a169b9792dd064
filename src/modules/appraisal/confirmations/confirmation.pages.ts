import type { Actor } from '../../../domain/actor.ts'
import type { ApplicationGuard } from '../../../domain/application-guards.ts'
import { criteriaAskedBy } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import { dayOf } from '../../../domain/time.ts'
import { dateField, errorSummary, hiddenField, radios, select, textArea, textField } from '../../../web/fields.ts'
import type { Form } from '../../../web/form.ts'
import { recommendationCards } from '../../applications/applications.public.ts'
import { list, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { changedItems, unchangedTable, whoAndWhere, yearItems } from '../decisions/changed.pages.ts'
import { confirmingOutcomes, mostAtOnce, nth, shownAtOnce } from './confirmation.forms.ts'
import type { Confirming } from './confirmation.store.ts'
import { decisionLetterMost } from '../decisions/decision.forms.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/confirmations/edit': ReturnType<typeof confirmPage>
    'appraisal/confirmations/form': NonNullable<ReturnType<typeof confirmPage>['form']>
  }
}

/**
 * One page for one trustee: what changed since last year first, then what was promised, who and where, the year, and
 * the rest folded.
 */
export function confirmPage(
  t: T,
  actor: Actor,
  it: Confirming,
  { unmet, form }: { unmet: readonly ApplicationGuard[]; form: Form },
) {
  const { application, before, submission } = it
  const address = `/applications/${application.id}`
  const mayDecide = can(actor, 'decision.make', application) && unmet.length === 0
  const changed = changedItems(t, actor, it)
  const since = before && longDay(t, dayOf(before.submittedAt))
  return {
    title: t('decisions.confirm.title'),
    wide: true,
    back: { text: application.organisationName, href: address },
    errors: errorSummary(form),
    heading: { caption: t('application.kind.renewal'), text: application.organisationName, size: 'l' as const },
    isSubmitted: t('decisions.confirm.is_submitted', { day: longDay(t, dayOf(submission.submittedAt)) }),
    validTo: it.validTo
      ? t('decisions.confirm.valid_to', { day: longDay(t, it.validTo) })
      : t('decisions.confirm.with_us'),
    before: since ? t('decisions.confirm.before', { day: since }) : t('decisions.confirm.recorded'),
    panel:
      it.reasons.length === 0
        ? null
        : {
            tone: 'plain' as const,
            icon: 'people' as const,
            heading: t('renewal.panel.asked'),
            text: [
              t('renewal.panel.asked.because', {
                reasons: list(
                  t,
                  it.reasons.map(reason => t(`renewal.panel.reason.${reason}`)),
                ),
              }),
              ...(application.panelReason
                ? [t('renewal.panel.asked.reason', { reason: application.panelReason })]
                : []),
            ],
          },
    unmet: unmet.filter(guard => guard !== 'nothing asks for a panel').map(guard => t(`application.guard.${guard}`)),
    changedHeading: since ? t('decisions.confirm.changed', { day: since }) : t('decisions.confirm.changed.recorded'),
    changed,
    nothingChanged: changed.length === 0 ? t('decisions.confirm.changed.none') : null,
    recommendations: recommendationCards(t, it.recommendations),
    actor: whoAndWhere(t, it),
    year: yearItems(it),
    rest: unchangedTable(t, it),
    confirmed: application.restConfirmedAt
      ? t('renewal.read.confirmed', { day: longDay(t, dayOf(application.restConfirmedAt)) })
      : null,
    links: [
      { text: t('decisions.confirm.submission'), href: `${address}/submissions/${submission.number}` },
      { text: t('applications.case.link.questions'), href: `${address}/questions` },
    ],
    form: mayDecide ? confirmFields(t, it, form) : null,
    wantPanel:
      can(actor, 'application.want_panel', application) && it.reasons.length === 0
        ? { text: t('decisions.confirm.want_panel'), href: `${address}/panel-wanted` }
        : null,
  }
}

function confirmFields(t: T, { application, framework }: Confirming, form: Form) {
  const count = shownAtOnce(form)
  const items = criteriaAskedBy(framework, application.kind).map(({ id, code, title }) => ({
    value: id,
    text: `${code} ${title}`,
  }))
  return {
    action: `/applications/${application.id}/decision`,
    version: hiddenField(form, 'version'),
    count: { name: 'recommendations', value: String(count) },
    outcome: radios(
      form,
      'outcome',
      t('decisions.decide.legend'),
      confirmingOutcomes(framework).map(id => ({
        value: id,
        text: t(`outcome.${id}`),
        hint: t(`decisions.confirm.${id as 'awarded'}.hint`),
      })),
      { size: 'm' },
    ),
    recommendations: Array.from({ length: count }, (_, index) => index + 1).map(n => ({
      heading: t('decisions.confirm.recommendation', { number: n }),
      kind: radios(
        form,
        nth('kind', n),
        t('decisions.recommendation.kind.legend'),
        framework.recommendationKinds.map(kind => ({
          value: kind,
          text: t(`recommendation.kind.${kind}`),
          hint: t(`decisions.recommendation.${kind}.hint`),
        })),
      ),
      body: textArea(form, nth('body', n), t('decisions.recommendation.body.label'), { rows: 3 }),
      item: select(form, nth('item', n), t('decisions.recommendation.item.label'), items, {
        empty: t('decisions.recommendation.item.none'),
      }),
      owner: textField(form, nth('owner', n), t('decisions.recommendation.owner.label'), {
        hint: t('decisions.recommendation.owner.hint'),
        width: 20,
      }),
      dueOn: dateField(form, nth('dueOn', n), t('decisions.recommendation.due.label')),
    })),
    add:
      count < mostAtOnce
        ? { text: t('decisions.confirm.add'), kind: 'secondary' as const, name: 'then', value: 'add' }
        : null,
    decisionLetter: textArea(form, 'decisionLetter', t('decisions.decision_letter.label'), {
      rows: 12,
      hint: t('decisions.confirm.decision_letter.hint'),
      most: decisionLetterMost,
      size: 'm',
    }),
    button: { text: t('decisions.confirm.button'), name: 'then', value: 'confirm' },
    note: t('decisions.confirm.once'),
  }
}

/** The page as it opens: the letter as the catalogue begins it, in the organisation's language. */
export const formToConfirm = (orgT: T, { application, readAt }: Pick<Confirming, 'application' | 'readAt'>): Form => ({
  values: {
    version: String(readAt),
    decisionLetter: orgT('decisions.confirm.decision_letter.draft', { organisation: application.organisationName }),
  },
  errors: [],
})
