import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { reminderKinds, type ReminderKind } from '../../../domain/reminder-schedule.ts'
import { isOnlyRecipient, reminderKindsFor } from '../../../domain/reminder-recipients.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import { leadsOf } from '../recipients/recipient.store.ts'

export async function reminderKindsTurnedOff(db: Db | Tx, personId: string): Promise<ReminderKind[]> {
  const kinds = await db('reminder_opt_outs').where({ person_id: personId }).orderBy('kind').pluck('kind')
  return kinds as ReminderKind[]
}

/**
 * The kinds of reminder that a person can switch on or off: those of their roles and of any seat on a panel, and those
 * that they have switched off, which they may get again in another role.
 * @param turnedOff the result of `reminderKindsTurnedOff`
 */
export async function reminderKindsOffered(
  db: Db | Tx,
  actor: Actor,
  turnedOff: readonly ReminderKind[],
): Promise<ReminderKind[]> {
  const kinds = [...reminderKindsFor(actor), ...((await hasOpenSeat(db, actor)) ? kindsOfSeats : []), ...turnedOff]
  return reminderKinds.filter(kind => kinds.includes(kind))
}

const kindsOfSeats: readonly ReminderKind[] = ['seat offer', 'findings']

/** Whether the person has a seat, or the offer of one, on the panel of an application that is not decided yet. */
async function hasOpenSeat(db: Db | Tx, { id, charityRoles }: Actor): Promise<boolean> {
  if (charityRoles.length === 0) return false
  const seat = await db('seats')
    .join('applications', 'applications.id', 'seats.application_id')
    .where('seats.person_id', id)
    .whereIn('seats.status', ['offered', 'accepted'])
    .whereNotIn('applications.status', ['draft', 'decided', 'withdrawn'])
    .first('seats.id')
  return seat !== undefined
}

/** Replaces the kinds that a person has switched off. */
export async function saveUnwanted(
  trx: Tx,
  personId: string,
  kinds: readonly ReminderKind[],
  at: Instant,
): Promise<void> {
  await trx('reminder_opt_outs')
    .where({ person_id: personId })
    .whereNotIn('kind', [...kinds])
    .delete()
  for (const kind of kinds)
    await trx('reminder_opt_outs')
      .insert({ person_id: personId, kind, since: at })
      .onConflict(['person_id', 'kind'])
      .ignore()
}

/**
 * The names of the libraries in which no other lead gets award reminders. In these libraries, the lead cannot switch
 * off the award reminders of the last `alwaysRemindedFrom` days before an award's date.
 */
export async function librariesLedAlone(db: Db, personId: string, today: Day): Promise<string[]> {
  const led: { id: string; name: string }[] = await db('memberships')
    .join('organisations', 'organisations.id', 'memberships.organisation_id')
    .where('memberships.person_id', personId)
    .where('memberships.role', 'lead')
    .whereNull('memberships.ended_at')
    .orderBy(['organisations.name_key', 'organisations.id'])
    .select('organisations.id', 'organisations.name')
  const leads = await leadsOf(
    db,
    led.map(({ id }) => id),
    today,
  )
  return led.filter(({ id }) => isOnlyRecipient({ leads: leads.get(id)! }, personId, 'award')).map(({ name }) => name)
}
