import type { Actor, CharityRole, MemberRole } from '../src/domain/actor.ts'
import {
  applicationStatuses,
  type Application,
  type ApplicationKind,
  type ApplicationStatus,
  type Declaration,
  type Seat,
} from '../src/domain/application.ts'

/** A kind of person in the permission tables, by their relation to one application. */
export interface PersonKind {
  called: string
  actor: Actor
  /** the person's own seat */
  seat: Seat | null
  says: Declaration['says'] | null
  /** whether they help the holder of another seat */
  helps?: true
  /** true where no coordinator can act, so that a trustee does */
  standsIn?: boolean
  /** the `called` of other kinds of person; this person is listed only where the answer differs from all of theirs */
  like?: string[]
}
/** A state of an application, with other facts that permissions depend on. */
export interface Situation {
  called: string
  status: ApplicationStatus
  kind: ApplicationKind
  isSubmitted: boolean
  decisionLetterReleased: boolean
}

const library = 'library'
const person = (roles: CharityRole[], memberships: Actor['memberships'] = []): Actor => ({
  id: 'me',
  name: 'Me',
  language: 'en',
  charityRoles: roles,
  memberships,
})
const member = (role: MemberRole, roles: CharityRole[] = [], organisationId = library): Actor =>
  person(roles, [{ organisationId, role }])

export const aSeat = (given: Partial<Seat> = {}): Seat => ({
  id: 'mine',
  personId: 'me',
  kind: 'sector peer',
  independent: false,
  chairs: false,
  status: 'accepted',
  shownName: 'Me',
  findingsGiven: 0,
  hasGivenAll: false,
  setAside: false,
  ...given,
})

export const libraryPeople: PersonKind[] = (['lead', 'contributor', 'observer'] as const).map(role => ({
  called: role,
  actor: member(role),
  seat: null,
  says: null,
}))
export const outsiders: PersonKind[] = [
  { called: 'member of another library', actor: member('lead', [], 'another'), seat: null, says: null },
  {
    called: 'observer who is also a coordinator',
    actor: member('observer', ['coordinator', 'trustee']),
    seat: null,
    says: 'no conflict',
    like: ['observer', 'coordinator'],
  },
  { called: 'appraiser without a seat here', actor: person(['appraiser']), seat: null, says: null },
]
const given = { findingsGiven: 25, hasGivenAll: true }
export const casePeople: PersonKind[] = [
  ...libraryPeople,
  ...outsiders,
  { called: 'administrator', actor: person(['administrator']), seat: null, says: null },
  {
    called: 'seat offered, not declared',
    actor: person(['appraiser']),
    seat: aSeat({ status: 'offered' }),
    says: null,
  },
  {
    called: 'seat offered, no conflict',
    actor: person(['appraiser']),
    seat: aSeat({ status: 'offered' }),
    says: 'no conflict',
  },
  { called: 'seat accepted, not declared', actor: person(['appraiser']), seat: aSeat(), says: null },
  { called: 'panel, still judging', actor: person(['appraiser']), seat: aSeat(), says: 'no conflict' },
  { called: 'panel, all findings given', actor: person(['appraiser']), seat: aSeat(given), says: 'no conflict' },
  {
    called: 'chair, still judging',
    actor: person(['appraiser']),
    seat: aSeat({ chairs: true }),
    says: 'no conflict',
    like: ['panel, still judging'],
  },
  {
    called: 'chair, all findings given',
    actor: person(['appraiser']),
    seat: aSeat({ chairs: true, ...given }),
    says: 'no conflict',
    like: ['panel, all findings given'],
  },
  {
    called: 'seat, conflict',
    actor: person(['appraiser']),
    seat: aSeat({ ...given, status: 'withdrawn', setAside: true }),
    says: 'conflict',
  },
  { called: 'helper, not declared', actor: person(['helper']), seat: null, says: null, helps: true },
  { called: 'helper, no conflict', actor: person(['helper']), seat: null, says: 'no conflict', helps: true },
  { called: 'helper, conflict', actor: person(['helper']), seat: null, says: 'conflict', helps: true },
  { called: 'coordinator, not declared', actor: person(['coordinator']), seat: null, says: null },
  { called: 'coordinator, no conflict', actor: person(['coordinator']), seat: null, says: 'no conflict' },
  { called: 'coordinator, conflict', actor: person(['coordinator']), seat: null, says: 'conflict' },
  {
    called: 'coordinator with a seat here, still judging',
    actor: person(['coordinator']),
    seat: aSeat(),
    says: 'no conflict',
    like: ['panel, still judging'],
  },
  { called: 'trustee, not declared', actor: person(['trustee']), seat: null, says: null },
  { called: 'trustee, no conflict', actor: person(['trustee']), seat: null, says: 'no conflict' },
  { called: 'trustee, conflict', actor: person(['trustee']), seat: null, says: 'conflict' },
  {
    called: 'trustee with a seat here, all findings given',
    actor: person(['trustee']),
    seat: aSeat({ kind: 'trustee', ...given }),
    says: 'no conflict',
    like: ['panel, all findings given'],
  },
  {
    called: 'trustee who judged here and left the seat',
    actor: person(['trustee']),
    seat: aSeat({ status: 'withdrawn', findingsGiven: 3 }),
    says: 'no conflict',
    like: ['trustee, not declared'],
  },
  {
    called: 'trustee, where every coordinator has a conflict',
    actor: person(['trustee']),
    seat: null,
    says: 'no conflict',
    standsIn: true,
    like: ['coordinator, no conflict', 'trustee, no conflict'],
  },
]
export const charityPeople: PersonKind[] = (['coordinator', 'trustee', 'administrator', 'appraiser'] as const).map(
  role => ({
    called: role,
    actor: person([role]),
    seat: null,
    says: null,
  }),
)

