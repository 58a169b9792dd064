import {
  declarationOf,
  isConcerned,
  membershipsIn,
  seatOf,
  standings,
  type Actor,
  type CharityRole,
  type MemberRole,
  type Standing,
} from './actor.ts'
import { isBeingRead, isOpen, isOpenAt, isUnderWay, type Application, type Seat } from './application.ts'
import { awardStandings, type Award } from './award.ts'
import { isCovered } from './consent.ts'
import type { EvidenceHeld } from './evidence.ts'

/** One seat's judgement of one criterion, as far as rights go. */
export interface FindingHeld {
  seatId: string
  givenAt: string | null
}
/** A question, as far as rights go. */
export interface QuestionHeld {
  askedBy: string
  status: string
}
export interface OrganisationHeld {
  id: string
}

const members = ['lead', 'contributor', 'observer'] as const
/** Whoever declared no conflict and reads for the charity. */
const readers = ['panel', 'coordinator', 'trustee'] as const

/**
 * Who may do what. Rights follow the membership, the seat or the role in the charity, on this one thing. Whether a move is open in this
 * state is the lifecycle's question; here stands whose it is. docs/security/permissions.md is computed from this table.
 */
const permissions = {
  // The case. Who is to declare knows of it before; after a conflict nobody does. Drafts are never read by the charity.
  'application.know': (who: Actor, it: Application) => holds(who, it, ...members) || mayKnowAsConcerned(who, it),
  'application.read': (who: Actor, it: Application) => holds(who, it, ...members) || isReader(who, it),
  'application.submit': (who: Actor, it: Application) => holds(who, it, 'lead'),
  'application.withdraw': (who: Actor, it: Application) => holds(who, it, 'lead'),
  'application.check': (who: Actor, it: Application) => it.handedIn && holds(who, it, 'coordinator'),
  'application.return': (who: Actor, it: Application) => it.handedIn && holds(who, it, 'coordinator'),
  'application.take_up': (who: Actor, it: Application) => it.handedIn && holds(who, it, 'coordinator'),
  'application.hold': (who: Actor, it: Application) => it.handedIn && holds(who, it, 'coordinator'),
  'application.move_date': (who: Actor, it: Application) => it.handedIn && holds(who, it, 'coordinator'),
  'application.close': (who: Actor, it: Application) => holds(who, it, 'coordinator'),
  // Of a renewal: which branches it covers, while the library writes; and that a panel is wanted, before anybody confirmed it.
  'application.change_scope': (who: Actor, it: Application) =>
    it.kind !== 'first' && (it.status === 'draft' || it.status === 'returned') && holds(who, it, 'lead'),
  'application.want_panel': (who: Actor, it: Application) =>
    it.handedIn &&
    it.kind === 'renewal' &&
    (it.status === 'submitted' || it.status === 'checked') &&
    holds(who, it, 'coordinator', 'trustee'),
  'submission.read': (who: Actor, it: Application) => it.handedIn && holds(who, it, ...members, ...readers),
  'history.read': (who: Actor, it: Application) => holds(who, it, ...members) || isReader(who, it),

  // What is being written belongs to the library: the charity reads what was handed in.
  'answer.read': (who: Actor, it: Application) => holds(who, it, ...members),
  'answer.write': (who: Actor, it: Application) => isOpen(it) && holds(who, it, 'lead', 'contributor'),
  'answer.write_item': (who: Actor, it: Application, itemId: string) =>
    isOpenAt(it, itemId) && holds(who, it, 'lead', 'contributor'),

  // Everybody declares for themselves; who finds a conflict later may still say so.
  'declaration.make': (who: Actor, it: Application) => isConcerned(who, it) && declarationOf(who, it) === null,
  'declaration.change': (who: Actor, it: Application) =>
    isConcerned(who, it) && declarationOf(who, it) === 'no conflict',

  'question.read': (who: Actor, it: Application) => holds(who, it, ...members) || isReader(who, it),
  'question.ask': (who: Actor, it: Application) => isBeingRead(it) && isReader(who, it),
  'question.reply': (who: Actor, it: Application, question: QuestionHeld) =>
    question.status === 'open' && isUnderWay(it) && holds(who, it, 'lead'),
  'question.withdraw': (who: Actor, it: Application, question: QuestionHeld) =>
    question.status === 'open' &&
    isReader(who, it) &&
    (question.askedBy === who.id || holds(who, it, 'chair', 'coordinator')),

  // The panel. Only its holder and coordinators know of a seat's kind and mark.
  'panel.manage': (who: Actor, it: Application) =>
    it.handedIn && isUnderWay(it) && it.status !== 'decided' && holds(who, it, 'coordinator'),
  'panel.read': (who: Actor, it: Application) => isReader(who, it),
  'seat.answer': (who: Actor, it: Application) => seatOf(who, it)?.status === 'offered' && mayKnowAsConcerned(who, it),
  'seat.read_kind': (who: Actor, it: Application, seat: Seat) =>
    (isHolder(who, it, seat.id) && mayKnowAsConcerned(who, it)) || holds(who, it, 'coordinator'),

  // Alone first: others' findings open when all of one's own are given, and given findings then stand.
  'appraisal.read': (who: Actor, it: Application) => it.handedIn && holds(who, it, 'panel'),
  'finding.write': (who: Actor, it: Application) =>
    it.status === 'with the panel' && holds(who, it, 'panel') && !hasGivenAll(who, it),
  'finding.read': (who: Actor, it: Application, finding: FindingHeld) =>
    isReader(who, it) && (isHolder(who, it, finding.seatId) || (finding.givenAt !== null && hasReadAlone(who, it))),
  'finding.read_note': (who: Actor, it: Application, finding: FindingHeld) =>
    isReader(who, it) && isHolder(who, it, finding.seatId),
  'meeting.read': (who: Actor, it: Application) => isReader(who, it) && hasReadAlone(who, it),
  'agreed_finding.read': (who: Actor, it: Application) =>
    (isReader(who, it) && hasReadAlone(who, it)) || hasLetter(who, it),
  'agreed_finding.write': (who: Actor, it: Application) =>
    it.status === 'with the panel' && holds(who, it, 'chair') && hasGivenAll(who, it),
  'more_evidence.ask': (who: Actor, it: Application) => holds(who, it, 'chair'),
  'proposal.read': (who: Actor, it: Application) => isReader(who, it) && hasReadAlone(who, it),
  'proposal.write': (who: Actor, it: Application) =>
    it.status === 'with the panel' && holds(who, it, 'chair') && hasGivenAll(who, it),

  // A trustee without a seat decides; library and panel see decision and letter when the letter is released, the library then the agreed findings too.
  'decision.make': (who: Actor, it: Application) =>
    holds(who, it, 'trustee') && (it.status === 'with a trustee' || (it.status === 'checked' && it.kind === 'renewal')),
  'decision.read': (who: Actor, it: Application) => isReader(who, it) || hasLetter(who, it),
  'letter.read': (who: Actor, it: Application) =>
    holds(who, it, 'coordinator', 'trustee') || hasLetter(who, it) || (it.letterReleased && isReader(who, it)),
  'letter.release': (who: Actor, it: Application) => it.status === 'decided' && holds(who, it, 'coordinator'),

  // A promise out of a released letter: the library answers, whoever reads a case of its award for the charity closes it.
  'recommendation.list': (who: Actor, it: OrganisationHeld) =>
    isMemberAs(who, it.id, ...members) || servesFromOutside(who, it.id, 'coordinator', 'trustee'),
  'recommendation.answer': (who: Actor, it: OrganisationHeld) => isMemberAs(who, it.id, 'lead'),
  'recommendation.close': (who: Actor, it: Application) => it.handedIn && holds(who, it, 'coordinator', 'trustee'),

  // Evidence belongs to the library. The charity reads a piece through an application whose submission or reply names it.
  'evidence.read': (who: Actor, it: EvidenceHeld, through: Application | null) =>
    ownsOrMayOpen(who, it) || readsThrough(who, it, through),
  'evidence.edit': (who: Actor, it: EvidenceHeld) =>
    isMemberAs(who, it.organisationId, 'lead', 'contributor') && ownsOrMayOpen(who, it),
  // Whoever somebody shown in a piece turns to takes their consent back: the library, or a coordinator who reads it.
  'consent.record': (who: Actor, it: EvidenceHeld) =>
    isMemberAs(who, it.organisationId, 'lead', 'contributor') && ownsOrMayOpen(who, it),
  'consent.withdraw': (who: Actor, it: EvidenceHeld, through: Application | null) =>
    (isMemberAs(who, it.organisationId, 'lead', 'contributor') && ownsOrMayOpen(who, it)) ||
    (through !== null && readsThrough(who, it, through) && holds(who, through, 'coordinator')),
  'consent.list': (who: Actor, it: OrganisationHeld) => isMemberAs(who, it.id, 'lead', 'contributor'),
  // Whoever owns a piece may remove it: so only its owner or a lead gives it to somebody else.
  'evidence.keep': (who: Actor, it: EvidenceHeld) =>
    isMemberAs(who, it.organisationId, 'lead') ||
    (isMemberAs(who, it.organisationId, 'contributor') && it.ownerId === who.id),
  'evidence.remove': (who: Actor, it: EvidenceHeld) =>
    isMemberAs(who, it.organisationId, 'lead') ||
    (isMemberAs(who, it.organisationId, 'contributor') && it.ownerId === who.id),

  // A library's own place. Coordinators register it and keep it right, unless it is their own: then as what they are there.
  'organisation.know': (who: Actor, it: OrganisationHeld) =>
    isMemberAs(who, it.id, ...members) || has(who, 'coordinator', 'trustee', 'administrator'),
  'organisation.read': (who: Actor, it: OrganisationHeld) =>
    isMemberAs(who, it.id, ...members) || servesFromOutside(who, it.id, 'coordinator', 'trustee'),
  'organisation.edit': (who: Actor, it: OrganisationHeld) =>
    isMemberAs(who, it.id, 'lead') || servesFromOutside(who, it.id, 'coordinator'),
  'branch.manage': (who: Actor, it: OrganisationHeld) =>
    isMemberAs(who, it.id, 'lead') || servesFromOutside(who, it.id, 'coordinator'),
  'team.read': (who: Actor, it: OrganisationHeld) =>
    isMemberAs(who, it.id, ...members) || servesFromOutside(who, it.id, 'coordinator'),
  'team.manage': (who: Actor, it: OrganisationHeld) =>
    isMemberAs(who, it.id, 'lead') || servesFromOutside(who, it.id, 'coordinator'),
  'evidence.list': (who: Actor, it: OrganisationHeld) => isMemberAs(who, it.id, ...members),
  'evidence.add': (who: Actor, it: OrganisationHeld) => isMemberAs(who, it.id, 'lead', 'contributor'),
  // Whom a library works with is its own: the charity reads of it what an application showed when it was handed in.
  'partner.read': (who: Actor, it: OrganisationHeld) => isMemberAs(who, it.id, ...members),
  'partner.write': (who: Actor, it: OrganisationHeld) => isMemberAs(who, it.id, 'lead', 'contributor'),
  // What is collected again and again: a lead sets it up, and whoever adds evidence may stand in for the colleague who is asked.
  'recurring.read': (who: Actor, it: OrganisationHeld) => isMemberAs(who, it.id, ...members),
  'recurring.manage': (who: Actor, it: OrganisationHeld) => isMemberAs(who, it.id, 'lead'),
  'recurring.answer': (who: Actor, it: OrganisationHeld) => isMemberAs(who, it.id, 'lead', 'contributor'),
  // What came in unsorted may be anything: until a lead has seen it, nobody else does.
  'capture.manage': (who: Actor, it: OrganisationHeld) => isMemberAs(who, it.id, 'lead'),
  'application.list': (who: Actor, it: OrganisationHeld) => isMemberAs(who, it.id, ...members),
  'application.start': (who: Actor, it: OrganisationHeld) => isMemberAs(who, it.id, 'lead'),
  'award.record': (who: Actor, it: OrganisationHeld) => servesFromOutside(who, it.id, 'coordinator'),

  // An award is no secret of its case; moving it is for those whom nothing bars.
  'award.read': (who: Actor, it: Award) =>
    isMemberAs(who, it.organisationId, ...members) || has(who, 'coordinator', 'trustee'),
  'award.nudge': (who: Actor, it: Award) => awardStandings(who, it).includes('coordinator'),
  'award.extend': (who: Actor, it: Award) => awardStandings(who, it).includes('coordinator'),
  'award.open_renewal': (who: Actor, it: Award) => awardStandings(who, it).includes('coordinator'),
  'award.ask_full': (who: Actor, it: Award) => awardStandings(who, it).includes('coordinator'),
  'award.suspend': (who: Actor, it: Award) =>
    awardStandings(who, it).some(standing => standing === 'coordinator' || standing === 'trustee'),
  'award.restore': (who: Actor, it: Award) => awardStandings(who, it).includes('trustee'),
  'award.end': (who: Actor, it: Award) =>
    awardStandings(who, it).some(standing => standing === 'lead' || standing === 'trustee'),

  // The charity's desk.
  'applications.list': (who: Actor) => has(who, 'coordinator', 'trustee'),
  'awards.list': (who: Actor) => has(who, 'coordinator', 'trustee'),
  'renewals.list': (who: Actor) => has(who, 'coordinator', 'trustee'),
  'renewals.manage': (who: Actor) => has(who, 'coordinator'),
  'decisions.list': (who: Actor) => has(who, 'coordinator', 'trustee'),
  'organisations.list': (who: Actor) => has(who, 'coordinator', 'trustee', 'administrator'),
  'organisation.register': (who: Actor) => has(who, 'coordinator'),
  'rounds.manage': (who: Actor) => has(who, 'coordinator'),
  'mail.read': (who: Actor) => has(who, 'coordinator', 'administrator'),
  'mail.read_letter': (who: Actor, about: Application | null) =>
    about ? holds(who, about, 'coordinator') && about.handedIn : has(who, 'coordinator', 'administrator'),
  'reminders.manage': (who: Actor) => has(who, 'coordinator', 'administrator'),
  'people.manage': (who: Actor) => has(who, 'administrator'),
  'settings.manage': (who: Actor) => has(who, 'administrator'),
  'permissions.read': (who: Actor) => has(who, 'coordinator', 'trustee', 'administrator'),
  'history.all': (who: Actor) => has(who, 'coordinator', 'trustee', 'administrator'),
  // A line about a case is read by those who may read its history; administrators read the others.
  'history.read_line': (who: Actor, about: Application | null) =>
    about ? isReader(who, about) || holds(who, about, ...members) : has(who, 'coordinator', 'trustee', 'administrator'),
  // one's own seats, whoever holds them
  'appraisals.list': (_who: Actor) => true,
  'framework.read': (_who: Actor) => true,
} satisfies Record<string, (who: Actor, ...subject: never[]) => boolean>

