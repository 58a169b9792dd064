import { cpSync, mkdtempSync } from 'node:fs'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import pino from 'pino'
import { createApp } from '../../src/app.ts'
import { openDatabase, type Database } from '../../src/db/connection.ts'
import { openLocalStore } from '../../src/files/local-store.ts'
import type { World } from '../feature/every-route/matrix/world.ts'
import type { Engine } from './database.ts'
import { copyOfDatabase, dropDatabase } from './postgres.ts'
import { testServer } from './test-server.ts'
import { writeOf } from './work.ts'

/** A copy of a world, with its database and files. It keeps the changes that requests make; the original does not. */
export interface WorldCopy {
  /** two services on the copy, each with its own connections, like two processes */
  worlds: readonly [World, World]
  database: Database
  uploads: string
  logged: string[]
  end(): Promise<void>
}

/**
 * Prepares a world to be copied. Nothing may use the world itself afterwards.
 * @returns a function that makes a copy
 */
export async function copiesOf(world: World, engine: Engine): Promise<() => Promise<WorldCopy>> {
  const folder = mkdtempSync(join(process.env.TEST_FOLDER!, 'world-'))
  const { where, writer } = world.service.database
  const source = engine === 'sqlite' ? join(folder, 'sanctuary.sqlite') : where
  if (engine === 'sqlite') await writer.raw('vacuum into ?', [source])
  return () => aCopy(world, engine, { source, folder })
}

async function aCopy(
  world: World,
  engine: Engine,
  { source, folder }: { source: string; folder: string },
): Promise<WorldCopy> {
  const dataFolder = mkdtempSync(join(folder, 'copy-'))
  const where = engine === 'sqlite' ? join(dataFolder, 'sanctuary.sqlite') : await copyOfDatabase(source)
  if (engine === 'sqlite') cpSync(source, where)
  const uploads = join(dataFolder, 'uploads')
  cpSync(join(world.service.parts.config.dataFolder, 'uploads'), uploads, { recursive: true })
  const logged: string[] = []
  const both = [await aServiceOn(), await aServiceOn()] as const
  return {
    worlds: [both[0].world, both[1].world],
    database: both[0].database,
    uploads,
    logged,
    async end() {
      for (const { server, database } of both) {
        server.closeAllConnections()
        await new Promise(done => server.close(done))
        await database.close()
      }
      if (engine === 'postgresql') await dropDatabase(where)
      await rm(dataFolder, { recursive: true, force: true })
    },
  }

  async function aServiceOn() {
    const database = openDatabase(where)
    const { parts: original, clock } = world.service
    const parts = {
      ...original,
      config: { ...original.config, dataFolder },
      db: database.db,
      slowDb: database.slowDb,
      write: writeOf(database, clock),
      files: await openLocalStore(uploads),
      log: pino({ base: null }, { write: line => void logged.push(line) }),
    }
    const server = testServer(createApp(parts)).listen(0, '127.0.0.1')
    await once(server, 'listening')
    return { database, server, world: { ...world, written: [], service: { ...world.service, parts, server } } }
  }
}
