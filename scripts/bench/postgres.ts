import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import knex from 'knex'
import { projectFolder } from '../../src/config.ts'

export interface Postgres {
  pid: number
  addressOf(name: string): string
  hasDatabase(name: string): Promise<boolean>
  newDatabase(name: string, template?: string): Promise<string>
  stop(): void
}

/**
 * The PostgreSQL of the tests, in a separate folder. A server that already runs in the folder is used, and not stopped.
 * @throws Error when the server does not start
 */
export async function startPostgres(folder: string): Promise<Postgres> {
  const asked = join(folder, 'postgresql-please')
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o711)
  const keeper = existsSync(asked)
    ? null
    : spawn(process.execPath, [join(projectFolder, 'tests', 'support', 'jest', 'folder-keeper.js'), folder], {
        stdio: ['pipe', 'pipe', 'inherit'],
      })
  if (keeper) await once(keeper.stdout, 'data')
  const answer = await text(createConnection(asked))
  if (answer !== 'ready') throw new Error(`PostgreSQL would not start: ${answer}`)
  const addressOf = (name: string) =>
    `postgres://postgres@localhost/${name}?host=${encodeURIComponent(join(folder, 'socket'))}`
  const open = () => knex({ client: 'pg', connection: addressOf('postgres'), pool: { min: 0, max: 1 } })
  return {
    pid: Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]),
    addressOf,
    hasDatabase: async name => {
      const own = open()
      const found = await own('pg_database').where({ datname: name }).first('datname')
      await own.destroy()
      return found !== undefined
    },
    newDatabase: async (name, template = 'template0') => {
      const own = open()
      await own.raw('create database ?? template ??', [name, template])
      await own.destroy()
      return addressOf(name)
    },
    stop: () => void keeper?.stdin.end(),
  }
}
