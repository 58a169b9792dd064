import type { Db, Tx } from '../../../db/connection.ts'
import type { ReminderKind } from '../../../domain/reminder-schedule.ts'
import { isOnlyRecipient } from '../../../domain/reminder-recipients.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import { leadsOf } from '../recipients/recipient.store.ts'

export async function reminderKindsTurnedOff(db: Db | Tx, personId: string): Promise<ReminderKind[]> {
  const kinds = await db('reminder_opt_outs').where({ person_id: personId }).orderBy('kind').pluck('kind')
  return kinds as ReminderKind[]
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
