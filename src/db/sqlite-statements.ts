type Done = (this: unknown, problem: Error | null, rows?: unknown[]) => void
type Way = 'all' | 'run'
type Ask = (sql: string, given: unknown, done: Done) => unknown
interface Statement {
  all(given: unknown, done: Done): void
  run(given: unknown, done: Done): void
  finalize(): void
  once(event: 'error', listener: Done): Statement
  removeAllListeners(event: 'error'): Statement
  listenerCount(event: 'error'): number
  lastID?: number
  changes?: number
}

/** The parts of the SQLite driver's connection that we use. */
export interface SqliteConnection {
  all: Ask
  run: Ask
  exec(sql: string, done: (problem: Error | null) => void): void
  prepare(sql: string): Statement
  /** interrupts the running statement, which fails with SQLITE_INTERRUPT */
  interrupt(): void
  close(done: (problem: Error | null) => void): void
}

/**
 * Caches the parsed statements of a connection, because parsing takes longer than running. Releases them before the
 * connection closes, because closing fails otherwise.
 * @param most the maximum length of the cached SQL, in characters; a parsed statement takes about 10 bytes a character
 */
export function keepStatements(connection: SqliteConnection, most = 250_000): SqliteConnection {
  const plain = {
    all: connection.all.bind(connection),
    run: connection.run.bind(connection),
    close: connection.close.bind(connection),
  }
  const cache = statementCache(most)
  const askBy =
    (way: Way): Ask =>
    (sql, given, done) => {
      if (!/^(select|insert|update|delete) /.test(sql)) return plain[way](sql, given, done)
      // a statement that fails to parse emits 'error' and never runs
      const statement = cache.take(sql) ?? connection.prepare(sql).once('error', done)
      statement[way](given, (problem, rows) => {
        const { lastID, changes } = statement
        // A listener left on the cached statement would keep the rows of this query in memory, and they can be
        // personal.
        statement.removeAllListeners('error')
        if (problem) statement.finalize()
        else cache.putBack(sql, statement)
        done.call({ lastID, changes }, problem, rows)
      })
    }
  return Object.assign(connection, {
    all: askBy('all'),
    run: askBy('run'),
    close: (done: (problem: Error | null) => void) => {
      cache.close()
      plain.close(done)
    },
  })
}

/** A cache of the statements that no query is using, by their SQL. After `close`, it releases every statement. */
function statementCache(most: number) {
  const atRest = new Map<string, Statement[]>()
  let kept = 0
  let room = most
  const releaseOldest = (): void => {
    for (const [sql, statements] of atRest) {
      if (kept <= room) return
      atRest.delete(sql)
      kept -= statements.length * sql.length
      for (const statement of statements) statement.finalize()
    }
  }
  return {
    take(sql: string): Statement | undefined {
      const statement = atRest.get(sql)?.pop()
      if (statement) kept -= sql.length
      return statement
    },
    putBack(sql: string, statement: Statement): void {
      const alike = atRest.get(sql) ?? []
      atRest.delete(sql) // moved to the end, so that the first one is the least recently used
      atRest.set(sql, [...alike, statement])
      kept += sql.length
      releaseOldest()
    },
    close(): void {
      room = 0
      releaseOldest()
    },
  }
}

/**
 * Interrupts statements of a reading connection that exceed a time limit.
 * @param limit in milliseconds, 0 for none
 */
export function limitTime(connection: SqliteConnection, limit: number): SqliteConnection {
  if (limit === 0) return connection
  const all = connection.all.bind(connection)
  const limited: Ask = (sql, given, done) => {
    const timer = setTimeout(() => connection.interrupt(), limit)
    return all(sql, given, function (problem, rows) {
      clearTimeout(timer)
      done.call(this, problem, rows)
    })
  }
  return Object.assign(connection, { all: limited })
}