type Table = typeof permissions
export type Permission = keyof Table
/** What must be in hand to ask. */
export type Subject<P extends Permission> = Table[P] extends (who: Actor, ...subject: infer S) => boolean ? S : never
type Asking<S extends unknown[]> = {
  [P in Permission]: Subject<P> extends S ? (S extends Subject<P> ? P : never) : never
}[Permission]
/** Asked of one application alone. */
export type ApplicationPermission = Asking<[it: Application]>
export type OrganisationPermission = Asking<[it: OrganisationHeld]>
export type AwardPermission = Asking<[it: Award]>
/** Asked of the person alone. */
export type DeskPermission = Asking<[]>

/** The one question: pages, searches, exports, counters, the API and the choice of who is written to all ask it here. */
export function can<P extends Permission>(who: Actor, permission: P, ...subject: Subject<P>): boolean {
  return (permissions[permission] as (who: Actor, ...subject: unknown[]) => boolean)(who, ...subject)
}

export const allPermissions = Object.keys(permissions) as Permission[]

function holds(who: Actor, it: Application, ...wanted: readonly Standing[]): boolean {
  return standings(who, it).some(standing => wanted.includes(standing))
}

function mayKnowAsConcerned(who: Actor, it: Application): boolean {
  return isConcerned(who, it) && declarationOf(who, it) !== 'conflict'
}

