import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { theService } from '../../../domain/actor.ts'
import type { Db } from '../../../db/connection.ts'
import { planOf, reminderKinds, type Line } from '../../../domain/ladder.ts'
import { datedOf, type Around, type Thing } from '../../../domain/reminding.ts'
import { addDays, type Day } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { aroundOf } from './around.store.ts'
import { closeLines, insertLines, linesAbout, reopenLines, type StoredLine } from './reminder.store.ts'
import { thingsOf } from './subjects.store.ts'

/** A ladder is planned as a whole once its date is so near: the longest begins 180 days before, and a framework may want more. */
const nearDays = 400
const thingsAtOnce = 25

/** A thing whose date comes up, with its lines and what planning would do with them. */
export interface PlannedThing {
  thing: Thing
  around: Around
  kept: StoredLine[]
  plan: { add: Line[]; close: StoredLine[]; reopen: StoredLine[] }
}

/**
 * Adds what is missing of every ladder and ends what belongs to a date that was moved. May run any number of times: nothing of it depends on
 * the day, except that dates far away can wait. Each some things in a transaction of their own.
 */
export async function planReminders(
  { db, write }: Pick<Parts, 'db' | 'write' | 'clock'>,
  today: Day,
  stop?: AbortSignal,
): Promise<void> {
  for await (const batch of thingsToPlan(db, today)) {
    if (stop?.aborted) return
    const changed = batch.filter(({ plan }) => plan.add.length + plan.close.length + plan.reopen.length > 0)
    if (changed.length > 0) await write(theService, work => writePlan(work, changed))
  }
}

async function writePlan(work: UnitOfWork, changed: readonly PlannedThing[]): Promise<void> {
  await insertLines(
    work.trx,
    changed.flatMap(({ thing, plan }) => plan.add.map(line => ({ line, thing }))),
    work.at,
  )
  await closeLines(
    work.trx,
    changed.flatMap(({ plan }) => plan.close),
    'planned',
    'date moved',
    work.at,
  )
  const reopened = changed.flatMap(({ plan }) => plan.reopen)
  if (reopened.length > 0) await reopenLines(work.trx, reopened)
}

/** Everything with a date that comes up, so many at a time, with what planning would change. Only reads. */
export async function* thingsToPlan(db: Db, today: Day, atOnce = thingsAtOnce): AsyncGenerator<PlannedThing[]> {
  for (const kind of reminderKinds) {
    let after = ''
    for (;;) {
      const things = await thingsOf(db, kind, { after, upTo: addDays(today, nearDays), limit: atOnce })
      if (things.length > 0) yield await withPlans(db, things)
      if (things.length < atOnce) break
      after = things.at(-1)!.id
    }
  }
}

async function withPlans(db: Db, things: readonly Thing[]): Promise<PlannedThing[]> {
  const around = await aroundOf(
    db,
    things.map(({ organisationId }) => organisationId),
  )
  const lines = await linesAbout(db, things)
  return things.map(thing => {
    const [own, kept] = [around.get(thing.organisationId)!, lines.filter(({ thingId }) => thingId === thing.id)]
    const { add, close, reopen } = thing.asksNothing
      ? { add: [], close: [], reopen: [] }
      : planOf(datedOf(thing, own), kept)
    return { thing, around: own, kept, plan: { add, close: close as StoredLine[], reopen: reopen as StoredLine[] } }
  })
}
