import type { MemberRole } from './actor.ts'
import type { Instant } from './time.ts'

/** A member of an organisation: when their role began, and when they last confirmed who can read its evidence. */
export interface EvidenceReader {
  personId: string
  role: MemberRole
  startedAt: Instant
  confirmedAt: Instant | null
}

/**
 * The time when someone last joined or changed role; an empty string when there are no members. Confirmations from
 * before that time do not count.
 */
export const lastChange = (team: readonly EvidenceReader[]): string =>
  team.reduce((latest, { startedAt }) => (startedAt > latest ? startedAt : latest), '')

/**
 * Whether a lead has confirmed who can read the evidence since the newest lead got that role. Only then can
 * contributors confirm it.
 */
export function leadHasConfirmed(team: readonly EvidenceReader[]): boolean {
  const leads = team.filter(({ role }) => role === 'lead')
  return leads.some(({ confirmedAt }) => confirmedAt !== null && confirmedAt >= lastChange(leads))
}

/**
 * Whether another person joined or changed role after this member last confirmed who can read the evidence; false for a
 * member who never confirmed it.
 */
export const isNewTo = (team: readonly EvidenceReader[], personId: string, other: EvidenceReader): boolean =>
  other.personId !== personId &&
  team.some(own => own.personId === personId && own.confirmedAt !== null && own.confirmedAt < other.startedAt)
