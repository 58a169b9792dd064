import knex, { type Knex } from 'knex'
import { createRequire } from 'node:module'
import type { Database, TimeLimits, Tx } from './connection.ts'
import { constantsInSql, type CompilerClass } from './constants-in-sql.ts'
import { columnsChanged, keepStatements, plannedOnce, type PostgresConnection } from './postgres-statements.ts'
import { transactionWith } from './transaction.ts'

const bigint = 20
const ofEveryConnection = { lock_timeout: 5_000, idle_in_transaction_session_timeout: 30_000 }
const writerLimit = 30_000
/**
 * Our statements are so short that `jit` takes longer than it saves. With `enable_material`, PostgreSQL would compare
 * each pair of rows instead of using an index, because it often expects a few rows where there are thousands.
 */
const planning = '-c jit=off -c enable_material=off'

/**
 * Opens two read-only pools and one for writing. Write transactions are serializable, so what an action has checked is
 * still true when it writes. See docs/decisions/0002-two-databases.md.
 */
export function openPostgres(address: string, limits: TimeLimits): Database {
  const readOnly = '-c default_transaction_read_only=on'
  const db = pool(address, { connections: 8, options: `${readOnly} ${plannedOnce}`, limit: limits.db })
  const slowDb = pool(address, { connections: 2, options: readOnly, limit: limits.slowDb })
  const serializable = '-c default_transaction_isolation=serializable'
  const writer = pool(address, { connections: 6, options: serializable, limit: writerLimit })
  return {
    db,
    slowDb,
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
      await slowDb.destroy()
    },
  }
}

/**
 * Lets the last attempt of a transaction run alone. Locks a table, because the query for an advisory lock would fix
 * this transaction's snapshot before the lock is free.
 */
const lockForWriting = (trx: Tx, alone: boolean) =>
  trx.raw(`lock table migrations in ${alone ? 'exclusive' : 'row share'} mode`)

interface Pool {
  connections: number
  options: string
  /** the maximum duration of a statement, in milliseconds */
  limit: number
}

function pool(address: string, { connections, options, limit }: Pool): Knex {
  const opened = knex({
    client: 'pg',
    connection: {
      connectionString: address,
      options: `${planning} ${options}`,
      types: numbersAsNumbers(),
      application_name: 'library-of-sanctuary',
      ...ofEveryConnection,
      statement_timeout: limit,
    },
    compileSqlOnError: false,
    log: { warn },
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
  const Compiler = constantsInSql(
    createRequire(import.meta.url)('knex/lib/dialects/postgres/query/pg-querycompiler.js') as CompilerClass,
  )
  const client = opened.client as { queryCompiler: (...given: unknown[]) => unknown }
  client.queryCompiler = (...given) => new Compiler(client, ...given)
  return opened
}

/**
 * Prints knex's warnings, except that a connection could not be opened or was lost. A query that needs the connection
 * throws the same error, and its caller logs the error as one line of JSON.
 */
function warn(message: unknown): void {
  if (!/^(Acquire connection|Connection) error/i.test(String(message))) process.stderr.write(`${String(message)}\n`)
}

/** Reads counts and sizes (bigint) as numbers, not text, to match SQLite. Their values stay far below 2^53. */
function numbersAsNumbers(): Knex.PgConnectionConfig['types'] {
  // loaded only here, because SQLite does not need this package
  const { types } = createRequire(import.meta.url)('pg') as {
    types: { getTypeParser(type: number, format?: string): (value: string) => unknown }
  }
  return {
    getTypeParser: (type: number, format?: string) => (type === bigint ? Number : types.getTypeParser(type, format)),
  } as Knex.PgConnectionConfig['types']
}
