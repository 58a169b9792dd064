import { dayOf } from '../../../domain/time.ts'
import { fileTypes } from '../../../domain/evidence.ts'
import { lacksTwin } from '../../../domain/redaction.ts'
import {
  firstVersion,
  isNewest,
  isRedactedRow,
  isRevisable,
  versionNumber,
  versionsBefore,
} from '../../../domain/revisions.ts'
import type { FileLine, FileVersions, Link } from '../../../web/components.ts'
import { fileField } from '../../../web/fields.ts'
import type { Form } from '../../../web/form.ts'
import type { HarmPanel } from '../personal-data/personal-data.pages.ts'
import { dayAndTime, fileSize, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { type EvidenceFile, type EvidencePiece, isShown } from '../items/evidence-item.store.ts'
import { accept, redactionFrame, redactionOn } from '../redaction/redaction.pages.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/versions/new': ReturnType<typeof revisionPage>
  }
}

export const revisionPage = (
  t: T,
  piece: EvidencePiece,
  file: EvidenceFile,
  form: Form,
  harm: HarmPanel | null = null,
) => ({
  ...redactionFrame(piece, t('revisions.title'), form),
  lead: [
    t('revisions.lead', { name: file.name }),
    t(isShown(piece.showings, file) ? 'revisions.lead.shown' : 'revisions.lead.kept'),
    ...(isRedactedRow(piece.files, file) ? [t('revisions.lead.redacted')] : []),
  ],
  harm,
  files: fileField(form, 'files', t('revisions.file'), { hint: t('revisions.file.hint'), accept }),
})

/** For whoever may change it: the way to a newer version of what stands on the shelf. */
export const revisionLink = (t: T, piece: EvidencePiece, file: EvidenceFile): Link[] =>
  isRevisable(file)
    ? [{ text: t('revisions.link'), hidden: file.name, href: `/evidence/${piece.id}/files/${file.id}/revision` }]
    : []

export interface FileWithOlder {
  file: EvidenceFile
  older: EvidenceFile[]
}

/**
 * Files with a line of their own, for the library's people: the newest of each, its older versions with it. For the charity, which was
 * shown this or that version, each has its own.
 */
export function withOlder(piece: EvidencePiece, listed: readonly EvidenceFile[]): FileWithOlder[] {
  if (piece.through) return listed.map(file => ({ file, older: [] }))
  const rows = new Map<string, EvidenceFile[]>()
  for (const file of listed) {
    const row = firstVersion(piece.files, file)
    rows.set(row, [...(rows.get(row) ?? []), file])
  }
  const lines = [...rows.values()].flatMap(kin => {
    const newest = kin.filter(({ replacedAt, redactsId }) => replacedAt === null && redactsId === null)
    const main = newest.find(({ state }) => state === 'ready') ?? newest.at(-1) ?? kin.at(-1)!
    const older = kin
      .filter(other => other.replacedAt !== null && other !== main)
      .toSorted((one, other) => versionNumber(piece.files, other) - versionNumber(piece.files, one))
    return kin
      .filter(file => file.replacedAt === null || file === main)
      .map(file => ({ file, older: file === main ? older : [] }))
  })
  const places = new Map(listed.map((file, place) => [file, place]))
  return lines.toSorted((one, other) => places.get(one.file)! - places.get(other.file)!)
}

/** Every version that is kept, the newest first: who added it and when, and its fingerprint. */
export function versionsOf(
  t: T,
  piece: EvidencePiece,
  { file, older }: FileWithOlder,
  mayEdit: boolean,
): FileVersions | null {
  if (older.length === 0) return null
  return {
    summary: t('revisions.older', { count: older.filter(({ redactsId }) => redactsId === null).length }),
    versions: [file, ...older].map(each => versionLine(t, piece, each, each === file, mayEdit)),
  }
}

function versionLine(
  t: T,
  piece: EvidencePiece,
  file: EvidenceFile,
  isLine: boolean,
  mayEdit: boolean,
): FileVersions['versions'][number] {
  const address = `/evidence/${piece.id}/files/${file.id}`
  const redaction = redactionOn(t, piece, file, mayEdit)
  const notes = [
    isLine ? t('revisions.newest') : null,
    !isLine && file.redactsId === null && file.replacedAt
      ? t('revisions.replaced', { day: longDay(t, dayOf(file.replacedAt)) })
      : null,
    isShown(piece.showings, file) ? t('revisions.handed_in') : null,
    !isLine && isShown(piece.showings, file) && lacksTwin(piece.files, file) ? t('revisions.wants_twin.text') : null,
    file.state === 'refused' ? t('evidence.file.found') : null,
    file.redactsId === null ? null : redaction.note,
  ]
  return {
    name: file.name,
    href: file.state === 'ready' ? address : null,
    kind: t('evidence.file.kind', { type: fileTypes[file.type].name, size: fileSize(t, file.size) }),
    by: t('revisions.by', { name: file.uploader, moment: dayAndTime(t, file.uploadedAt) }),
    sha256: file.sha256,
    notes: notes.filter(note => note !== null),
    links:
      isLine || !mayEdit || file.removedAt
        ? []
        : [{ text: t('evidence.file.remove'), hidden: file.name, href: `${address}/removal` }, ...redaction.links],
  }
}

/** What a line says of versions before what it says of redaction: that it waits, that it lacks a redacted version, or is older than another. */
export function revisionOn(t: T, piece: EvidencePiece, file: EvidenceFile): Pick<FileLine, 'status' | 'note'> | null {
  if (file.redactsId !== null) return null
  if (piece.through) {
    const isOlder = piece.files.some(
      other =>
        firstVersion(piece.files, other) === firstVersion(piece.files, file) &&
        versionNumber(piece.files, other) > versionNumber(piece.files, file),
    )
    return isOlder ? { note: t('revisions.older.charity') } : null
  }
  if (file.removedAt !== null || file.replacedAt !== null) return null
  const before = versionsBefore(piece.files, file).find(isNewest)
  if (before && file.state === 'scanning') return { note: t('revisions.waits', { name: before.name }) }
  if (before && file.state === 'refused') return { note: t('revisions.refused', { name: before.name }) }
  return file.state === 'ready' && lacksTwin(piece.files, file)
    ? {
        status: { icon: 'triangle', tone: 'you', text: t('revisions.wants_twin') },
        note: t('revisions.wants_twin.text'),
      }
    : null
}
