import { dayOf } from '../../../domain/time.ts'
import { fileTypes } from '../../../domain/evidence.ts'
import { lacksRedactedCopy } from '../../../domain/redaction.ts'
import {
  firstVersion,
  isNewest,
  isRedactedRow,
  canHaveNewVersion,
  versionNumber,
  versionsBefore,
} from '../../../domain/file-versions.ts'
import type { FileLine, FileVersions, Link } from '../../../web/components.ts'
import { fileField } from '../../../web/fields.ts'
import type { Form } from '../../../web/form.ts'
import { peopleReminder } from '../consents/people-reminder.pages.ts'
import type { PersonalDataQuestion } from '../personal-data/personal-data.pages.ts'
import { dayAndTime, fileSize, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { type EvidenceFile, type EvidenceItem, isShown } from '../items/evidence-item.store.ts'
import { accept, redactionFrame, redactionOn } from '../redaction/redaction.pages.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/versions/new': ReturnType<typeof versionPage>
  }
}

export const versionPage = (
  t: T,
  { evidence, file }: { evidence: EvidenceItem; file: EvidenceFile },
  form: Form,
  personalData: PersonalDataQuestion | null = null,
) => ({
  ...redactionFrame(evidence, t('versions.title'), form),
  lead: [
    t('versions.lead', { name: file.name }),
    t(isShown(evidence.showings, file) ? 'versions.lead.shown' : 'versions.lead.kept'),
    ...(isRedactedRow(evidence.files, file) ? [t('versions.lead.redacted')] : []),
    ...peopleReminder(t, evidence),
  ],
  personalData,
  files: fileField(form, 'files', t('versions.file'), { hint: t('versions.file.hint'), accept }),
})

/**
 * The link to add a new version of a file; empty for a file that cannot have one, such as a replaced file or a redacted
 * copy.
 */
export const versionLink = (t: T, evidence: EvidenceItem, file: EvidenceFile): Link[] =>
  canHaveNewVersion(file)
    ? [{ text: t('versions.link'), hidden: file.name, href: `/evidence/${evidence.id}/files/${file.id}/version` }]
    : []

export interface FileWithOlder {
  file: EvidenceFile
  older: EvidenceFile[]
}

/**
 * The lines of the list of files. The library sees one line for each newest version, with its older versions. City of
 * Sanctuary sees one line for each version that it was shown.
 */
export function withOlder(evidence: EvidenceItem, listed: readonly EvidenceFile[]): FileWithOlder[] {
  if (evidence.through) return listed.map(file => ({ file, older: [] }))
  const rows = new Map<string, EvidenceFile[]>()
  for (const file of listed) {
    const row = firstVersion(evidence.files, file)
    rows.set(row, [...(rows.get(row) ?? []), file])
  }
  const lines = [...rows.values()].flatMap(kin => {
    const newest = kin.filter(({ replacedAt, redactsId }) => replacedAt === null && redactsId === null)
    const main = newest.find(({ state }) => state === 'ready') ?? newest.at(-1) ?? kin.at(-1)!
    const older = kin
      .filter(other => other.replacedAt !== null && other !== main)
      .toSorted((one, other) => versionNumber(evidence.files, other) - versionNumber(evidence.files, one))
    return kin
      .filter(file => file.replacedAt === null || file === main)
      .map(file => ({ file, older: file === main ? older : [] }))
  })
  const places = new Map(listed.map((file, place) => [file, place]))
  return lines.toSorted((one, other) => places.get(one.file)! - places.get(other.file)!)
}

/** The versions of a file, newest first; null when there are no older ones. */
export function versionsOf(
  t: T,
  evidence: EvidenceItem,
  { file, older }: FileWithOlder,
  mayEdit: boolean,
): FileVersions | null {
  if (older.length === 0) return null
  return {
    summary: t('versions.older', { count: older.filter(({ redactsId }) => redactsId === null).length }),
    versions: [file, ...older].map(each => versionLine(t, evidence, each, { isLine: each === file, mayEdit })),
  }
}

function versionLine(
  t: T,
  evidence: EvidenceItem,
  file: EvidenceFile,
  { isLine, mayEdit }: { isLine: boolean; mayEdit: boolean },
): FileVersions['versions'][number] {
  const address = `/evidence/${evidence.id}/files/${file.id}`
  const redaction = redactionOn(t, evidence, file, mayEdit)
  const notes = [
    isLine ? t('versions.newest') : null,
    !isLine && file.redactsId === null && file.replacedAt
      ? t('versions.replaced', { day: longDay(t, dayOf(file.replacedAt)) })
      : null,
    isShown(evidence.showings, file) ? t('versions.is_submitted') : null,
    !isLine && isShown(evidence.showings, file) && lacksRedactedCopy(evidence.files, file)
      ? t('versions.needs_redacted_copy.text')
      : null,
    file.state === 'refused' ? t('evidence.file.virus') : null,
    file.redactsId === null ? null : redaction.note,
  ]
  return {
    name: file.name,
    href: file.state === 'ready' ? address : null,
    kind: t('evidence.file.kind', { type: fileTypes[file.type].name, size: fileSize(t, file.size) }),
    by: t('versions.by', { name: file.uploader, moment: dayAndTime(t, file.uploadedAt) }),
    sha256: file.sha256,
    notes: notes.filter(note => note !== null),
    links:
      isLine || !mayEdit || file.removedAt
        ? []
        : [{ text: t('evidence.file.remove'), hidden: file.name, href: `${address}/removal` }, ...redaction.links],
  }
}

/**
 * The status and note of a file in the list; null when it needs neither. City of Sanctuary sees only a note on an older
 * version.
 */
export function versionOn(t: T, evidence: EvidenceItem, file: EvidenceFile): Pick<FileLine, 'status' | 'note'> | null {
  if (file.redactsId !== null) return null
  if (evidence.through) {
    const isOlder = evidence.files.some(
      other =>
        firstVersion(evidence.files, other) === firstVersion(evidence.files, file) &&
        versionNumber(evidence.files, other) > versionNumber(evidence.files, file),
    )
    return isOlder ? { note: t('versions.older.charity') } : null
  }
  if (file.removedAt !== null || file.replacedAt !== null) return null
  const before = versionsBefore(evidence.files, file).find(isNewest)
  if (before && file.state === 'scanning') return { note: t('versions.waits', { name: before.name }) }
  if (before && file.state === 'refused') return { note: t('versions.refused', { name: before.name }) }
  return file.state === 'ready' && lacksRedactedCopy(evidence.files, file)
    ? {
        status: { icon: 'triangle', tone: 'you', text: t('versions.needs_redacted_copy') },
        note: t('versions.needs_redacted_copy.text'),
      }
    : null
}
