import {
  isReminded,
  type Dated,
  type NotSentReason,
  type Recipient,
  type Reminder,
  type ReminderKind,
} from './reminder-schedule.ts'
import type { Day } from './time.ts'

// Who is reminded, and the checks that every reminder passes again when its email is sent.

/** A person who may be reminded. */
export interface Contact {
  id: string
  /** the first day in their role */
  since: Day
  isActive: boolean
  /** false once an email to their address could not be delivered */
  isReached: boolean
  unwanted: readonly ReminderKind[]
}

/** The people who may be reminded about one organisation. */
export interface Contacts {
  leads: readonly Contact[]
  contributors: readonly Contact[]
  observers: readonly Contact[]
  hasMailbox: boolean
  coordinators: readonly Contact[]
}

/** Something with a date, as it is at present. */
export interface Subject extends Omit<Dated, 'recipients' | 'hasNoReachableLead'> {
  organisationId: string
  organisation: string
  applicationId: string | null
  /** why nobody has to do anything by its date at present; null when someone has to */
  nothingDueReason: Extract<NotSentReason, 'renewal with us' | 'on hold' | 'over'> | null
  /** people who may not be reminded because of a conflict of interest or a seat on the panel */
  barred: readonly string[]
  /** of an award: the last day to renew it once it is overdue */
  lapsesAfter: Day | null
  isSuspended: boolean
  /** of evidence: the contributor who looks after it, or is asked to add it */
  ownerId: string | null
}

/** From this many days before a date, at least one lead is always reminded, whatever the leads chose. */
export const alwaysRemindedFrom = 30

export function datedOf(subject: Subject, contacts: Contacts): Dated {
  return {
    ...subject,
    recipients: recipientsOf(subject, contacts),
    hasNoReachableLead: hasNoReachableLead(contacts),
  }
}

function recipientsOf(
  { organisationId, barred, ownerId }: Subject,
  { leads, contributors, observers, hasMailbox, coordinators }: Contacts,
): Recipient[] {
  const as =
    (role: Recipient['as']) =>
    ({ id, since }: Contact): Recipient => ({ id, as: role, since })
  return [
    ...leads.filter(({ isActive }) => isActive).map(as('lead')),
    ...contributors.filter(({ isActive, id }) => isActive && id === ownerId).map(as('owner')),
    ...(hasMailbox ? [{ id: organisationId, as: 'mailbox' as const, since: null }] : []),
    ...observers.filter(({ isActive }) => isActive).map(as('observer')),
    ...coordinators.filter(({ isActive, id }) => isActive && !barred.includes(id)).map(as('coordinator')),
  ]
}

export const hasNoReachableLead = ({ leads }: Pick<Contacts, 'leads'>): boolean =>
  !leads.some(({ isActive, isReached }) => isActive && isReached)

/** The role in which the recipient of a reminder gets it now; null when they have none left. */
export function roleNow(
  { recipientId, as }: Pick<Reminder, 'recipientId' | 'as'>,
  subject: Subject,
  contacts: Contacts,
): Recipient['as'] | null {
  if (as === 'mailbox') return contacts.hasMailbox ? 'mailbox' : null
  return (
    (['lead', 'owner', 'observer', 'coordinator'] as const).find(role =>
      contactsAs(role, subject, contacts).some(({ id }) => id === recipientId),
    ) ?? null
  )
}

/** @returns null when the reminder may be sent */
export function reasonNotToSend(reminder: Reminder, subject: Subject | null, contacts: Contacts): NotSentReason | null {
  if (!subject) return 'over'
  if (subject.nothingDueReason) return subject.nothingDueReason
  if (subject.about !== reminder.about) return 'date moved'
  const role = roleNow(reminder, subject, contacts)
  if (role === null) return 'no longer in this role'
  if (role === 'mailbox') return null
  const person = contactsAs(role, subject, contacts).find(({ id }) => id === reminder.recipientId)
  if (!person?.isActive) return 'not active'
  if (!isReminded(role, { kind: subject.kind, hasNoReachableLead: hasNoReachableLead(contacts) }, reminder.step))
    return role === 'coordinator' ? 'a lead can be reached' : 'no longer in this role'
  return person.unwanted.includes(reminder.kind) && !isAlwaysSent(role, reminder, contacts) ? 'not wanted' : null
}

function contactsAs(
  role: Exclude<Recipient['as'], 'mailbox'>,
  { barred, ownerId }: Subject,
  { leads, contributors, observers, coordinators }: Contacts,
): readonly Contact[] {
  if (role === 'lead') return leads
  if (role === 'owner') return contributors.filter(({ id }) => id === ownerId)
  return role === 'observer' ? observers : coordinators.filter(({ id }) => !barred.includes(id))
}

/**
 * Whether the reader cannot switch a reminder off: the only lead who would be reminded close to the date, and
 * coordinators when no lead can be reached.
 */
function isAlwaysSent(role: Recipient['as'], { kind, step, recipientId }: Reminder, contacts: Contacts): boolean {
  if (role === 'coordinator') return hasNoReachableLead(contacts)
  return role === 'lead' && step <= alwaysRemindedFrom && isOnlyRecipient(contacts, recipientId, kind)
}

/** Whether this person is the only lead who can be reached and wants reminders of this kind. */
export const isOnlyRecipient = ({ leads }: Pick<Contacts, 'leads'>, personId: string, kind: ReminderKind): boolean =>
  !leads.some(lead => lead.id !== personId && lead.isActive && lead.isReached && !lead.unwanted.includes(kind))

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
  /** the most people emailed on one morning of the past year; 0 when there was none */
  largest: number
}

/** @returns null when the reminders may go out */
export function sendingLimitOn({ daysSince, people, largest }: PlannedRun): SendingLimitReason | null {
  if (daysSince !== null && daysSince > maxDaysSince) return 'gap'
  return people > maxPeople && people > maxTimesTheLargest * largest ? 'many' : null
}
