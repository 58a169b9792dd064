import { evidenceKinds, type EvidenceKind } from './evidence.ts'
import { addDays, type Day } from './time.ts'

// What front-line staff send through a link on the wall, without an account, and what may become of it.

/** Whoever sends it says whether somebody can be recognised in it; not being sure is an answer. */
export const recognisable = ['no', 'yes', 'unsure'] as const
export type Recognisable = (typeof recognisable)[number]

export const uploadLinkLimits = {
  /** days that a link works, by choice; whoever makes it chooses one of these */
  days: [30, 90, 180, 365],
  /** in a library's tray at once: a link that got about must not fill its shelf */
  waiting: 500,
  bytes: 1024 ** 3,
  /** what nobody sorted for so long is thrown away */
  daysKept: 180,
} as const
export const usualDays = 90

/** The last day on which a link made today works. */
export const linkEndsOn = (today: Day, days: number): Day => addDays(today, days - 1)

export interface UploadLinkHeld {
  endsOn: Day
  endedAt: string | null
}
export const worksOn = ({ endsOn, endedAt }: UploadLinkHeld, today: Day): boolean => endedAt === null && today <= endsOn

/** Why one of several captures cannot be taken in as this kind together with the others; null when it can. */
export type NotTogether = 'people are shown' | 'nobody knows who is shown' | 'nothing opens' | 'may lead to somebody'

export function notTogether(
  kind: EvidenceKind,
  {
    people,
    files,
    opens,
    personalDetails,
  }: { people: Recognisable; files: number; opens: number; personalDetails: number },
): NotTogether | null {
  if (files > 0 && opens === 0) return 'nothing opens'
  if (personalDetails > 0) return 'may lead to somebody'
  if (evidenceKinds[kind] === 'none' && people === 'yes') return 'people are shown'
  return evidenceKinds[kind] !== 'always' && people === 'unsure' ? 'nobody knows who is shown' : null
}
