import {
  declarationOf,
  isConcerned,
  membershipsIn,
  seatOf,
  rolesIn,
  type Actor,
  type CharityRole,
  type MemberRole,
  type Role,
} from './actor.ts'
import { isBeingRead, isOpen, isOpenAt, isUnderWay, type Application, type Seat } from './application.ts'
import { awardRoles, type Award } from './award.ts'
import { isCovered } from './consent.ts'
import type { EvidenceSubject } from './evidence.ts'

/** One seat's judgement of one criterion, as far as rights go. */
export interface FindingSubject {
  seatId: string
  givenAt: string | null
}
/** A question, as far as rights go. */
export interface QuestionSubject {
  askedBy: string
  status: string
}
export interface OrganisationSubject {
  id: string
}

const members = ['lead', 'contributor', 'observer'] as const
/** Whoever declared no conflict and reads for the charity. */
const readers = ['panel', 'coordinator', 'trustee'] as const

/**
 * Who may do what. Rights follow the membership, the seat or the role in the charity, on this one thing. Whether a move
 * is open in this state is the lifecycle's question; here stands whose it is. docs/security/permissions.md is computed
 * from this table.
 */
const permissions = {
  // The case. Who is to declare knows of it before; after a conflict nobody does. Drafts are never read by the charity.
  'application.know': (actor: Actor, it: Application) => holds(actor, it, ...members) || mayKnowAsConcerned(actor, it),
  'application.read': (actor: Actor, it: Application) => holds(actor, it, ...members) || isReader(actor, it),
  'application.submit': (actor: Actor, it: Application) => holds(actor, it, 'lead'),
  'application.withdraw': (actor: Actor, it: Application) => holds(actor, it, 'lead'),
  'application.check': (actor: Actor, it: Application) => it.isSubmitted && holds(actor, it, 'coordinator'),
  'application.return': (actor: Actor, it: Application) => it.isSubmitted && holds(actor, it, 'coordinator'),
  'application.take_up': (actor: Actor, it: Application) => it.isSubmitted && holds(actor, it, 'coordinator'),
  'application.hold': (actor: Actor, it: Application) => it.isSubmitted && holds(actor, it, 'coordinator'),
  'application.move_date': (actor: Actor, it: Application) => it.isSubmitted && holds(actor, it, 'coordinator'),
  'application.close': (actor: Actor, it: Application) => holds(actor, it, 'coordinator'),
  // Of a renewal: which branches it covers, while the library writes; and that a panel is wanted, before anybody
  // confirmed it.
  'application.change_scope': (actor: Actor, it: Application) =>
    it.kind !== 'first' && (it.status === 'draft' || it.status === 'returned') && holds(actor, it, 'lead'),
  'application.want_panel': (actor: Actor, it: Application) =>
    it.isSubmitted &&
    it.kind === 'renewal' &&
    (it.status === 'submitted' || it.status === 'checked') &&
    holds(actor, it, 'coordinator', 'trustee'),
  'submission.read': (actor: Actor, it: Application) => it.isSubmitted && holds(actor, it, ...members, ...readers),
  'history.read': (actor: Actor, it: Application) => holds(actor, it, ...members) || isReader(actor, it),

  // What is being written belongs to the library: the charity reads what was handed in.
  'answer.read': (actor: Actor, it: Application) => holds(actor, it, ...members),
  'answer.write': (actor: Actor, it: Application) => isOpen(it) && holds(actor, it, 'lead', 'contributor'),
  'answer.write_item': (actor: Actor, it: Application, itemId: string) =>
    isOpenAt(it, itemId) && holds(actor, it, 'lead', 'contributor'),

  // Everybody declares for themselves; who finds a conflict later may still say so.
  'declaration.make': (actor: Actor, it: Application) => isConcerned(actor, it) && declarationOf(actor, it) === null,
  'declaration.change': (actor: Actor, it: Application) =>
    isConcerned(actor, it) && declarationOf(actor, it) === 'no conflict',

  'question.read': (actor: Actor, it: Application) => holds(actor, it, ...members) || isReader(actor, it),
  'question.ask': (actor: Actor, it: Application) => isBeingRead(it) && isReader(actor, it),
  'question.reply': (actor: Actor, it: Application, question: QuestionSubject) =>
    question.status === 'open' && isUnderWay(it) && holds(actor, it, 'lead'),
  'question.withdraw': (actor: Actor, it: Application, question: QuestionSubject) =>
    question.status === 'open' &&
    isReader(actor, it) &&
    (question.askedBy === actor.id || holds(actor, it, 'chair', 'coordinator')),

  // The panel. Only its holder and coordinators know of a seat's kind and mark.
  'panel.manage': (actor: Actor, it: Application) =>
    it.isSubmitted && isUnderWay(it) && it.status !== 'decided' && holds(actor, it, 'coordinator'),
  'panel.read': (actor: Actor, it: Application) => isReader(actor, it),
  'seat.answer': (actor: Actor, it: Application) =>
    seatOf(actor, it)?.status === 'offered' && mayKnowAsConcerned(actor, it),
  'seat.read_kind': (actor: Actor, it: Application, seat: Seat) =>
    (isHolder(actor, it, seat.id) && mayKnowAsConcerned(actor, it)) || holds(actor, it, 'coordinator'),

  // Alone first: others' findings open when all of one's own are given, and given findings then stand.
  'appraisal.read': (actor: Actor, it: Application) => it.isSubmitted && holds(actor, it, 'panel'),
  'finding.write': (actor: Actor, it: Application) =>
    it.status === 'with the panel' && holds(actor, it, 'panel') && !hasGivenAll(actor, it),
  'finding.read': (actor: Actor, it: Application, finding: FindingSubject) =>
    isReader(actor, it) &&
    (isHolder(actor, it, finding.seatId) || (finding.givenAt !== null && hasReadAlone(actor, it))),
  'finding.read_note': (actor: Actor, it: Application, finding: FindingSubject) =>
    isReader(actor, it) && isHolder(actor, it, finding.seatId),
  'meeting.read': (actor: Actor, it: Application) => isReader(actor, it) && hasReadAlone(actor, it),
  'agreed_finding.read': (actor: Actor, it: Application) =>
    (isReader(actor, it) && hasReadAlone(actor, it)) || hasEmail(actor, it),
  'agreed_finding.write': (actor: Actor, it: Application) =>
    it.status === 'with the panel' && holds(actor, it, 'chair') && hasGivenAll(actor, it),
  'more_evidence.ask': (actor: Actor, it: Application) => holds(actor, it, 'chair'),
  'proposal.read': (actor: Actor, it: Application) => isReader(actor, it) && hasReadAlone(actor, it),
  'proposal.write': (actor: Actor, it: Application) =>
    it.status === 'with the panel' && holds(actor, it, 'chair') && hasGivenAll(actor, it),

  // A trustee without a seat decides; library and panel see decision and letter when the letter is released, the
  // library then the agreed findings too.
  'decision.make': (actor: Actor, it: Application) =>
    holds(actor, it, 'trustee') &&
    (it.status === 'with a trustee' || (it.status === 'checked' && it.kind === 'renewal')),
  'decision.read': (actor: Actor, it: Application) => isReader(actor, it) || hasEmail(actor, it),
  'decision_letter.read': (actor: Actor, it: Application) =>
    holds(actor, it, 'coordinator', 'trustee') ||
    hasEmail(actor, it) ||
    (it.decisionLetterReleased && isReader(actor, it)),
  'decision_letter.release': (actor: Actor, it: Application) =>
    it.status === 'decided' && holds(actor, it, 'coordinator'),

  // A promise out of a released letter: the library answers, whoever reads a case of its award for the charity closes
  // it.
  'recommendation.list': (actor: Actor, it: OrganisationSubject) =>
    isMemberAs(actor, it.id, ...members) || servesFromOutside(actor, it.id, 'coordinator', 'trustee'),
  'recommendation.answer': (actor: Actor, it: OrganisationSubject) => isMemberAs(actor, it.id, 'lead'),
  'recommendation.close': (actor: Actor, it: Application) =>
    it.isSubmitted && holds(actor, it, 'coordinator', 'trustee'),

  // Evidence belongs to the library. The charity reads a piece through an application whose submission or reply names
  // it.
  'evidence.read': (actor: Actor, it: EvidenceSubject, through: Application | null) =>
    ownsOrMayOpen(actor, it) || readsThrough(actor, it, through),
  'evidence.edit': (actor: Actor, it: EvidenceSubject) =>
    isMemberAs(actor, it.organisationId, 'lead', 'contributor') && ownsOrMayOpen(actor, it),
  // Whoever somebody shown in a piece turns to takes their consent back: the library, or a coordinator who reads it.
  'consent.record': (actor: Actor, it: EvidenceSubject) =>
    isMemberAs(actor, it.organisationId, 'lead', 'contributor') && ownsOrMayOpen(actor, it),
  'consent.withdraw': (actor: Actor, it: EvidenceSubject, through: Application | null) =>
    (isMemberAs(actor, it.organisationId, 'lead', 'contributor') && ownsOrMayOpen(actor, it)) ||
    (through !== null && readsThrough(actor, it, through) && holds(actor, through, 'coordinator')),
  'consent.list': (actor: Actor, it: OrganisationSubject) => isMemberAs(actor, it.id, 'lead', 'contributor'),
  // Whoever owns a piece may remove it: so only its owner or a lead gives it to somebody else.
  'evidence.keep': (actor: Actor, it: EvidenceSubject) =>
    isMemberAs(actor, it.organisationId, 'lead') ||
    (isMemberAs(actor, it.organisationId, 'contributor') && it.ownerId === actor.id),
  'evidence.remove': (actor: Actor, it: EvidenceSubject) =>
    isMemberAs(actor, it.organisationId, 'lead') ||
    (isMemberAs(actor, it.organisationId, 'contributor') && it.ownerId === actor.id),

  // A library's own place. Coordinators register it and keep it right, unless it is their own: then as what they are
  // there.
  'organisation.know': (actor: Actor, it: OrganisationSubject) =>
    isMemberAs(actor, it.id, ...members) || has(actor, 'coordinator', 'trustee', 'administrator'),
  'organisation.read': (actor: Actor, it: OrganisationSubject) =>
    isMemberAs(actor, it.id, ...members) || servesFromOutside(actor, it.id, 'coordinator', 'trustee'),
  'organisation.edit': (actor: Actor, it: OrganisationSubject) =>
    isMemberAs(actor, it.id, 'lead') || servesFromOutside(actor, it.id, 'coordinator'),
  'branch.manage': (actor: Actor, it: OrganisationSubject) =>
    isMemberAs(actor, it.id, 'lead') || servesFromOutside(actor, it.id, 'coordinator'),
  'team.read': (actor: Actor, it: OrganisationSubject) =>
    isMemberAs(actor, it.id, ...members) || servesFromOutside(actor, it.id, 'coordinator'),
  'team.manage': (actor: Actor, it: OrganisationSubject) =>
    isMemberAs(actor, it.id, 'lead') || servesFromOutside(actor, it.id, 'coordinator'),
  'evidence.list': (actor: Actor, it: OrganisationSubject) => isMemberAs(actor, it.id, ...members),
  'evidence.add': (actor: Actor, it: OrganisationSubject) => isMemberAs(actor, it.id, 'lead', 'contributor'),
  // Whom a library works with is its own: the charity reads of it what an application showed when it was handed in.
  'partner.read': (actor: Actor, it: OrganisationSubject) => isMemberAs(actor, it.id, ...members),
  'partner.write': (actor: Actor, it: OrganisationSubject) => isMemberAs(actor, it.id, 'lead', 'contributor'),
  // What is collected again and again: a lead sets it up, and whoever adds evidence may stand in for the colleague who
  // is asked.
  'recurring.read': (actor: Actor, it: OrganisationSubject) => isMemberAs(actor, it.id, ...members),
  'recurring.manage': (actor: Actor, it: OrganisationSubject) => isMemberAs(actor, it.id, 'lead'),
  'recurring.answer': (actor: Actor, it: OrganisationSubject) => isMemberAs(actor, it.id, 'lead', 'contributor'),
  // What came in unsorted may be anything: until a lead has seen it, nobody else does.
  'inbox.manage': (actor: Actor, it: OrganisationSubject) => isMemberAs(actor, it.id, 'lead'),
  'application.list': (actor: Actor, it: OrganisationSubject) => isMemberAs(actor, it.id, ...members),
  'application.start': (actor: Actor, it: OrganisationSubject) => isMemberAs(actor, it.id, 'lead'),
  'award.record': (actor: Actor, it: OrganisationSubject) => servesFromOutside(actor, it.id, 'coordinator'),

  // An award is no secret of its case; moving it is for those whom nothing bars.
  'award.read': (actor: Actor, it: Award) =>
    isMemberAs(actor, it.organisationId, ...members) || has(actor, 'coordinator', 'trustee'),
  'award.remind': (actor: Actor, it: Award) => awardRoles(actor, it).includes('coordinator'),
  'award.extend': (actor: Actor, it: Award) => awardRoles(actor, it).includes('coordinator'),
  'award.open_renewal': (actor: Actor, it: Award) => awardRoles(actor, it).includes('coordinator'),
  'award.ask_full': (actor: Actor, it: Award) => awardRoles(actor, it).includes('coordinator'),
  'award.suspend': (actor: Actor, it: Award) =>
    awardRoles(actor, it).some(role => role === 'coordinator' || role === 'trustee'),
  'award.restore': (actor: Actor, it: Award) => awardRoles(actor, it).includes('trustee'),
  'award.end': (actor: Actor, it: Award) => awardRoles(actor, it).some(role => role === 'lead' || role === 'trustee'),

  // The charity's desk.
  'applications.list': (actor: Actor) => has(actor, 'coordinator', 'trustee'),
  'awards.list': (actor: Actor) => has(actor, 'coordinator', 'trustee'),
  'renewals.list': (actor: Actor) => has(actor, 'coordinator', 'trustee'),
  'renewals.manage': (actor: Actor) => has(actor, 'coordinator'),
  'decisions.list': (actor: Actor) => has(actor, 'coordinator', 'trustee'),
  'organisations.list': (actor: Actor) => has(actor, 'coordinator', 'trustee', 'administrator'),
  'organisation.register': (actor: Actor) => has(actor, 'coordinator'),
  'rounds.manage': (actor: Actor) => has(actor, 'coordinator'),
  'outbox.read': (actor: Actor) => has(actor, 'coordinator', 'administrator'),
  'outbox.read_email': (actor: Actor, about: Application | null) =>
    about ? holds(actor, about, 'coordinator') && about.isSubmitted : has(actor, 'coordinator', 'administrator'),
  'reminders.manage': (actor: Actor) => has(actor, 'coordinator', 'administrator'),
  'people.manage': (actor: Actor) => has(actor, 'administrator'),
  'settings.manage': (actor: Actor) => has(actor, 'administrator'),
  'permissions.read': (actor: Actor) => has(actor, 'coordinator', 'trustee', 'administrator'),
  'history.all': (actor: Actor) => has(actor, 'coordinator', 'trustee', 'administrator'),
  // A line about a case is read by those who may read its history; administrators read the others.
  'history.read_line': (actor: Actor, about: Application | null) =>
    about
      ? isReader(actor, about) || holds(actor, about, ...members)
      : has(actor, 'coordinator', 'trustee', 'administrator'),
  // one's own seats, whoever holds them
  'appraisals.list': (_who: Actor) => true,
  'framework.read': (_who: Actor) => true,
} satisfies Record<string, (actor: Actor, ...subject: never[]) => boolean>

