import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** A folder for everything that one run of the tests stores, and a PostgreSQL server in it. */
export default async function setUp() {
  const folder = mkdtempSync(join(tmpdir(), 'sanctuary-tests-'))
  chmodSync(folder, 0o711)
  const server = spawn(process.execPath, [join(import.meta.dirname, 'postgres-server.js'), folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  server.unref()
  globalThis.postgresServer = server
  process.env.TEST_FOLDER = folder
  while (!existsSync(join(folder, 'postgres-is-ready'))) {
    const missing = join(folder, 'postgres-is-missing')
    if (existsSync(missing))
      throw new Error(
        `The tests need PostgreSQL, and neither the one of "npm ci" nor an installed one would start (${readFileSync(missing, 'utf8')}).`,
      )
    if (server.exitCode !== null)
      throw new Error('The tests need PostgreSQL, and its server ended before it was ready.')
    await wait(10)
  }
}
