import type { Actor, CharityRole, MemberRole } from './actor.ts'
import type { ConsentEnd } from './consent.ts'
import {
  charityReminders,
  isReminded,
  libraryReminders,
  reminderKinds,
  rolesRemindedOf,
  type Dated,
  type NotSentReason,
  type Recipient,
  type RecipientRole,
  type Reminder,
  type ReminderKind,
} from './reminder-schedule.ts'
import type { Day } from './time.ts'

// Chooses the people who get a reminder, by their roles (reminder-schedule.ts), conflicts and choices.
// The same checks are made again when the email is sent.

/** A person who can be reminded. */
export interface Contact {
  id: string
  /**
   * the first day on which they can be reminded: when their role began or, if later, when they were offered the seat
   */
  since: Day
  isActive: boolean
  /** false if emails to their address bounce, or someone has stopped emails to it */
  isReached: boolean
  /** for a lead: has not signed in for a long time (`isSilent`); false for others */
  isSilent: boolean
  unwanted: readonly ReminderKind[]
}

/** The people who can be reminded about one organisation. */
export interface Contacts {
  /** false for an imported organisation until a coordinator switches on its emails */
  areEmailsStarted: boolean
  /** the day on which a coordinator switched them on; null while they are off, and if they were on from the start */
  emailsSwitchedOn: Day | null
  leads: readonly Contact[]
  contributors: readonly Contact[]
  observers: readonly Contact[]
  hasMailbox: boolean
  coordinators: readonly Contact[]
  trustees: readonly Contact[]
  /** the people with a seat, or an offer of one, on a panel for this organisation */
  seatHolders: readonly Contact[]
  /** people without an account who were offered a seat. Their `id` is that of the seat */
  invited: readonly Contact[]
}

export const noContacts: Contacts = {
  areEmailsStarted: false,
  emailsSwitchedOn: null,
  leads: [],
  contributors: [],
  observers: [],
  hasMailbox: false,
  coordinators: [],
  trustees: [],
  seatHolders: [],
  invited: [],
}

/** The current state of something with a due date. */
export interface Subject extends Omit<Dated, 'recipients' | 'standInFrom' | 'emailsSwitchedOn'> {
  organisationId: string
  organisation: string
  applicationId: string | null
  /** why nobody has to act by the due date at present; null when someone does */
  nothingDueReason: Extract<NotSentReason, 'renewal with us' | 'on hold' | 'over'> | null
  /** people who are not reminded, because of a conflict of interest or a seat on the panel */
  barred: readonly string[]
  /** for an award that is overdue: the last day to renew it */
  lapsesAfter: Day | null
  isSuspended: boolean
  /** for an award: whether its next renewal, or the one that the library is writing, is a full reappraisal */
  isFullNext?: boolean
  /** for a consent: the use that ends */
  consentUse?: ConsentEnd['use']
  /** for regular evidence: the number of earlier due dates for which nobody has added evidence */
  earlierLate?: number
  /** for evidence: the contributor who looks after it, or is asked to add it */
  ownerId: string | null
  /**
   * the ids of the people who must act: those with an offer to answer or findings to give, or named colleagues, such as
   * the owner of a target
   */
  neededFrom: readonly string[]
  /** for a panel: its chair */
  chairId: string | null
}

/** From this many days before a date, at least one lead is always reminded, whatever the leads chose. */
export const alwaysRemindedFrom = 30

export function datedOf(subject: Subject, contacts: Contacts): Dated {
  return {
    ...subject,
    recipients: recipientsOf(subject, contacts),
    standInFrom: standInFrom(contacts),
    emailsSwitchedOn: contacts.emailsSwitchedOn,
  }
}

function recipientsOf(subject: Subject, contacts: Contacts): Recipient[] {
  return rolesNowRemindedOf(subject, contacts).flatMap((role): Recipient[] => {
    if (role === 'mailbox') return contacts.hasMailbox ? [{ id: subject.organisationId, as: role, since: null }] : []
    return contactsAs(role, subject, contacts)
      .filter(({ isActive }) => isActive)
      .map(({ id, since }) => ({ id, as: role, since }))
  })
}

