import type { ApplicationKind } from './application.ts'
import type { Outcome } from './judgements.ts'

/**
 * The decision letters for which coordinators can edit the opening and the closing. The decision's facts and the text
 * of the panel or trustee come between the two.
 */
export const letterNames = [
  'letter awarded',
  'letter awarded with recommendations',
  'letter not yet',
  'letter renewed',
  'letter renewed with recommendations',
] as const
/** The emails for which coordinators can edit the opening and the closing. Everything between the two is fixed. */
export const emailsWorded = [
  'award granted',
  'renewal open',
  'award overdue',
  'award extended',
  'manual reminder',
  'reminders',
] as const
export const wordingNames = [...letterNames, ...emailsWorded] as const
export type LetterName = (typeof letterNames)[number]
export type WordedEmail = (typeof emailsWorded)[number]
export type WordingName = (typeof wordingNames)[number]

/** The fields that a text can contain in braces, such as {organisation}. They are filled in for each reader. */
export const mergeFields = ['organisation', 'place', 'number', 'day'] as const
export type MergeField = (typeof mergeFields)[number]

export interface Wording {
  opening: string
  closing: string
}

interface WordingRules {
  /** the merge fields that the text can use */
  fields: readonly MergeField[]
  /** the merge fields that the opening or closing must contain */
  required: readonly MergeField[]
}

const letter: WordingRules = { fields: ['organisation', 'place', 'number', 'day'], required: ['organisation'] }
const awardEmail: WordingRules = { fields: ['organisation', 'day'], required: ['organisation'] }

export const wordingRules: Readonly<Record<WordingName, WordingRules>> = {
  'letter awarded': letter,
  'letter awarded with recommendations': letter,
  'letter not yet': letter,
  'letter renewed': letter,
  'letter renewed with recommendations': letter,
  'award granted': awardEmail,
  'renewal open': { fields: ['organisation'], required: ['organisation'] },
  'award overdue': awardEmail,
  'award extended': awardEmail,
  'manual reminder': { fields: ['organisation'], required: ['organisation'] },
  reminders: { fields: [], required: [] },
}

const field = /\{([^{}]*)\}/g

/** A problem with a text. `braces`: a { or } that belongs to no field. */
export type WordingProblem = { problem: 'unknown'; field: string } | { problem: 'braces' }

/** The first problem with the merge fields of a text; null when there is none. */
export function problemIn(name: WordingName, text: string): WordingProblem | null {
  const known: readonly string[] = wordingRules[name].fields
  for (const [, inside] of text.matchAll(field))
    if (!known.includes(inside!)) return { problem: 'unknown', field: inside!.slice(0, 40) }
  return /[{}]/.test(text.replace(field, '')) ? { problem: 'braces' } : null
}

/** The required fields that neither the opening nor the closing contains. */
export const fieldsMissing = (name: WordingName, { opening, closing }: Wording): MergeField[] =>
  wordingRules[name].required.filter(each => ![opening, closing].some(text => text.includes(`{${each}}`)))

/**
 * Fills in the merge fields. After a value that ends in s, a possessive ’s becomes ’.
 * @throws Error for a field without a value; `problemIn` finds such a field before the text is saved
 */
export function fillMergeFields(text: string, values: Partial<Record<MergeField, string>>): string {
  return text.replace(/\{(\w+)\}(’s)?/g, (_, name: MergeField, possessive = '') => {
    const value = values[name]
    if (value === undefined) throw new Error(`nothing to fill {${name}}`)
    return value + (possessive && value.endsWith('s') ? '’' : possessive)
  })
}

/** The name of a decision letter's template. */
export function letterNameOf(kind: ApplicationKind, outcome: Outcome): LetterName {
  if (outcome === 'not yet') return 'letter not yet'
  const did = kind === 'renewal' ? 'renewed' : 'awarded'
  return outcome === 'awarded' ? `letter ${did}` : `letter ${did} with recommendations`
}
