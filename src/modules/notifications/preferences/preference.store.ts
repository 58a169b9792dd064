import type { Db, Tx } from '../../../db/connection.ts'
import type { ReminderKind } from '../../../domain/ladder.ts'
import { isOnlyRecipient } from '../../../domain/reminding.ts'
import type { Instant } from '../../../domain/time.ts'
import { contextOf } from '../reminders/around.store.ts'

/** What somebody does not want from now on, all of it. */
export async function setUnwanted(
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
 * The libraries in which nobody else who leads would be told of the end of the award: there it cannot be switched off
 * for good.
 */
export async function ledAlone(db: Db, personId: string): Promise<string[]> {
  const led: { id: string; name: string }[] = await db('memberships')
    .join('organisations', 'organisations.id', 'memberships.organisation_id')
    .where('memberships.person_id', personId)
    .where('memberships.role', 'lead')
    .whereNull('memberships.ended_at')
    .orderBy(['organisations.name', 'organisations.id'])
    .select('organisations.id', 'organisations.name')
  const context = await contextOf(
    db,
    led.map(({ id }) => id),
  )
  return led.filter(({ id }) => isOnlyRecipient(context.get(id)!, personId, 'award')).map(({ name }) => name)
}
