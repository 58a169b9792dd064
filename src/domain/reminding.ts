import { hearsOf, type Dated, type Line, type NotSentReason, type Recipient, type ReminderKind } from './ladder.ts'
import type { Day } from './time.ts'

// Who is reminded, and what is asked again about every line at the moment of sending.

/** Somebody who could be told. `since`: the day from which they hold their role. */
export interface Planned {
  id: string
  since: Day
  isActive: boolean
  isReached: boolean
  unwanted: readonly ReminderKind[]
}

/** Everybody around one organisation. */
export interface Context {
  leads: readonly Planned[]
  contributors: readonly Planned[]
  observers: readonly Planned[]
  hasMailbox: boolean
  coordinators: readonly Planned[]
}

/** A thing with a date as it is now; `asks` is why it asks for nothing at present, or null when it does. */
export interface Entity extends Omit<Dated, 'recipients' | 'nobodyToEmail'> {
  organisationId: string
  organisation: string
  applicationId: string | null
  asksNothing: Extract<NotSentReason, 'renewal with us' | 'on hold' | 'over'> | null
  /** who has no say here: members are left out besides */
  barred: readonly string[]
  /** an award's: until this day it can be renewed though overdue */
  lapsesAfter: Day | null
  isSuspended: boolean
  /** of a piece of evidence: who looks after it, or is asked for it */
  ownerId: string | null
}

/** From here on somebody among the leads is always told, whatever they chose. */
export const essentialFrom = 30

export function datedOf(entity: Entity, context: Context): Dated {
  return { ...entity, recipients: recipientsOf(entity, context), nobodyToEmail: isNobodyLeft(context) }
}

function recipientsOf(
  { organisationId, barred, ownerId }: Entity,
  { leads, contributors, observers, hasMailbox, coordinators }: Context,
): Recipient[] {
  const as =
    (role: Recipient['as']) =>
    ({ id, since }: Planned): Recipient => ({ id, as: role, since })
  return [
    ...leads.filter(({ isActive }) => isActive).map(as('lead')),
    ...contributors.filter(({ isActive, id }) => isActive && id === ownerId).map(as('owner')),
    ...(hasMailbox ? [{ id: organisationId, as: 'mailbox' as const, since: null }] : []),
    ...observers.filter(({ isActive }) => isActive).map(as('observer')),
    ...coordinators.filter(({ isActive, id }) => isActive && !barred.includes(id)).map(as('coordinator')),
  ]
}

export const isNobodyLeft = ({ leads }: Context): boolean =>
  !leads.some(({ isActive, isReached }) => isActive && isReached)

/** As what the reader of a line meets its thing now: whoever was an observer when it was planned may lead by now. */
export function roleNow(
  { recipientId, as }: Pick<Line, 'recipientId' | 'as'>,
  entity: Entity,
  context: Context,
): Recipient['as'] | null {
  if (as === 'mailbox') return context.hasMailbox ? 'mailbox' : null
  return (
    (['lead', 'owner', 'observer', 'coordinator'] as const).find(role =>
      placesAs(role, entity, context).some(({ id }) => id === recipientId),
    ) ?? null
  )
}

/** Why a line must not be sent any more, or null when it still holds. */
export function reasonAgainst(line: Line, entity: Entity | null, context: Context): NotSentReason | null {
  if (!entity) return 'over'
  if (entity.asksNothing) return entity.asksNothing
  if (entity.about !== line.about) return 'date moved'
  const role = roleNow(line, entity, context)
  if (role === null) return 'no longer in this role'
  if (role === 'mailbox') return null
  const person = placesAs(role, entity, context).find(({ id }) => id === line.recipientId)
  if (!person?.isActive) return 'not active'
  if (!hearsOf(role, { kind: entity.kind, nobodyToEmail: isNobodyLeft(context) }, line.step))
    return role === 'coordinator' ? 'somebody can be told' : 'no longer in this role'
  return person.unwanted.includes(line.kind) && !isEssential(role, line, context) ? 'not wanted' : null
}

function placesAs(
  role: Exclude<Recipient['as'], 'mailbox'>,
  { barred, ownerId }: Entity,
  { leads, contributors, observers, coordinators }: Context,
): readonly Planned[] {
  if (role === 'lead') return leads
  if (role === 'owner') return contributors.filter(({ id }) => id === ownerId)
  return role === 'observer' ? observers : coordinators.filter(({ id }) => !barred.includes(id))
}

/** To a lead when no other would hear of it from 30 days on; to a coordinator when nobody else can be told. */
function isEssential(role: Recipient['as'], { kind, step, recipientId }: Line, context: Context): boolean {
  if (role === 'coordinator') return isNobodyLeft(context)
  return role === 'lead' && step <= essentialFrom && isOnlyRecipient(context, recipientId, kind)
}

/** Whether no other lead can be reached who wants to be reminded of this. */
export const isOnlyRecipient = ({ leads }: Pick<Context, 'leads'>, personId: string, kind: ReminderKind): boolean =>
  !leads.some(lead => lead.id !== personId && lead.isActive && lead.isReached && !lead.unwanted.includes(kind))

/**
 * How a run was when it stopped before the first letter: too long since the last, or far more readers than ever in a
 * year.
 */
export type SendingLimitReason = 'gap' | 'many'
const mostDaysSince = 7
const peopleAtOnce = 200
const timesTheLargest = 3

/** @param largest people written to on one morning of the past year, at most; 0 when there was none */
export function sendingLimitOn({
  daysSince,
  people,
  largest,
}: {
  daysSince: number | null
  people: number
  largest: number
}): SendingLimitReason | null {
  if (daysSince !== null && daysSince > mostDaysSince) return 'gap'
  return people > peopleAtOnce && people > timesTheLargest * largest ? 'many' : null
}
