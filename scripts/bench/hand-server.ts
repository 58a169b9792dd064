import express from 'express'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createRequire } from 'node:module'

// The lowest possible cost of a page: Express runs the page's statements on the bare driver, one after the other, and
// sends its HTML as a constant.

/** A statement as the page runs it. */
export interface Statement {
  sql: string
  bindings: readonly unknown[]
}
/** The page to send for every request. */
export interface HandWritten {
  statements: readonly Statement[]
  html: string
}

interface Prepared {
  all(bindings: readonly unknown[], done: (problem: Error | null) => void): void
}
type Run = (statement: Statement) => Promise<void>

const require = createRequire(import.meta.url)
const [where] = process.argv.slice(2)
const run = where!.startsWith('postgres') ? await onPostgres(where!) : onSqlite(where!)
let page: HandWritten = { statements: [], html: '' }

const app = express()
  .disable('etag')
  .use(async (_req, res) => {
    for (const statement of page.statements) await run(statement)
    res.type('html').send(page.html)
  })
const server = createServer(app).listen(0, '127.0.0.1')
server.keepAliveTimeout = 600_000
await once(server, 'listening')
process.send!({ port: (server.address() as AddressInfo).port, took: 0 })
process.on('message', (given: HandWritten) => {
  page = given
  process.send!({})
})
process.once('disconnect', () => process.exit(0))

function onSqlite(path: string): Run {
  const { Database } = require('sqlite3') as { Database: new (path: string) => { prepare(sql: string): Prepared } }
  const database = new Database(path)
  const known = new Map<string, Prepared>()
  return ({ sql, bindings }) => {
    const prepared = known.get(sql) ?? database.prepare(sql)
    known.set(sql, prepared)
    return new Promise((resolve, reject) => {
      prepared.all(bindings, problem => (problem ? reject(problem) : resolve()))
    })
  }
}

async function onPostgres(address: string): Promise<Run> {
  const { Client } = require('pg') as {
    Client: new (address: string) => {
      connect(): Promise<void>
      query(query: { name: string; text: string; values: readonly unknown[] }): Promise<unknown>
    }
  }
  const client = new Client(address)
  await client.connect()
  const names = new Map<string, string>()
  return async ({ sql, bindings }) => {
    const name = names.get(sql) ?? `by hand ${names.size}`
    names.set(sql, name)
    await client.query({ name, text: sql, values: bindings })
  }
}
