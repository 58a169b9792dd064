import type { FreshDatabase } from './database.ts'

class Cut extends Error {}

/**
 * Repeats an action until it succeeds. The first attempt fails at its first statement, the second attempt at its
 * second statement, and so on.
 * @param check runs after each failure
 * @returns the number of failures
 */
export async function cutAtEveryStatement(
  { writer }: Pick<FreshDatabase, 'writer'>,
  act: () => Promise<unknown>,
  check: () => Promise<void>,
): Promise<number> {
  const dialect = Object.getPrototypeOf(writer.client) as {
    _query(connection: unknown, statement: { sql?: string }): unknown
  }
  const whole = dialect._query
  for (let cuts = 0; ; cuts += 1) {
    let left = cuts
    dialect._query = function (connection, statement) {
      // Statements that begin, end or configure a transaction always succeed.
      // Otherwise knex would leave SQLite's connection inside a transaction.
      if (/^\s*(begin|commit|rollback|savepoint|release|set|pragma)\b/i.test(statement.sql ?? ''))
        return whole.call(this, connection, statement)
      if (left-- === 0) return Promise.reject(new Cut('the power is cut'))
      return whole.call(this, connection, statement)
    }
    const got = await act()
      .then(
        () => true,
        problem => {
          if (!(problem instanceof Cut)) throw problem
          return false
        },
      )
      .finally(() => {
        dialect._query = whole
      })
    if (got) return cuts
    await check()
  }
}