type Table = typeof permissions
export type Permission = keyof Table
/** What must be in hand to ask. */
export type Subject<P extends Permission> = Table[P] extends (actor: Actor, ...subject: infer S) => boolean ? S : never
type Asking<S extends unknown[]> = {
  [P in Permission]: Subject<P> extends S ? (S extends Subject<P> ? P : never) : never
}[Permission]
/** Asked of one application alone. */
export type ApplicationPermission = Asking<[it: Application]>
export type OrganisationPermission = Asking<[it: OrganisationSubject]>
export type AwardPermission = Asking<[it: Award]>
/** Asked of the person alone. */
export type CharityPermission = Asking<[]>

/**
 * The one question: pages, searches, exports, counters, the API and the choice of who is written to all ask it here.
 */
export function can<P extends Permission>(actor: Actor, permission: P, ...subject: Subject<P>): boolean {
  return (permissions[permission] as (actor: Actor, ...subject: unknown[]) => boolean)(actor, ...subject)
}

export const allPermissions = Object.keys(permissions) as Permission[]

function holds(actor: Actor, it: Application, ...wanted: readonly Role[]): boolean {
  return rolesIn(actor, it).some(role => wanted.includes(role))
}

function mayKnowAsConcerned(actor: Actor, it: Application): boolean {
  return isConcerned(actor, it) && declarationOf(actor, it) !== 'conflict'
}

