import { cpSync, existsSync, mkdtempSync, renameSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Config } from '../../src/config.ts'
import { demoClock } from '../../src/demo/clock.ts'
import { openDemo } from '../../src/demo/open-demo.ts'
import { parseDay } from '../../src/domain/time.ts'
import { baseSettings } from './service.ts'

/** The date of the demo in tests. */
export const demoDay = parseDay('2027-03-01')

export const demoConfig = (dataFolder: string): Config => ({
  ...baseSettings,
  dataFolder,
  demo: true,
  mailFrom: 'Library of Sanctuary <demo@localhost>',
  contactEmail: 'demo@localhost',
  trustedProxies: 1,
  logLevel: 'silent',
})

/**
 * Copies the demo, which is made once per test run because it takes 20 seconds.
 * @returns a folder that the caller removes
 */
export async function copyOfDemo(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'demo-'))
  cpSync(await template(), folder, { recursive: true })
  return folder
}

/** Workers that start at the same time each make a demo, and the first one that is ready is used. */
async function template(): Promise<string> {
  const path = join(process.env.TEST_FOLDER!, 'demo')
  if (existsSync(path)) return path
  const draft = mkdtempSync(join(process.env.TEST_FOLDER!, 'draft-'))
  const { filled, database } = await openDemo(demoConfig(draft), demoClock(demoDay))
  await filled
  await database.close()
  try {
    renameSync(draft, path)
  } catch (problem) {
    if (!existsSync(path)) throw problem
  }
  return path
}
