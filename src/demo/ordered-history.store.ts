import type { Tx } from '../db/connection.ts'
import type { Row } from '../db/tables.ts'
import { compare } from '../domain/compare.ts'
import type { Instant } from '../domain/time.ts'

type Line = Omit<Row<'events'>, 'sequence'>
const linesAtOnce = 50

/**
 * Wraps a transaction so that it holds back events until `writeUntil` writes them in chronological order. The demo's
 * steps can overlap in time, so they do not create events in that order.
 */
export function heldHistory(trx: Tx): { trx: Tx; writeUntil(at: Instant | null): Promise<void> } {
  let held: Line[] = []
  const hold = (line: Line): Promise<void> => {
    held.push(line)
    return Promise.resolve()
  }
  return {
    trx: new Proxy(trx, {
      apply: (target, self, given: [string]) => {
        const query = Reflect.apply(target, self, given) as object
        return given[0] === 'events' ? Object.assign(query, { insert: hold }) : query
      },
    }),
    /**
     * Writes the held events that are earlier than `at`, so that the next step can read them. With null, writes all of
     * them.
     */
    async writeUntil(at) {
      const lines = held.filter(line => at === null || line.at < at).toSorted((a, b) => compare(a.at, b.at))
      held = held.filter(line => !lines.includes(line))
      for (let from = 0; from < lines.length; from += linesAtOnce)
        await trx('events').insert(lines.slice(from, from + linesAtOnce))
    },
  }
}
