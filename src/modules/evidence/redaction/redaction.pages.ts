import { fileTypes } from '../../../domain/evidence.ts'
import type { FileLine } from '../../../web/components.ts'
import { canHaveNewVersion, redactedCopiesOf } from '../../../domain/file-versions.ts'
import { visibleRedactedCopy, needsRedactedCopy } from '../../../domain/redaction.ts'
import { daysToRestore } from '../../../domain/retention.ts'
import { errorSummary, fileField, hiddenField, textArea } from '../../../web/fields.ts'
import { emptyForm, valueOf, type Form } from '../../../web/form.ts'
import { maxReasonLength } from '../personal-data/personal-data.forms.ts'
import type { PersonalDataQuestion } from '../personal-data/personal-data.pages.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import { dayAndTime, longDay } from '../../../words/format.ts'
import type { StoredFile } from '../../../web/store-all.ts'
import type { T } from '../../../words/words.ts'
import { isShown, type EvidenceFile, type EvidenceItem } from '../items/evidence-item.store.ts'
import { unredactedReasonMost } from './redaction.forms.ts'
import type { CopiesBefore, Opening } from './redaction.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/redaction/new': ReturnType<typeof redactionPage>
    'evidence/redaction/unredacted': ReturnType<typeof unredactedPage>
    'evidence/redaction/decision': NonNullable<ReturnType<typeof decisionFolds>>
    'evidence/redaction/keep': ReturnType<typeof keepOriginalPage>
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

/** A file, and whether the reader can share the file although it needs a redacted copy. */
export interface RedactedFile {
  evidence: EvidenceItem
  file: EvidenceFile
  mayKeep: boolean
}

/** The hidden field with the id of the newest copy that existed when the person opened the page. */
export const latestField = (form: Form, before: CopiesBefore | null) => ({
  name: 'latest',
  value: 'latest' in form.values ? valueOf(form, 'latest') : (before?.latest ?? ''),
})

export const redactionPage = (
  t: T,
  { evidence, file, before, mayKeep }: RedactedFile & { before: CopiesBefore | null },
  form: Form,
  personalData: PersonalDataQuestion | null = null,
) => ({
  ...redactionFrame(evidence, t('redaction.title'), form),
  personalData,
  lead: [
    t('redaction.lead', { name: file.name }),
    t('redaction.lead.after'),
    ...(wayToRedact(file) === 'redaction' ? [t('redaction.lead.as_pdf')] : []),
  ],
  asPdf:
    wayToRedact(file) === 'redaction' && canHaveNewVersion(file)
      ? { text: t('redaction.as_pdf.link'), href: `/evidence/${evidence.id}/files/${file.id}/version` }
      : null,
  decision: decisionFolds(t, evidence, file, mayKeep),
  latest: latestField(form, before),
  files: fileField(form, 'files', t('redaction.file'), { hint: t('redaction.file.hint'), accept }),
})

/**
 * The alternatives to a redacted copy: sharing the original, if that is allowed, or deleting the file. Null for a file
 * that needs no redacted copy.
 */
export function decisionFolds(t: T, evidence: EvidenceItem, file: EvidenceFile, mayKeep: boolean) {
  if (!needsRedactedCopy(file)) return null
  const address = `/evidence/${evidence.id}/files/${file.id}`
  // An original that has had a redacted copy cannot be shared as it is, because it stays hidden from readers.
  const mayShare = mayKeep && redactedCopiesOf(evidence.files, file).length === 0
  return {
    text: isShown(evidence.showings, file)
      ? t('redacted_copy.delete.text.shown')
      : t('redacted_copy.delete.text', { days: daysToRestore }),
    keep: mayShare ? { action: `${address}/kept-original`, reason: keepReason(t, emptyForm) } : null,
    remove: {
      action: `${address}/removal`,
      text: t('redacted_copy.delete.button'),
      kind: 'warning' as const,
      fields: [hiddenField(emptyForm, 'wasNewest', canHaveNewVersion(file) ? 'yes' : 'no')],
    },
  }
}

export const keepOriginalPage = (t: T, evidence: EvidenceItem, form: Form) => ({
  ...redactionFrame(evidence, t('redacted_copy.keep'), form),
  reason: keepReason(t, form),
})

const keepReason = (t: T, form: Form) =>
  textArea(form, 'reason', t('redacted_copy.keep.reason'), {
    hint: t('redacted_copy.keep.reason.hint'),
    rows: 2,
    most: maxReasonLength,
  })

