import { expect, test } from '@jest/globals'
import type { Knex } from 'knex'
import { migrateDown, migrateToLatest, migrationNames } from '../../../src/db/migrate.ts'
import { eachDatabase, freshDatabase, unmigratedDatabase } from '../../support/database.ts'
import { fill, schemaOf, type Schema } from '../../support/filled.ts'
import { openDatabase, type Database } from '../../../src/db/connection.ts'

// Runs every migration up and down over filled tables, and then up again.

const names = migrationNames()

/** The schema before the first migration, and after each migration, on SQLite. */
async function schemas(): Promise<Schema[]> {
  const database = await unmigratedDatabase('sqlite')
  const seen: Schema[] = [new Map()]
  for (const [at] of names.entries()) {
    await migrateToLatest(database, names.slice(0, at + 1))
    seen.push(await schemaOf(database.writer))
  }
  return seen
}

async function counts(db: Knex, tables: Iterable<string>): Promise<Record<string, number>> {
  const found: Record<string, number> = {}
  for (const table of tables) found[table] = Number((await db(table).count({ rows: '*' }).first())!.rows)
  return found
}

async function tablesIn({ writer, engine }: Database): Promise<string[]> {
  const query =
    engine === 'sqlite'
      ? writer('sqlite_master').where({ type: 'table' }).whereNot('name', 'like', 'sqlite_%')
      : writer('pg_tables').where({ schemaname: 'public' }).select({ name: 'tablename' })
  return ((await query) as { name: string }[])
    .map(({ name }) => name)
    .filter(
      name =>
        name !== 'migrations' &&
        !['evidence_words', 'organisation_names', 'outbox_words'].some(index => name.startsWith(index)),
    )
    .sort()
}

eachDatabase('migrations', engine => {
  test('each migration runs up and down on filled tables without losing other rows, and up again', async () => {
    const steps = await schemas()
    const database = await unmigratedDatabase(engine)
    let filled: Record<string, number> = {}
    for (const [at, name] of names.entries()) {
      await migrateToLatest(database, names.slice(0, at + 1))
      expect([name, await counts(database.writer, Object.keys(filled))]).toEqual([name, filled])
      const [before, after] = [steps[at]!, steps[at + 1]!]
      await fill(
        database.writer,
        after,
        [...after.keys()].filter(table => !before.has(table)),
      )
      filled = await counts(database.writer, after.keys())
    }
    expect(Object.values(filled).filter(rows => rows !== 2)).toEqual([])
    for (let left = names.length - 1; left >= 0; left -= 1) {
      await migrateDown(database, 1)
      const tables = [...steps[left]!.keys()]
      expect(await tablesIn(database)).toEqual([...tables].sort())
      expect(await counts(database.writer, tables)).toEqual(Object.fromEntries(tables.map(table => [table, 2])))
    }
    await migrateToLatest(database)
    expect(await tablesIn(database)).toEqual([...steps.at(-1)!.keys()].sort())
    await fill(database.writer, steps.at(-1)!, [...steps.at(-1)!.keys()])
  })

  test('migrations change nothing when run again', async () => {
    const database = await freshDatabase(engine)
    const before = await database.db('migrations').orderBy('name')
    await migrateToLatest(database)
    expect(await database.db('migrations').orderBy('name')).toEqual(before)
    expect(before.map(({ name }: { name: string }) => name)).toEqual(names)
  })

  test('migrations insert no rows, because the service does that when it starts', async () => {
    const { db, ...database } = await freshDatabase(engine)
    expect(Object.values(await counts(db, await tablesIn({ db, ...database }))).filter(rows => rows > 0)).toEqual([])
  })

  test('migrations refuse the database of a newer version', async () => {
    const database = await freshDatabase(engine)
    await database.writer('migrations').insert({ name: '29990101_from_the_future', run_at: '2999-01-01T00:00:00.000Z' })
    await expect(migrateToLatest(database)).rejects.toThrow(
      'the database was migrated by a newer version: 29990101_from_the_future',
    )
  })

  if (engine === 'postgresql')
    test('migrations refuse a database that sorts text by the rules of a language', async () => {
      const database = await unmigratedDatabase(engine, 'en-GB')
      await expect(migrateToLatest(database)).rejects.toThrow('sorts text by the rules of a language')
      expect(await database.writer.schema.hasTable('migrations')).toBe(false)
    })

  test('after a migration that fails, the earlier ones are kept and the rest can still run', async () => {
    const database = await unmigratedDatabase(engine)
    const half = names.slice(0, 1)
    await expect(migrateToLatest(database, [...half, '20260199_that_is_not_there'])).rejects.toThrow()
    expect(await database.writer('migrations').pluck('name')).toEqual(half)
    await migrateToLatest(database)
    if (engine !== 'postgresql') expect(await database.writer.raw('pragma foreign_keys')).toEqual([{ foreign_keys: 1 }])
  })
})

// With the column first, SQLite would plan a query again each time that a value is bound for the column.
test('the condition of a partial index puts a value before the column that it is compared with', async () => {
  const database = await freshDatabase('sqlite')
  const indexes = await database.db('sqlite_master').where({ type: 'index' }).whereNotNull('sql').select('name', 'sql')
  const conditions = new Map(indexes.map(({ name, sql }) => [name, / where (.*)$/i.exec(sql)?.[1]]))
  expect(conditions.get('award_corrections_waiting')).toBe("'waiting' = status")
  expect([...conditions].filter(([, condition]) => /\w (=|<>) ?'/.test(condition ?? ''))).toEqual([])
})

eachDatabase('instances that start at the same time', engine => {
  test('instances that start at the same time create the tables only once', async () => {
    const { where } = await unmigratedDatabase(engine)
    const instances = Array.from({ length: 4 }, () => openDatabase(where))
    const outcomes = await Promise.allSettled(instances.map(instance => migrateToLatest(instance)))
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([])
    expect(await instances[0]!.writer('migrations').orderBy('name').pluck('name')).toEqual(names)
    for (const instance of instances) await instance.close()
  })
})
