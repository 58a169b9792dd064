import { hearsOf, type Dated, type Line, type NotSentBecause, type Recipient, type ReminderKind } from './ladder.ts'
import type { Day } from './time.ts'

// Who is reminded, and what is asked again about every line at the moment of sending.

/** Somebody who could be told. `since`: the day from which they hold their role. */
export interface Told {
  id: string
  since: Day
  isActive: boolean
  isReached: boolean
  unwanted: readonly ReminderKind[]
}

/** Everybody around one organisation. */
export interface Around {
  leads: readonly Told[]
  contributors: readonly Told[]
  observers: readonly Told[]
  hasMailbox: boolean
  coordinators: readonly Told[]
}

/** A thing with a date as it is now; `asks` is why it asks for nothing at present, or null when it does. */
export interface Thing extends Omit<Dated, 'recipients' | 'nobodyToTell'> {
  organisationId: string
  organisation: string
  applicationId: string | null
  asksNothing: Extract<NotSentBecause, 'renewal with us' | 'on hold' | 'over'> | null
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

export function datedOf(thing: Thing, around: Around): Dated {
  return { ...thing, recipients: recipientsOf(thing, around), nobodyToTell: isNobodyLeft(around) }
}

function recipientsOf(
  { organisationId, barred, ownerId }: Thing,
  { leads, contributors, observers, hasMailbox, coordinators }: Around,
): Recipient[] {
  const as =
    (role: Recipient['as']) =>
    ({ id, since }: Told): Recipient => ({ id, as: role, since })
  return [
    ...leads.filter(({ isActive }) => isActive).map(as('lead')),
    ...contributors.filter(({ isActive, id }) => isActive && id === ownerId).map(as('owner')),
    ...(hasMailbox ? [{ id: organisationId, as: 'mailbox' as const, since: null }] : []),
    ...observers.filter(({ isActive }) => isActive).map(as('observer')),
    ...coordinators.filter(({ isActive, id }) => isActive && !barred.includes(id)).map(as('coordinator')),
  ]
}

export const isNobodyLeft = ({ leads }: Around): boolean =>
  !leads.some(({ isActive, isReached }) => isActive && isReached)

/** As what the reader of a line meets its thing now: whoever was an observer when it was planned may lead by now. */
export function roleNow(
  { recipientId, as }: Pick<Line, 'recipientId' | 'as'>,
  thing: Thing,
  around: Around,
): Recipient['as'] | null {
  if (as === 'mailbox') return around.hasMailbox ? 'mailbox' : null
  return (
    (['lead', 'owner', 'observer', 'coordinator'] as const).find(role =>
      placesAs(role, thing, around).some(({ id }) => id === recipientId),
    ) ?? null
  )
}

/** Why a line must not be sent any more, or null when it still holds. */
export function reasonAgainst(line: Line, thing: Thing | null, around: Around): NotSentBecause | null {
  if (!thing) return 'over'
  if (thing.asksNothing) return thing.asksNothing
  if (thing.about !== line.about) return 'date moved'
  const role = roleNow(line, thing, around)
  if (role === null) return 'no longer in this role'
  if (role === 'mailbox') return null
  const person = placesAs(role, thing, around).find(({ id }) => id === line.recipientId)
  if (!person?.isActive) return 'not active'
  if (!hearsOf(role, { kind: thing.kind, nobodyToTell: isNobodyLeft(around) }, line.step))
    return role === 'coordinator' ? 'somebody can be told' : 'no longer in this role'
  return person.unwanted.includes(line.kind) && !isEssential(role, line, around) ? 'not wanted' : null
}

function placesAs(
  role: Exclude<Recipient['as'], 'mailbox'>,
  { barred, ownerId }: Thing,
  { leads, contributors, observers, coordinators }: Around,
): readonly Told[] {
  if (role === 'lead') return leads
  if (role === 'owner') return contributors.filter(({ id }) => id === ownerId)
  return role === 'observer' ? observers : coordinators.filter(({ id }) => !barred.includes(id))
}

/** To a lead when no other would hear of it from 30 days on; to a coordinator when nobody else can be told. */
function isEssential(role: Recipient['as'], { kind, step, recipientId }: Line, around: Around): boolean {
  if (role === 'coordinator') return isNobodyLeft(around)
  return role === 'lead' && step <= essentialFrom && isOnlyOneTold(around, recipientId, kind)
}

/** Whether no other lead can be reached who wants to be reminded of this. */
export const isOnlyOneTold = ({ leads }: Pick<Around, 'leads'>, personId: string, kind: ReminderKind): boolean =>
  !leads.some(lead => lead.id !== personId && lead.isActive && lead.isReached && !lead.unwanted.includes(kind))

/** How a run was when it stopped before the first letter: too long since the last, or far more readers than ever in a year. */
export type BrakeReason = 'gap' | 'many'
const mostDaysSince = 7
const peopleAtOnce = 200
const timesTheLargest = 3

/** @param largest people written to on one morning of the past year, at most; 0 when there was none */
export function brakeOn({
  daysSince,
  people,
  largest,
}: {
  daysSince: number | null
  people: number
  largest: number
}): BrakeReason | null {
  if (daysSince !== null && daysSince > mostDaysSince) return 'gap'
  return people > peopleAtOnce && people > timesTheLargest * largest ? 'many' : null
}
