import type { Day } from './time.ts'

// Whom a library works with. A partner is an organisation: no field of it is about a person.

export const partnerKinds = [
  'refugee organisation',
  'English classes',
  'school',
  'college or university',
  'health service',
  'council or housing',
  'community or faith group',
  'arts or museum',
  'twinned library',
  'other',
] as const
export type PartnerKind = (typeof partnerKinds)[number]

/** So many are kept for one library, and so many activities with one of them. */
export const partnersMost = 200
export const activitiesMost = 200
/** So many of what a library did with all its partners, the last first, are looked through when one is searched for. */
export const activitiesSearched = 500

/** What both did together: one day, or from one to another. */
export interface Activity {
  title: string
  from: Day
  to: Day | null
}

/** What is said of a partner wherever one is shown. */
export interface PartnerSaid {
  id: string
  /** in its own script */
  name: string
  /** of the name, as in `lang` */
  language: string
  /** empty where the name is English, or nobody wrote one */
  englishName: string
  kind: PartnerKind
  place: string
  since: Day
  until: Day | null
  /** what was agreed */
  agreed: string
}

export const hasEnded = ({ until }: Pick<PartnerSaid, 'until'>, today: Day): boolean => until !== null && until < today

/** For lists, links and headings of other pages, which are in English. */
export const knownAs = ({ name, englishName }: Pick<PartnerSaid, 'name' | 'englishName'>): string => englishName || name

const rightToLeft: readonly string[] = ['ar', 'fa', 'prs', 'ps', 'ur', 'ckb']

/** How a name is written. What is written in other letters than its language has speaks for itself. */
export function directionOf(text: string, language: string): 'rtl' | 'auto' {
  return rightToLeft.includes(language) && /\p{Script=Arabic}/u.test(text) ? 'rtl' : 'auto'
}

/** Several languages, and one that is not on the list, are no value for `lang`. */
export const langOf = (language: string): string | null =>
  language === 'mul' || language === 'und' || language === 'en' ? null : language

/**
 * A role, such as "community librarian": an address, or as many digits as a telephone number has, is somebody's own.
 */
export const namesARole = (contact: string): boolean => !/@|(\d[\s()-]*){7}/.test(contact)
