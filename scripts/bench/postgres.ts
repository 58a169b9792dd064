import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import knex from 'knex'
import { projectFolder } from '../../src/config.ts'

export interface Postgres {
  pid: number
  newDatabase(name: string): Promise<string>
  stop(): void
}

/**
 * The PostgreSQL of the tests, in a folder of its own.
 * @throws when none starts
 */
export async function startPostgres(folder: string): Promise<Postgres> {
  mkdirSync(folder)
  chmodSync(folder, 0o711)
  const server = spawn(process.execPath, [join(projectFolder, 'tests', 'support', 'postgres-server.js'), folder], {
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  while (!existsSync(join(folder, 'postgres-is-ready'))) {
    if (existsSync(join(folder, 'postgres-is-missing')) || server.exitCode !== null)
      throw new Error('PostgreSQL would not start')
    await wait(20)
  }
  const addressOf = (name: string) =>
    `postgres://postgres@localhost/${name}?host=${encodeURIComponent(join(folder, 'socket'))}`
  return {
    pid: server.pid!,
    newDatabase: async name => {
      const own = knex({ client: 'pg', connection: addressOf('postgres'), pool: { min: 0, max: 1 } })
      await own.raw('create database ?? template template0', [name])
      await own.destroy()
      return addressOf(name)
    },
    stop: () => server.stdin.end(),
  }
}
