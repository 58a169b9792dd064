import type { Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { reminderKinds, type ReminderKind } from '../../../domain/ladder.ts'
import { Stale } from '../../../domain/refusals.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import { switchReminders } from '../../../email/outbox.store.ts'
import { recordEvent } from '../../../history/record.ts'
import { setUnwanted } from '../preferences/preference.store.ts'
import { letGo } from './morning.store.ts'

/** Whoever looked at the list says yes: the job goes on within a minute. @throws Stale when it does not wait any more */
export async function letRemindersGo(trx: Tx, who: Actor, morning: Day, at: Instant): Promise<void> {
  if (!(await letGo(trx, morning, who.id))) throw new Stale()
  await recordEvent(trx, who, 'setting.reminders_let_go', { kind: 'setting', id: 'reminders' }, at, { morning })
}

export async function switchAllReminders(trx: Tx, who: Actor, to: 'on' | 'off', at: Instant): Promise<void> {
  await switchReminders(trx, to)
  await recordEvent(
    trx,
    who,
    to === 'on' ? 'setting.reminders_on' : 'setting.reminders_off',
    { kind: 'setting', id: 'reminders' },
    at,
  )
}

/** @param wanted the kinds that this person wants; all others are switched off */
export async function chooseReminders(
  trx: Tx,
  who: Pick<Actor, 'id'>,
  wanted: readonly string[],
  at: Instant,
): Promise<void> {
  const unwanted = reminderKinds.filter(kind => !wanted.includes(kind))
  await setUnwanted(trx, who.id, unwanted, at)
  await recordEvent(trx, who, 'person.reminders_chosen', { kind: 'person', id: who.id }, at, { unwanted })
}

/** By the link in a letter: these kinds, and whatever was switched off before. */
export async function unsubscribe(
  trx: Tx,
  personId: string,
  kinds: readonly ReminderKind[],
  before: readonly ReminderKind[],
  at: Instant,
): Promise<void> {
  const unwanted = reminderKinds.filter(kind => kinds.includes(kind) || before.includes(kind))
  if (unwanted.length === before.length) return
  await setUnwanted(trx, personId, unwanted, at)
  await recordEvent(trx, { id: personId }, 'person.reminders_chosen', { kind: 'person', id: personId }, at, {
    unwanted,
  })
}
