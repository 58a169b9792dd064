import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { openDatabase, type Database } from '../db/connection.ts'
import { dayOf } from '../domain/time.ts'
import { demoTransport } from '../email/demo-transport.ts'
import { openParts, type Clock, type Parts } from '../parts.ts'
import { ownerOf } from './demo.store.ts'

/** The demo cannot be opened as things are; the sentence says what to do. */
export class DemoRefused extends Error {}

/**
 * The parts of the demo, over the database in its own folder: the one that is kept there, or a new one. That one is
 * being filled, in one transaction, which is over with `filled`.
 * @param isFresh takes what is there away first
 * @throws DemoRefused for a database that the demo did not make, and for one made on a later day than today
 */
export async function openDemo(
  config: Config,
  clock: Clock,
  isFresh = false,
): Promise<{ parts: Parts; database: Database; filled: Promise<void>; made: boolean }> {
  const kept = await whatIsKept(config)
  if (kept.is === 'somebody')
    throw new DemoRefused(
      `The database in ${config.dataFolder} was not made by the demo, so the demo leaves it alone. Move it away, ` +
        'or the folder.',
    )
  if (isFresh)
    for (const name of ['sanctuary.sqlite', 'sanctuary.sqlite-wal', 'sanctuary.sqlite-shm', 'uploads'])
      rmSync(join(config.dataFolder, name), { recursive: true, force: true })
  const goesOn = kept.is === 'ours' && !isFresh
  if (goesOn && kept.since > dayOf(clock.now()))
    throw new DemoRefused(
      `The demo in ${config.dataFolder} was made on ${kept.since}, which is still to come. Say npm run demo -- ` +
        '--fresh to make it anew.',
    )
  // what draws the pictures is only wanted here
  const fill = goesOn ? null : (await import('./seed.ts')).beginSeed(join(config.dataFolder, 'uploads'))
  const { parts, database } = await openParts(config, { mail: demoTransport, clock })
  const filled = fill?.(parts) ?? Promise.resolve()
  filled.catch(() => {}) // whoever waits for it hears of it
  return { parts, database, filled, made: !goesOn }
}

async function whatIsKept({ dataFolder }: Config): ReturnType<typeof ownerOf> {
  const path = join(dataFolder, 'sanctuary.sqlite')
  if (!existsSync(path)) return { is: 'empty' }
  const database = openDatabase(path)
  try {
    return await ownerOf(database.db)
  } finally {
    await database.close()
  }
}
