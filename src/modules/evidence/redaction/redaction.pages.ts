import { fileTypes } from '../../../domain/evidence.ts'
import type { FileLine } from '../../../web/components.ts'
import { redactedCopiesOf } from '../../../domain/file-versions.ts'
import { errorSummary, fileField, textArea } from '../../../web/fields.ts'
import type { Form } from '../../../web/form.ts'
import type { PersonalDataQuestion } from '../personal-data/personal-data.pages.ts'
import { dayAndTime } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { EvidenceFile, EvidenceItem } from '../items/evidence-item.store.ts'
import { unredactedReasonMost } from './redaction.forms.ts'
import type { Opening } from './redaction.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/redaction/new': ReturnType<typeof redactionPage>
    'evidence/redaction/unredacted': ReturnType<typeof unredactedPage>
  }
}

export const accept = Object.values(fileTypes)
  .flatMap(({ endings }) => endings.map(ending => `.${ending}`))
  .join(',')

export const redactionFrame = (evidence: EvidenceItem, title: string, form: Form) => ({
  title,
  heading: { caption: evidence.title, text: title, size: 'l' as const },
  back: { text: evidence.title, href: `/evidence/${evidence.id}` },
  errors: errorSummary(form),
})

export const redactionPage = (
  t: T,
  evidence: EvidenceItem,
  file: EvidenceFile,
  form: Form,
  personalData: PersonalDataQuestion | null = null,
) => ({
  ...redactionFrame(evidence, t('redaction.title'), form),
  personalData,
  lead: [t('redaction.lead', { name: file.name }), t('redaction.lead.after')],
  files: fileField(form, 'files', t('redaction.file'), { hint: t('redaction.file.hint'), accept }),
})

export const unredactedPage = (t: T, evidence: EvidenceItem, form: Form) => ({
  ...redactionFrame(evidence, t('redaction.unredacted.title'), form),
  lead: [t('redaction.unredacted.lead'), t('redaction.unredacted.shown')],
  reason: textArea(form, 'reason', t('redaction.reason'), {
    hint: t('redaction.reason.hint'),
    rows: 3,
    most: unredactedReasonMost,
    size: 's',
  }),
})

/**
 * The note and links of a file about redaction. The library can add a redacted copy; City of Sanctuary sees that a file
 * is one.
 */
export function redactionOn(
  t: T,
  evidence: EvidenceItem,
  file: EvidenceFile,
  mayEdit: boolean,
): { note: string | null; links: NonNullable<FileLine['links']> } {
  const address = `/evidence/${evidence.id}/files/${file.id}`
  if (evidence.through) {
    const opens = evidence.unredacted.has(file.id)
      ? [{ text: t('redaction.unredacted.link'), hidden: file.name, href: `${address}/unredacted` }]
      : []
    return { note: file.redactsId ? t('redaction.is_copy.charity') : null, links: opens }
  }
  const original = file.redactsId === null ? undefined : evidence.files.find(({ id }) => id === file.redactsId)
  const note = original
    ? t('redaction.is_copy', { name: original.name })
    : redactedCopiesOf(evidence.files, file).length > 0
      ? t('redaction.has_copy')
      : null
  return { note, links: mayEdit && !file.removedAt && file.state === 'ready' ? [linkToRedact(t, file, address)] : [] }
}

/** Pictures are blacked out here. For other files a redacted copy is uploaded. */
const linkToRedact = (t: T, { name, type }: EvidenceFile, address: string) =>
  fileTypes[type].picture
    ? { text: t('blackout.link'), hidden: name, href: `${address}/blackout` }
    : { text: t('redaction.link'), hidden: name, href: `${address}/redaction` }

export const openingLine = (t: T, { reason, file, as, at }: Opening) => ({
  reason,
  by: t(as === 'panel' ? 'redaction.opened.panel' : 'redaction.opened.charity', { file, moment: dayAndTime(t, at) }),
})