/** People who are listed together. */
export const circles: [called: string, members: string[]][] = [
  ['everyone in the library', ['lead', 'contributor', 'observer']],
  ['panel', ['panel, still judging', 'panel, all findings given']],
  ['chair', ['chair, still judging', 'chair, all findings given']],
  ['the charity’s readers', ['panel', 'coordinator, no conflict', 'trustee, no conflict']],
  [
    'everyone signed in',
    [
      'everyone in the library',
      'member of another library',
      'appraiser without a seat here',
      'coordinator',
      'trustee',
      'administrator',
      'appraiser',
    ],
  ],
]

export const situations: Situation[] = applicationStatuses.flatMap((status): Situation[] => {
  const usual = {
    called: status,
    status,
    kind: 'first' as const,
    isSubmitted: status !== 'draft',
    decisionLetterReleased: false,
  }
  if (status === 'checked') return [usual, { ...usual, called: 'checked, a light renewal', kind: 'renewal' }]
  if (status === 'decided')
    return [
      { ...usual, called: 'decided, decision letter not released' },
      { ...usual, called: 'decided, decision letter released', decisionLetterReleased: true },
    ]
  if (status === 'withdrawn')
    return [
      { ...usual, called: 'withdrawn as a draft', isSubmitted: false },
      { ...usual, called: 'withdrawn after submission' },
    ]
  return [usual]
})

export function caseOf(
  { seat, says, helps, standsIn = false }: PersonKind,
  { status, kind, isSubmitted, decisionLetterReleased }: Situation,
): Application {
  const others = aSeat({ id: 'other', personId: 'other', findingsGiven: 25, hasGivenAll: true })
  return {
    id: 'case',
    number: 'LS-1',
    kind,
    status,
    statusBefore: null,
    version: 1,
    organisationId: library,
    awardId: null,
    roundId: null,
    streamId: 'libraries',
    frameworkVersionId: 'f',
    isSubmitted,
    until: null,
    scope: ['branch'],
    seats: seat ? [others, seat] : [others],
    helpers: helps ? [{ id: 'help', seatId: 'other', personId: 'me' }] : [],
    formerHelpers: [],
    everyCoordinatorIsBarred: standsIn,
    decisionLetterReleased,
    hasReleasedDecision: decisionLetterReleased,
    isAwarded: decisionLetterReleased,
    isShared: false,
    declarations: [
      { personId: 'other', says: 'no conflict', independent: true },
      ...(says ? [{ personId: 'me', says, independent: null }] : []),
    ],
    criteriaAsked: ['asked'],
  }
}
