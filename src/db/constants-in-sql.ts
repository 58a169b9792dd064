interface Compiler {
  single: { limit?: number; skipBinding?: { limit?: boolean } }
  limit(): string
  whereBasic(condition: { column: unknown; value: unknown; not: boolean }): string
}

export type CompilerClass = new (...given: unknown[]) => Compiler

/**
 * Extends knex's query compiler so that it writes these constants into the SQL, and not as parameters. On PostgreSQL,
 * queries in a transaction keep them as parameters, because knex uses a different compiler there.
 *
 * - Limits: with a parameter, SQLite parses and plans the statement again each time that it is bound (since 3.47), and
 *   PostgreSQL estimates that the query returns a tenth of all rows.
 * - `1 = 0` and `1 = 1`, which knex writes for an empty list: with parameters, PostgreSQL estimates few rows for both.
 */
export const constantsInSql = (KnexCompiler: CompilerClass): CompilerClass =>
  class extends KnexCompiler {
    override limit(): string {
      const { limit, skipBinding } = this.single
      if (Number.isSafeInteger(limit) && skipBinding?.limit !== false)
        this.single.skipBinding = { ...skipBinding, limit: true }
      return super.limit()
    }

    override whereBasic(condition: { column: unknown; value: unknown; not: boolean }): string {
      const { column, value, not } = condition
      return column === 1 && (value === 0 || value === 1)
        ? `${not ? 'not ' : ''}1 = ${value}`
        : super.whereBasic(condition)
    }
  }
