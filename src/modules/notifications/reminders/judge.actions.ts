import type { Db } from '../../../db/connection.ts'
import { latestOf, reminderKinds, type NotSentBecause } from '../../../domain/ladder.ts'
import { reasonAgainst, type Around, type Thing } from '../../../domain/reminding.ts'
import { aroundOf } from './around.store.ts'
import type { StoredLine } from './reminder.store.ts'
import { thingsOf } from './subjects.store.ts'

/** A line with its thing and everybody around it as they are now, and why it must not be sent, or null when it holds. */
export interface Judged<L = StoredLine> {
  line: L
  thing: Thing | null
  around: Around
  because: NotSentBecause | null
}

const atOnce = 300
const nobody: Around = { leads: [], contributors: [], observers: [], hasMailbox: false, coordinators: [] }

/** Asks of each line whether it still holds. A few queries for some hundred lines. */
export async function judge<L extends StoredLine>(db: Db, lines: readonly L[]): Promise<Judged<L>[]> {
  const judged: Judged<L>[] = []
  for (let from = 0; from < lines.length; from += atOnce) {
    const some = lines.slice(from, from + atOnce)
    const things = new Map<string, Thing>()
    for (const kind of reminderKinds) {
      const ids = [...new Set(some.filter(line => line.kind === kind).map(({ thingId }) => thingId))]
      for (const thing of await thingsOf(db, kind, { ids })) things.set(`${kind} ${thing.id}`, thing)
    }
    const around = await aroundOf(
      db,
      some.map(({ organisationId }) => organisationId),
    )
    judged.push(
      ...some.map(line =>
        judgeOne(line, things.get(`${line.kind} ${line.thingId}`) ?? null, around.get(line.organisationId) ?? nobody),
      ),
    )
  }
  return judged
}

export const judgeOne = <L extends StoredLine>(line: L, thing: Thing | null, around: Around): Judged<L> => ({
  line,
  thing,
  around,
  because: reasonAgainst(line, thing, around),
})

/** What would be written to each reader, by their ids, and what would not be and why. */
export interface Sorted {
  readers: Map<string, Judged[]>
  notSent: Judged[]
}

/** Only the latest of several steps about one thing is written. */
export function sortOut(judged: readonly Judged[]): Sorted {
  const { write, overtaken } = latestOf(
    judged.filter(({ because }) => because === null).map(each => ({ ...each.line, judged: each })),
  )
  const readers = new Map<string, Judged[]>()
  for (const { judged: each } of write)
    readers.set(each.line.recipientId, [...(readers.get(each.line.recipientId) ?? []), each])
  return {
    readers,
    notSent: [
      ...judged.filter(({ because }) => because !== null),
      ...overtaken.map(({ judged: each }): Judged => ({ ...each, because: 'overtaken' })),
    ],
  }
}