/**
 * The page that asks for a reason to open an original. Observers get a different text, because leads see the name of an
 * observer who opens an original, but not the names of other readers.
 */
export const unredactedPage = (t: T, evidence: EvidenceItem, form: Form) => ({
  ...redactionFrame(evidence, t('redaction.unredacted.title'), form),
  lead: [
    t(evidence.through ? 'redaction.unredacted.lead' : 'redaction.unredacted.lead.observer'),
    t(evidence.through ? 'redaction.unredacted.shown' : 'redaction.unredacted.shown.observer'),
  ],
  reason: textArea(form, 'reason', t('redaction.reason'), {
    hint: t(evidence.through ? 'redaction.reason.hint' : 'redaction.reason.hint.observer'),
    rows: 3,
    most: unredactedReasonMost,
    size: 's',
  }),
})

/** The note and links about redaction for one file in the list of files. */
export function redactionOn(
  t: T,
  evidence: EvidenceItem,
  file: EvidenceFile,
  mayEdit: boolean,
): { note: string | null; links: NonNullable<FileLine['links']> } {
  const address = `/evidence/${evidence.id}/files/${file.id}`
  const original = file.redactsId === null ? undefined : evidence.files.find(({ id }) => id === file.redactsId)
  if (file.redactsId !== null && !original) {
    const opens = evidence.unredacted.has(file.id)
      ? [{ text: t('redaction.unredacted.link'), hidden: file.name, href: `${address}/unredacted` }]
      : []
    return { note: redactedOn(t, file.uploadedAt), links: opens }
  }
  const mayRedact = mayEdit && !file.removedAt && file.state === 'ready' && (!original || original.removedAt !== null)
  return { note: noteOn(t, evidence, file, original), links: mayRedact ? [linkToRedact(t, file, address)] : [] }
}

/** The note on an original or a redacted copy that says which of them readers see; null when no note is needed. */
function noteOn(t: T, { files }: EvidenceItem, file: EvidenceFile, original: EvidenceFile | undefined): string | null {
  const seen = visibleRedactedCopy(files, original ?? file)
  if (!original) return seen ? t('redaction.has_copy') : null
  if (seen && seen.id !== file.id) return t('redaction.is_copy.older')
  if (file.state === 'refused') return null
  return original.name === '' ? t('redaction.is_copy.erased') : t('redaction.is_copy', { name: original.name })
}

/** The note that tells readers the date of a redacted copy, because the copy can be newer than the submission. */
export const redactedOn = (t: T, at: Instant): string => t('redaction.is_copy.reader', { day: longDay(t, dayOf(at)) })

const linkToRedact = (t: T, file: EvidenceFile, address: string) => {
  const way = wayToRedact(file)
  const text = t(way === 'redaction' ? 'redaction.link' : 'redacted_copy.link')
  return { text, hidden: file.name, href: `${address}/${way}` }
}

/**
 * The address of the page for redacting a file that was just added. While the file is being scanned, only a PDF has
 * such a page; for other files it is the address of the evidence. Null when no file needs a redacted copy.
 */
export function addressToRedact(evidenceId: string, files: readonly StoredFile[]): string | null {
  const file = files.find(({ toRedact }) => toRedact)
  if (!file) return null
  const way = wayToRedact(file)
  const opens = file.state === 'ready' || way === 'redacted-copy'
  return opens ? `/evidence/${evidenceId}/files/${file.id}/${way}` : `/evidence/${evidenceId}`
}

/**
 * The way to make a redacted copy: pictures and PDFs are redacted in this service; for other files a copy is uploaded.
 */
export function wayToRedact({ type }: Pick<EvidenceFile, 'type'>): 'blackout' | 'redacted-copy' | 'redaction' {
  if (fileTypes[type].picture) return 'blackout'
  return type === 'application/pdf' ? 'redacted-copy' : 'redaction'
}

/** Who opened unredacted originals, and why; null when no one has opened any. */
export const openingsFold = (t: T, openings: readonly Opening[]) =>
  openings.length === 0
    ? null
    : {
        summary: t('redaction.opened', { count: openings.length }),
        openings: openings.map(({ reason, file, as, name, at }) => ({
          reason,
          by: t(`redaction.opened.${as}`, { file, name, moment: dayAndTime(t, at) }),
        })),
      }
