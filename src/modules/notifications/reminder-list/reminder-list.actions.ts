import type { Db } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Day } from '../../../domain/time.ts'
import { areRemindersOff } from '../../../email/outbox.store.ts'
import { heldMorning, lastMorning, type Morning } from '../reminders/morning.store.ts'
import { whatWouldGoOut, type Preview } from '../reminders/preview.actions.ts'
import { applicationsServedAmong } from './reminder-list.store.ts'

/** How it stands with the reminders: off, waiting for a click with what would go out, or when the last went. */
export interface RemindingNow {
  isOff: boolean
  last: Day | null
  held: { morning: Morning; preview: Preview; served: Set<string> } | null
}

/** The list is only made while something waits for it. */
export async function remindingFor(db: Db, actor: Actor, today: Day): Promise<RemindingNow> {
  const [isOff, last, morning] = [await areRemindersOff(db), await lastMorning(db, today), await heldMorning(db)]
  if (!morning) return { isOff, last, held: null }
  const preview = await whatWouldGoOut(db, morning.morning, today)
  return { isOff, last, held: { morning, preview, served: await servedIn(db, actor, preview) } }
}

/** Of the applications in a preview, those whose mail this person reads. */
export const servedIn = (db: Db, actor: Actor, { readers }: Preview): Promise<Set<string>> =>
  applicationsServedAmong(
    db,
    actor,
    readers.flatMap(({ lines }) => lines.flatMap(({ applicationId }) => applicationId ?? [])),
  )
