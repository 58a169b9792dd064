import type { CharityRole, MemberRole } from '../../../../src/domain/actor.ts'
import type { SeatKind } from '../../../../src/domain/application.ts'

/**
 * A person’s roles, seat and declaration, mostly at library A. B is another library. The data of each library contains
 * a text that occurs nowhere else, so that tests can find leaks.
 */
export interface Role {
  member?: { of: 'A' | 'B'; role: MemberRole; former?: true }
  roles?: readonly CharityRole[]
  declares?: 'no conflict' | 'conflict'
  /** whether the person is the helper of a panel member */
  helps?: true
  seat?: { status: 'offered' | 'accepted' | 'withdrawn'; kind?: SeatKind; chairs?: true; given?: 'some' | 'all' }
  /** the role that the person accepted, and that nobody has approved */
  waits?: { member?: 'A'; role: MemberRole | CharityRole }
  isSuspended?: true
  isExpired?: true
}

export const rolesIn = {
  nobody: null,
  'no role': {},
  lead: { member: { of: 'A', role: 'lead' } },
  contributor: { member: { of: 'A', role: 'contributor' } },
  observer: { member: { of: 'A', role: 'observer' } },
  'former lead': { member: { of: 'A', role: 'lead', former: true } },
  'lead of B': { member: { of: 'B', role: 'lead' } },
  'appraiser of the pool': { roles: ['appraiser'] },
  'seat offered': { roles: ['appraiser'], seat: { status: 'offered' } },
  'seat not declared': { roles: ['appraiser'], seat: { status: 'accepted' } },
  'seat in conflict': { roles: ['appraiser'], seat: { status: 'withdrawn', given: 'some' }, declares: 'conflict' },
  'seat reading': { roles: ['appraiser'], seat: { status: 'accepted', given: 'some' }, declares: 'no conflict' },
  'seat with all given': { roles: ['appraiser'], seat: { status: 'accepted', given: 'all' }, declares: 'no conflict' },
  chair: {
    roles: ['appraiser'],
    seat: { status: 'accepted', kind: 'lived experience', chairs: true, given: 'all' },
    declares: 'no conflict',
  },
  'helper not declared': { roles: ['helper'], helps: true },
  helper: { roles: ['helper'], helps: true, declares: 'no conflict' },
  'helper in conflict': { roles: ['helper'], helps: true, declares: 'conflict' },
  'seat removed': { roles: ['appraiser'], seat: { status: 'withdrawn' }, declares: 'no conflict' },
  'coordinator not declared': { roles: ['coordinator'] },
  coordinator: { roles: ['coordinator'], declares: 'no conflict' },
  'coordinator in conflict': { roles: ['coordinator'], declares: 'conflict' },
  'trustee not declared': { roles: ['trustee'] },
  trustee: { roles: ['trustee'], declares: 'no conflict' },
  'trustee in conflict': { roles: ['trustee'], declares: 'conflict' },
  'trustee with a seat': { roles: ['trustee'], seat: { status: 'accepted', given: 'some' }, declares: 'no conflict' },
  administrator: { roles: ['administrator'] },
  'lead who coordinates': {
    member: { of: 'A', role: 'lead' },
    roles: ['coordinator', 'trustee'],
    declares: 'no conflict',
  },
  'lead not approved': { waits: { member: 'A', role: 'lead' } },
  'appraiser not approved': { waits: { role: 'appraiser' } },
  'coordinator not approved': { waits: { role: 'coordinator' } },
  'administrator not approved': { waits: { role: 'administrator' } },
  'suspended lead': { member: { of: 'A', role: 'lead' }, isSuspended: true },
  'expired lead': { member: { of: 'A', role: 'lead' }, isExpired: true },
} as const satisfies Record<string, Role | null>
export type StandingName = keyof typeof rolesIn
export const standingNames = Object.keys(rolesIn) as StandingName[]
