import { fileLimits } from '../../../config.ts'
import { fileTypes, warnsBefore } from '../../../domain/evidence.ts'
import { redactedCopiesOf } from '../../../domain/file-versions.ts'
import { asRedacted, needsRedactedCopy } from '../../../domain/redaction.ts'
import { dayOf } from '../../../domain/time.ts'
import type { FileLine, Status } from '../../../web/components.ts'
import { dateField, errorSummary, fileField, textArea, textField } from '../../../web/fields.ts'
import type { Form } from '../../../web/form.ts'
import { fileSize, list, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { peopleReminder } from '../consents/people-reminder.pages.ts'
import { noteMost } from '../editing/editing.forms.ts'
import { filesListed, type EvidenceFile, type EvidenceItem } from '../items/evidence-item.store.ts'
import type { PersonalDataQuestion } from '../personal-data/personal-data.pages.ts'
import { smallPicture, wordsLink } from '../previews/preview.pages.ts'
import { redactionStatus } from '../redacted-copy/redacted-copy-state.pages.ts'
import type { Redaction } from '../redacted-copy/redacted-copy.store.ts'
import { redactionOn } from '../redaction/redaction.pages.ts'
import { versionLink, versionOn, versionsOf, withOlder, type FileWithOlder } from '../versions/version.pages.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/files/more': ReturnType<typeof moreEvidence>
    'evidence/files/file-fields': Pick<ContentFields, 'files' | 'types'>
    'evidence/files/link-fields': Pick<ContentFields, 'link' | 'seenOn'>
    'evidence/files/upload-list': { list: string | null; done: string }
  }
}

export function moreEvidence(
  t: T,
  evidence: EvidenceItem,
  form: Form,
  personalData: PersonalDataQuestion | null = null,
) {
  return {
    title: t('evidence.more.title'),
    heading: { caption: evidence.title, text: t('evidence.more.title'), size: 'l' as const },
    back: { text: evidence.title, href: `/evidence/${evidence.id}` },
    errors: errorSummary(form),
    lead: peopleReminder(t, evidence),
    personalData,
    content: contentFields(t, form, personalData),
  }
}

/** The fields for the note, the link with the day when it was seen, and the files. */
export function contentFields(t: T, form: Form, personalData: PersonalDataQuestion | null) {
  return {
    note: textArea(form, 'note', t('evidence.field.note'), {
      hint: t('evidence.field.note.hint'),
      rows: 3,
      most: noteMost,
      size: 's',
    }),
    link: textField(form, 'link', t('evidence.field.link'), {
      hint: t('evidence.field.link.hint'),
      type: 'url',
      size: 's',
    }),
    seenOn: dateField(form, 'seenOn', t('evidence.field.seen_on'), { hint: t('evidence.field.seen_on.hint') }),
    files: fileField(form, 'files', t('evidence.field.files'), {
      hint: filesHint(t, form, personalData),
      accept: acceptedEndings,
      multiple: true,
    }),
    types: fileTypesFold(t),
  }
}

export type ContentFields = ReturnType<typeof contentFields>

export const acceptedEndings = Object.values(fileTypes)
  .flatMap(({ endings }) => endings.map(ending => `.${ending}`))
  .join(',')

const megabytes = (bytes: number): number => Math.floor(bytes / (1024 * 1024))

/**
 * Whether a form with errors was sent without files. False when that is unknown: a form that was refused after
 * validation no longer has the names of its files.
 */
export const cameWithoutFiles = ({ values }: Form): boolean => Array.isArray(values.files) && values.files.length === 0

/**
 * The hint of a file field. A form with errors asks for its files again, because browsers do not keep them. It does not
 * ask if none were sent, or if the check for personal details kept the files.
 */
export const filesHint = (t: T, form: Form, personalData: PersonalDataQuestion | null): string =>
  form.errors.length > 0 && !cameWithoutFiles(form) && !personalData?.held.length
    ? t('evidence.field.files.again')
    : t('evidence.field.files.hint', {
        most: fileLimits.perItem,
        size: t('size.megabytes', { size: megabytes(fileLimits.bytes) }),
      })

