import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { once } from 'node:events'
import { mkdtempSync, readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { request, type ClientRequest, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { openDatabase } from '../../src/db/connection.ts'
import type { Child } from '../support/child.ts'
import { casesOf, longTest, rounds } from '../support/long-run.ts'
import type { Person } from '../support/person.ts'
import { halfAnUpload } from '../support/half-an-upload.ts'
import { aLibraryWithALead, cookieOf, password, startSite, theLead } from '../support/site.ts'
import { until } from '../support/until.ts'

// F06 and F32 in docs/operating.md: the service stops on a signal or an error, and downloads are interrupted.

const folder = mkdtempSync(join(process.env.TEST_FOLDER!, 'stopping-'))
const large = Buffer.alloc(12 * 1024 * 1024, 'Everybody is welcome here. ')
let organisation: string
let child: Child
let lead: Person
beforeAll(async () => {
  organisation = await aLibraryWithALead(folder)
})
afterAll(() => rm(folder, { recursive: true, force: true }))
beforeEach(async () => {
  child = await startSite(folder)
  lead = await theLead(child)
})
afterEach(() => child.kill())

const begun = (title: string) => halfAnUpload(child, lead, organisation, { title, rest: 'half' })

function asking(method: string, path: string, headers: Record<string, string> = {}): ClientRequest {
  return request(child.url + path, {
    method,
    agent: false,
    headers: { Cookie: cookieOf(lead), 'Sec-Fetch-Site': 'same-origin', ...headers },
  })
}

/** Adds evidence with this file. @returns the address of the file */
async function stored(name: string, content: Buffer): Promise<string> {
  await lead.open(`/organisations/${organisation}/evidence/new`)
  await lead.press('Add evidence', { title: name, files: [{ name, content }] })
  // The document is too long to be checked for personal details, so the form asks whether to keep it.
  await lead.press('Add evidence', { personalData: 'keep' })
  return lead.links.find(({ text }) => text === name)!.href
}

const statusOf = async (path: string): Promise<number> =>
  (await fetch(child.url + path, { headers: { Cookie: cookieOf(lead) } })).status

async function titles(): Promise<string[]> {
  const database = openDatabase(join(folder, 'sanctuary.sqlite'))
  const found = await database.db('evidence').pluck<string[]>('title')
  await database.close()
  return found
}

test('F06 on SIGTERM the service reports not ready, finishes current requests, refuses others and exits', async () => {
  await stored('large.txt', large)
  const upload = begun('Half way when told to end')
  const exporting = asking('POST', `/organisations/${organisation}/export`, {
    'Content-Type': 'application/x-www-form-urlencoded',
  })
  exporting.end(new URLSearchParams({ password }).toString())
  const [zip] = (await once(exporting, 'response')) as [IncomingMessage]
  const exited = once(child.process, 'exit')
  child.process.kill('SIGTERM')
  await until(async () => (await statusOf('/health/ready')) === 503)
  child.process.kill('SIGTERM') // again, because npm and systemd can each send a signal
  const page = await fetch(`${child.url}/home`, { headers: { Cookie: cookieOf(lead) } })
  expect([
    page.status,
    page.headers.get('retry-after'),
    (await page.text()).includes('The service is busy'),
    child.process.exitCode,
  ]).toEqual([503, '5', true, null])
  expect((await upload.finish()).status).toBe(303)
  const chunks: Buffer[] = []
  for await (const chunk of zip) chunks.push(chunk as Buffer)
  expect([zip.statusCode, zip.complete, Buffer.concat(chunks).includes('PK\x05\x06')]).toEqual([200, true, true])
  expect(await exited).toEqual([0, null])
  expect(await titles()).toContain('Half way when told to end')
})

const errors = [
  ['an unhandled rejection', 'SIGUSR2'],
  ['an uncaught error', 'SIGHUP'],
] as const
test.each(casesOf(errors, 0))(
  'F32 after %s the service finishes current requests and exits with an error code',
  async (what, signal) => {
    const upload = begun(`Half way at ${what}`)
    await until(() => readdirSync(join(folder, 'uploads/staging')).length > 0)
    const exited = once(child.process, 'exit')
    child.process.kill(signal)
    await until(async () => (await statusOf('/health/ready')) === 503)
    expect((await upload.finish()).status).toBe(303)
    expect(await exited).toEqual([1, null])
    expect(await titles()).toContain(`Half way at ${what}`)
  },
)

longTest(
  'F32 interrupted downloads leave no file open',
  async () => {
    const address = await stored('broken off.txt', large)
    const open = () => readdirSync(`/proc/${child.process.pid}/fd`).length
    const breakOff = async (): Promise<void> => {
      const getting = asking('GET', address)
      getting.end()
      const [answer] = (await once(getting, 'response')) as [IncomingMessage]
      expect(answer.statusCode).toBe(200)
      await once(answer, 'data')
      answer.on('error', () => {})
      getting.destroy()
    }
    await breakOff()
    const before = open()
    for (let times = 0; times < 5 * rounds; times += 1) await Promise.all(Array.from({ length: 10 }, breakOff))
    await until(() => open() <= before + 3) // the process may have opened a few more database connections
    expect(await statusOf(address)).toBe(200)
  },
  600_000,
)
