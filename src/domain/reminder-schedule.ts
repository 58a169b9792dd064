import { compare } from './compare.ts'
import { addDays, type Day } from './time.ts'

// The days on which the reminders about a date are sent, and the roles that get them (docs/decisions/0015).
// reminder-recipients.ts chooses the people. Reminders are sent every day, including weekends and bank holidays.

/**
 * The dates about which libraries are reminded:
 * - `award`: the last valid day of an award
 * - `question`, `return`, `more evidence`, `recommendation`: the last day to answer or submit
 * - `consent`: the end of a consent
 * - `recurring`: the due date of regular evidence
 * - `inbox`: the day from which the oldest item in the evidence inbox is deleted
 * - `draft`: the closing date of the round in which a draft can be submitted
 */
export const libraryReminders = [
  'award',
  'question',
  'return',
  'more evidence',
  'recommendation',
  'consent',
  'recurring',
  'inbox',
  'draft',
] as const

/**
 * The reminders between colleagues of a library. The charity sees none of them.
 * - `assignment`: a criterion to write by a date
 * - `mention`: a mention in a comment
 * - `sign-off`: an application to sign off before it is due
 * - `target`: a target that the person is responsible for
 */
export const teamReminders = ['assignment', 'mention', 'sign-off', 'target'] as const

/**
 * The dates about which the charity and its panels are reminded:
 * - `seat offer`: the last day to reply to the offer of a seat
 * - `findings`: the read-by date of a panel
 * - `decision`: the day on which an application reached the trustees
 */
export const charityReminders = ['seat offer', 'findings', 'decision'] as const

export const reminderKinds = [...libraryReminders, ...teamReminders, ...charityReminders] as const
export type ReminderKind = (typeof reminderKinds)[number]

/**
 * The roles in which people receive reminders.
 * - `owner`: looks after an item of evidence, or is asked to add one
 * - `named`: has a criterion to write or a target to reach, is mentioned in a comment, or can sign the application off
 * - `appraiser`: has a seat, and something is needed from them
 * - `invited`: was offered a seat and has no account yet
 * - `mailbox`: the organisation's own address, without an account, with the rights of an observer
 */
export const recipientRoles = [
  'lead',
  'owner',
  'named',
  'contributor',
  'appraiser',
  'invited',
  'chair',
  'trustee',
  'mailbox',
  'observer',
  'coordinator',
] as const
export type RecipientRole = (typeof recipientRoles)[number]

export interface Recipient {
  /** id of the person; for a mailbox, of its organisation; for someone invited, of the seat */
  id: string
  as: RecipientRole
  /** the first day on which they can be reminded in this role; null for a mailbox */
  since: Day | null
}

/** Something with a due date, and its reminder schedule. */
export interface Dated {
  kind: ReminderKind
  id: string
  /** the date that the reminders are about; null while there is none */
  about: Day | null
  /** days before the date; negative steps are after it */
  steps: readonly number[]
  /** no reminder of this date is due before this day, except the one that `lateReminder` returns */
  from: Day
  /**
   * the day on which a coordinator switched on emails for the organisation; null while they are off, and if they were
   * on from the start
   */
  emailsSwitchedOn: Day | null
  recipients: readonly Recipient[]
  /**
   * coordinators are reminded in place of the leads from this many days before the date; null while a lead can be
   * reached. See `coordinatorsStandIn`
   */
  standInFrom: number | null
}

/** One step of a schedule for one recipient. Its unique key is made of kind, entity, date, step and recipient. */
export interface Reminder {
  kind: ReminderKind
  entityId: string
  about: Day
  step: number
  recipientId: string
  as: RecipientRole
  dueOn: Day
}

export type ReminderStatus = 'planned' | 'in an email' | 'not sent'
export interface PlannedReminder extends Reminder {
  id: string
  status: ReminderStatus
  reason: NotSentReason | null
}

export const notSentReasons = [
  'overtaken',
  'date moved',
  'renewal with us',
  'on hold',
  'over',
  'no longer in this role',
  'not active',
  'not wanted',
  'address changed',
  'address suppressed',
  'a lead can be reached',
] as const
export type NotSentReason = (typeof notSentReasons)[number]

/** A reminder closed for one of these reasons opens again when the schedule includes it again. */
export const reopeningReasons = [
  'date moved',
  'on hold', // a hold that ends on the day it began moves no date, so the same reminder is due again
  'a lead can be reached',
] as const satisfies readonly NotSentReason[]
const isReopening = (reason: NotSentReason | null): boolean => reopeningReasons.some(each => each === reason)

const always = Number.POSITIVE_INFINITY
const onceOverdue = -1
const toLeads = { lead: always, mailbox: always }

/**
 * How many days before a date the reminders for each role start. The mailbox, which many people can read, gets nothing
 * about drafts, consents, regular evidence, the evidence inbox or colleagues.
 */
const remindedFrom: Readonly<Record<ReminderKind, Partial<Record<RecipientRole, number>>>> = {
  award: { ...toLeads, observer: 14, coordinator: onceOverdue },
  question: toLeads,
  return: toLeads,
  'more evidence': toLeads,
  recommendation: toLeads,
  consent: { lead: always, owner: always },
  recurring: { lead: always, owner: always },
  inbox: { lead: always },
  draft: { lead: always, contributor: always },
  assignment: { named: always },
  mention: { named: always },
  target: { named: always },
  'sign-off': { named: always },
  'seat offer': { appraiser: always, invited: always },
  findings: { appraiser: always, chair: onceOverdue, coordinator: onceOverdue },
  decision: { trustee: always },
}

/**
 * How many days before each date reminders are sent; negative numbers are days after it. The framework sets those for
 * the last valid day of an award.
 */
