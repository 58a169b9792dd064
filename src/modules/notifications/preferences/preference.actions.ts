import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import { withoutRights } from '../../../domain/actor.ts'
import { reminderKinds, type ReminderKind } from '../../../domain/reminder-schedule.ts'
import { recordEvent } from '../../../history/record.ts'
import { reminderKindsOffered, reminderKindsTurnedOff, saveUnwanted } from './preference.store.ts'

/**
 * Switches on the kinds that the person ticked, and switches off those that they unticked. Other kinds do not change:
 * the person may have got a new role, or unsubscribed by email, after they opened the page.
 * @param seen the kinds that were ticked when the page was opened
 */
export async function chooseReminders(
  work: UnitOfWork,
  { wanted, seen }: { wanted: readonly string[]; seen: readonly string[] },
): Promise<void> {
  const before = await reminderKindsTurnedOff(work.trx, work.actor.id)
  const offered = await reminderKindsOffered(work.trx, work.actor, before)
  const isChosen = (kind: ReminderKind): boolean =>
    offered.includes(kind) && wanted.includes(kind) !== seen.includes(kind)
  const unwanted = reminderKinds.filter(kind => (isChosen(kind) ? !wanted.includes(kind) : before.includes(kind)))
  await saveUnwanted(work.trx, work.actor.id, unwanted, work.at)
  await recordEvent(work, 'person.reminders_chosen', { kind: 'person', id: work.actor.id }, { unwanted })
}

/** Turns off these kinds for a person who followed an unsubscribe link without signing in. */
export async function unsubscribe(work: UnitOfWork, personId: string, kinds: readonly ReminderKind[]): Promise<void> {
  const before = await reminderKindsTurnedOff(work.trx, personId)
  const unwanted = reminderKinds.filter(kind => kinds.includes(kind) || before.includes(kind))
  if (unwanted.length === before.length) return
  await saveUnwanted(work.trx, personId, unwanted, work.at)
  const person = as(withoutRights(personId), work)
  await recordEvent(person, 'person.reminders_chosen', { kind: 'person', id: personId }, { unwanted })
}
