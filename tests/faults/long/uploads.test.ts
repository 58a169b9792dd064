import { afterAll, expect, test } from '@jest/globals'
import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { projectFolder } from '../../../src/config.ts'
import { openDatabase } from '../../../src/db/connection.ts'
import { newId } from '../../../src/db/ids.ts'
import { addDays, dayOf, systemClock } from '../../../src/domain/time.ts'
import { insertLink, newSecret } from '../../../src/modules/evidence/upload-links/upload-link.store.ts'
import type { Child } from '../../support/child.ts'
import { rounds } from '../../support/long-run.ts'
import type { Person } from '../../support/person.ts'
import { aLibraryWithALead, cookieOf, startSite, theLead } from '../../support/site.ts'

// F01 in docs/operating.md: the service is killed during uploads.

const folder = mkdtempSync(join(process.env.TEST_FOLDER!, 'killed-'))
const confirmedPath = join(folder, 'told.jsonl')
afterAll(() => rm(folder, { recursive: true, force: true }))

const uploading = newSecret()
const answersBefore = [1, 4, 9, 15]

test(
  'F01 a kill during 20 uploads loses no confirmed file and breaks no invariant',
  async () => {
    const organisation = await aLibraryWithALead(folder)
    await anUploadLink(organisation)
    await writeFile(confirmedPath, '')
    let [confirmed, unconfirmed] = [0, 0]
    let child = await startSite(folder)
    try {
      for (let round = 0; round < rounds; round += 1) {
        const lead = await theLead(child)
        const enough = countdown(answersBefore[round % answersBefore.length]!)
        const uploads = Array.from({ length: 20 }, (_, place) =>
          (place % 4 === 0 ? inboxItem(child) : upload(child, lead, organisation)).then(
            answer => (answer && enough.one(), answer),
          ),
        )
        await Promise.race([enough.reached, Promise.all(uploads)])
        await child.kill()
        await resetHourlyLimit()
        const answers = await Promise.all(uploads)
        confirmed += answers.filter(Boolean).length
        unconfirmed += answers.filter(answer => !answer).length
        child = await startSite(folder) // the service deletes unconfirmed files before it listens
        expect(await checkInvariants()).toEqual({ code: 0, said: 'No invariant is broken.' })
      }
      // some uploads were confirmed before the kill, and some were still running
      expect([confirmed > 0, unconfirmed > 0]).toEqual([true, true])
      const lead = await theLead(child)
      expect(await upload(child, lead, organisation)).toBe(true) // the service still accepts uploads
    } finally {
      await child.kill()
    }
  },
  300_000 + rounds * 30_000,
)

/** Resets the hourly limit, because the test sends more forms than a library is allowed to. */
async function resetHourlyLimit(): Promise<void> {
  const database = openDatabase(join(folder, 'sanctuary.sqlite'))
  await database.transaction(trx => trx('limit_counters').delete())
  await database.close()
}

/** `reached` resolves when `one` has been called `wanted` times. */
function countdown(wanted: number): { one(): void; reached: Promise<void> } {
  let left = wanted
  let reach = () => {}
  const reached = new Promise<void>(resolve => {
    reach = resolve
  })
  return { reached, one: () => void ((left -= 1) === 0 && reach()) }
}

/**
 * Uploads one file of up to a megabyte.
 * @returns whether the client got a confirmation. If so, it has been written to `confirmedPath` and flushed to disk
 */
async function upload(child: Child, lead: Person, organisation: string): Promise<boolean> {
  const bytes = Buffer.from(randomBytes(50_000 + Math.floor(Math.random() * 450_000)).toString('hex'))
  const form = new FormData()
  form.set('title', 'Told or not')
  form.set('files', new Blob([new Uint8Array(bytes)]), 'numbers.txt')
  const answer = await fetch(`${child.url}/organisations/${organisation}/evidence/new`, {
    method: 'POST',
    body: form,
    redirect: 'manual',
    headers: { Cookie: cookieOf(lead), 'Sec-Fetch-Site': 'same-origin' },
  }).catch(() => null)
  if (answer?.status !== 303) return false
  const line = JSON.stringify({
    evidence: answer.headers.get('location')!.split('/').at(-1),
    sha256: createHash('sha256').update(bytes).digest('hex'),
    size: bytes.length,
  })
  await appendFile(confirmedPath, `${line}\n`, { flush: true } as never)
  return true
}

async function anUploadLink(organisation: string): Promise<void> {
  const database = openDatabase(join(folder, 'sanctuary.sqlite'))
  const [branch, at] = [newId(), systemClock.now()]
  const { id: lead } = (await database.db('people').first('id'))!
  await database.transaction(async trx => {
    await trx('branches').insert({
      id: branch,
      organisation_id: organisation,
      name: 'Central',
      kind: 'branch',
      place: null,
      opened_on: null,
      closed_on: null,
      version: 1,
    })
    await insertLink(
      trx,
      {
        id: newId(),
        organisation_id: organisation,
        branch_id: branch,
        made_by: lead,
        made_at: at,
        ends_on: addDays(dayOf(at), 30),
      },
      uploading,
    )
  })
  await database.close()
}

/** Uploads a file through the upload link. @returns whether it was confirmed */
async function inboxItem(child: Child): Promise<boolean> {
  const bytes = Buffer.from(randomBytes(50_000 + Math.floor(Math.random() * 450_000)).toString('hex'))
  const form = new FormData()
  for (const [name, value] of Object.entries({ words: 'Told or not', people: 'no' })) form.set(name, value)
  form.set('files', new Blob([new Uint8Array(bytes)]), 'numbers.txt')
  const answer = await fetch(`${child.url}/upload/${uploading}`, {
    method: 'POST',
    body: form,
    redirect: 'manual',
    headers: { 'Sec-Fetch-Site': 'same-origin' },
  }).catch(() => null)
  if (answer?.status !== 303) return false
  await appendFile(
    confirmedPath,
    `${JSON.stringify({ upload: createHash('sha256').update(bytes).digest('hex'), size: bytes.length })}\n`,
    { flush: true } as never,
  )
  return true
}

async function checkInvariants(): Promise<{ code: number; said: string }> {
  const arguments_ = [
    '--import',
    './tests/support/from-source.js',
    'scripts/check-invariants.ts',
    '--told',
    confirmedPath,
  ]
  const run = promisify(execFile)(process.execPath, arguments_, {
    cwd: projectFolder,
    env: { PATH: process.env.PATH, DATA_DIR: folder },
  })
  return run.then(
    ({ stdout }) => ({ code: 0, said: stdout.trim() }),
    (problem: { code: number; stdout: string; stderr: string }) => ({
      code: problem.code,
      said: `${problem.stdout}${problem.stderr}`.trim(),
    }),
  )
}

test('the check for lost files detects a lost file', async () => {
  expect((await readFile(confirmedPath, 'utf8')).trim().split('\n').length).toBeGreaterThan(10)
  expect(await checkInvariants()).toEqual({ code: 0, said: 'No invariant is broken.' })
  await writeFile(confirmedPath, `${JSON.stringify({ evidence: newId(), sha256: 'a'.repeat(64), size: 1 })}\n`)
  expect((await checkInvariants()).code).toBe(1)
})
