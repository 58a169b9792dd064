import { withoutRights } from '../../../domain/actor.ts'
import { as, type UnitOfWork } from '../../../db/unit-of-work.ts'
import { reminderKinds, type ReminderKind } from '../../../domain/ladder.ts'
import { Stale } from '../../../domain/refusals.ts'
import type { Day } from '../../../domain/time.ts'
import { switchReminders } from '../../../email/outbox.store.ts'
import { recordEvent } from '../../../history/record.ts'
import { setUnwanted } from '../preferences/preference.store.ts'
import { letGo } from './morning.store.ts'

/**
 * Whoever looked at the list says yes: the job goes on within a minute. @throws Stale when it does not wait any more
 */
export async function letRemindersGo(work: UnitOfWork, morning: Day): Promise<void> {
  if (!(await letGo(work.trx, morning, work.actor.id))) throw new Stale()
  await recordEvent(work, 'setting.reminders_let_go', { kind: 'setting', id: 'reminders' }, { morning })
}

export async function switchAllReminders(work: UnitOfWork, to: 'on' | 'off'): Promise<void> {
  await switchReminders(work.trx, to)
  await recordEvent(work, to === 'on' ? 'setting.reminders_on' : 'setting.reminders_off', {
    kind: 'setting',
    id: 'reminders',
  })
}

/** @param wanted the kinds that this person wants; all others are switched off */
export async function chooseReminders(work: UnitOfWork, wanted: readonly string[]): Promise<void> {
  const unwanted = reminderKinds.filter(kind => !wanted.includes(kind))
  await setUnwanted(work.trx, work.actor.id, unwanted, work.at)
  await recordEvent(work, 'person.reminders_chosen', { kind: 'person', id: work.actor.id }, { unwanted })
}

/** By the link in a letter: these kinds, and whatever was switched off before. */
export async function unsubscribe(
  work: UnitOfWork,
  personId: string,
  kinds: readonly ReminderKind[],
  before: readonly ReminderKind[],
): Promise<void> {
  const unwanted = reminderKinds.filter(kind => kinds.includes(kind) || before.includes(kind))
  if (unwanted.length === before.length) return
  await setUnwanted(work.trx, personId, unwanted, work.at)
  await recordEvent(
    as(withoutRights(personId), work),
    'person.reminders_chosen',
    { kind: 'person', id: personId },
    {
      unwanted,
    },
  )
}