function isReader(who: Actor, it: Application): boolean {
  return it.handedIn && holds(who, it, ...readers)
}

function isHolder(who: Actor, it: Application, seatId: string): boolean {
  return seatOf(who, it)?.id === seatId
}

function hasGivenAll(who: Actor, it: Application): boolean {
  return seatOf(who, it)?.hasGivenAll === true
}

/** Whoever has a seat judges alone first; coordinators and trustees have none. */
function hasReadAlone(who: Actor, it: Application): boolean {
  return seatOf(who, it)?.hasGivenAll ?? true
}

function hasLetter(who: Actor, it: Application): boolean {
  return it.letterReleased && holds(who, it, ...members)
}

function has(who: Actor, ...roles: readonly CharityRole[]): boolean {
  return who.charityRoles.some(role => roles.includes(role))
}

function isMemberAs(who: Actor, organisationId: string, ...roles: readonly MemberRole[]): boolean {
  return membershipsIn(who, organisationId).some(role => roles.includes(role))
}

/** Nobody serves their own library from the charity's side. */
function servesFromOutside(who: Actor, organisationId: string, ...roles: readonly CharityRole[]): boolean {
  return membershipsIn(who, organisationId).length === 0 && has(who, ...roles)
}

/** Its owner and the leads open what is restricted; other members what is not. */
function ownsOrMayOpen(who: Actor, it: EvidenceHeld): boolean {
  if (isMemberAs(who, it.organisationId, 'lead')) return true
  return (
    isMemberAs(who, it.organisationId, 'contributor', 'observer') &&
    (it.sensitivity === 'ordinary' || (it.ownerId === who.id && isMemberAs(who, it.organisationId, 'contributor')))
  )
}

/** Nothing that shows people opens without their consent. Restricted evidence opens for the panel, and for trustees once the case lies before them. */
function readsThrough(who: Actor, it: EvidenceHeld, through: Application | null): boolean {
  if (!through || through.organisationId !== it.organisationId || !isReader(who, through) || !isCovered(it, who.today))
    return false
  if (it.sensitivity === 'ordinary' || holds(who, through, 'panel')) return true
  return (
    holds(who, through, 'trustee') &&
    (['with a trustee', 'decided'].includes(through.status) ||
      (through.kind === 'renewal' && through.status === 'checked'))
  )
}
