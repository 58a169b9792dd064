import { evidenceKinds, type EvidenceKind } from './evidence.ts'
import type { Day, Instant } from './time.ts'

// Who can be recognised in a piece of evidence, and for what each of them agreed to be shown or quoted.

/** Each is asked for by itself: the panel and whoever decides, what the charity tells of its work, everybody. */
export const consentUses = ['panel', 'charity', 'public'] as const
export type ConsentUse = (typeof consentUses)[number]

/** One form that somebody gave. It is never changed: a new form is a new record, so old ones keep their wording. */
export interface Consent {
  /** a code such as R-3 or a first name */
  person: string
  uses: readonly ConsentUse[]
  givenOn: Day
  /** the last day on which it holds; null for one without an end */
  expiresOn: Day | null
  withdrawnAt: Instant | null
}

/** As a last day: without an end. It sorts behind every day that can be typed. */
export const forever = '9999-12-31' as Day

/** @param said what was answered for a kind that may show people; null when nobody was asked */
export function showsPeople(kind: EvidenceKind, said: boolean | null): boolean {
  return evidenceKinds[kind] === 'always' || (evidenceKinds[kind] === 'possible' && said === true)
}

/**
 * The last day on which a piece that shows people may be shown for a use: the first of those of the people in it.
 * Whoever took one form back and gave another since is covered by the new one.
 * @returns null while nobody is registered, or somebody in it gave no consent for this or took it back
 */
export function coveredUntil(consents: readonly Consent[], use: ConsentUse): Day | null {
  const ends = peopleIn(consents).map(person => personCoveredUntil(consents, person, use))
  if (ends.length === 0 || ends.includes(null)) return null
  return (ends as Day[]).toSorted()[0] ?? null
}

/** Everybody registered, in the order of their first form. Capitals and spaces make no other person. */
export function peopleIn(consents: readonly Pick<Consent, 'person'>[]): string[] {
  const known = new Map<string, string>()
  for (const { person } of consents) if (!known.has(personKey(person))) known.set(personKey(person), person)
  return [...known.values()]
}

export const personKey = (person: string): string => person.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()

export function personCoveredUntil(consents: readonly Consent[], person: string, use: ConsentUse): Day | null {
  const ends = consents
    .filter(
      each => personKey(each.person) === personKey(person) && each.withdrawnAt === null && each.uses.includes(use),
    )
    .map(({ expiresOn }) => expiresOn ?? forever)
  return ends.toSorted().at(-1) ?? null
}

/**
 * What every right of the charity on a piece depends on. A reader whose day is not known counts only on what has no
 * end.
 */
export function isCovered({ coveredUntil: end }: { coveredUntil: Day | null }, on: Day | undefined): boolean {
  return end !== null && (end === forever || (on !== undefined && on <= end))
}

export type ConsentState = 'in force' | 'expired' | 'withdrawn'

export function stateOfConsent(
  { expiresOn, withdrawnAt }: Pick<Consent, 'expiresOn' | 'withdrawnAt'>,
  today: Day,
): ConsentState {
  if (withdrawnAt !== null) return 'withdrawn'
  return expiresOn !== null && expiresOn < today ? 'expired' : 'in force'
}

/**
 * Why a piece waits, or null while it may be used: nobody is registered, or the people whose consent for the panel is
 * not in force.
 */
export function whatIsMissing(
  consents: readonly Consent[],
  today: Day,
): 'nobody registered' | { people: string[] } | null {
  const everybody = peopleIn(consents)
  if (everybody.length === 0) return 'nobody registered'
  const people = everybody.filter(
    person => !isCovered({ coveredUntil: personCoveredUntil(consents, person, 'panel') }, today),
  )
  return people.length === 0 ? null : { people }
}
