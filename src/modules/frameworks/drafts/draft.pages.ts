import { seatKinds } from '../../../domain/application.ts'
import { fingerprint, settingsOf } from '../../../domain/framework-draft.ts'
import { fromDocumentId, panelReasonIds, type FrameworkDocument } from '../../../domain/framework.ts'
import { checkboxes, errorSummary, hiddenField, radios, textField, tickBox } from '../../../web/fields.ts'
import { formOf, type Form } from '../../../web/form.ts'
import type { Notice } from '../../../web/components.ts'
import type { T } from '../../../words/words.ts'
import { termsInWords } from '../versions/difference.pages.ts'
import type { VersionRecord } from './draft.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'frameworks/drafts/start': ReturnType<typeof startPage>
    'frameworks/drafts/settings': ReturnType<typeof settingsPage>
    'frameworks/drafts/discard': ReturnType<typeof discardPage>
  }
}

/** The form to start a draft. It suggests the next whole number as the name of the version. */
export function formOfStart(t: T, { version, streamName }: VersionRecord): Form {
  const name = String(Math.floor(Number.parseFloat(version) || 0) + 1)
  return formOf({ name, label: t('frameworks.label.usual', { stream: streamName, name }), from: 'last' })
}

/** The notice after someone started a draft, or opened the existing draft instead. */
export function startedNotice(t: T, { isNew, startedBy }: { isNew: boolean; startedBy: string | null }): string {
  if (isNew) return t('frameworks.start.done')
  return startedBy === null ? t('frameworks.start.known') : t('frameworks.start.by', { name: startedBy })
}

export function startPage(t: T, last: VersionRecord, form: Form) {
  return {
    title: t('frameworks.start.title'),
    back: { text: t('frameworks.title'), href: '/frameworks' },
    heading: { text: t('frameworks.start.title'), caption: last.streamName, size: 'l' as const },
    errors: errorSummary(form),
    name: nameField(t, form),
    label: labelField(t, form),
    from: radios(form, 'from', t('frameworks.start.from'), {
      choices: [
        { value: 'last', text: t('frameworks.start.from.last', { label: last.label }) },
        { value: 'empty', text: t('frameworks.start.from.empty') },
      ],
    }),
  }
}

const nameField = (t: T, form: Form) =>
  textField(form, 'name', t('frameworks.name.label'), { hint: t('frameworks.name.hint'), width: 10 })
const labelField = (t: T, form: Form) =>
  textField(form, 'label', t('frameworks.label.label'), { hint: t('frameworks.label.hint') })

export function formOfSettings(document: FrameworkDocument): Form {
  const { terms, panel, reminders, application } = document
  const needOf = (id: string): string => String(panel.needs.find(need => fromDocumentId(need.id) === id)?.min ?? 1)
  return formOf({
    'read-part': fingerprint(settingsOf(document)),
    name: document.version,
    label: document.label,
    months: String(terms.months),
    every: String(terms.fullReappraisalEvery),
    opensDays: String(terms.renewalOpensDays),
    lapseDays: String(terms.lapseAfterDays),
    before: reminders.filter(day => day >= 0).join(', '),
    after: reminders
      .filter(day => day < 0)
      .map(day => -day)
      .join(', '),
    summaryMost: String(application.summaryMaxCharacters),
    minSeats: String(panel.minSeats),
    lived: needOf('lived experience'),
    independent: needOf('independent'),
    kinds: panel.seatKinds.map(id => fromDocumentId<string>(id)),
    asksWhen: panel.renewalAsksWhen.map(id => fromDocumentId<string>(id)),
    grew: String(panel.scopeGrewByPercent),
  })
}

/** @param stale set when someone else saved the settings first; the page then also shows the values that they saved */
export function settingsPage(t: T, draft: VersionRecord, entered: Form, stale?: 'stale') {
  const asRead = fingerprint(settingsOf(draft.document))
  const form: Form = stale ? { ...entered, values: { ...entered.values, 'read-part': asRead } } : entered
  const number = (name: string, label: string, suffix?: string) =>
    textField(form, name, label, { type: 'number', width: 4, size: 's', ...(suffix && { suffix }) })
  return {
    title: t('frameworks.settings.title'),
    back: { text: draft.label, href: `/frameworks/${draft.id}` },
    errors: errorSummary(form),
    newer: stale ? newerSettings(t, draft) : null,
    asRead: hiddenField(form, 'read-part'),
    name: nameField(t, form),
    label: labelField(t, form),
    terms: [
      number('months', t('frameworks.terms.months'), t('frameworks.months')),
      number('every', t('frameworks.terms.every')),
      number('opensDays', t('frameworks.terms.opens'), t('frameworks.days')),
      number('lapseDays', t('frameworks.terms.lapses'), t('frameworks.days')),
    ],
    noneAfter: draft.document.reminders.some(day => day < 0)
      ? null
      : { tone: 'stop' as const, icon: 'triangle' as const, text: [t('frameworks.reminders.none_after')] },
    reminders: [
      textField(form, 'before', t('frameworks.reminders.before.label'), { hint: t('frameworks.reminders.hint') }),
      textField(form, 'after', t('frameworks.reminders.after.label'), { hint: t('frameworks.reminders.after.hint') }),
    ],
    summaryMost: number('summaryMost', t('frameworks.summary.label'), t('frameworks.characters')),
    seats: [
      number('minSeats', t('frameworks.panel.seats')),
      number('lived', t('frameworks.panel.lived')),
      number('independent', t('frameworks.panel.independent.label')),
    ],
    kinds: checkboxes(form, 'kinds', t('frameworks.panel.kinds'), {
      choices: seatKinds.map(kind => ({ value: kind, text: t(`seat.kind.${kind}`) })),
      small: true,
    }),
    asksWhen: checkboxes(form, 'asksWhen', t('frameworks.panel.asks'), {
      choices: panelReasonIds.map(reason => ({ value: reason, text: t(`frameworks.panel.asks.${reason}`) })),
      small: true,
    }),
    grew: number('grew', t('frameworks.panel.grew'), t('frameworks.percent')),
  }
}

function newerSettings(t: T, { changedBy, document }: VersionRecord): Notice {
  const { values } = formOfSettings(document)
  const shown = (name: string): string => [values[name] ?? ''].flat().join(', ')
  return {
    tone: 'stop',
    icon: 'people',
    heading: t('frameworks.stale.heading', { name: changedBy ?? t('frameworks.stale.someone') }),
    text: [
      t('frameworks.stale.text'),
      t('frameworks.stale.settings', {
        name: shown('name'),
        label: shown('label'),
        terms: termsInWords(t, document),
        before: shown('before'),
        seats: shown('minSeats'),
      }),
    ],
  }
}

export function discardPage(t: T, draft: VersionRecord, form: Form = formOf({ version: String(draft.revision) })) {
  return {
    title: t('frameworks.discard.title', { version: draft.version }),
    back: { text: draft.label, href: `/frameworks/${draft.id}` },
    errors: errorSummary(form),
    revision: hiddenField(form, 'version', draft.revision),
    warning: { text: t('frameworks.discard.warning') },
    export: { text: t('frameworks.export.link'), href: `/frameworks/${draft.id}/export.yaml` },
    sure: tickBox(form, 'sure', t('frameworks.discard.sure')),
  }
}
