import { expect, test } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { projectFolder } from '../../src/config.ts'
import { openDatabase } from '../../src/db/connection.ts'
import { migrationNames } from '../../src/db/migrate.ts'
import { nodeScript } from '../../scripts/npm-script.ts'
import { freePort } from '../support/free-port.ts'

// Tests the files that `npm run build` makes and `npm start` runs. Other tests run the source.

const commands = ['start', 'demo', 'worker', 'job'] as const

/** The environment of the only child of a process. */
function environmentOfChild(pid: number): string[] {
  const child = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
  return readFileSync(`/proc/${child}/environ`, 'utf8').split('\0')
}

test.each(commands)('npm %s runs a file that the build makes', name => {
  const { node, options, file } = nodeScript(name)
  expect([node, options.every(option => option.startsWith('--max-')), existsSync(file)]).toEqual(['node', true, true])
})

test('npm start makes a migrated database in an empty folder, and shows the sign-in page with its styles', async () => {
  const folder = mkdtempSync(join(process.env.TEST_FOLDER!, 'compiled-'))
  const port = await freePort()
  const site = `http://127.0.0.1:${port}`
  const { options, file } = nodeScript('start')
  const service = spawn(process.execPath, [...options, file], {
    cwd: projectFolder,
    env: {
      PORT: String(port),
      BASE_URL: site,
      DATA_DIR: folder,
      SMTP_URL: 'smtp://127.0.0.1:1',
      SCANNER: 'none',
      LOG_LEVEL: 'silent',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    // The service is listening when it writes its first line.
    await once(service.stdout, 'data')
    const page = await fetch(`${site}/sign-in`)
    const styles = /href="(\/assets\/main-\w+\.css)"/.exec(await page.text())?.[1]
    expect([page.status, (await fetch(site + styles)).status]).toEqual([200, 200])
  } finally {
    service.kill('SIGTERM')
    if (service.exitCode === null) await once(service, 'exit')
  }
  const database = openDatabase(join(folder, 'sanctuary.sqlite'))
  expect(await database.db('migrations').orderBy('name').pluck<string[]>('name')).toEqual(migrationNames())
  await database.close()
  await rm(folder, { recursive: true, force: true })
})

test('npm start limits threads and pools of memory, and passes SIGTERM on to the service', async () => {
  const folder = mkdtempSync(join(process.env.TEST_FOLDER!, 'stopped-'))
  const port = await freePort()
  const npm = spawn('npm', ['start', '--silent'], {
    cwd: projectFolder,
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      BASE_URL: `http://127.0.0.1:${port}`,
      DATA_DIR: folder,
      SMTP_URL: 'smtp://127.0.0.1:1',
      SCANNER: 'none',
      LOG_LEVEL: 'silent',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const closed = once(npm, 'close') // after the service has closed its output too
  try {
    await once(npm.stdout, 'data')
    const environment = environmentOfChild(npm.pid!)
    expect([environment.includes('UV_THREADPOOL_SIZE=8'), environment.includes('MALLOC_ARENA_MAX=2')]).toEqual([
      true,
      true,
    ])
  } finally {
    npm.kill('SIGTERM')
  }
  await closed
  await expect(fetch(`http://127.0.0.1:${port}/health/live`)).rejects.toThrow()
  await rm(folder, { recursive: true, force: true })
})
