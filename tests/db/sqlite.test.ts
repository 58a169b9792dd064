import { expect, test } from '@jest/globals'
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { promisify } from 'node:util'
import { openDatabase } from '../../src/db/connection.ts'
import type { SqliteConnection } from '../../src/db/sqlite-statements.ts'

const { Database: Connection } = createRequire(import.meta.url)('sqlite3') as {
  Database: new (path: string) => SqliteConnection
}

test('a database that is being created can be opened once the other connection releases its lock', async () => {
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

const hasFdinfo = existsSync('/proc/self/fdinfo') // where Linux lists the locks of a process
const testOnLinux = hasFdinfo ? test : test.skip
const why = hasFdinfo ? '' : ' (not run: needs /proc/self/fdinfo)'

testOnLinux(`a database keeps its lock when the same process opens it again${why}`, async () => {
  const path = join(mkdtempSync(join(process.env.TEST_FOLDER!, 'sqlite-')), 'sanctuary.sqlite')
  const database = openDatabase(path)
  await database.writer.raw('create table shelf (book text)')
  const held = locksOn(path)
  expect(held.length).toBeGreaterThan(0)
  const again = openDatabase(path)
  expect(locksOn(path)).toEqual(held)
  await again.close()
  await database.close()
})

/**
 * The locks that this process holds on the files of a database. They are not read from /proc/locks, which also lists
 * the locks of other processes, and can miss some while locks change.
 */
function locksOn(path: string): string[] {
  const open = readdirSync('/proc/self/fd').filter(fd => targetOf(fd).startsWith(path))
  const lines = open.flatMap(fd => readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8').split('\n'))
  const locks = lines.filter(line => line.startsWith('lock:')).map(line => line.replace(/^lock:\s*\d+: /, ''))
  return [...new Set(locks)].toSorted()
}

function targetOf(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`)
  } catch {
    return '' // it was closed
  }
}
