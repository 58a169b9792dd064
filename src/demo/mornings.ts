import { openWrite, type Parts } from '../parts.ts'
import { addDays, dayOf, instantAt, weekdayOf, type Day, type Instant } from '../domain/time.ts'
import { sendReminders } from '../modules/notifications/mornings/morning.actions.ts'
import { moveAwards } from '../modules/awards/lifecycle/lifecycle.actions.ts'
import { nextDueDay } from './demo.store.ts'
import { post } from './demo-emails.ts'
import type { World } from './world.ts'

const hour = '07:00'

/** Runs the jobs of one morning. */
export async function liveMorning(world: World, { log }: Pick<Parts, 'log'>, morning: Instant): Promise<void> {
  const { trx } = world
  const parts = {
    db: trx,
    write: openWrite(
      act => act(trx),
      () => morning,
    ),
    clock: { now: () => morning },
    log,
  }
  await moveAwards(parts, dayOf(morning))
  await sendReminders(parts, dayOf(morning))
  await post(world, morning)
}

/**
 * The first morning after the day `after` on which an award changes state or a reminder is due, and at the latest the
 * next Monday. Every run plans new reminders, so at least one run a week is needed.
 * @returns null when that morning is not before `before`
 */
export async function nextMorning({ trx }: Pick<World, 'trx'>, after: Day, before: Instant): Promise<Instant | null> {
  const tomorrow = addDays(after, 1)
  if (instantAt(tomorrow, hour) >= before) return null
  const monday = addDays(after, 8 - weekdayOf(after))
  const morning = instantAt(dayWithin(tomorrow, monday, await nextDueDay(trx)), hour)
  return morning < before ? morning : null
}

function dayWithin(first: Day, last: Day, due: Day | null): Day {
  if (due === null || due > last) return last
  return due < first ? first : due
}
