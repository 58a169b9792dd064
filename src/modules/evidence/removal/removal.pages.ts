import { canHaveNewVersion, removedTogether } from '../../../domain/file-versions.ts'
import { visibleRedactedCopy } from '../../../domain/redaction.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { daysToRestore } from '../../../domain/retention.ts'
import { dayOf } from '../../../domain/time.ts'
import type { Heading, HiddenField, Link } from '../../../web/components.ts'
import { hiddenField } from '../../../web/fields.ts'
import { emptyForm } from '../../../web/form.ts'
import type { Page } from '../../../web/views.ts'
import { dayAndTime, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { isShown, type EvidenceFile, type EvidenceItem } from '../items/evidence-item.store.ts'
import type { RemovedTogether } from '../bulk-changes/bulk-change.store.ts'
import type { RemovedEvidence } from './removal.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/removal/removal': RemovalPage
    'evidence/removal/removed': ReturnType<typeof removedPage>
    'evidence/removal/files': NonNullable<ReturnType<typeof removedFiles>>
  }
}

/**
 * The page that asks for confirmation before evidence or a file is removed or erased. For evidence that cannot be
 * removed, the page gives the reason and has no button.
 */
export interface RemovalPage extends Page {
  heading: Heading
  text: readonly string[]
  button: string | null
  fields: readonly HiddenField[]
  keep: Link
}

/** @param refused why the evidence cannot be removed */
export function evidenceRemoval(t: T, evidence: EvidenceItem, answers: number, refused: string | null): RemovalPage {
  const stays = refused ?? (evidence.showings.length > 0 ? t('evidence.remove.shown') : null)
  return {
    title: t('evidence.remove.title'),
    heading: { caption: evidence.title, text: t('evidence.remove.title'), size: 'l' as const },
    back: { text: evidence.title, href: `/evidence/${evidence.id}` },
    errors: refused ? [{ text: refused, href: '#main' }] : [],
    text: stays
      ? [stays, t('evidence.remove.at_risk'), t('evidence.remove.at_risk.contact')]
      : [
          t('evidence.remove.text', { title: evidence.title, days: daysToRestore }),
          ...(answers > 0 ? [t('evidence.remove.used', { count: answers })] : []),
        ],
    button: stays ? null : t('evidence.remove.button'),
    fields: [],
    keep: { text: t('evidence.cancel'), href: `/evidence/${evidence.id}` },
  }
}

export function fileRemoval(t: T, evidence: EvidenceItem, file: EvidenceFile): RemovalPage {
  const older = removedTogether(evidence.files, file)
  const isFinal = isShown(evidence.showings, file)
  const stays = isFinal || older.some(each => isShown(evidence.showings, each))
  return {
    title: t('evidence.file.remove.title'),
    heading: { caption: evidence.title, text: t('evidence.file.remove.title'), size: 'l' as const },
    back: { text: evidence.title, href: `/evidence/${evidence.id}` },
    errors: [],
    text: [
      isFinal
        ? t('evidence.file.remove.text.shown', { name: file.name })
        : t('evidence.file.remove.text', { name: file.name, days: daysToRestore }),
      ...(older.length > 0 ? [t('versions.removed_too')] : []),
      ...seenInstead(t, evidence, file),
      ...(stays && !isFinal ? [t('evidence.file.remove.shown')] : []),
    ],
    button: t('evidence.file.remove.button'),
    fields: [hiddenField(emptyForm, 'wasNewest', canHaveNewVersion(file) ? 'yes' : 'no')],
    keep: { text: t('evidence.cancel'), href: `/evidence/${evidence.id}` },
  }
}

/** Returns warnings for a redacted copy that readers see instead of the original; none for other files. */
function seenInstead(t: T, { files, showings }: EvidenceItem, file: EvidenceFile): string[] {
  const original = files.find(({ id }) => id === file.redactsId)
  if (!original || visibleRedactedCopy(files, original)?.id !== file.id) return []
  const next = visibleRedactedCopy(
    files.filter(({ id }) => id !== file.id),
    original,
  )
  const isErased = original.name === ''
  const isLater = isShown(showings, file)
  const first = isErased ? [] : [t('redaction.remove', { name: original.name })]
  if (next) return [...first, t('redaction.remove.older', { day: longDay(t, dayOf(next.uploadedAt)) })]
  if (isErased) return [t(isLater ? 'redaction.remove.erased.later' : 'redaction.remove.erased')]
  return [...first, t(isLater ? 'redaction.remove.later' : 'redaction.remove.hides')]
}

