type Done = (problem: (Error & { code?: string }) | null, answer?: unknown) => void
interface Query {
  text?: string
  values?: readonly unknown[]
  name?: string
}
type Ask = (query: Query | string, done?: Done) => unknown

/** The parts of the PostgreSQL driver's connection that we use. */
export interface PostgresConnection {
  query: Ask
}

/** Marks SQL whose best plan depends on its values, such as the words of a search. */
export const plannedEachTime = '/* planned each time */'

/**
 * Plans each statement once. By default, PostgreSQL plans a prepared statement again on each of its first five runs.
 * For most of our statements, planning takes longer than running.
 */
export const plannedOnce = '-c plan_cache_mode=force_generic_plan'

/**
 * PostgreSQL's error code (`feature_not_supported`) for a prepared statement whose columns have changed since it was
 * planned, because another instance has migrated the database.
 */
export const columnsChanged = '0A000'

/**
 * Uses named prepared statements from the second run of a query, because parsing and planning take longer than running
 * it. A query with `plannedEachTime` is not named.
 * @param most the maximum number of named statements per connection; each takes memory on the server
 */
export function keepStatements(connection: PostgresConnection, most = 500): PostgresConnection {
  const plain = connection.query.bind(connection) as Ask
  let asked = new Set<string>()
  let names = new Map<string, string>()
  let given = 0
  const nameOf = (sql: string): string | null => {
    const known = names.get(sql)
    if (known || names.size >= most) return known ?? null
    if (!asked.delete(sql)) {
      if (asked.size >= most) asked.delete(asked.values().next().value!)
      asked.add(sql)
      return null
    }
    const name = `kept ${(given += 1)}`
    names.set(sql, name)
    return name
  }
  const planForValues = (asks: Query, done: Done): unknown =>
    plain('set plan_cache_mode = force_custom_plan', refused =>
      refused
        ? done(refused)
        : plain(asks, (problem, answer) => plain('reset plan_cache_mode', () => done(problem, answer))),
    )
  const query: Ask = (asks, done) => {
    if (typeof asks === 'object' && done && asks.text?.includes(plannedEachTime)) return planForValues(asks, done)
    const name = typeof asks === 'object' && done && isWorthKeeping(asks.text ?? '') ? nameOf(asks.text!) : null
    if (!name || !done) return plain(asks, done)
    return plain({ ...(asks as Query), name }, (problem, answer) => {
      if (problem?.code !== columnsChanged) return done(problem, answer)
      asked = new Set()
      names = new Map()
      // In a transaction, PostgreSQL refuses the query after this error, so `write` must retry the transaction.
      plain(asks, (again, answer) => (again ? done(problem) : done(null, answer)))
    })
  }
  return Object.assign(connection, { query })
}

const isWorthKeeping = (sql: string): boolean => /^(select|insert|update|delete) /.test(sql)
