import knex from 'knex'
import { join } from 'node:path'
import { newId } from '../../src/db/ids.ts'

const socket = join(process.env.TEST_FOLDER!, 'socket')
const addressOf = (name: string): string => `postgres://postgres@localhost/${name}?host=${encodeURIComponent(socket)}`

/** A copy of a database that `make` fills once per run. @returns its address */
export async function databaseLike(template: string, make: (address: string) => Promise<void>): Promise<string> {
  await makeOnce(template, make)
  const name = `test_${newId()}`
  await ask('create database ?? template ??', [name, template])
  return addressOf(name)
}

export async function emptyDatabase(): Promise<string> {
  const name = `test_${newId()}`
  await ask('create database ?? template template0', [name])
  return addressOf(name)
}

export async function dropDatabase(address: string): Promise<void> {
  await ask('drop database if exists ?? with (force)', [new URL(address).pathname.slice(1)])
}

const made = new Set<string>()

/** Test files run in several processes: the first one makes the template, the others wait for its lock. */
async function makeOnce(template: string, make: (address: string) => Promise<void>): Promise<void> {
  if (made.has(template)) return
  await server(async connection => {
    await connection.raw('select pg_advisory_lock(1)')
    const { rows } = await connection.raw('select 1 from pg_database where datname = ?', [template])
    if (rows.length > 0) return
    await connection.raw('create database ?? template template0', [`${template}_draft`])
    await make(addressOf(`${template}_draft`))
    await connection.raw('alter database ?? rename to ??', [`${template}_draft`, template])
  })
  made.add(template)
}

const ask = (sql: string, names: string[]): Promise<void> => server(async connection => { await connection.raw(sql, names) })

/** One connection to the server itself, closed again: no test file leaves one behind. */
async function server(act: (connection: knex.Knex) => Promise<void>): Promise<void> {
  const connection = knex({ client: 'pg', connection: addressOf('postgres'), pool: { min: 0, max: 1 } })
  try {
    await act(connection)
  } finally {
    await connection.destroy()
  }
}
