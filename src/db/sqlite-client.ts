import knex, { type Knex } from 'knex'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
type Constructor = new (...given: never[]) => object
const Client = require('knex/lib/dialects/sqlite3/index.js') as Constructor & { prototype: Knex.Client }
const Transaction = require('knex/lib/dialects/sqlite3/execution/sqlite-transaction.js') as Constructor

/** Takes the write lock at the beginning. Begun later, a transaction that has read first fails at once when somebody wrote in between. */
class ImmediateTransaction extends Transaction {
  begin(connection: unknown): Promise<unknown> {
    return (this as unknown as { query(connection: unknown, sql: string): Promise<unknown> }).query(connection, 'BEGIN IMMEDIATE;')
  }
}

class ImmediateClient extends (Client as Constructor) {
  transaction(...given: unknown[]): object {
    return new (ImmediateTransaction as unknown as new (...given: unknown[]) => object)(this, ...given)
  }
}

type Connection = { exec(sql: string, done: (error: Error | null) => void): void }

/** One pool over a SQLite file. Pragmas belong to a connection, and connections are replaced: so they are set on each new one. */
export function openSqlite(filename: string, connections: number, pragmas: readonly string[]): Knex {
  return knex({
    client: ImmediateClient as unknown as typeof Knex.Client,
    connection: { filename },
    useNullAsDefault: true,
    compileSqlOnError: false,
    acquireConnectionTimeout: 5_000,
    pool: {
      min: 1,
      max: connections,
      idleTimeoutMillis: 0x7fffffff,                             // in memory, a connection that is closed takes its data along
      afterCreate: (connection: Connection, done: (error: Error | null, connection: Connection) => void) =>
        connection.exec(pragmas.map(pragma => `pragma ${pragma};`).join(' '), error => done(error, connection)),
    },
  })
}
