import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase, type Database } from '../../src/db/connection.ts'
import { demoClock } from '../../src/demo/clock.ts'
import { beginSeed } from '../../src/demo/seed.ts'
import { addDays, dayOf, systemClock } from '../../src/domain/time.ts'
import { openParts } from '../../src/parts.ts'
import { BenchFailed } from './children.ts'
import { copyLibraries, linkFiles } from './copies.ts'
import { addLibraries } from './libraries.ts'
import type { Engine } from './measure.ts'
import type { Postgres } from './postgres.ts'
import { named } from './report.ts'
import { benchConfig, noEmail } from './settings.ts'

/** The size of the data, as a multiple of all library services in the country. */
export type Scale = 1 | 10 | 100

/**
 * The organisations that scale 1 adds to the demo, for the country's 208 library services: 4 copies of the demo's 25,
 * and 108 libraries without applications.
 */
const ofTheCountry = { copies: 4, libraries: 108 }

/** A database with the demo and the data of one scale, and the folder with its files. */
export interface Country {
  engine: Engine
  scale: Scale
  folder: string
  /** null for the SQLite database in the folder */
  databaseUrl: string | null
}

/**
 * Makes the demo once for each engine, and adds the data of the country to a copy of it. Existing databases in the
 * folder are reused.
 */
export async function makeCountry(
  folder: string,
  { engine, scale }: { engine: Engine; scale: Scale },
  postgres: Postgres | null,
): Promise<Country> {
  const [demo, own] = [join(folder, `${engine}-demo`), join(folder, `${engine}-${scale}`)]
  const databaseUrl = postgres ? postgres.addressOf(`country_${scale}`) : null
  const country = { engine, scale, folder: own, databaseUrl }
  // PostgreSQL's databases are removed when its server stops, and these marks with them
  const markOf = (name: string): string => join(folder, postgres ? 'postgres' : '', `${name} is complete`)
  if (existsSync(markOf(`${engine}-${scale}`))) {
    const isThere = await (postgres?.hasDatabase(`country_${scale}`) ?? existsSync(join(own, 'sanctuary.sqlite')))
    if (isThere) return country
    throw new BenchFailed(
      `The database for scale ${scale} on ${named[engine]} is missing. Delete the folder ${folder} to make it again.`,
    )
  }
  if (!existsSync(markOf(`${engine}-demo`))) await makeDemo(demo, postgres)
  writeFileSync(markOf(`${engine}-demo`), '')
  rmSync(own, { recursive: true, force: true }) // may have the files of a database that was removed
  cpSync(demo, own, { recursive: true })
  if (postgres) await postgres.newDatabase(`country_${scale}`, 'demo')
  const database = openDatabase(databaseUrl ?? join(own, 'sanctuary.sqlite'))
  await addCountry(database, scale)
  await database.close()
  linkFiles(join(own, 'uploads'), ofTheCountry.copies * scale)
  writeFileSync(markOf(`${engine}-${scale}`), '')
  return country
}

async function makeDemo(folder: string, postgres: Postgres | null): Promise<void> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const databaseUrl = postgres ? await postgres.newDatabase('demo') : null
  const clock = demoClock(null)
  const { parts, database } = await openParts(benchConfig(folder, databaseUrl), { mail: noEmail, clock })
  await beginSeed(join(folder, 'uploads'))(parts)
  await database.close()
}

/**
 * Adds the data in one transaction that is never rolled back, so that SQLite can go without a journal and PostgreSQL
 * without checks of references.
 */
async function addCountry({ writer, engine }: Database, scale: Scale): Promise<void> {
  const add = async (trx: Parameters<typeof copyLibraries>[0]): Promise<void> => {
    await copyLibraries(trx, ofTheCountry.copies * scale)
    await addLibraries(trx, ofTheCountry.libraries * scale)
    // reminders due today become due tomorrow, because no job runs that would send them
    const today = dayOf(systemClock.now())
    await trx('reminders')
      .where({ status: 'planned' })
      .where('due_on', '<=', today)
      .update({ due_on: addDays(today, 1) })
  }
  if (engine === 'postgres') {
    await writer.transaction(
      async trx => {
        await trx.raw('set local statement_timeout = 0')
        await trx.raw('set local session_replication_role = replica')
        await add(trx)
      },
      { isolationLevel: 'read committed' },
    )
    await writer.raw('set statement_timeout = 0')
    await writer.raw('vacuum analyze')
    return
  }
  for (const pragma of ['journal_mode = delete', 'journal_mode = off', 'synchronous = off', 'foreign_keys = off'])
    await writer.raw(`pragma ${pragma}`)
  await writer.raw('pragma cache_size = -1000000')
  await writer.transaction(add)
  await writer.raw('pragma journal_mode = wal')
}
