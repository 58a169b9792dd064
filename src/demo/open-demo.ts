import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { openDatabase, type Database } from '../db/connection.ts'
import { dayOf } from '../domain/time.ts'
import { demoTransport } from '../email/demo-transport.ts'
import { openParts, type Clock, type Parts } from '../parts.ts'
import { ownerOf } from './demo.store.ts'

/** The demo cannot be opened. The message says what to do. */
export class DemoRefused extends Error {}

/**
 * Opens the demo's database, or creates and fills one. `filled` resolves when the demo has its data, and `made` is
 * false for a demo that existed before.
 * @param isFresh deletes the existing demo first
 * @throws DemoRefused when the database is not the demo's, or the demo was made on a later day than today
 */
export async function openDemo(
  config: Config,
  clock: Clock,
  isFresh = false,
): Promise<{ parts: Parts; database: Database; filled: Promise<void>; made: boolean }> {
  const kept = await whatIsKept(config)
  if (kept.is === 'other')
    throw new DemoRefused(
      `The database in ${config.dataFolder} is not the demo's, so the demo does not use it. Move it to another folder.`,
    )
  if (isFresh)
    for (const name of ['sanctuary.sqlite', 'sanctuary.sqlite-wal', 'sanctuary.sqlite-shm', 'uploads'])
      rmSync(join(config.dataFolder, name), { recursive: true, force: true })
  const continuesDemo = kept.is === 'ours' && !isFresh
  if (continuesDemo && kept.since > dayOf(clock.now()))
    throw new DemoRefused(
      `The demo in ${config.dataFolder} was made on ${kept.since}, which is in the future. Run npm run demo -- ` +
        '--fresh to make it again.',
    )
  // loaded here because only a new demo needs it
  const fill = continuesDemo ? null : (await import('./seed.ts')).beginSeed(join(config.dataFolder, 'uploads'))
  const { parts, database } = await openParts(config, { mail: demoTransport, clock })
  const filled = fill?.(parts) ?? Promise.resolve()
  filled.catch(() => {}) // the code that awaits `filled` gets the error
  return { parts, database, filled, made: !continuesDemo }
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