export const removedAddress = ({ id }: { id: string }): string => `/organisations/${id}/evidence/removed`

interface Removed {
  organisation: Organisation
  lines: readonly RemovedEvidence[]
  next: string | null
  isLater: boolean
  /** bulk removals, each with a page where the whole removal can be undone */
  together: readonly RemovedTogether[]
}

export function removedPage(t: T, { organisation, lines, next, isLater, together }: Removed) {
  const address = removedAddress(organisation)
  return {
    title: t('removal.title'),
    heading: { caption: organisation.name, text: t('removal.title'), size: 'l' as const },
    back: { text: t('evidence.title'), href: `/organisations/${organisation.id}/evidence` },
    errors: [],
    together: together.map(({ id, startedAt, count }) => ({
      text: t('bulk_changes.together.line', { count, when: dayAndTime(t, startedAt) }),
      href: `/organisations/${organisation.id}/evidence/changes/${id}`,
    })),
    lead: lines.length === 0 ? t('removal.none') : t('removal.lead', { days: daysToRestore }),
    table:
      lines.length === 0
        ? null
        : {
            caption: t('removal.title'),
            captionSize: 'hidden' as const,
            columns: [t('removal.column.title'), t('removal.column.until'), t('removal.restore'), t('removal.erase')],
            rows: lines.map(({ id, title, removedAt, eraseOn }) => ({
              cells: [
                { text: title, reason: t('removal.removed', { day: longDay(t, dayOf(removedAt)) }) },
                { text: longDay(t, eraseOn), figures: true },
                {
                  form: {
                    action: `${address}/${id}/restoration`,
                    text: t('removal.restore'),
                    kind: 'link' as const,
                    hidden: title,
                  },
                },
                { text: t('removal.erase'), hidden: title, href: `${address}/${id}/erasure` },
              ],
            })),
          },
    pagination: {
      previous: isLater ? { text: t('removal.first'), href: address } : null,
      next: next ? { text: t('removal.more'), href: next } : null,
    },
  }
}

export const evidenceErasure = (t: T, organisation: Organisation, evidence: RemovedEvidence): RemovalPage => ({
  title: t('removal.erase.title'),
  heading: { caption: evidence.title, text: t('removal.erase.title'), size: 'l' },
  back: { text: t('removal.title'), href: removedAddress(organisation) },
  errors: [],
  text: [t('removal.erase.text'), t('removal.erase.for_good')],
  button: t('removal.erase.button'),
  fields: [],
  keep: { text: t('evidence.cancel'), href: removedAddress(organisation) },
})

export const fileErasure = (t: T, evidence: EvidenceItem, file: EvidenceFile): RemovalPage => ({
  title: t('removal.erase_file.title'),
  heading: { caption: evidence.title, text: t('removal.erase_file.title'), size: 'l' },
  back: { text: evidence.title, href: `/evidence/${evidence.id}` },
  errors: [],
  text: [t('removal.erase_file.text', { name: file.name }), t('removal.erase.for_good')],
  button: t('removal.erase.button'),
  fields: [],
  keep: { text: t('evidence.cancel'), href: `/evidence/${evidence.id}` },
})

/** The removed files that a lead can restore; null when there are none. Older versions are restored with the newest. */
export function removedFiles(t: T, evidence: EvidenceItem) {
  const removed = evidence.files.filter(({ eraseOn }) => eraseOn !== null)
  const files = removed.filter(file => !removed.some(({ replacesId }) => replacesId === file.id))
  if (files.length === 0) return null
  return {
    summary: t('removal.files', { count: files.length }),
    files: files.map(({ id, name, eraseOn }) => ({
      name,
      until: t('removal.until', { day: longDay(t, eraseOn!) }),
      restore: {
        action: `/evidence/${evidence.id}/files/${id}/restoration`,
        text: t('removal.restore'),
        kind: 'link' as const,
        hidden: name,
      },
      erase: { text: t('removal.erase'), hidden: name, href: `/evidence/${evidence.id}/files/${id}/erasure` },
    })),
  }
}
