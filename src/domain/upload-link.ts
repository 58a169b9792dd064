import { showsPeople } from './consent.ts'
import { evidenceKinds, type EvidenceKind } from './evidence.ts'
import { addDays, type Day } from './time.ts'

// Upload links, through which people without an account send evidence, and the inbox for what they send.

/** The sender's answer to whether anyone can be identified and, if so, whether those people gave their permission. */
export const recognisable = ['no', 'yes', 'not asked', 'unsure'] as const
export type Recognisable = (typeof recognisable)[number]

export const uploadLinkLimits = {
  /** the numbers of days for which a lead can choose to let a link work */
  days: [30, 90, 180, 365],
  /** the maximum number of items in a library's inbox, in case a link is shared too widely */
  waiting: 500,
  /** the maximum size of a library's inbox, in bytes */
  bytes: 1024 ** 3,
} as const
export const usualDays = 90

/** The last day on which a link created today works. */
export const linkEndsOn = (today: Day, days: number): Day => addDays(today, days - 1)

export interface UploadLinkHeld {
  endsOn: Day
  endedAt: string | null
}
export const worksOn = ({ endsOn, endedAt }: UploadLinkHeld, today: Day): boolean => endedAt === null && today <= endsOn

/** Why an item in the inbox cannot be made into evidence together with other items, but only by itself. */
export type NotTogether =
  'people are shown' | 'not sure who is shown' | 'no usable file' | 'personal details' | 'unread document'

/**
 * Why an item in the inbox cannot be made into evidence of this kind together with other items; null when it can.
 * @param item `usableFiles`: files that the virus scanner has not refused. `unreadDocuments`: documents that could not
 *   be searched for personal details
 */
export function whyNotTogether(
  kind: EvidenceKind,
  item: { people: Recognisable; files: number; usableFiles: number; personalDetails: number; unreadDocuments: number },
): NotTogether | null {
  if (item.files > 0 && item.usableFiles === 0) return 'no usable file'
  if (item.personalDetails > 0) return 'personal details'
  if (item.unreadDocuments > 0) return 'unread document'
  if (evidenceKinds[kind] === 'none' && showsSomeone(item.people)) return 'people are shown'
  return evidenceKinds[kind] !== 'always' && item.people === 'unsure' ? 'not sure who is shown' : null
}

/**
 * Why an inbox item cannot be added to existing evidence; null when it can. An item that shows people, or may show
 * them, is refused if the service would not ask for their consent afterwards: the evidence is not marked as showing
 * people, or it already has all its consents.
 * @param evidence `consentUntil` is null while a consent for the evidence is missing
 */
export function whyNotAddedTo(
  evidence: { kind: EvidenceKind; showsPeople: boolean | null; consentUntil: Day | null },
  { people }: { people: Recognisable },
): Extract<NotTogether, 'people are shown' | 'not sure who is shown'> | 'other people agreed' | null {
  if (people === 'no') return null
  if (showsPeople(evidence.kind, evidence.showsPeople))
    return evidence.consentUntil === null ? null : 'other people agreed'
  return people === 'unsure' ? 'not sure who is shown' : 'people are shown'
}

/** Whether the sender said that someone can be identified. */
export const showsSomeone = (people: Recognisable): boolean => people === 'yes' || people === 'not asked'
