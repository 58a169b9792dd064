import type { Actor } from '../../../domain/actor.ts'
import { type Framework, type Item, type PanelReason, itemsAskedBy } from '../../../domain/framework.ts'
import {
  criteriaNeverAnswered,
  isNeverAnswered,
  type AnswerFacts,
  type ItemState,
} from '../../../domain/completeness.ts'
import type { Day } from '../../../domain/time.ts'
import type { Button, HiddenField, Link } from '../../../web/components.ts'
import {
  checkboxes,
  dateField,
  errorSummary,
  hiddenField,
  textArea,
  tickBox,
  type Choices,
  type TextArea,
} from '../../../web/fields.ts'
import { emptyForm, formOf, type Form } from '../../../web/form.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { panelNotice, requestPanelMove } from '../panel-requests/panel-request.pages.ts'
import { changesShown } from '../submissions/submission-changes.pages.ts'
import type { ChangesSubmitted } from '../submissions/submission-changes.store.ts'
import { statesOf } from '../task-list/task-list.pages.ts'
import { defaultUntil, reasonMaxCharacters, returnReasonsMaxCharacters } from './move.forms.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/moves/check': ReturnType<typeof checkPage>
    'applications/moves/move': ReturnType<typeof movePage>
    'applications/moves/withdraw': ReturnType<typeof withdrawPage>
  }
}

/** The page where a coordinator marks an application as checked, with a list of the items that were left empty. */
export function checkPage(
  t: T,
  actor: Actor,
  application: ApplicationRecord,
  {
    framework,
    answers,
    reasons,
    changes,
  }: {
    framework: Framework
    answers: readonly AnswerFacts[]
    reasons: readonly PanelReason[] | null
    changes: ChangesSubmitted | null
  },
) {
  const states = statesOf(application, framework, answers)
  const answerTo = ({ id }: Item) => answers.find(({ itemId }) => itemId === id)
  const isEmpty = (state: ItemState | undefined): boolean => state === 'not started' || state === 'not answered'
  const empty = itemsAskedBy(framework, application.kind).filter(
    item => isEmpty(states.get(item.id)) || isNeverAnswered(item, answerTo(item), application),
  )
  const emptyThatAre = (requirement: Item['requirement']): Link[] =>
    empty
      .filter(item => item.requirement === requirement)
      .map(({ code, title }) => ({
        text: t('applications.history.item', { code, title }),
        href: `/applications/${application.id}/criteria/${code}`,
      }))
  const neverAnswered = criteriaNeverAnswered(framework, application, answers).length
  return {
    ...headOf(t('applications.check.title'), application),
    lead: t(application.kind === 'renewal' ? 'renewal.check_it.lead' : 'applications.check.lead'),
    version: hiddenField(emptyForm, 'version', application.version),
    changes: changesShown(t, application, changes),
    panel: panelNotice(t, actor, application, reasons),
    want: requestPanelMove(t, actor, application, reasons)[0] ?? null,
    neverAnswered: neverAnswered > 0 ? t('renewal.never_answered', { count: neverAnswered }) : null,
    required: emptyThatAre('required'),
    empty: emptyThatAre('recommended'),
  }
}

/**
 * An application to withdraw. `lastDay` is the last day on which the award could be renewed after the withdrawal. It is
 * null unless the award is valid only because of this application.
 */
export interface ToWithdraw {
  application: ApplicationRecord
  lastDay: Day | null
}

export function withdrawPage(t: T, { application, lastDay }: ToWithdraw, form: Form = emptyForm) {
  return {
    title: t('applications.withdraw.title'),
    back: { text: t(`application.kind.${application.kind}`), href: `/applications/${application.id}` },
    errors: errorSummary(form),
    lead: t(application.submittedAt === null ? 'applications.withdraw.lead' : 'applications.withdraw.lead.submitted'),
    award: lastDay === null ? null : t('applications.withdraw.award', { day: longDay(t, lastDay) }),
    sure: tickBox(form, 'sure', t('applications.withdraw.sure')),
  }
}