const fileTypesFold = (t: T) => ({
  summary: t('evidence.field.files.types'),
  text: [
    t('evidence.field.files.types.text', {
      types: list(
        t,
        Object.values(fileTypes).map(({ name }) => name),
      ),
      room: Math.floor(megabytes(fileLimits.perOrganisation) / 1024),
    }),
  ],
})

/** Whether the reader can edit the evidence, and the redacted copies that are being made or could not be made. */
interface Reading {
  mayEdit: boolean
  redactions: readonly Redaction[]
}

/** Returns the list of files, each with its older versions; null when there are no files. */
export function fileList(t: T, evidence: EvidenceItem, reading: Reading): { files: FileLine[] } | null {
  const files = filesListed(evidence)
  if (files.length === 0) return null
  return { files: withOlder(evidence, files).map(each => fileLine(t, evidence, each, reading)) }
}

/** @param each a file and its older versions */
function fileLine(t: T, evidence: EvidenceItem, each: FileWithOlder, { mayEdit, redactions }: Reading): FileLine {
  const { file } = each
  const address = `/evidence/${evidence.id}/files/${file.id}`
  const redaction = redactionOn(t, evidence, file, mayEdit)
  const version = versionOn(t, evidence, file)
  return {
    name: file.name,
    href: file.state === 'ready' ? address : null,
    kind: t('evidence.file.kind', { type: fileTypes[file.type].name, size: fileSize(t, file.size) }),
    status: redactionStatus(t, file, redactions) ?? version?.status ?? fileStatus(t, file),
    note: noteOn(t, evidence, file) ?? version?.note ?? redaction.note,
    picture: pictureOn(t, evidence, file),
    links:
      mayEdit && !file.removedAt
        ? [
            ...(needsRedactedCopy(file) ? redaction.links : []), // the link that needs action comes first
            ...wordsLink(t, evidence, file),
            ...versionLink(t, evidence, file),
            { text: t('evidence.file.remove'), hidden: file.name, href: `${address}/removal` },
            ...(needsRedactedCopy(file) ? [] : redaction.links),
          ]
        : redaction.links,
    versions: versionsOf(t, evidence, each, mayEdit),
  }
}

function noteOn(t: T, evidence: EvidenceItem, file: EvidenceFile): string | null {
  if (file.removedAt) {
    const isHidden = !evidence.through && isShownToNobody(evidence, file)
    const key = isHidden ? 'redaction.copy_removed' : 'evidence.file.removed_but_shown'
    return t(key, { day: longDay(t, dayOf(file.removedAt)) })
  }
  return needsRedactedCopy(file) ? t('redacted_copy.needed.note') : null
}

/**
 * Whether an original has had redacted copies that were all removed, so that City of Sanctuary sees neither the
 * original nor a copy.
 */
const isShownToNobody = (evidence: EvidenceItem, file: EvidenceFile): boolean =>
  redactedCopiesOf(evidence.files, file).length > 0 &&
  asRedacted(evidence.files, filesListed(evidence)).files.every(({ redactsId }) => redactsId !== file.id)

/**
 * The picture in a list of files. If the evidence has a content warning, the library's own team sees the picture
 * collapsed. City of Sanctuary gets one warning for the whole page.
 */
function pictureOn(t: T, evidence: EvidenceItem, file: EvidenceFile): FileLine['picture'] {
  const picture = smallPicture(t, evidence, file)
  return picture && !evidence.through && warnsBefore(evidence)
    ? { ...picture, asked: t('content_warning.picture', { name: file.name }) }
    : picture
}

function fileStatus(t: T, file: EvidenceFile): Status | null {
  if (file.state === 'scanning') return { icon: 'hourglass', tone: 'us', text: t('evidence.file.waiting') }
  if (file.state === 'refused') return { icon: 'triangle', tone: 'stop', text: t('evidence.file.virus') }
  return file.scannedBy === 'none' ? { icon: 'information', tone: 'quiet', text: t('files.not_scanned') } : null
}
