import type { Db, Tx } from '../db/connection.ts'
import { runLookup, type Lookup } from '../db/lookups.ts'
import type { Day } from '../domain/time.ts'
import type { T } from '../words/words.ts'
import { autosavePart, workingCopyTime, keptNotice, senderOf, type AutosaveOptions } from './autosave.ts'
import { formOf, valueOf, valuesOf, type Form } from './form.ts'
import { paragraphs } from './paragraphs.ts'
import { isFromOtherWindow, workingCopyLookup, type WorkingCopy } from './working-copies.ts'

/** The values that were entered. `isStale` is true when another window changed the record or the working copy. */
export interface Entered {
  form: Form
  isStale: boolean
}

/** A version from another window: saved, or only typed by the same person. */
export interface OtherVersion {
  isSaved: boolean
  form: Form
}

/** The form that a page shows, the working copy behind it, and the versions from other windows. */
export interface FormShown {
  form: Form
  /** when the working copy that the page shows was saved; empty for none */
  copy: string
  /** the working copy that filled the form; null when something else filled it */
  kept: WorkingCopy | null
  others: readonly OtherVersion[]
}

/** The record as a form, with its `version`, and the fields that a person changes. */
export interface Saved {
  form: Form
  fields: readonly string[]
}

/** Fills a form with the values just sent, else with the unsaved working copy, else with the saved record. */
export function formShown(saved: Saved, typed: WorkingCopy | null, entered: Entered | null): FormShown {
  if (entered) return sentForm(saved, typed, entered)
  if (!typed || !isUnsaved(saved, typed))
    return { form: saved.form, copy: typed?.savedAt ?? '', kept: null, others: [] }
  const version = valueOf(saved.form, 'version')
  return {
    // the current version, because the page also shows the saved text that this text would replace
    form: formOf({ ...typed.values, version }),
    copy: typed.savedAt,
    kept: typed,
    others: typed.basedOn === version ? [] : [{ isSaved: true, form: saved.form }],
  }
}

function sentForm(saved: Saved, typed: WorkingCopy | null, { form, isStale }: Entered): FormShown {
  if (!isStale) return { form, copy: workingCopyTime(form, typed), kept: null, others: [] }
  const version = valueOf(saved.form, 'version')
  const isSavedSince = version !== '0' && valueOf(form, 'version') !== version
  const isTypedSince = typed !== null && isFromOtherWindow(typed, senderOf(form))
  return {
    form: { ...form, values: { ...form.values, version } },
    copy: typed?.savedAt ?? '',
    kept: null,
    others: [
      ...(isSavedSince ? [{ isSaved: true, form: saved.form }] : []),
      ...(isTypedSince ? [{ isSaved: false, form: formOf(typed.values) }] : []),
    ],
  }
}

/** Whether a working copy differs from the record. */
export const isUnsaved = ({ form, fields }: Saved, { values }: Pick<WorkingCopy, 'values'>): boolean =>
  fields.some(field => textOf(form, field) !== textOf(formOf(values), field))

const textOf = (form: Form, field: string): string =>
  valuesOf(form, field)
    .map(value => value.trim())
    .filter(value => value !== '')
    .join('\n')

export interface PageOf extends AutosaveOptions {
  personId: string
  address: string
  today: Day
}

/** A page with an autosaved form. `typed` is null without a working copy. */
export interface Typing extends PageOf {
  typed: WorkingCopy | null
}

/**
 * Reads the person's working copy of a form.
 * @param address the form's address, without a query string
 */
export const typingIn = (db: Db | Tx, by: { actor: { id: string }; today: Day }, address: string): Promise<Typing> =>
  runLookup(db, typingLookup(db, by, address))

/** `typingIn` as a lookup. */
export function typingLookup(
  db: Db | Tx,
  { actor, today }: { actor: { id: string }; today: Day },
  address: string,
): Lookup<Typing> {
  const copy = workingCopyLookup(db, actor.id, address)
  return { ...copy, read: rows => ({ personId: actor.id, address, today, typed: copy.read(rows) }) }
}

/** The notice above the form, null unless a working copy filled it, and the fields for the script. */
export const autosaveIn = (t: T, { personId, address, today, ...options }: PageOf, { kept, copy }: FormShown) => ({
  kept: kept && keptNotice(t, address, kept, today),
  autosave: autosavePart(t, personId, copy, options),
})

/**
 * `autosaveIn`, and the versions from other windows.
 * @param labels the label of each text field
 */
export const autosavedPart = (t: T, page: PageOf, shown: FormShown, labels: Readonly<Record<string, string>>) => ({
  ...autosaveIn(t, page, shown),
  others: shown.others.map(({ isSaved, form }) => ({
    heading: t(isSaved ? 'autosave.version.saved' : 'autosave.version.typed'),
    text: t('autosave.version.text'),
    rows: Object.entries(labels)
      .map(([field, key]) => ({ key, value: paragraphs(valueOf(form, field)) }))
      .filter(({ value }) => value.length > 0),
  })),
})
