import { fileLimits } from '../../../config.ts'
import { mostPlaces, mostRedactedPages } from '../../../files/redacted-pdf.ts'
import { needsRedactedCopy } from '../../../domain/redaction.ts'
import type { Link, Status } from '../../../web/components.ts'
import { emptyForm } from '../../../web/form.ts'
import { fileSize, number as inFigures } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { EvidenceFile } from '../items/evidence-item.store.ts'
import { decisionFolds, redactionFrame, type RedactedFile } from '../redaction/redaction.pages.ts'
import type { NotRead } from './redacted-copy.forms.ts'
import type { Redaction, RedactionFailure } from './redacted-copy.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/redacted-copy/cannot': ReturnType<typeof cannotPage>
    'evidence/redacted-copy/state': ReturnType<typeof statePage>
  }
}

const addressOf = ({ evidence, file }: RedactedFile): string => `/evidence/${evidence.id}/files/${file.id}`

export const cannotText = (t: T, reason: RedactionFailure): string =>
  t(`redacted_copy.cannot.${reason}`, {
    most: inFigures(t, reason === 'pages' ? mostRedactedPages : mostPlaces),
    size: fileSize(t, fileLimits.bytes),
  })

/** The page for a document that is being scanned or cannot be redacted. */
export const cannotPage = (t: T, about: RedactedFile, why: NotRead) => ({
  ...redactionFrame(about.evidence, t('redacted_copy.title'), emptyForm),
  text: [why === 'scanning' ? t('redacted_copy.scanning') : cannotText(t, why)],
  elsewhere: why === 'scanning' ? null : { text: t('redacted_copy.elsewhere'), href: `${addressOf(about)}/redaction` },
  decision: decisionFolds(t, about.evidence, about.file, about.mayKeep),
})

/**
 * The page that says whether the redacted copy is being made, was made, or could not be made.
 * @param copy the newest redacted copy; null when there is none
 */
export function statePage(t: T, about: RedactedFile, redaction: Redaction | null, copy: EvidenceFile | null) {
  const address = addressOf(about)
  const again: Link = { text: t('redacted_copy.made.again'), href: `${address}/redacted-copy` }
  const toEvidence: Link = { text: t('redacted_copy.made.evidence'), href: `/evidence/${about.evidence.id}` }
  const shown = (title: string, text: readonly string[], links: readonly Link[], isMade = false) => ({
    ...redactionFrame(about.evidence, title, emptyForm),
    panel: isMade ? { title, text: text[0] ?? null } : null,
    text: isMade ? text.slice(1) : text,
    links: [...links, toEvidence],
    decision: redaction?.failed ? decisionFolds(t, about.evidence, about.file, about.mayKeep) : null,
  })
  if (redaction?.failed)
    return shown(
      t('redacted_copy.failed'),
      [cannotText(t, redaction.failed)],
      [{ text: t('redacted_copy.elsewhere'), href: `${address}/redaction` }],
    )
  if (redaction || !copy)
    return shown(
      t('redacted_copy.making'),
      [
        redaction?.pages
          ? t('redacted_copy.making.progress', { made: redaction.pagesMade, pages: redaction.pages })
          : t('redacted_copy.making.soon'),
        t(copy ? 'redacted_copy.making.earlier' : 'redacted_copy.making.hidden'),
      ],
      [{ text: t('redacted_copy.making.again'), href: `${address}/redacted-copy/made` }],
    )
  return shown(
    t('redacted_copy.made'),
    [t('redacted_copy.made.text'), t('redacted_copy.made.check')],
    [
      ...(copy.state === 'ready'
        ? [{ text: t('redacted_copy.made.open'), href: `/evidence/${about.evidence.id}/files/${copy.id}` }]
        : []),
      again,
    ],
    true,
  )
}

/**
 * The status that the list of files shows for a file whose redacted copy is needed, is being made or could not be made;
 * null for other files.
 */
export function redactionStatus(t: T, file: EvidenceFile, redactions: readonly Redaction[]): Status | null {
  const redaction = redactions.find(({ fileId }) => fileId === file.id)
  if (redaction?.failed) return { icon: 'triangle', tone: 'stop', text: t('redacted_copy.failed.status') }
  if (redaction) return { icon: 'hourglass', tone: 'us', text: t('redacted_copy.making.status') }
  return needsRedactedCopy(file) ? { icon: 'triangle', tone: 'you', text: t('redacted_copy.needed') } : null
}
