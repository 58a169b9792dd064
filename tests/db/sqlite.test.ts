import { expect, test } from '@jest/globals'
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { promisify } from 'node:util'
import { openDatabase } from '../../src/db/connection.ts'
import type { SqliteConnection } from '../../src/db/sqlite-statements.ts'

const { Database: Connection } = createRequire(import.meta.url)('sqlite3') as {
  Database: new (path: string) => SqliteConnection
}

test('a database that another process is creating opens when that process releases its lock', async () => {
  const path = join(mkdtempSync(join(process.env.TEST_FOLDER!, 'sqlite-')), 'sanctuary.sqlite')
  const other = new Connection(path)
  const ask = promisify(other.exec.bind(other))
  await ask('begin exclusive; create table shelf (book text)')
  const database = openDatabase(path)
  const found = database.writer('shelf').select()
  found.catch(() => {}) // a failure before the `await` below must not count as unhandled
  await after(700) // longer than the lock timeout of 250 ms
  await ask('commit')
  expect(await found).toEqual([])
  await database.close()
  await promisify(other.close.bind(other))()
})

const testWithListedLocks = existsSync('/proc/locks') ? test : test.skip // Linux only

testWithListedLocks('a database keeps its lock when the same process opens it again', async () => {
  const path = join(mkdtempSync(join(process.env.TEST_FOLDER!, 'sqlite-')), 'sanctuary.sqlite')
  const database = openDatabase(path)
  await database.writer.raw('create table shelf (book text)')
  const locks = () =>
    readFileSync('/proc/locks', 'utf8')
      .split('\n')
      .filter(lock => lock.includes(` ${process.pid} `)).length
  const held = locks()
  expect(held).toBeGreaterThan(0)
  const again = openDatabase(path)
  expect(locks()).toBe(held)
  await again.close()
  await database.close()
})
