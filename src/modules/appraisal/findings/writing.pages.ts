import type { Framework, Item } from '../../../domain/framework.ts'
import { isUnsaved, type OtherVersion, type Saved } from '../../../web/autosaved-page.ts'
import { hiddenField, judgementRadios, textArea } from '../../../web/fields.ts'
import { formOf, valueOf, type Form } from '../../../web/form.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import type { WorkingCopy } from '../../../web/working-copies.ts'
import type { T } from '../../../words/words.ts'
import { judgementStatus } from '../../applications/applications.public.ts'
import { keptFields, maxNote, maxReason } from './finding.forms.ts'
import type { Finding } from './finding.store.ts'

/** The saved finding as a form. */
export const savedFinding = (finding: Finding | null): Saved => ({
  form: formOf({
    version: String(finding?.version ?? 0),
    judgement: finding?.judgement ?? '',
    reason: finding?.reason ?? '',
    commendation: finding?.commendation ?? '',
    privateNote: finding?.privateNote ?? '',
  }),
  fields: keptFields,
})

/** Whether the person has unsaved text for the finding. */
export const isUnsavedFinding = (finding: Finding | undefined, typed: WorkingCopy): boolean =>
  isUnsaved(savedFinding(finding ?? null), typed)

export const findingFields = (
  t: T,
  { judgements, next, progress }: { judgements: Framework['judgements']; next: Item | null; progress: string | null },
  form: Form,
) => ({
  version: hiddenField(form, 'version', 0),
  judgement: judgementRadios(form, 'judgement', t('findings.judgement'), {
    choices: judgements.map(value => ({ value, text: t(`judgement.${value}`) })),
  }),
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
