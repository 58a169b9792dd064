import { evidenceKinds, type EvidenceKind } from './evidence.ts'
import { compare } from './compare.ts'
import { addDays, type Day, type Instant } from './time.ts'

// The people who can be recognised in evidence, and the consent of each.

/**
 * The uses of evidence, each with its own consent. The service shows no evidence for the last two yet.
 * - `panel`: everyone who reads an application for the charity
 * - `council`: council papers
 * - `charity`: the charity's publications
 * - `public`: the public
 */
export const consentUses = ['panel', 'council', 'charity', 'public'] as const
export type ConsentUse = (typeof consentUses)[number]

/** One consent form. It is never edited, only withdrawn, or deleted if it was recorded by mistake. */
export interface Consent {
  /** a first name, or a code such as R-3 */
  person: string
  uses: readonly ConsentUse[]
  givenOn: Day
  /** the last day of the consent; null for no end date */
  expiresOn: Day | null
  withdrawnAt: Instant | null
}

/** A last day that means "no end date". It sorts after every day that can be entered. */
export const forever = '9999-12-31' as Day

/**
 * Whether evidence shows recognisable people: always for some kinds, and for any other kind if the form says so.
 * @param said the answer on the form; null if no one has answered
 */
export function showsPeople(kind: EvidenceKind, said: boolean | null): boolean {
  return evidenceKinds[kind] === 'always' || said === true
}

/**
 * The last day on which City of Sanctuary and panels can see evidence. Once a person has withdrawn a consent and has no
 * other for the panel, the evidence stays hidden, even if someone later says that no one can be recognised.
 * @returns `forever` if no one can be recognised or no consent ends; null while the evidence is hidden
 */
export function panelConsentUntil(kind: EvidenceKind, said: boolean | null, consents: readonly Consent[]): Day | null {
  if (isConsentWithdrawn(consents)) return null
  return showsPeople(kind, said) ? consentUntil(consents, 'panel') : forever
}

/** Whether someone who withdrew a consent has no other consent for the panel. */
export const isConsentWithdrawn = (consents: readonly Consent[]): boolean =>
  consents.some(
    ({ person, withdrawnAt }) => withdrawnAt !== null && personConsentUntil(consents, person, 'panel') === null,
  )

/**
 * The last day on which everyone shown has consented to this use. Of several forms by one person, the one that ends
 * last counts; withdrawn forms do not count.
 * @returns `forever` when no consent ends; null when no one is recorded, or someone recorded has no consent for this
 *   use
 */
export function consentUntil(consents: readonly Consent[], use: ConsentUse): Day | null {
  const ends = peopleIn(consents).map(person => personConsentUntil(consents, person, use))
  if (ends.length === 0 || ends.includes(null)) return null
  return (ends as Day[]).toSorted()[0] ?? null
}

/**
 * The people in the records, in the order of their first form. Names that differ only in case, spaces or the kind of
 * apostrophe are one person.
 */
export function peopleIn(consents: readonly Pick<Consent, 'person'>[]): string[] {
  const known = new Map<string, string>()
  for (const { person } of consents) if (!known.has(personKey(person))) known.set(personKey(person), person)
  return [...known.values()]
}

/** The last day on which one person's consent allows this use of the evidence. */
export interface ConsentEnd {
  day: Day
  use: 'panel' | 'council'
}

/**
 * The days on which people's consents for the panel and for council papers end, in order. Leaves out consents without
 * an end date, and council papers unless everyone agreed to them.
 * @param panelUntil the last day for the panel; `forever` when no consent is needed
 */
export function consentEnds(consents: readonly Consent[], panelUntil: Day | null): ConsentEnd[] {
  const uses = (['panel', 'council'] as const).filter(use =>
    use === 'panel' ? panelUntil !== forever : consentUntil(consents, use) !== null,
  )
  return uses
    .flatMap(use =>
      peopleIn(consents).flatMap(person => {
        const day = personConsentUntil(consents, person, use)
        return day === null || day === forever ? [] : [{ day, use }]
      }),
    )
    .toSorted((a, b) => compare(a.day, b.day))
}

/** How many days late a reminder about the end of a consent can be sent. */
const daysForLateReminder = 7

/**
 * The end of a consent that reminders and calendars are about: usually the next one. For a week after an end, it is
 * still the past one, unless the next one is at most a week away. When no end is left, it is the last one.
 * @param ends in the order of their days
 * @returns null when there are none
 */
export function endToRemind(ends: readonly ConsentEnd[], today: Day): ConsentEnd | null {
  const next = ends.find(({ day }) => day >= today) ?? null
  const lastDay = ends.findLast(({ day }) => day < today)?.day
  const last = ends.find(({ day }) => day === lastDay) ?? null
  if (!next || !last) return next ?? last
  const isRecent = last.day >= addDays(today, -daysForLateReminder)
  return isRecent && next.day > addDays(today, daysForLateReminder) ? last : next
}

export const personKey = (person: string): string =>
  person
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[‘’ʼ`]/g, "'")
    .replace(/\s+/g, ' ')
    .trim()

export function personConsentUntil(consents: readonly Consent[], person: string, use: ConsentUse): Day | null {
  const ends = consents
    .filter(
      each => personKey(each.person) === personKey(person) && each.withdrawnAt === null && each.uses.includes(use),
    )
    .map(({ expiresOn }) => expiresOn ?? forever)
  return ends.toSorted().at(-1) ?? null
}

/**
 * Whether consent for the use `panel` is in force on a day, or none is needed. All the charity's access to evidence
 * depends on this. If `on` is undefined, consent that has an end date does not count.
 */
export function hasConsent({ consentUntil: end }: { consentUntil: Day | null }, on: Day | undefined): boolean {
  return end !== null && (end === forever || (on !== undefined && on <= end))
}

/** Why evidence cannot be used. `no consent`: a consent is missing or was withdrawn. `ended`: a consent has ended. */
export type WithoutConsent = 'no consent' | 'ended'

/** Why evidence cannot be used on a day; null when it can. */
export function whyWithoutConsent(evidence: { consentUntil: Day | null }, on: Day | undefined): WithoutConsent | null {
  if (hasConsent(evidence, on)) return null
  return evidence.consentUntil === null ? 'no consent' : 'ended'
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
 * Why evidence cannot be used: no one is recorded as shown, or the consent of `people` for the panel is not in force.
 * Null when it can be used.
 */
export function missingConsents(
  consents: readonly Consent[],
  today: Day,
): 'nobody registered' | { people: string[] } | null {
  const everybody = peopleIn(consents)
  if (everybody.length === 0) return 'nobody registered'
  const people = everybody.filter(
    person => !hasConsent({ consentUntil: personConsentUntil(consents, person, 'panel') }, today),
  )
  return people.length === 0 ? null : { people }
}
