import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { theClock } from '../../../domain/actor.ts'
import { dayOf, type Day } from '../../../domain/time.ts'
import { catchUp } from './lifecycle.actions.ts'
import { awardsDue, awardsOverWithWork } from './lifecycle.store.ts'
import type { Parts } from '../../../parts.ts'

type Moving = Pick<Parts, 'db' | 'write' | 'clock' | 'log'>
const atATime = 200

/**
 * Makes the moves of the calendar that are due, each award in a transaction of its own; one that cannot be moved keeps
 * no other waiting. Late or run twice it writes the same: a move counts from the day on which it fell due.
 * @param day looks only at awards due by this day; what is due by now is then done, and nothing of the days to come
 * @throws when an award could not be moved, so that the run counts as not done and is tried again
 */
export async function moveAwards({ db, write, clock, log }: Moving, day: Day, stop?: AbortSignal): Promise<number> {
  const today = dayOf(clock.now())
  const failed: string[] = []
  let [viewed, after] = [0, null as { dueOn: string; id: string } | null]
  const tried = (id: string, act: (work: UnitOfWork) => Promise<unknown>) =>
    write(theClock, act).catch((problem: unknown) => {
      failed.push(id)
      log.error({ award: id, problem: problem instanceof Error ? problem.name : 'unknown' }, 'an award was not moved')
    })
  for (;;) {
    const due = await awardsDue(db, day < today ? day : today, after, atATime)
    for (const award of due) {
      if (stop?.aborted) return viewed
      await tried(award.id, work => catchUp(work, award.id))
      viewed += 1
    }
    after = due.at(-1) ?? null
    if (due.length < atATime) break
  }
  for (const award of await awardsOverWithWork(db)) await tried(award.id, work => work.tell('award moved', award))
  if (failed.length > 0) throw new Error(`${failed.length} awards were not moved`)
  return viewed
}