export const reminderSteps = {
  question: [14, 7, 1, 0],
  return: [14, 7, 1, 0],
  'more evidence': [14, 7, 1, 0],
  recommendation: [28, 7, 0],
  consent: [60, 30, 7, 0],
  recurring: [7, 0, -7],
  inbox: [14],
  draft: [28, 14, 7, 3, 1],
  assignment: [7, 1, 0, -3],
  mention: [0],
  target: [28, 7, 0],
  'sign-off': [7, 3, 1],
  /** 5 and 10 days after the offer, which can be answered for `daysToAnswer` (14) days */
  'seat offer': [9, 4],
  findings: [7, 2, 0, -3, -7],
  /** days after the application reached the trustees; on that day they get a different email */
  decision: [-7, -14, -28],
} as const satisfies Record<Exclude<ReminderKind, 'award'>, readonly number[]>

/** Whether coordinators are reminded of dates of this kind when no lead can be reached. */
const coordinatorsStandIn = (kind: ReminderKind): boolean =>
  'lead' in remindedFrom[kind] && kind !== 'recurring' && kind !== 'inbox'

/** The roles that are reminded of dates of a kind, at any step. */
export const rolesRemindedOf = (kind: ReminderKind): RecipientRole[] =>
  recipientRoles.filter(role => role in remindedFrom[kind] || (role === 'coordinator' && coordinatorsStandIn(kind)))

/** Whether someone in this role is reminded at this step. */
export function isReminded(
  as: RecipientRole,
  { kind, standInFrom }: Pick<Dated, 'kind' | 'standInFrom'>,
  step: number,
): boolean {
  if (as === 'coordinator' && standInFrom !== null && step <= standInFrom && coordinatorsStandIn(kind)) return true
  const from = remindedFrom[kind][as]
  return from !== undefined && step <= from
}

/** Every reminder of a date, ordered by due day. */
export function scheduleOf(it: Dated): Reminder[] {
  const { about } = it
  if (about === null) return []
  const reminders = uniqueRecipients(it.recipients).flatMap(recipient => {
    const { id, as, since } = recipient
    const all = [...new Set(it.steps)]
      .filter(step => isReminded(as, it, step))
      .map((step): Reminder => ({
        kind: it.kind,
        entityId: it.id,
        about,
        step,
        recipientId: id,
        as,
        dueOn: addDays(about, -step),
      }))
    const late = lateReminder(it, recipient, all)
    return all.filter(each => each === late || (each.dueOn >= it.from && (since === null || each.dueOn >= since)))
  })
  return reminders.toSorted((a, b) => compare(a.dueOn, b.dueOn))
}

/**
 * The last of an award's reminders that were due by the day on which emails were switched on. It is sent late, because
 * an imported award can be recorded, or its lead can join, after the reminder was due.
 */
function lateReminder(
  { kind, from, emailsSwitchedOn }: Dated,
  { since }: Recipient,
  all: readonly Reminder[],
): Reminder | undefined {
  if (kind !== 'award' || emailsSwitchedOn === null) return undefined
  if (from > emailsSwitchedOn || (since !== null && since > emailsSwitchedOn)) return undefined
  return all
    .filter(({ dueOn }) => dueOn <= emailsSwitchedOn)
    .reduce<Reminder | undefined>((latest, each) => (latest && latest.step < each.step ? latest : each), undefined)
}

/** Keeps each person once, in the first of their roles as listed in `recipientRoles`. */
function uniqueRecipients(recipients: readonly Recipient[]): Recipient[] {
  const best = new Map<string, Recipient>()
  for (const each of recipients) {
    const other = best.get(each.id)
    if (!other || recipientRoles.indexOf(each.as) < recipientRoles.indexOf(other.as)) best.set(each.id, each)
  }
  return [...best.values()]
}

/**
 * The changes that bring the stored reminders up to date with the schedule of a date. `close`: the date moved.
 * `reopen`: the schedule includes the reminder again, and it was closed for one of the `reopeningReasons`.
 */
export function planOf<Stored extends PlannedReminder>(
  it: Dated,
  stored: readonly Stored[],
): { add: Reminder[]; close: Stored[]; reopen: Stored[] } {
  const schedule = new Map(scheduleOf(it).map(reminder => [keyOf(reminder), reminder]))
  const known = new Set(stored.map(keyOf))
  return {
    add: [...schedule.values()].filter(reminder => !known.has(keyOf(reminder))),
    close: it.about === null ? [] : stored.filter(({ status, about }) => status === 'planned' && about !== it.about),
    reopen: stored.filter(
      ({ status, reason, ...reminder }) =>
        status === 'not sent' && isReopening(reason) && schedule.has(keyOf(reminder)),
    ),
  }
}

/**
 * Splits due reminders into those to send and those that were overtaken. Of several reminders of the same kind, about
 * the same entity and for the same recipient, only the latest is sent.
 */
export function latestOf<Due extends Reminder>(due: readonly Due[]): { send: Due[]; overtaken: Due[] } {
  const latest = new Map<string, Due>()
  for (const reminder of due) {
    const group = `${reminder.kind} ${reminder.entityId} ${reminder.recipientId}`
    const best = latest.get(group)
    if (!best || reminder.dueOn > best.dueOn) latest.set(group, reminder)
  }
  const send = new Set(latest.values())
  return { send: due.filter(reminder => send.has(reminder)), overtaken: due.filter(reminder => !send.has(reminder)) }
}

export const keyOf = (it: Pick<Reminder, 'kind' | 'entityId' | 'about' | 'step' | 'recipientId'>): string =>
  [it.kind, it.entityId, it.about, it.step, it.recipientId].join(' ')
