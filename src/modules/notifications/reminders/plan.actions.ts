import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { theService } from '../../../domain/actor.ts'
import type { Db } from '../../../db/connection.ts'
import { planOf, reminderKinds, type Line } from '../../../domain/ladder.ts'
import { datedOf, type Context, type Entity } from '../../../domain/reminding.ts'
import { addDays, type Day } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { contextOf } from './around.store.ts'
import { closeLines, insertLines, linesAbout, reopenLines, type StoredLine } from './reminder.store.ts'
import { subjectsOf } from './subjects.store.ts'

/**
 * A ladder is planned as a whole once its date is so near: the longest begins 180 days before, and a framework may want
 * more.
 */
const nearDays = 400
const subjectsAtOnce = 25

/** A thing whose date comes up, with its lines and what planning would do with them. */
export interface PlannedSubject {
  entity: Entity
  context: Context
  kept: StoredLine[]
  plan: { add: Line[]; close: StoredLine[]; reopen: StoredLine[] }
}

/**
 * Adds what is missing of every ladder and ends what belongs to a date that was moved. May run any number of times:
 * nothing of it depends on the day, except that dates far away can wait. Each some things in a transaction of their
 * own.
 */
export async function planReminders(
  { db, write }: Pick<Parts, 'db' | 'write' | 'clock'>,
  today: Day,
  stop?: AbortSignal,
): Promise<void> {
  for await (const batch of subjectsToPlan(db, today)) {
    if (stop?.aborted) return
    const changed = batch.filter(({ plan }) => plan.add.length + plan.close.length + plan.reopen.length > 0)
    if (changed.length > 0) await write(theService, work => writePlan(work, changed))
  }
}

async function writePlan(work: UnitOfWork, changed: readonly PlannedSubject[]): Promise<void> {
  await insertLines(
    work.trx,
    changed.flatMap(({ entity, plan }) => plan.add.map(line => ({ line, entity }))),
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
export async function* subjectsToPlan(db: Db, today: Day, atOnce = subjectsAtOnce): AsyncGenerator<PlannedSubject[]> {
  for (const kind of reminderKinds) {
    let after = ''
    for (;;) {
      const entities = await subjectsOf(db, kind, { after, upTo: addDays(today, nearDays), limit: atOnce })
      if (entities.length > 0) yield await withPlans(db, entities)
      if (entities.length < atOnce) break
      after = entities.at(-1)!.id
    }
  }
}

async function withPlans(db: Db, entities: readonly Entity[]): Promise<PlannedSubject[]> {
  const context = await contextOf(
    db,
    entities.map(({ organisationId }) => organisationId),
  )
  const lines = await linesAbout(db, entities)
  return entities.map(entity => {
    const [own, kept] = [context.get(entity.organisationId)!, lines.filter(({ entityId }) => entityId === entity.id)]
    const { add, close, reopen } = entity.asksNothing
      ? { add: [], close: [], reopen: [] }
      : planOf(datedOf(entity, own), kept)
    return { entity, context: own, kept, plan: { add, close: close as StoredLine[], reopen: reopen as StoredLine[] } }
  })
}
