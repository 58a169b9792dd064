import type { Database } from '../../src/db/connection.ts'

/** All rows of the database as one text, to check that no trace of something is left. */
export async function everyRow({ writer, engine }: Pick<Database, 'writer' | 'engine'>): Promise<string> {
  const names =
    engine === 'sqlite'
      ? writer('sqlite_master').where({ type: 'table' })
      : writer('pg_tables').where({ schemaname: 'public' }).select({ name: 'tablename' })
  const tables = ((await names) as { name: string }[]).map(({ name }) => name)
  return JSON.stringify(await Promise.all(tables.map(table => writer(table))))
}
