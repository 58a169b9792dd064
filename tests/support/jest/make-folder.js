import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder for everything that one run of the tests stores. */
export default async function makeFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'sanctuary-tests-'))
  chmodSync(folder, 0o711)
  const keeper = spawn(process.execPath, [join(import.meta.dirname, 'folder-keeper.js'), folder], {
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  await once(keeper.stdout, 'data')
  keeper.unref()
  keeper.stdout.unref()
  globalThis.folderKeeper = keeper
  process.env.TEST_FOLDER = folder
}
