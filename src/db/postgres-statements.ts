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

/** A comment for SQL whose best plan depends on its values, such as the words of a search. */
export const plannedEachTime = '/* planned each time */'

/** PostgreSQL's error code when a column changed after a query was planned, because another instance has migrated. */
export const columnsChanged = '0A000'

/**
 * Uses named prepared statements, because parsing and planning most of our queries takes longer than running them. A
 * query is named when it runs for the second time. `most` limits the names per connection, and so the server's memory.
 * A query with `plannedEachTime` is not named.
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
      if (asked.size < most) asked.add(sql)
      return null
    }
    const name = `kept ${(given += 1)}`
    names.set(sql, name)
    return name
  }
  const query: Ask = (asks, done) => {
    const name = typeof asks === 'object' && done && isWorthKeeping(asks.text ?? '') ? nameOf(asks.text!) : null
    if (!name || !done) return plain(asks, done)
    return plain({ ...(asks as Query), name }, (problem, answer) => {
      if (problem?.code !== columnsChanged) return done(problem, answer)
      asked = new Set()
      names = new Map()
      // After an error, PostgreSQL refuses further statements in the transaction, so `write` must retry it.
      plain(asks, (again, answer) => (again ? done(problem) : done(null, answer)))
    })
  }
  return Object.assign(connection, { query })
}

const isWorthKeeping = (sql: string): boolean =>
  /^(select|insert|update|delete) /.test(sql) && !sql.includes(plannedEachTime)
