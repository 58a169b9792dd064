import type { MemberRole } from './actor.ts'
import type { Instant } from './time.ts'

/** A member of an organisation, with when their role began and when they last confirmed who can read its evidence. */
export interface EvidenceReader {
  personId: string
  role: MemberRole
  startedAt: Instant
  confirmedAt: Instant | null
}

/**
 * The time when someone last joined or changed role; empty without members. Confirmations from before it do not count.
 */
export const lastChange = (team: readonly EvidenceReader[]): string =>
  team.reduce((latest, { startedAt }) => (startedAt > latest ? startedAt : latest), '')

/**
 * Whether a lead has confirmed the list since the last lead joined. Contributors confirm it after that. A confirmation
 * counts only for the person who made it: otherwise a lead approved by one person could confirm the list for everyone.
 */
export function leadHasConfirmed(team: readonly EvidenceReader[]): boolean {
  const leads = team.filter(({ role }) => role === 'lead')
  return leads.some(({ confirmedAt }) => confirmedAt !== null && confirmedAt >= lastChange(leads))
}

/** Whether this member has not yet seen that the other person joined or changed role. */
export const isNewTo = (team: readonly EvidenceReader[], personId: string, other: EvidenceReader): boolean =>
  other.personId !== personId &&
  team.some(own => own.personId === personId && own.confirmedAt !== null && own.confirmedAt < other.startedAt)
