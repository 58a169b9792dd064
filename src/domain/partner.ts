import type { Day } from './time.ts'

// A library's partner is an organisation. No field is about a person.

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

/** The maximum number of partners of a library, and of activities with each. */
export const partnersMost = 200
export const activitiesMost = 200
/** The number of latest activities with all partners that a search reads. */
export const activitiesSearched = 500

/** What both did together, on one day or over several. */
export interface Activity {
  title: string
  from: Day
  to: Day | null
}

/** The details of a partner, wherever it is shown. */
export interface PartnerSaid {
  id: string
  /** in its own script */
  name: string
  /** the language of the name, as in `lang` */
  language: string
  /** empty where the name is English or was not translated */
  englishName: string
  kind: PartnerKind
  place: string
  since: Day
  until: Day | null
  /** what was agreed */
  agreed: string
}

export const hasEnded = ({ until }: Pick<PartnerSaid, 'until'>, today: Day): boolean => until !== null && until < today

/** The name in lists, links and headings of pages in English. */
export const knownAs = ({ name, englishName }: Pick<PartnerSaid, 'name' | 'englishName'>): string => englishName || name

const rightToLeft: readonly string[] = ['ar', 'fa', 'prs', 'ps', 'ur', 'ckb']

/** The script of a name, which matters where it differs from that of its language. */
export function directionOf(text: string, language: string): 'rtl' | 'auto' {
  return rightToLeft.includes(language) && /\p{Script=Arabic}/u.test(text) ? 'rtl' : 'auto'
}

/** The value of `lang`, or null for several languages or another one. */
export const langOf = (language: string): string | null =>
  language === 'mul' || language === 'und' || language === 'en' ? null : language

/** A role, such as "community librarian". An email address or a telephone number belongs to a person and is refused. */
export const namesARole = (contact: string): boolean => !/@|(\d[\s()-]*){7}/.test(contact)
