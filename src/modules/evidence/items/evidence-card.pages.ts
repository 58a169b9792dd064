import { forever, hasConsent } from '../../../domain/consent.ts'
import { warnsBefore, type EvidenceKind, type Sensitivity } from '../../../domain/evidence.ts'
import type { Day } from '../../../domain/time.ts'
import { list, longDay, period } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { Chips, EvidenceCard, Fact, Status, Thumbnail } from '../../../web/components.ts'

/** Evidence for a card, from a library's list or from a submission. */
export interface CardOf {
  id: string
  title: string
  kind: EvidenceKind
  sensitivity: Sensitivity
  periodFrom: Day | null
  periodTo: Day | null
  /** the names of the branches; empty for the whole service */
  branches: readonly string[]
  files: number
  links: number
  notes: number
  /** the last day on which all its consents are in force; null while a consent is missing */
  consentUntil: Day | null
  isConsentWithdrawn?: boolean
}

/**
 * The small picture of an item in the library's own lists. It is not recorded as a view. Null without a picture,
 * without consent, and for a kind with a content warning.
 */
export function thumbnail(
  {
    id,
    kind,
    consentUntil,
    picture,
  }: {
    id: string
    kind: EvidenceKind
    consentUntil: Day | null
    picture: { file: string; alternative: string } | null
  },
  today: Day,
): Thumbnail | null {
  if (picture === null || warnsBefore({ kind }) || !hasConsent({ consentUntil }, today)) return null
  return { src: `/evidence/${id}/files/${picture.file}/small`, alternative: picture.alternative }
}

export function evidenceCard(
  t: T,
  it: CardOf,
  more: Pick<EvidenceCard, 'links' | 'forms' | 'thumbnail' | 'pick'> & {
    href?: string | null
    shows?: string | null
    toComplete?: boolean
    owner?: string
    expired?: Status | null
    today: Day
  },
): EvidenceCard {
  const { href = `/evidence/${it.id}`, shows = null, toComplete = false, owner, expired = null, today, ...rest } = more
  return {
    title: it.title,
    href,
    facts: [
      { term: t('evidence.card.kind'), text: t(`evidence.kind.${it.kind}`) },
      { term: t('evidence.card.covers'), text: periodText(t, it), figures: true },
      ...(shows === null ? [] : [{ term: t('evidence.card.for'), text: shows }]),
      { term: t('evidence.card.contains'), text: contentText(t, it) },
      ...(owner === undefined ? [] : [{ term: t('ownership.row.owner'), text: owner }]),
      ...peopleFact(t, it, today),
      ...(expired ? [{ term: t('ownership.row.expires'), status: expired }] : []),
      ...(toComplete ? [{ term: t('quick_upload.incomplete.term'), status: unfinished(t) }] : []),
      ...(it.sensitivity === 'restricted' ? [{ term: t('evidence.card.visible_to'), status: restricted(t) }] : []),
    ],
    chips: branchChips(t, it.branches),
    ...rest,
  }
}

/** The period covered: "12 March 2027", or "1 October 2026 to 31 March 2027". */
export const periodText = (t: T, { periodFrom, periodTo }: Pick<CardOf, 'periodFrom' | 'periodTo'>): string =>
  periodFrom ? period(t, periodFrom, periodTo ?? periodFrom) : t('evidence.period.none')

/** The expiry date in words. The words differ before and after that day. */
export const expiryText = (t: T, expiresOn: Day, today: Day): string =>
  t(expiresOn < today ? 'ownership.expired' : 'ownership.until', { day: longDay(t, expiresOn) })
export const expiredStatus = (t: T, expiresOn: Day | null, today: Day): Status | null =>
  expiresOn === null || expiresOn >= today
    ? null
    : { icon: 'clock', tone: 'you', text: expiryText(t, expiresOn, today) }

/** A summary of the content, such as "2 files and 1 link". */
export function contentText(t: T, { files, links, notes }: Pick<CardOf, 'files' | 'links' | 'notes'>): string {
  const parts = [
    files > 0 && t('evidence.files.count', { count: files }),
    links > 0 && t('evidence.links.count', { count: links }),
    notes > 0 && t('evidence.notes.count', { count: notes }),
  ]
  return (
    list(
      t,
      parts.filter(part => part !== false),
    ) || t('evidence.contains.nothing')
  )
}

/**
 * The line about the people in the evidence: the last day of their consent, or that it has ended, is needed or was
 * withdrawn. Empty when the consent has no end or none is needed.
 */
function peopleFact(
  t: T,
  { consentUntil, ...it }: Pick<CardOf, 'consentUntil' | 'isConsentWithdrawn'>,
  today: Day,
): Fact[] {
  const term = t('evidence.card.people')
  if (consentUntil === forever) return []
  if (consentUntil === null || consentUntil < today)
    return [{ term, status: noConsent(t, { consentUntil, ...it }, today) }]
  return [{ term, text: consentText(t, { consentUntil }, today) }]
}

/** The state of the consent of the people in the evidence, with its last day if it has one. */
export function consentText(
  t: T,
  { consentUntil, isConsentWithdrawn }: Pick<CardOf, 'consentUntil' | 'isConsentWithdrawn'>,
  today: Day,
): string {
  if (isConsentWithdrawn) return t('consents.withdrawn.status')
  if (consentUntil === null) return t('consents.needed')
  if (consentUntil === forever) return t('consents.in_force')
  return t(consentUntil < today ? 'consents.until.past' : 'consents.until', { day: longDay(t, consentUntil) })
}

export const waitsForConsent = (t: T, { isConsentWithdrawn }: Pick<CardOf, 'isConsentWithdrawn'>): Status =>
  isConsentWithdrawn
    ? { icon: 'triangle', tone: 'stop', text: t('consents.withdrawn.status') }
    : { icon: 'hourglass', tone: 'you', text: t('consents.needed') }
/** The status of evidence whose consent is needed, was withdrawn or has ended. */
export const noConsent = (t: T, it: Pick<CardOf, 'consentUntil' | 'isConsentWithdrawn'>, today: Day): Status => ({
  ...waitsForConsent(t, it),
  text: consentText(t, it, today),
})
export const restricted = (t: T): Status => ({
  icon: 'padlock',
  tone: 'quiet',
  text: t('evidence.sensitivity.restricted'),
})
export const unfinished = (t: T): Status => ({ icon: 'pencil', tone: 'you', text: t('quick_upload.incomplete') })

/** The branches on a card; only their number when there are many, because a library can have a hundred. */
export function branchChips(t: T, names: readonly string[], most = 6): Chips {
  const label = t('evidence.card.branches')
  if (names.length === 0) return { label, items: [t('evidence.card.whole_service')] }
  return { label, items: names.length > most ? [t('evidence.branches.count', { count: names.length })] : names }
}
