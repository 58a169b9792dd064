import type { Day } from './time.ts'

/** Whether people can be recognised in it: nobody, ask, or always; the last need a record of consent. */
export type People = 'none' | 'possible' | 'always'

export const evidenceKinds = {
  policy: 'none',
  procedure: 'none',
  training: 'possible',
  statistic: 'none',
  event: 'possible',
  photo: 'none',
  'photo people': 'always',
  testimony: 'always',
  letter: 'possible',
  link: 'possible',
  publication: 'possible',
  committee: 'none',
  stock: 'none',
  recording: 'possible',
  other: 'possible',
} as const satisfies Record<string, People>
export type EvidenceKind = keyof typeof evidenceKinds
export const allEvidenceKinds = Object.keys(evidenceKinds) as EvidenceKind[]

/**
 * Kinds that may tell of flight or loss: nobody has to open them to judge, whether the library says more of them or
 * not.
 */
const kindsThatMayDistress: readonly string[] = ['testimony', 'recording', 'letter'] satisfies EvidenceKind[]

/** Whether a warning stands before what a piece says and holds. */
export const warnsBefore = ({ kind, distressing }: { kind: string; distressing?: boolean }): boolean =>
  distressing === true || kindsThatMayDistress.includes(kind)

/** What may be put on the shelf. What shows people is used only while the ledger of consents covers it. */
export const evidenceKindsTaken = allEvidenceKinds

/** `restricted` opens for leads, its owner, the panel and the trustee who decides; never for observers. */
export const sensitivities = ['ordinary', 'restricted'] as const
export type Sensitivity = (typeof sensitivities)[number]

/**
 * What a piece is on its shelf: complete and in date, added in a hurry, not to be used while a consent is missing, or
 * beyond the day it was to be kept in use.
 */
export const evidenceStates = ['current', 'to complete', 'needs consent', 'expired'] as const
export type EvidenceState = (typeof evidenceStates)[number]

/**
 * Whether what came in a hurry has still something to be said of it: for which criterion it is, which time it covers,
 * or whether people can be recognised where its kind leaves that open.
 */
export const isUnfinished = ({
  kind,
  showsPeople = null,
  periodFrom,
  items,
}: {
  kind: EvidenceKind
  showsPeople?: 'yes' | 'no' | null
  periodFrom: Day | null
  items: readonly string[]
}): boolean => items.length === 0 || periodFrom === null || (evidenceKinds[kind] === 'possible' && showsPeople === null)

/** `ready` is the only state in which a file is handed out. */
export const fileStates = ['scanning', 'ready', 'refused', 'removed'] as const
export type FileState = (typeof fileStates)[number]

/** What every question of rights needs to know of one piece of evidence. */
export interface EvidenceSubject {
  id: string
  organisationId: string
  sensitivity: Sensitivity
  ownerId: string
  /** the last day on which the panel may be shown it; null while a consent is missing (domain/consent.ts) */
  coveredUntil: Day | null
  /** the library says that it may distress whoever opens it */
  distressing?: boolean
}

/** One thing that shows something. It belongs to the organisation, and many criteria and years use it. */
export interface Evidence extends EvidenceSubject {
  title: string
  kind: EvidenceKind
  summary: string
  /** the period that it covers, both days included */
  periodFrom: Day | null
  periodTo: Day | null
  branches: string[]
  items: string[]
  language: string
  /** whether people can be recognised, where its kind leaves that open; null where nobody was asked */
  showsPeople: boolean | null
  version: number
}

/** Written as in `lang`; the last two say "several" and "not on this list". */
export const evidenceLanguages = [
  'en',
  'cy',
  'gd',
  'ga',
  'sq',
  'am',
  'ar',
  'bn',
  'zh',
  'prs',
  'fa',
  'fr',
  'hi',
  'hu',
  'kmr',
  'ckb',
  'ps',
  'pl',
  'pt',
  'pa',
  'ro',
  'ru',
  'so',
  'es',
  'ta',
  'ti',
  'tr',
  'uk',
  'ur',
  'vi',
  'mul',
  'und',
] as const
export type EvidenceLanguage = (typeof evidenceLanguages)[number]

/**
 * What may be uploaded: judged by content, never by the name or by what a browser says. Page and code both read this
 * list.
 */
export const fileTypes = {
  'image/jpeg': { name: 'JPEG', endings: ['jpg', 'jpeg'], picture: true },
  'image/png': { name: 'PNG', endings: ['png'], picture: true },
  'image/webp': { name: 'WebP', endings: ['webp'], picture: true },
  'application/pdf': { name: 'PDF', endings: ['pdf'], picture: false },
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': {
    name: 'DOCX',
    endings: ['docx'],
    picture: false,
  },
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': {
    name: 'XLSX',
    endings: ['xlsx'],
    picture: false,
  },
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': {
    name: 'PPTX',
    endings: ['pptx'],
    picture: false,
  },
  'application/vnd.oasis.opendocument.text': { name: 'ODT', endings: ['odt'], picture: false },
  'application/vnd.oasis.opendocument.spreadsheet': { name: 'ODS', endings: ['ods'], picture: false },
  'text/csv': { name: 'CSV', endings: ['csv'], picture: false },
  'text/plain': { name: 'TXT', endings: ['txt'], picture: false },
  'audio/mpeg': { name: 'MP3', endings: ['mp3'], picture: false },
  'video/mp4': { name: 'MP4', endings: ['mp4'], picture: false },
} as const
export type FileType = keyof typeof fileTypes
