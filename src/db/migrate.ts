import type { Knex } from 'knex'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isCompiled, projectFolder } from '../config.ts'
import { systemClock } from '../domain/time.ts'
import type { Database, Tx } from './connection.ts'

interface Migration {
  up(trx: Knex): Promise<void>
  down(trx: Knex): Promise<void>
}

const folder = join(projectFolder, isCompiled ? 'dist/migrations' : 'migrations')
const ending = isCompiled ? '.js' : '.ts'
const ourLock = 20_260_101

/**
 * The names of the migrations, oldest first: their files without the extension, which is .js in a build and .ts
 * otherwise.
 */
export const migrationNames = (): string[] =>
  readdirSync(folder)
    .filter(file => /^\d{8}_\w+\.(ts|js)$/.test(file) && file.endsWith(ending))
    .map(file => file.slice(0, -ending.length))
    .sort()

/**
 * Runs each migration in its own transaction, which first checks whether another instance has run it.
 * @param names the migrations to run; tests can pass only some
 * @throws Error when a newer version has migrated the database, or PostgreSQL does not sort text by its bytes
 */
export async function migrateToLatest(database: Database, names = migrationNames()): Promise<void> {
  await requireOrderOfBytes(database)
  if (!(await database.writer.schema.hasTable('migrations'))) await step(database, createMigrationsTable)
  const run = await namesRun(database.writer)
  const unknown = run.filter(name => !names.includes(name))
  if (unknown.length > 0)
    throw new Error(
      `the database was migrated by a newer version: ${unknown.join(', ')}. Install that version again, or restore a ` +
        'backup made before the upgrade',
    )
  for (const name of names.filter(each => !run.includes(each))) {
    const { up } = await migration(name)
    await step(database, async trx => {
      if ((await namesRun(trx)).includes(name)) return
      await up(trx)
      await trx('migrations').insert({ name, run_at: systemClock.now() })
    })
  }
}

/**
 * Ranges of text, such as "every key that starts with this", need text to be sorted by its bytes. Where PostgreSQL
 * sorts by the rules of a language, "~" comes before the letters, and such ranges would find nothing.
 */
async function requireOrderOfBytes({ writer, engine }: Database): Promise<void> {
  if (engine !== 'postgres') return
  const { rows } = await writer.raw<{ rows: { isOfBytes: boolean }[] }>(`select 'B' < 'a' and 'b' < '~' as "isOfBytes"`)
  if (!rows[0]!.isOfBytes)
    throw new Error(
      'the database in DATABASE_URL sorts text by the rules of a language. Create an empty one with ' +
        '`createdb --template=template0 --encoding=UTF8 --locale=C`, and restore a backup into it if there is one',
    )
}

async function createMigrationsTable(trx: Tx): Promise<void> {
  if (await trx.schema.hasTable('migrations')) return
  await trx.schema.createTable('migrations', table => {
    table.string('name', 120).primary()
    table.string('run_at', 24).notNullable()
  })
}

/** Undoes the given number of migrations, newest first. */
export async function migrateDown(database: Database, steps = Infinity): Promise<void> {
  for (const name of (await namesRun(database.writer)).reverse().slice(0, steps)) {
    const { down } = await migration(name)
    await step(database, async trx => {
      await down(trx)
      await trx('migrations').where({ name }).delete()
    })
  }
}

const namesRun = (on: Knex): Promise<string[]> => on('migrations').orderBy('name').pluck<string[]>('name')

const migration = (name: string): Promise<Migration> =>
  import(pathToFileURL(join(folder, name + ending)).href) as Promise<Migration>

/**
 * Runs one step in a transaction. On PostgreSQL, an advisory lock lets one instance migrate at a time.
 * @throws Error when, on SQLite, the step leaves references to rows that do not exist
 */
async function step({ writer, engine }: Database, act: (trx: Tx) => Promise<void>): Promise<void> {
  if (engine === 'postgres') {
    return writer.transaction(
      async trx => {
        await trx.raw('set local lock_timeout = 0')
        await trx.raw('set local statement_timeout = 0')
        await trx.raw('select pg_advisory_xact_lock(?)', [ourLock])
        await act(trx)
      },
      { isolationLevel: 'read committed' },
    )
  }
  // knex alters a table by dropping and recreating it.
  // With foreign keys on, SQLite refuses that while rows refer to the table.
  await writer.raw('pragma foreign_keys = off')
  await writer.raw('pragma busy_timeout = 30000')
  try {
    await writer.transaction(async trx => {
      await act(trx)
      const broken: unknown[] = await trx.raw('pragma foreign_key_check')
      if (broken.length > 0) throw new Error(`a migration left ${broken.length} rows that point at nothing`)
    })
  } finally {
    await writer.raw('pragma busy_timeout = 250')
    await writer.raw('pragma foreign_keys = on')
  }
}
