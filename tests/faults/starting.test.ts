import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { existsSync, mkdtempSync } from 'node:fs'
import { mkdir, readdir, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { newId } from '../../src/db/ids.ts'
import { openDatabase } from '../../src/db/connection.ts'
import { migrateToLatest } from '../../src/db/migrate.ts'
import { systemClock } from '../../src/domain/time.ts'
import { runChild } from '../support/child.ts'

// A service that cannot start prints one line, which says why and what to do.

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(process.env.TEST_FOLDER!, 'starting-'))
})
afterEach(() => rm(folder, { recursive: true }))

const start = (more: Record<string, string> = {}) =>
  runChild('src/main.ts', [], {
    BASE_URL: 'http://localhost:3000',
    SMTP_URL: 'smtp://127.0.0.1:1',
    SCANNER: 'none',
    PORT: '0',
    LOG_LEVEL: 'silent',
    DATA_DIR: folder,
    ...more,
  })
const database = () => join(folder, 'sanctuary.sqlite')

test('the service does not start with the files of another database, and deletes none of them', async () => {
  const files = join(folder, 'uploads/files/aa')
  await mkdir(files, { recursive: true })
  const ids = Array.from({ length: 3 }, () => `aa${newId().slice(2)}`)
  const yesterday = Date.now() / 1000 - 24 * 60 * 60
  for (const id of ids) {
    await writeFile(join(files, id), 'evidence')
    await utimes(join(files, id), yesterday, yesterday)
  }
  const { code, stderr } = await start()
  expect([code, stderr]).toEqual([1, expect.stringContaining('restore the database of these files')])
  expect([(await readdir(files)).sort(), existsSync(`${database()}-wal`)]).toEqual([ids.toSorted(), false])
})

test('the service does not start when the folder of its files is missing', async () => {
  const made = openDatabase(database())
  await migrateToLatest(made)
  await made.writer.raw('pragma foreign_keys = off')
  await made.writer('evidence_files').insert({
    ...{ id: newId(), evidence_id: newId(), name: 'Visits.pdf', type: 'application/pdf', size: 1, sha256: '' },
    ...{ state: 'ready', uploaded_by: newId(), uploaded_at: systemClock.now() },
  } as never)
  await made.close()
  const { code, stderr } = await start()
  expect([code, stderr]).toEqual([1, expect.stringContaining('Mount its disk, correct DATA_DIR, or restore')])
  const again = await start() // starts it again, as a supervisor would
  expect([again.code, existsSync(join(folder, 'uploads'))]).toEqual([1, false])
})

test('a damaged database is reported with what to do', async () => {
  const made = openDatabase(database())
  await migrateToLatest(made)
  await made.close()
  await truncate(database(), 400_000)
  const { code, stderr } = await start()
  expect([code, stderr]).toEqual([1, expect.stringContaining('restore the newest backup')])
  const checked = await runChild('scripts/check-invariants.ts', [], { DATA_DIR: folder })
  expect(checked).toMatchObject({
    code: 1,
    stdout: 'I6 database: its file is damaged, so keep a copy and follow “Restore” in docs/operating.md.\n',
    stderr: '',
  })
})

test('the invariant check reports an unreachable database in one line', async () => {
  const checked = await runChild('scripts/check-invariants.ts', [], {
    DATA_DIR: folder,
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing',
  })
  expect(checked).toMatchObject({
    code: 1,
    stdout: 'I6 database: it cannot be read: connect ECONNREFUSED 127.0.0.1:1\n',
    stderr: '',
  })
})

test('a port in use is reported with what to do', async () => {
  const other = createServer().listen(0)
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  const { code, stderr } = await start({ PORT: String(port) })
  other.close()
  expect([code, stderr]).toEqual([1, expect.stringContaining('choose another PORT')])
})

test('an incomplete session secret is reported, and the invariant check creates no missing database', async () => {
  await writeFile(join(folder, 'session-secret'), '')
  const { code, stderr } = await start()
  expect([code, stderr]).toEqual([1, expect.stringContaining('Delete it, and the service will make a new secret')])
  const checked = await runChild('scripts/check-invariants.ts', [], { DATA_DIR: folder })
  expect([checked.code, checked.stderr, existsSync(database())]).toEqual([
    1,
    expect.stringContaining('There is no database in'),
    false,
  ])
})
