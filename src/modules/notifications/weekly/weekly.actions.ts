import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { theService } from '../../../domain/actor.ts'
import { addDays, weekdayOf, type Day } from '../../../domain/time.ts'
import type { RenderAtSending } from '../../../email/claim.ts'
import { laterEmailOf } from '../../../email/outbox-search.store.ts'
import { recipientOf } from '../../../email/outbox.ts'
import { insertOnce } from '../../../email/outbox.store.ts'
import { areRemindersOff } from '../../../email/reminder-switch.store.ts'
import { readersById, readersWithRole } from '../../../email/readers.store.ts'
import { weeklyListEmails } from '../../../email/templates/reminders.ts'
import type { Parts } from '../../../parts.ts'
import { languageOf, translator } from '../../../words/words.ts'
import { charityTasks } from '../../overview/overview.public.ts'

export const weeklyList = 'weekly list'

/**
 * Queues each coordinator's weekly list of everything that needs the charity's action. The list is queued on Monday or,
 * if the job did not run then, on the first day of the week on which it runs.
 * @returns the number of lists queued
 */
export async function queueWeeklyLists({ db, write }: Pick<Parts, 'db' | 'write'>, day: Day): Promise<number> {
  if (await areRemindersOff(db)) return 0
  const monday = addDays(day, 1 - weekdayOf(day))
  let queued = 0
  for (const { actor } of await readersWithRole(db, 'coordinator'))
    if (await write(theService, work => queueWeeklyList(work, actor.id, monday))) queued += 1
  return queued
}

async function queueWeeklyList(work: UnitOfWork, personId: string, monday: Day): Promise<boolean> {
  const [reader] = await readersById(work.trx, [personId])
  if (!reader?.actor.charityRoles.includes('coordinator')) return false
  const to = { ...recipientOf(reader), entity: { kind: 'person', id: personId } as const }
  return (await insertOnce(work.trx, { name: weeklyList, to, key: `weekly ${monday} ${personId}` }, work.at)) !== null
}

/**
 * Writes the list when it is sent. Includes only what the recipient is allowed to know at that time. After an outage of
 * the mail server, a recipient gets only the newest of the waiting lists.
 */
export const renderWeeklyList: RenderAtSending = async (trx, email, at) => {
  if (await laterEmailOf(trx, email)) return 'in a later email'
  const [reader] = await readersById(trx, [email.entityId])
  if (!reader?.actor.charityRoles.includes('coordinator')) return 'no longer needed'
  const t = translator(languageOf(email.language))
  const tasks = await charityTasks(trx, { t, actor: reader.actor, now: at })
  if (tasks.length === 0) return 'nothing due any more'
  const text = { ...weeklyListEmails[weeklyList].render(t, { tasks }), name: reader.actor.name }
  return { text, calendar: null, unsubscribePath: null }
}