/** An application, and the items that can be named when it is returned. */
export interface ToReturn {
  application: ApplicationRecord
  items: readonly Item[]
}

export const returnPage = (
  t: T,
  { application, items }: ToReturn,
  { today, form: entered = null }: { today: Day; form?: Form | null },
) => {
  const form = entered ?? formOf({ until: defaultUntil(today) })
  return movePage(application, form, {
    title: t('applications.return.title'),
    lead: [t('applications.return.lead')],
    version: hiddenField(form, 'version', application.version),
    items: checkboxes(form, 'items', t('applications.return.items'), {
      choices: items.map(({ id, code, title }) => ({
        value: id,
        text: t('applications.history.item', { code, title }),
      })),
      hint: t('applications.return.items.hint'),
      size: 's',
      small: true,
    }),
    reason: textArea(form, 'reasons', t('applications.return.reasons'), {
      hint: t('applications.reason.hint'),
      rows: 8,
      most: returnReasonsMaxCharacters,
      size: 's',
    }),
    until: dateField(form, 'until', t('applications.return.until')),
    button: { text: t('applications.return.button') },
  })
}

export const holdPage = (t: T, application: ApplicationRecord, form: Form = emptyForm) =>
  movePage(application, form, {
    title: t('applications.hold.title'),
    lead: [t('applications.hold.lead'), ...(application.kind === 'first' ? [] : [t('applications.hold.award')])],
    reason: reasonField(t, form, t('applications.reason.hint')),
    button: { text: t('applications.hold.button') },
  })

export const releasePage = (t: T, application: ApplicationRecord) =>
  movePage(application, emptyForm, {
    title: t('applications.release.title'),
    lead: [
      t('applications.release.lead', { state: t(`application.status.${application.statusBefore ?? 'submitted'}`) }),
      t('applications.release.dates'),
    ],
    button: { text: t('applications.release.button') },
  })

export const closePage = (t: T, application: ApplicationRecord, form: Form = emptyForm) =>
  movePage(application, form, {
    title: t('applications.close.title'),
    lead: [t('applications.close.lead')],
    reason: reasonField(t, form, t('applications.reason.hint')),
    button: { text: t('applications.close.button'), kind: 'warning' },
  })

export function newDatePage(t: T, application: ApplicationRecord, today: Day, entered: Form | null = null) {
  const form = entered ?? formOf({ until: defaultUntil(today) })
  return movePage(application, form, {
    title: t('applications.new_date.title'),
    lead: [dateNow(t, application, today), t('applications.new_date.lead')],
    reason: reasonField(t, form, t('applications.new_date.reason')),
    until: dateField(form, 'until', t('applications.new_date.until')),
    button: { text: t('applications.new_date.button') },
  })
}

function dateNow(t: T, { until }: ApplicationRecord, today: Day): string {
  if (until === null) return t('applications.new_date.none')
  return t(until < today ? 'applications.new_date.over' : 'applications.new_date.now', { day: longDay(t, until) })
}

const reasonField = (t: T, form: Form, hint: string): TextArea =>
  textArea(form, 'reason', t('applications.reason'), { hint, rows: 4, most: reasonMaxCharacters, size: 's' })

interface MoveParts {
  title: string
  lead: readonly string[]
  version?: HiddenField
  items?: Choices
  reason?: TextArea
  until?: ReturnType<typeof dateField>
  button: Button
}

/** The page of a move, with the fields that the move needs: items, a reason, a date, or none. */
const movePage = (application: ApplicationRecord, form: Form, given: MoveParts) => {
  const { title, lead, version, items, reason, until, button } = given
  return {
    ...headOf(title, application),
    errors: errorSummary(form),
    lead,
    version: version ?? null,
    items: items ? { field: items, open: items.error !== null || items.choices.some(({ checked }) => checked) } : null,
    reason: reason ?? null,
    until: until ?? null,
    button,
  }
}

const headOf = (title: string, { id, organisationName }: ApplicationRecord) => ({
  title,
  back: { text: organisationName, href: `/applications/${id}` },
  heading: { text: title, caption: organisationName, size: 'l' as const },
})
