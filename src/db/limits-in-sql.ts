interface Compiler {
  single: { limit?: number; skipBinding: object }
  limit(): string
}

export type CompilerClass = new (...given: unknown[]) => Compiler

/**
 * Extends knex's compiler of queries so that limits are numbers in the SQL, not parameters. With a parameter, SQLite
 * parses and plans the statement again each time that it is bound (since 3.47), and PostgreSQL expects a tenth of all
 * rows.
 */
export const limitsInSql = (KnexCompiler: CompilerClass): CompilerClass =>
  class extends KnexCompiler {
    override limit(): string {
      if (Number.isSafeInteger(this.single.limit)) this.single.skipBinding = { ...this.single.skipBinding, limit: true }
      return super.limit()
    }
  }
