import knex, { type Knex } from 'knex'
import { createRequire } from 'node:module'
import type { Database, Tx } from './connection.ts'
import { columnsChanged, keepStatements, type PostgresConnection } from './postgres-statements.ts'
import { transactionWith } from './transaction.ts'

const { types } = createRequire(import.meta.url)('pg') as {
  types: { getTypeParser(type: number, format?: string): (value: string) => unknown }
}
const bigint = 20
const limits = { lock_timeout: 5_000, statement_timeout: 30_000, idle_in_transaction_session_timeout: 30_000 }

/**
 * Reading connections are read-only, as with SQLite. Transactions are serializable, so what an action checked is still
 * true when it writes. The database refuses a conflict, and `write` tries again. See
 * docs/decisions/0002-two-databases.md.
 */
export function openPostgres(address: string): Database {
  const db = pool(address, 8, '-c default_transaction_read_only=on')
  const writer = pool(address, 6, '-c default_transaction_isolation=serializable')
  return {
    db,
    writer,
    engine: 'postgres',
    transaction: transactionWith(
      (act, alone) =>
        writer.transaction(async trx => {
          await lockForWriting(trx, alone)
          return act(trx)
        }),
      { busy: ['40001', '40P01', '55P03', columnsChanged], clash: ['23505'] },
    ),
    close: async () => {
      await writer.destroy()
      await db.destroy()
    },
  }
}

/**
 * Transactions usually run at the same time. The last attempt waits for the others and then runs alone. It locks a
 * table, because an advisory lock would already fix this transaction's snapshot.
 */
const lockForWriting = (trx: Tx, alone: boolean) =>
  trx.raw(`lock table migrations in ${alone ? 'exclusive' : 'row share'} mode`)

function pool(address: string, connections: number, options: string): Knex {
  return knex({
    client: 'pg',
    connection: {
      connectionString: address,
      options: `-c jit=off ${options}`,
      types: numbersAsNumbers,
      application_name: 'library-of-sanctuary',
      ...limits,
    },
    compileSqlOnError: false,
    acquireConnectionTimeout: 5_000,
    pool: {
      min: 0,
      max: connections,
      afterCreate: (
        connection: PostgresConnection,
        done: (problem: Error | null, connection: PostgresConnection) => void,
      ) => done(null, keepStatements(connection)),
    },
  })
}

/** Converts counts and sizes to numbers, as SQLite returns them. They stay far below 2^53. */
const numbersAsNumbers = {
  getTypeParser: (type: number, format?: string) => (type === bigint ? Number : types.getTypeParser(type, format)),
} as Knex.PgConnectionConfig['types']
