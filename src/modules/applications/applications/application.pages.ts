import type { Branch } from '../../organisations/organisations.public.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import type { Actor } from '../../../domain/actor.ts'
import { type Framework, type PanelReason, itemsAskedBy } from '../../../domain/framework.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import type { AnswerFacts } from '../../../domain/progress.ts'
import type { Round } from '../../../domain/round.ts'
import { dayOf, type Day, type Instant } from '../../../domain/time.ts'
import { checkboxes, dateField, errorSummary, hiddenField, textArea, tickBox } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { timeOfDay, weekdayInYear } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { defaultUntil } from './application.forms.ts'
import { panelNotice, wantPanelMove } from '../panel-requests/panel-request.pages.ts'
import { statesOf } from '../task-list/task-list.pages.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/applications/new': ReturnType<typeof startPage>
    'applications/applications/summary': ReturnType<typeof summaryPage>
    'applications/moves/check': ReturnType<typeof checkPage>
    'applications/moves/return': ReturnType<typeof returnPage>
    'applications/moves/withdraw': ReturnType<typeof withdrawPage>
  }
}

const backTo = (application: ApplicationRecord, text: string) => ({ text, href: `/applications/${application.id}` })

export interface NewApplication {
  organisation: Organisation
  branches: readonly Branch[]
  taken: ReadonlySet<string>
  round: Round | null
  at: Instant
}

export function startPage(
  t: T,
  { organisation, branches, taken, round, at }: NewApplication,
  form: Form | null = null,
) {
  const free = branches.filter(({ id }) => !taken.has(id))
  const shown = form ?? { values: { scope: free.map(({ id }) => id) }, errors: [] }
  return {
    title: t('applications.new.title'),
    back: {
      text: t('applications.own.title', { organisation: organisation.name }),
      href: `/organisations/${organisation.id}/applications`,
    },
    errors: errorSummary(shown),
    heading: { text: t('applications.new.title'), caption: organisation.name, size: 'l' as const },
    round: roundSentence(t, round, at),
    closed:
      free.length > 0
        ? null
        : branches.length > 0
          ? t('applications.new.all_taken')
          : t('applications.new.no_branches'),
    branchesLink: { text: t('applications.new.branches_link'), href: `/organisations/${organisation.id}/branches` },
    scope: checkboxes(
      shown,
      'scope',
      t('applications.new.scope'),
      branches.map(({ id, name, kind, place }) => ({
        value: id,
        text: name,
        disabled: taken.has(id),
        hint: taken.has(id) ? t('applications.new.taken') : kind === 'branch' ? place : t(`branch.kind.${kind}`),
      })),
      { hint: t('applications.new.scope.hint'), size: 'm' },
    ),
  }
}

function roundSentence(t: T, round: Round | null, at: Instant): string {
  if (!round) return t('applications.new.round.none')
  if (at < round.opensAt)
    return t('applications.new.round.coming', { round: round.name, day: weekdayInYear(t, dayOf(round.opensAt)) })
  return t('applications.new.round.open', {
    round: round.name,
    day: weekdayInYear(t, dayOf(round.closesAt)),
    time: timeOfDay(t, round.closesAt),
  })
}

export const summaryOf = (application: ApplicationRecord): Form => ({
  values: {
    version: String(application.version),
    summary: application.summary,
    mayBeShared: application.mayBeShared ? 'yes' : '',
  },
  errors: [],
})

/** @param form null where it can only be read */
export function summaryPage(t: T, application: ApplicationRecord, framework: Framework, form: Form | null) {
  return {
    title: t('applications.summary.title'),
    back: backTo(application, t(`application.kind.${application.kind}`)),
    errors: form ? errorSummary(form) : [],
    heading: { text: t('applications.summary.title'), caption: application.organisationName, size: 'l' as const },
    write: form && {
      version: hiddenField(form, 'version'),
      summary: textArea(form, 'summary', t('applications.summary.label'), {
        hint: t('applications.summary.hint'),
        rows: 10,
        most: framework.summaryMaxCharacters,
        size: 'm',
      }),
      mayBeShared: framework.asksToShare
        ? tickBox(form, 'mayBeShared', t('applications.summary.share'), { hint: t('applications.summary.share.hint') })
        : null,
    },
    text: application.summary ? application.summary.split(/\n{2,}/) : [t('submissions.nothing_written')],
    shared: application.mayBeShared ? t('submissions.sharing.yes') : t('submissions.sharing.no'),
  }
}

export function returnPage(t: T, application: ApplicationRecord, today: Day, form: Form | null = null) {
  const shown = form ?? { values: { until: defaultUntil(today) }, errors: [] }
  return {
    title: t('applications.return.title'),
    back: backTo(application, application.organisationName),
    errors: errorSummary(shown),
    heading: { text: t('applications.return.title'), caption: application.organisationName, size: 'l' as const },
    reasons: textArea(shown, 'reasons', t('applications.return.reasons'), {
      hint: t('applications.return.reasons.hint'),
      rows: 8,
      most: 5_000,
      size: 's',
    }),
    until: dateField(shown, 'until', t('applications.return.until')),
  }
}

export function withdrawPage(t: T, application: ApplicationRecord, form: Form = emptyForm) {
  return {
    title: t('applications.withdraw.title'),
    back: backTo(application, t(`application.kind.${application.kind}`)),
    errors: errorSummary(form),
    sure: tickBox(form, 'sure', t('applications.withdraw.sure')),
  }
}

/** Before checking: what is recommended and was left empty, so that nobody has to look for it. */
export function checkPage(
  t: T,
  actor: Actor,
  application: ApplicationRecord,
  framework: Framework,
  answers: readonly AnswerFacts[],
  reasons: readonly PanelReason[] | null,
) {
  const states = statesOf(application, framework, answers)
  const empty = itemsAskedBy(framework, application.kind).filter(({ id }) => states.get(id) === 'not started')
  return {
    title: t('applications.check.title'),
    back: backTo(application, application.organisationName),
    heading: { text: t('applications.check.title'), caption: application.organisationName, size: 'l' as const },
    lead: t(application.kind === 'renewal' ? 'renewal.desk.lead' : 'applications.check.lead'),
    panel: panelNotice(t, actor, application, reasons),
    want: wantPanelMove(t, actor, application, reasons)[0] ?? null,
    empty: empty.map(({ code, title }) => ({
      text: t('applications.history.item', { code, title }),
      href: `/applications/${application.id}/criteria/${code}`,
    })),
  }
}
