import type { Db } from '../../../db/connection.ts'
import { latestOf, reminderKinds, type NotSentReason } from '../../../domain/ladder.ts'
import { reasonAgainst, type Context, type Entity } from '../../../domain/reminding.ts'
import { contextOf } from './around.store.ts'
import type { StoredLine } from './reminder.store.ts'
import { subjectsOf } from './subjects.store.ts'

/**
 * A line with its thing and everybody around it as they are now, and why it must not be sent, or null when it holds.
 */
export interface Judged<L = StoredLine> {
  line: L
  entity: Entity | null
  context: Context
  reason: NotSentReason | null
}

const atOnce = 300
const nobody: Context = { leads: [], contributors: [], observers: [], hasMailbox: false, coordinators: [] }

/** Asks of each line whether it still holds. A few queries for some hundred lines. */
export async function judge<L extends StoredLine>(db: Db, lines: readonly L[]): Promise<Judged<L>[]> {
  const judged: Judged<L>[] = []
  for (let from = 0; from < lines.length; from += atOnce) {
    const some = lines.slice(from, from + atOnce)
    const entities = new Map<string, Entity>()
    for (const kind of reminderKinds) {
      const ids = [...new Set(some.filter(line => line.kind === kind).map(({ entityId }) => entityId))]
      for (const entity of await subjectsOf(db, kind, { ids })) entities.set(`${kind} ${entity.id}`, entity)
    }
    const context = await contextOf(
      db,
      some.map(({ organisationId }) => organisationId),
    )
    judged.push(
      ...some.map(line =>
        judgeOne(
          line,
          entities.get(`${line.kind} ${line.entityId}`) ?? null,
          context.get(line.organisationId) ?? nobody,
        ),
      ),
    )
  }
  return judged
}

export const judgeOne = <L extends StoredLine>(line: L, entity: Entity | null, context: Context): Judged<L> => ({
  line,
  entity,
  context,
  reason: reasonAgainst(line, entity, context),
})

/** What would be written to each reader, by their ids, and what would not be and why. */
export interface Sorted {
  readers: Map<string, Judged[]>
  notSent: Judged[]
}

/** Only the latest of several steps about one thing is written. */
export function sortOut(judged: readonly Judged[]): Sorted {
  const { write, overtaken } = latestOf(
    judged.filter(({ reason }) => reason === null).map(each => ({ ...each.line, judged: each })),
  )
  const readers = new Map<string, Judged[]>()
  for (const { judged: each } of write)
    readers.set(each.line.recipientId, [...(readers.get(each.line.recipientId) ?? []), each])
  return {
    readers,
    notSent: [
      ...judged.filter(({ reason }) => reason !== null),
      ...overtaken.map(({ judged: each }): Judged => ({ ...each, reason: 'overtaken' })),
    ],
  }
}
