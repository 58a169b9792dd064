import { addDays, type Day } from './time.ts'

// When somebody is reminded of what: a pure function of dates and settings, whatever day it is. Rules: reliability.md,
// section 8.

/**
 * What a reminder is about: the last valid day of an award, a question's reply, a return, more evidence, what a library
 * promised, the end of a consent, what a library collects again and again.
 */
export const reminderKinds = [
  'award',
  'question',
  'return',
  'more evidence',
  'recommendation',
  'consent',
  'recurring',
] as const
export type ReminderKind = (typeof reminderKinds)[number]

/**
 * As what somebody is reminded: `owner` of a piece of evidence, or whoever is asked for one. A mailbox is an address of
 * the organisation without an account, with an observer's rights.
 */
export const recipientRoles = ['lead', 'owner', 'mailbox', 'observer', 'coordinator'] as const
export type RecipientRole = (typeof recipientRoles)[number]

/** `since`: the first day on which they can be reminded as that. For a mailbox the id is its organisation's. */
export interface Recipient {
  id: string
  as: RecipientRole
  since: Day | null
}

/** Something with a date, as far as its ladder goes. */
export interface Dated {
  kind: ReminderKind
  id: string
  /** null: it has no date now */
  about: Day | null
  /** days before the date; negative ones come after it */
  steps: readonly number[]
  /** the first day that a reminder of this date may fall on: none are written of what was before it existed */
  from: Day
  recipients: readonly Recipient[]
  /** no lead with a working address: then the coordinators hear of every step */
  nobodyToEmail: boolean
}

/** One line of a ladder for one reader. All but `as` and `dueOn` is its key. */
export interface Line {
  kind: ReminderKind
  entityId: string
  about: Day
  step: number
  recipientId: string
  as: RecipientRole
  dueOn: Day
}

export type LineStatus = 'planned' | 'in an email' | 'not sent'
export interface KeptLine extends Line {
  id: string
  status: LineStatus
  reason: NotSentReason | null
}

export const notSentReason = [
  'overtaken',
  'date moved',
  'renewal with us',
  'on hold',
  'over',
  'no longer in this role',
  'not active',
  'not wanted',
  'address changed',
  'somebody can be told',
] as const
export type NotSentReason = (typeof notSentReason)[number]

/**
 * How observers, mailboxes and coordinators come in: from so many days before the date on. Leads and the mailbox hear
 * of every step; of who is shown in evidence its owner does, and no mailbox. What a library asks its own people for
 * concerns nobody outside, and whoever is asked.
 */
const observersFrom = 14
const overdue = -1

export function hearsOf(
  as: RecipientRole,
  { kind, nobodyToEmail }: Pick<Dated, 'kind' | 'nobodyToEmail'>,
  step: number,
): boolean {
  if (as === 'observer') return kind === 'award' && step <= observersFrom
  if (as === 'coordinator') return kind !== 'recurring' && (nobodyToEmail || (kind === 'award' && step <= overdue))
  return as !== 'mailbox' || (kind !== 'consent' && kind !== 'recurring')
}

/** Every line of a thing's ladder, for everybody who hears of it. */
export function scheduleOf(it: Dated): Line[] {
  const { about } = it
  if (about === null) return []
  const lines = uniqueRecipients(it.recipients).flatMap(({ id, as, since }) =>
    [...new Set(it.steps)]
      .filter(step => hearsOf(as, it, step))
      .map((step): Line => ({
        kind: it.kind,
        entityId: it.id,
        about,
        step,
        recipientId: id,
        as,
        dueOn: addDays(about, -step),
      }))
      .filter(({ dueOn }) => dueOn >= it.from && (since === null || dueOn >= since)),
  )
  return lines.toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0))
}

/**
 * What planning does with a thing: the lines that are missing, those of another date that end, and those that a date
 * which came back brings back. Running it again changes nothing.
 */
export function planOf(it: Dated, kept: readonly KeptLine[]): { add: Line[]; close: KeptLine[]; reopen: KeptLine[] } {
  const schedule = new Map(scheduleOf(it).map(line => [keyOf(line), line]))
  const known = new Set(kept.map(keyOf))
  return {
    add: [...schedule.values()].filter(line => !known.has(keyOf(line))),
    close: it.about === null ? [] : kept.filter(({ status, about }) => status === 'planned' && about !== it.about),
    reopen: kept.filter(
      line => line.status === 'not sent' && line.reason === 'date moved' && schedule.has(keyOf(line)),
    ),
  }
}

/**
 * Of several steps about one thing that are due to one reader, the latest is written and the earlier ones are
 * overtaken: no bursts.
 */
export function latestOf<L extends Line>(due: readonly L[]): { write: L[]; overtaken: L[] } {
  const latest = new Map<string, L>()
  for (const line of due) {
    const group = `${line.kind} ${line.entityId} ${line.recipientId}`
    const best = latest.get(group)
    if (!best || line.dueOn > best.dueOn) latest.set(group, line)
  }
  const write = new Set(latest.values())
  return { write: due.filter(line => write.has(line)), overtaken: due.filter(line => !write.has(line)) }
}

export const keyOf = ({
  kind,
  entityId,
  about,
  step,
  recipientId,
}: Pick<Line, 'kind' | 'entityId' | 'about' | 'step' | 'recipientId'>): string =>
  [kind, entityId, about, step, recipientId].join(' ')

/** Somebody who is several things here hears of it as the one that hears most. */
function uniqueRecipients(recipients: readonly Recipient[]): Recipient[] {
  const best = new Map<string, Recipient>()
  for (const each of recipients) {
    const other = best.get(each.id)
    if (!other || recipientRoles.indexOf(each.as) < recipientRoles.indexOf(other.as)) best.set(each.id, each)
  }
  return [...best.values()]
}