function isReader(actor: Actor, it: Application): boolean {
  return it.isSubmitted && holds(actor, it, ...readers)
}

function isHolder(actor: Actor, it: Application, seatId: string): boolean {
  return seatOf(actor, it)?.id === seatId
}

function hasGivenAll(actor: Actor, it: Application): boolean {
  return seatOf(actor, it)?.hasGivenAll === true
}

/** Whoever has a seat judges alone first; coordinators and trustees have none. */
function hasReadAlone(actor: Actor, it: Application): boolean {
  return seatOf(actor, it)?.hasGivenAll ?? true
}

function hasEmail(actor: Actor, it: Application): boolean {
  return it.decisionLetterReleased && holds(actor, it, ...members)
}

function has(actor: Actor, ...roles: readonly CharityRole[]): boolean {
  return actor.charityRoles.some(role => roles.includes(role))
}

function isMemberAs(actor: Actor, organisationId: string, ...roles: readonly MemberRole[]): boolean {
  return membershipsIn(actor, organisationId).some(role => roles.includes(role))
}

/** Nobody serves their own library from the charity's side. */
function servesFromOutside(actor: Actor, organisationId: string, ...roles: readonly CharityRole[]): boolean {
  return membershipsIn(actor, organisationId).length === 0 && has(actor, ...roles)
}

/** Its owner and the leads open what is restricted; other members what is not. */
function ownsOrMayOpen(actor: Actor, it: EvidenceSubject): boolean {
  if (isMemberAs(actor, it.organisationId, 'lead')) return true
  return (
    isMemberAs(actor, it.organisationId, 'contributor', 'observer') &&
    (it.sensitivity === 'ordinary' || (it.ownerId === actor.id && isMemberAs(actor, it.organisationId, 'contributor')))
  )
}

/**
 * Nothing that shows people opens without their consent. Restricted evidence opens for the panel, and for trustees once
 * the case lies before them.
 */
function readsThrough(actor: Actor, it: EvidenceSubject, through: Application | null): boolean {
  if (
    !through ||
    through.organisationId !== it.organisationId ||
    !isReader(actor, through) ||
    !isCovered(it, actor.today)
  )
    return false
  if (it.sensitivity === 'ordinary' || holds(actor, through, 'panel')) return true
  return (
    holds(actor, through, 'trustee') &&
    (['with a trustee', 'decided'].includes(through.status) ||
      (through.kind === 'renewal' && through.status === 'checked'))
  )
}
