import type { Knex } from 'knex'
import { createRequire } from 'node:module'
import { constantsInSql, type CompilerClass } from './constants-in-sql.ts'
import { keepStatements, type SqliteConnection } from './sqlite-statements.ts'

// knex dialects are classes, so these subclasses change their behaviour.

const require = createRequire(import.meta.url)
type AnyClass = new (...given: unknown[]) => object
const KnexSqlite = require('knex/lib/dialects/sqlite3/index.js') as new (...given: unknown[]) => {
  acquireRawConnection(): Promise<SqliteConnection>
}
const Compiler = constantsInSql(require('knex/lib/dialects/sqlite3/query/sqlite-querycompiler.js') as CompilerClass)
const KnexTransaction = require('knex/lib/dialects/sqlite3/execution/sqlite-transaction.js') as AnyClass

/**
 * Takes the write lock at the start. With a plain `begin`, a transaction that reads and then writes would fail if
 * another one wrote in between.
 */
class ImmediateTransaction extends KnexTransaction {
  begin(connection: SqliteConnection): Promise<unknown> {
    return (this as unknown as { query(on: SqliteConnection, sql: string): Promise<unknown> }).query(
      connection,
      'BEGIN IMMEDIATE;',
    )
  }
}

export class SqliteClient extends KnexSqlite {
  queryCompiler(...given: unknown[]): object {
    return new Compiler(this, ...given)
  }

  transaction(...given: unknown[]): Knex.Transaction {
    return new ImmediateTransaction(this, ...given) as unknown as Knex.Transaction
  }

  override async acquireRawConnection(): Promise<SqliteConnection> {
    return keepStatements(await super.acquireRawConnection())
  }
}
