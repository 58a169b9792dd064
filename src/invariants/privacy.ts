import { seatKinds } from '../domain/application.ts'
import { brokenBy } from './broken.ts'
import type { Check } from './broken.ts'

/** A trustee is also a role, which history may name; the other kinds say nothing but who somebody is. */
const telling: readonly unknown[] = seatKinds.filter(kind => kind !== 'trustee')

/** I11: no seat's kind in the history, which is kept for ever. */
export const noSeatKindInHistory: Check = async ({ database: { db } }) => {
  const rows = await db('events').orderBy('sequence').select('id', 'facts')
  const found = rows.filter(({ facts }) => Object.values(JSON.parse(facts) as Record<string, unknown>).flat().some(fact => telling.includes(fact)))
  return brokenBy('I11', found.map(({ id }) => ({ thing: `event ${id}`, what: 'names the kind of a seat' })))
}
