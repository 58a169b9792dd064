import type { Framework, Item } from '../../../domain/framework.ts'
import { copyWithin, senderOf } from '../../../web/autosave.ts'
import { hiddenField, judge, textArea } from '../../../web/fields.ts'
import { formOf, valueOf, type Form } from '../../../web/form.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { isFromOtherWindow, type WorkingCopy } from '../../../web/working-copies.ts'
import type { T } from '../../../words/words.ts'
import { judgementStatus } from '../../applications/applications.public.ts'
import { keptFields, maxNote, maxReason } from './finding.forms.ts'
import type { Finding } from './finding.store.ts'

/** The entered values. `isStale`: the finding changed in another window, and the page shows both versions. */
export interface Entered {
  form: Form
  isStale: boolean
}

/** A version of the finding from another window, either saved or a working copy. */
interface OtherVersion {
  isSaved: boolean
  form: Form
}

/** The form of a finding, with the versions shown beside it. */
interface FormShown {
  form: Form
  /** the time of the working copy that the form shows; empty for none */
  copy: string
  /** the working copy that the form was filled from */
  kept: WorkingCopy | null
  others: readonly OtherVersion[]
}

/**
 * Chooses the values of the form: those just sent, or else the working copy, or else the saved finding. After a change
 * in another window the form has the new version, so that saving again replaces that change.
 */
export function formShown(finding: Finding | null, typed: WorkingCopy | null, entered: Entered | null): FormShown {
  const saved = savedForm(finding)
  if (entered) return sentForm(saved, typed, entered)
  if (!typed || isSame(saved, typed)) return { form: saved, copy: typed?.savedAt ?? '', kept: null, others: [] }
  const version = valueOf(saved, 'version')
  return {
    form: formOf({ ...typed.values, version }),
    copy: typed.savedAt,
    kept: typed,
    others: typed.basedOn === version ? [] : [{ isSaved: true, form: saved }],
  }
}

function sentForm(saved: Form, typed: WorkingCopy | null, { form, isStale }: Entered): FormShown {
  if (!isStale) return { form, copy: copyWithin(form, typed), kept: null, others: [] }
  const version = valueOf(saved, 'version')
  const isSavedSince = version !== '0' && valueOf(form, 'version') !== version
  const isTypedSince = typed !== null && isFromOtherWindow(typed, senderOf(form))
  return {
    form: { ...form, values: { ...form.values, version } },
    copy: typed?.savedAt ?? '',
    kept: null,
    others: [
      ...(isSavedSince ? [{ isSaved: true, form: saved }] : []),
      ...(isTypedSince ? [{ isSaved: false, form: formOf(typed.values) }] : []),
    ],
  }
}

const savedForm = (finding: Finding | null): Form =>
  formOf({
    version: String(finding?.version ?? 0),
    judgement: finding?.judgement ?? '',
    reason: finding?.reason ?? '',
    commendation: finding?.commendation ?? '',
    privateNote: finding?.privateNote ?? '',
  })

const isSame = (saved: Form, { values }: WorkingCopy): boolean =>
  keptFields.every(field => valueOf(saved, field).trim() === valueOf(formOf(values), field).trim())

/** Whether this person has unsaved text on the criterion. */
export const isUnsaved = (finding: Finding | undefined, typed: WorkingCopy): boolean =>
  !isSame(savedForm(finding ?? null), typed)

/** The form for one finding. */
export const writing = (
  t: T,
  { judgements, next, progress }: { judgements: Framework['judgements']; next: Item | null; progress: string },
  form: Form,
) => ({
  version: hiddenField(form, 'version', 0),
  judgement: judge(
    form,
    'judgement',
    t('findings.judgement'),
    judgements.map(value => ({ value, text: t(`judgement.${value}`) })),
  ),
  reason: textArea(form, 'reason', t('findings.reason'), {
    hint: t('findings.reason.hint'),
    rows: 4,
    most: maxReason,
    size: 's',
  }),
  more: { open: ['commendation', 'privateNote'].some(field => valueOf(form, field) !== '') },
  commendation: textArea(form, 'commendation', t('findings.commendation'), { rows: 2, most: maxNote }),
  privateNote: textArea(form, 'privateNote', t('findings.note'), {
    hint: t('findings.note.hint'),
    rows: 2,
    most: maxNote,
  }),
  save: {
    button: {
      text: next ? t('findings.save_next', { code: next.code }) : t('findings.save_last'),
      name: 'then',
      value: 'next',
    },
    second: { text: t('findings.save'), kind: 'secondary' as const },
    note: progress,
  },
})

/** A version from another window, to compare with the form. */
export function otherVersion(t: T, { isSaved, form }: OtherVersion) {
  const text = (field: string) => paragraphs(valueOf(form, field))
  const judgement = valueOf(form, 'judgement') as '' | Framework['judgements'][number]
  return {
    heading: t(isSaved ? 'findings.stale' : 'findings.other_window'),
    text: t(isSaved ? 'findings.stale.text' : 'findings.other_window.text'),
    judgement: judgementStatus(t, judgement || null),
    rows: [
      { key: t('findings.reason.read'), value: text('reason') },
      { key: t('findings.commendation'), value: text('commendation') },
      { key: t('findings.note'), value: text('privateNote') },
    ],
  }
}
