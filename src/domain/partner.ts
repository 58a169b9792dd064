import type { Day } from './time.ts'

// The organisations that a library works with. No field describes a person.

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

/** The maximum number of partners for one library. */
export const maxPartners = 200

/** The maximum number of activities for one partner. */
export const maxActivities = 200

/** The maximum number of a library's latest activities that a search for partners reads. */
export const maxActivitiesSearched = 500

/** Something that the library and a partner did together, on one day or over a period. */
export interface Activity {
  title: string
  from: Day
  to: Day | null
}

/** The details of a partner that both the library and the charity see. */
export interface PartnerDetails {
  id: string
  /** the partner's name in its own language and script */
  name: string
  /** the language of the name, as in the `lang` attribute */
  language: string
  /** empty when the name is in English, or nobody entered an English name */
  englishName: string
  kind: PartnerKind
  place: string
  since: Day
  until: Day | null
  agreed: string
}

export const hasEnded = ({ until }: Pick<PartnerDetails, 'until'>, today: Day): boolean =>
  until !== null && until < today

/** The name to use in English lists, links and headings. */
export const englishNameOf = ({ name, englishName }: Pick<PartnerDetails, 'name' | 'englishName'>): string =>
  englishName || name

const rightToLeft: readonly string[] = ['ar', 'fa', 'prs', 'ps', 'ur', 'ckb']

/**
 * The `dir` attribute for a name: `rtl` for Arabic letters in a language written from right to left; otherwise the
 * browser decides.
 */
export function directionOf(text: string, language: string): 'rtl' | 'auto' {
  return rightToLeft.includes(language) && /\p{Script=Arabic}/u.test(text) ? 'rtl' : 'auto'
}

/** The `lang` attribute for a name; null for English, for several languages, and for a language that is not listed. */
export const langOf = (language: string): string | null =>
  language === 'mul' || language === 'und' || language === 'en' ? null : language

/** Whether a contact can be a role, such as "community librarian": it has no email address or phone number. */
export const isRoleContact = (contact: string): boolean => !/@|(\d[\s()-]*){7}/.test(contact)
