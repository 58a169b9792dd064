type Done = (problem: (Error & { code?: string }) | null, answer?: unknown) => void
interface Query {
  text?: string
  values?: readonly unknown[]
  name?: string
}
type Ask = (query: Query | string, done?: Done) => unknown

/** What we use of a connection as the driver makes it. */
export interface PostgresConnection {
  query: Ask
}

/** A column came or went since a query was planned: another instance has migrated. */
export const changedUnderneath = '0A000'

/**
 * Makes a connection give names to its queries, under which the server keeps them parsed and planned: both take longer
 * than running most of ours. What comes only once is not worth it, and beyond `most` nothing more is named, so that the
 * server's memory stays bounded. A search for words is planned each time: how rare they are decides the way.
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
      if (problem?.code !== changedUnderneath) return done(problem, answer)
      asked = new Set()
      names = new Map()
      // Inside a transaction nothing is answered after an error: then that error stands, and `write` begins it anew.
      plain(asks, (again, answer) => (again ? done(problem) : done(null, answer)))
    })
  }
  return Object.assign(connection, { query })
}

const isWorthKeeping = (sql: string): boolean =>
  /^(select|insert|update|delete) /.test(sql) && !sql.includes('::tsquery')