/**
 * Until emails are switched on for an organisation, only the charity and its panels are reminded, and only of their own
 * dates.
 */
const rolesNowRemindedOf = ({ kind }: Subject, { areEmailsStarted }: Contacts): RecipientRole[] =>
  areEmailsStarted || charityReminders.some(each => each === kind) ? rolesRemindedOf(kind) : []

/**
 * The number of days before a date from which reminders go to coordinators in place of the leads: `Infinity` when no
 * lead can be emailed, `alwaysRemindedFrom` when all leads are silent, null while a lead can be reached. Many leads
 * sign in only to renew, so silence alone counts only close to the date.
 */
export function standInFrom({ leads }: Pick<Contacts, 'leads'>): number | null {
  const emailed = leads.filter(({ isActive, isReached }) => isActive && isReached)
  if (emailed.length === 0) return Number.POSITIVE_INFINITY
  return emailed.every(lead => lead.isSilent) ? alwaysRemindedFrom : null
}

const kindsOfMembers: Readonly<Record<MemberRole, readonly ReminderKind[]>> = {
  lead: [...libraryReminders, 'assignment', 'mention', 'target'],
  contributor: ['consent', 'recurring', 'draft', 'assignment', 'mention', 'target'],
  observer: ['award', 'mention', 'sign-off', 'target'],
}

const kindsOfCoordinators = reminderKinds.filter(kind => rolesRemindedOf(kind).includes('coordinator'))

/** Trustees can get the coordinators' reminders too, because they stand in for coordinators (`coordinatorsOf`). */
const kindsOf: Readonly<Record<CharityRole, readonly ReminderKind[]>> = {
  appraiser: ['seat offer', 'findings'],
  trustee: ['seat offer', 'findings', 'decision', ...kindsOfCoordinators],
  coordinator: kindsOfCoordinators,
  administrator: [],
  helper: [],
}

/** The kinds of reminder that a person can get in their roles; empty when they can get none. */
export function reminderKindsFor({
  memberships,
  charityRoles,
}: Pick<Actor, 'memberships' | 'charityRoles'>): ReminderKind[] {
  const kinds = [
    ...memberships.flatMap(({ role }) => kindsOfMembers[role]),
    ...charityRoles.flatMap(role => kindsOf[role]),
  ]
  return reminderKinds.filter(kind => kinds.includes(kind))
}

/** The role in which a person gets this reminder now; null when they no longer have such a role. */
export function roleNow(
  { recipientId, as }: Pick<Reminder, 'recipientId' | 'as'>,
  subject: Subject,
  contacts: Contacts,
): Recipient['as'] | null {
  if (as === 'mailbox') return contacts.hasMailbox && contacts.areEmailsStarted ? 'mailbox' : null
  return (
    rolesNowRemindedOf(subject, contacts).find(
      role => role !== 'mailbox' && contactsAs(role, subject, contacts).some(({ id }) => id === recipientId),
    ) ?? null
  )
}

/** Why a reminder is not sent; null when it can be sent. */
export function reasonNotToSend(reminder: Reminder, subject: Subject | null, contacts: Contacts): NotSentReason | null {
  if (!subject) return 'over'
  if (subject.nothingDueReason) return subject.nothingDueReason
  if (subject.about !== reminder.about) return 'date moved'
  const role = roleNow(reminder, subject, contacts)
  if (role === null) return reminder.as === 'appraiser' ? 'over' : 'no longer in this role'
  if (role === 'mailbox') return null
  const person = contactsAs(role, subject, contacts).find(({ id }) => id === reminder.recipientId)
  if (!person?.isActive) return 'not active'
  if (!isReminded(role, { kind: subject.kind, standInFrom: standInFrom(contacts) }, reminder.step))
    return notRemindedReason(reminder, role)
  return person.unwanted.includes(reminder.kind) && !isAlwaysSent(role, reminder, { subject, contacts })
    ? 'not wanted'
    : null
}

