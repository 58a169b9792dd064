import { isDeepStrictEqual } from 'node:util'
import { shapeOf, withMarks, type Value } from './argument-shape.ts'
import type { Db, Tx } from './connection.ts'
import { idFrom } from './ids.ts'
import type { Lookup, Statement } from './lookups.ts'
import { recentlyUsed } from './recently-used.ts'

/** SQL whose values are filled in for each run. A binding is the index of a value, or a constant. */
interface Kept {
  sql: string
  bindings: readonly ({ value: number } | { constant: unknown })[]
}

/** Kept SQL by function and shape; null when it cannot be kept. At most four million characters, keys included. */
const cache = recentlyUsed<Kept | null>(4_000_000, (key, kept) => key.length + (kept?.sql.length ?? 0))
let functions = 0

/**
 * Wraps a function that describes a lookup, so that its SQL is built once and not for each request: knex takes longer
 * to build it than the database takes to run it. The SQL is kept for each shape of the arguments. Ids, instants and
 * other text are values. Everything else is part of the shape: roles, days, numbers, the lengths of lists, and words
 * that start with a small letter, such as a status. Fields named `typed`, `after` or `before` contain only values: what
 * someone typed, and the position where a page starts.
 *
 * So the function can depend only on its arguments, and can only compare values or pass them to its query. Anything
 * calculated from a value must be an argument of its own. The query must be made inside the function that is passed to
 * `lookup`, because that function is not called once the SQL is kept.
 *
 * The SQL of a new shape is compared with that of the real arguments. If they differ, it is not kept.
 */
export function withKeptSql<Connection extends Db | Tx, Given extends readonly unknown[], Answer>(
  describe: (db: Connection, ...given: Given) => Lookup<Answer>,
): (db: Connection, ...given: OnlyData<Given>) => Lookup<Answer> {
  const name = String((functions += 1))
  return (db, ...data) => {
    const given = data as Given
    const asked = describe(db, ...given)
    const statement = (): Statement => {
      const { shape, values } = shapeOf(given)
      return statementFor(`${name} ${engineOf(db)} ${shape}`, values, {
        real: () => asked.statement(),
        marked: marks => describe(db, ...withMarks(given, marks)).statement(),
      })
    }
    return { ...asked, statement }
  }
}

/** Refuses functions and queries as arguments, because they have no shape. */
type OnlyData<Given extends readonly unknown[]> = {
  [Index in keyof Given]: Given[Index] extends ((...given: never[]) => unknown) | { toSQL: unknown }
    ? never
    : Given[Index]
}

/** On PostgreSQL, the SQL differs in transactions; see `constantsInSql`. */
const engineOf = (db: Db | Tx): string =>
  `${db.client.config.client === 'pg' ? 'PostgreSQL' : 'SQLite'} ${db.isTransaction ? 'write' : 'read'}`

interface Makers {
  /** builds the statement */
  real(): Statement
  /** builds the statement with a mark in place of each value */
  marked(marks: ReadonlyMap<Value, string>): Statement
}

function statementFor(key: string, values: readonly Value[], makers: Makers): Statement {
  const found = cache.get(key)
  if (found === null) return makers.real()
  if (found === undefined) return statementOfNew(key, values, makers)
  const statement = filled(found, values)
  if (comparison?.isDue(key) && !isDeepStrictEqual(statement, makers.real())) comparison.differs(`${key}: ${found.sql}`)
  return statement
}

function statementOfNew(key: string, values: readonly Value[], { real, marked }: Makers): Statement {
  const statement = real()
  const made = keptFrom(marked, values)
  const isSame = made !== null && isDeepStrictEqual(filled(made, values), statement)
  cache.put(key, isSame ? made : null)
  if (!isSame) comparison?.differs(`${key}: ${statement.sql}`)
  return statement
}

/** @returns null when the statement cannot be built with marks, for example if it needs the day of an instant */
function keptFrom(marked: Makers['marked'], values: readonly Value[]): Kept | null {
  const places = new Map<unknown, number>(values.map((_, index) => [markOf(index), index]))
  try {
    const { sql, bindings } = marked(new Map(values.map((value, index) => [value, markOf(index)])))
    return {
      sql,
      bindings: bindings.map(each => (places.has(each) ? { value: places.get(each)! } : { constant: each })),
    }
  } catch {
    return null
  }
}

/** A mark for the value with this index. It looks like an id. */
const markOf = (index: number): string => idFrom('kept value', String(index))

const filled = ({ sql, bindings }: Kept, values: readonly Value[]): Statement => ({
  sql,
  bindings: bindings.map(each => ('value' in each ? values[each.value] : each.constant)),
})

/** For tests. */
interface Comparison {
  /** whether to compare the kept statement for this key with a newly built one */
  isDue(key: string): boolean
  /** called with each kept statement that differs from a new one, and with each that cannot be kept */
  differs(statement: string): void
}
let comparison: Comparison | null = null
/** For tests: sets the check that compares kept SQL with SQL that is built again. */
export function setComparison(by: Comparison): void {
  comparison = by
}
