import { dayOf } from '../../../domain/time.ts'
import { letterNames, wordingNames, wordingRules, type WordingName } from '../../../domain/wording.ts'
import type { WordingVersion } from '../../../email/wording.store.ts'
import type { Table } from '../../../web/components.ts'
import { errorSummary, hiddenField, select, textArea } from '../../../web/fields.ts'
import { formOf, type Form, valueOf } from '../../../web/form.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { maxWording } from './wording.forms.ts'
import { isLetter, type Preview, type PreviewCase } from './wording.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'notifications/wordings/list': ReturnType<typeof wordingList>
    'notifications/wordings/edit': ReturnType<typeof wordingPage>
  }
}

/** The address of a text: its name with hyphens. */
export const addressOfWording = (name: WordingName): string => `/letters/${name.replaceAll(' ', '-')}`
export const wordingAt = (address: string): WordingName | null =>
  wordingNames.find(name => name.replaceAll(' ', '-') === address) ?? null

export const wordingList = (t: T, latest: readonly WordingVersion[]) => ({
  title: t('wordings.title'),
  back: { text: t('home.title'), href: '/home' },
  tables: [
    tableOf(t, { kind: 'letters', names: letterNames, latest }),
    tableOf(t, { kind: 'emails', names: wordingNames.filter(name => !isLetter(name)), latest }),
  ],
})

interface Wordings {
  kind: 'letters' | 'emails'
  names: readonly WordingName[]
  latest: readonly WordingVersion[]
}

const tableOf = (t: T, { kind, names, latest }: Wordings): Table => ({
  caption: t(`wordings.table.${kind}`),
  captionSize: 'm',
  columns: [t('wordings.table.name'), t('wordings.table.text'), t('wordings.table.changed')],
  rows: names.map(name => {
    const last = latest.find(each => each.name === name)
    return {
      cells: [
        { text: t(`wordings.name.${name}`), href: addressOfWording(name) },
        { text: last && !last.isOurs ? t('wordings.version', { number: last.number }) : t('wordings.ours') },
        { text: last ? changedOn(t, last) : t('wordings.unchanged_yet') },
      ],
    }
  }),
})

const changedOn = (t: T, { writtenAt, writtenBy }: WordingVersion): string =>
  t('wordings.changed', { day: longDay(t, dayOf(writtenAt)), name: writtenBy })

export interface WordingEdited {
  name: WordingName
  inUse: { opening: string; closing: string; number: number }
  versions: readonly WordingVersion[]
  cases: readonly PreviewCase[]
}

export interface CasePreviewed {
  caseId: string
  shown: Preview
}

/** The form as sent, when the page is shown again. */
interface WordingSent {
  form: Form | null
  /** the preview of the text in the form */
  preview?: CasePreviewed | null
  /** whether someone else has saved a version since the form was opened */
  isStale?: boolean
}

/** The page of one text: the form, its merge fields, a preview of the entered text, and the saved versions. */
export function wordingPage(t: T, it: WordingEdited, sent: WordingSent = { form: null }) {
  const { name, inUse, versions } = it
  const { preview = null, isStale = false } = sent
  const form = formShown(it, sent.form, isStale)
  const isOurs = versions[0]?.isOurs ?? true
  return {
    title: t(`wordings.name.${name}`),
    back: { text: t('wordings.title'), href: '/letters' },
    errors: errorSummary(form),
    fixed: t(isLetter(name) ? 'wordings.fixed.letter' : 'wordings.fixed.email'),
    readers: name === 'reminders' ? t('wordings.readers.reminders') : null,
    saved: isStale ? [inUse.opening, inUse.closing] : null,
    action: addressOfWording(name),
    version: hiddenField(form, 'version'),
    opening: textArea(form, 'opening', t('wordings.opening'), { rows: 6, most: maxWording, size: 's' }),
    closing: textArea(form, 'closing', t('wordings.closing'), { rows: 6, most: maxWording, size: 's' }),
    fields: fieldsOf(t, name),
    reset: isOurs
      ? null
      : { action: `${addressOfWording(name)}/ours`, version: hiddenField(form, 'version', inUse.number + 1) },
    cases:
      it.cases.length === 0
        ? null
        : select(form, 'case', t('wordings.preview.case'), {
            choices: it.cases.map(({ id, organisation }) => ({ value: id, text: organisation })),
          }),
    // `goal` opens the page again at the preview.
    show: {
      text: t('wordings.preview.show'),
      kind: 'secondary' as const,
      name: 'then',
      value: 'preview',
      goal: '#preview',
    },
    preview: preview && {
      lead: t('wordings.preview.lead', { organisation: preview.shown.organisation }),
      unsaved: isSaved(form, inUse) ? null : t('wordings.preview.unsaved'),
      letter: { parts: preview.shown.parts, fixed: t('letters.fixed') },
    },
    versions: versions.map(version => ({
      summary: t(version.isOurs ? 'wordings.versions.ours' : 'wordings.version', { number: version.number }),
      text: [changedOn(t, version), version.opening, version.closing].filter(Boolean),
    })),
  }
}

const isSaved = (form: Form, inUse: WordingEdited['inUse']): boolean =>
  (['opening', 'closing'] as const).every(name => valueOf(form, name).replaceAll('\r\n', '\n') === inUse[name])

function formShown({ inUse }: WordingEdited, entered: Form | null, isStale: boolean): Form {
  const version = String(inUse.number + 1)
  if (entered) return isStale ? { ...entered, values: { ...entered.values, version } } : entered
  return formOf({ version, opening: inUse.opening, closing: inUse.closing })
}

function fieldsOf(t: T, name: WordingName): string[] {
  const day = isLetter(name) ? 'day.letter' : 'day.email'
  return wordingRules[name].fields.map(field => {
    const key = field === 'day' ? day : field
    return t(`wordings.field.${key as 'place'}`, { field: `{${field}}` })
  })
}
