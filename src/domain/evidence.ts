import type { Day } from './time.ts'

/**
 * Whether a kind of evidence shows recognisable people. `none`: only if the form says so. `possible`: the form must
 * say. `always`: it needs a record of consent.
 */
export type People = 'none' | 'possible' | 'always'

export const evidenceKinds = {
  policy: 'none',
  procedure: 'none',
  training: 'possible',
  statistic: 'none',
  event: 'possible',
  /** a photo without people */
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

/** Kinds that can describe flight or loss. They always have a content warning. */
const kindsThatMayDistress: readonly string[] = ['testimony', 'recording', 'letter'] satisfies EvidenceKind[]

/** Whether to show a content warning before the text and files of evidence. */
export const warnsBefore = ({ kind, distressing }: { kind: string; distressing?: boolean }): boolean =>
  distressing === true || kindsThatMayDistress.includes(kind)

/** `restricted` evidence is visible to leads, its owner, the panel and trustees who can decide, never to observers. */
export const sensitivities = ['ordinary', 'restricted'] as const
export type Sensitivity = (typeof sensitivities)[number]

/**
 * The states of evidence in the list. `to complete`: details are missing (`missingDetails`). `needs consent`: a consent
 * is missing or has ended.
 */
export const evidenceStates = ['current', 'to complete', 'needs consent', 'expired'] as const
export type EvidenceState = (typeof evidenceStates)[number]

type MissingDetail = 'date' | 'criteria' | 'people'

/**
 * The details that evidence still lacks: a period, a criterion or, where the kind of evidence needs it, the answer to
 * whether people can be recognised.
 */
export const missingDetails = ({
  kind,
  showsPeople = null,
  periodFrom,
  items,
}: {
  kind: EvidenceKind
  showsPeople?: boolean | 'yes' | 'no' | null
  periodFrom: Day | null
  items: readonly string[]
}): MissingDetail[] => [
  ...(periodFrom === null ? ['date' as const] : []),
  ...(items.length === 0 ? ['criteria' as const] : []),
  ...(isPeopleUnanswered(kind, showsPeople) ? ['people' as const] : []),
]

export const isEvidenceUnfinished = (evidence: Parameters<typeof missingDetails>[0]): boolean =>
  missingDetails(evidence).length > 0

/** Whether the form asks if people can be recognised in evidence of this kind, and no one has answered. */
export const isPeopleUnanswered = (kind: EvidenceKind, said: boolean | 'yes' | 'no' | null): boolean =>
  evidenceKinds[kind] === 'possible' && said === null

/** The form value for whether evidence shows people; null until someone answers. */
export function yesOrNo(showsPeople: boolean | null): 'yes' | 'no' | null {
  if (showsPeople === null) return null
  return showsPeople ? 'yes' : 'no'
}

/** Only a `ready` file can be opened. */
export const fileStates = ['scanning', 'ready', 'refused', 'removed'] as const
export type FileState = (typeof fileStates)[number]

/** The fields of evidence that permission checks need. */
export interface EvidenceSubject {
  id: string
  organisationId: string
  sensitivity: Sensitivity
  ownerId: string
  /**
   * the last day on which the panel can see it; `forever` when it needs no consent or no consent ends, null while a
   * consent is missing or withdrawn (`consent.ts`)
   */
  consentUntil: Day | null
  /**
   * whether someone who withdrew a consent has no other for the panel. If so, only people who can edit the evidence can
   * open it
   */
  isConsentWithdrawn: boolean
  /** the library's own content warning */
  distressing?: boolean
}

/** One item of evidence. It belongs to the organisation, and can be used for many criteria and years. */
export interface Evidence extends EvidenceSubject {
  title: string
  kind: EvidenceKind
  summary: string
  /** the first day of the period that the evidence is about; null when nobody has entered a period */
  periodFrom: Day | null
  /** the last day of that period */
  periodTo: Day | null
  branches: string[]
  items: string[]
  language: string
  /** the answer to whether people can be recognised; null if no one has answered */
  showsPeople: boolean | null
  version: number
}

/** Codes for the `lang` attribute. The last two mean "several languages" and "another language". */
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

/** The file types that can be uploaded, identified by content, never by the file's name or the browser's media type. */
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
  'audio/mp4': { name: 'M4A', endings: ['m4a'], picture: false },
  'video/mp4': { name: 'MP4', endings: ['mp4'], picture: false },
  'video/quicktime': { name: 'MOV', endings: ['mov'], picture: false },
} as const
export type FileType = keyof typeof fileTypes