function notRemindedReason({ as }: Reminder, role: Recipient['as']): NotSentReason {
  if (as === 'appraiser') return 'over'
  return role === 'coordinator' ? 'a lead can be reached' : 'no longer in this role'
}

function contactsAs(
  role: Exclude<Recipient['as'], 'mailbox'>,
  subject: Subject,
  contacts: Contacts,
): readonly Contact[] {
  const { ownerId, neededFrom, chairId } = subject
  switch (role) {
    case 'lead':
      return contacts.leads
    case 'owner':
      return contacts.contributors.filter(({ id }) => id === ownerId)
    case 'named':
      return [...contacts.leads, ...contacts.contributors, ...contacts.observers].filter(({ id }) =>
        neededFrom.includes(id),
      )
    case 'contributor':
      return contacts.contributors
    case 'observer':
      return contacts.observers
    case 'appraiser':
      return contacts.seatHolders.filter(({ id }) => neededFrom.includes(id))
    case 'invited':
      return contacts.invited.filter(({ id }) => id === subject.id)
    case 'chair':
      return contacts.seatHolders.filter(({ id }) => id === chairId)
    case 'trustee':
      return free(contacts.trustees, subject)
    case 'coordinator':
      return coordinatorsOf(subject, contacts)
  }
}

const free = (people: readonly Contact[], { barred }: Subject): Contact[] =>
  people.filter(({ id }) => !barred.includes(id))

/** The coordinators to remind. When each is barred or suspended, trustees take their place. */
function coordinatorsOf(subject: Subject, { coordinators, trustees }: Contacts): Contact[] {
  const able = free(coordinators, subject)
  return able.some(({ isActive }) => isActive) ? able : free(trustees, subject)
}

/**
 * Whether a person gets a reminder even if they switched it off:
 * - a lead, close to the date, if no other lead gets the reminder
 * - a coordinator, if no lead can be reached
 * - a trustee, or a coordinator for late findings, if no colleague in the same role gets the reminder
 */
function isAlwaysSent(
  role: Recipient['as'],
  { kind, step, recipientId }: Reminder,
  { subject, contacts }: { subject: Subject; contacts: Contacts },
): boolean {
  if (role === 'trustee' || (role === 'coordinator' && kind === 'findings'))
    return isLastToWant(contactsAs(role, subject, contacts), recipientId, kind)
  if (role === 'coordinator') return standsIn(contacts, step)
  return role === 'lead' && step <= alwaysRemindedFrom && isOnlyRecipient(contacts, recipientId, kind)
}

/** Whether coordinators get a reminder of this step because no lead can be reached. */
export function standsIn(contacts: Pick<Contacts, 'leads'>, step: number): boolean {
  const from = standInFrom(contacts)
  return from !== null && step <= from
}

/** Whether no other lead can be reached and wants reminders of this kind. */
export const isOnlyRecipient = ({ leads }: Pick<Contacts, 'leads'>, personId: string, kind: ReminderKind): boolean =>
  isLastToWant(leads, personId, kind)

const isLastToWant = (people: readonly Contact[], personId: string, kind: ReminderKind): boolean =>
  !people.some(({ id, isActive, isReached, isSilent, unwanted }) => {
    return id !== personId && isActive && isReached && !isSilent && !unwanted.includes(kind)
  })

/**
 * Why reminders are held before any email is sent: a long gap since the last ones, or far more recipients than usual.
 */
export type SendingLimitReason = 'gap' | 'many'
const maxDaysSince = 7
const maxPeople = 200
const maxTimesTheLargest = 3

export interface PlannedRun {
  /** days since reminders last went out; null when they never did */
  daysSince: number | null
  people: number
  /** the largest number of people emailed on one morning of the past year; 0 when there was none */
  largest: number
}

/** Why reminders are held; null when they can be sent. */
export function sendingLimitOn({ daysSince, people, largest }: PlannedRun): SendingLimitReason | null {
  if (daysSince !== null && daysSince > maxDaysSince) return 'gap'
  return people > maxPeople && people > maxTimesTheLargest * largest ? 'many' : null
}
