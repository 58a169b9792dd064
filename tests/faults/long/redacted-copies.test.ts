import { afterAll, expect, test } from '@jest/globals'
import { execFile } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { projectFolder } from '../../../src/config.ts'
import { openDatabase, type Db } from '../../../src/db/connection.ts'
import type { Child } from '../../support/child.ts'
import { pdfOfText } from '../../support/pdf-pages.ts'
import type { Person } from '../../support/person.ts'
import { aLibraryWithALead, cookieOf, startSite, theLead } from '../../support/site.ts'
import { until } from '../../support/until.ts'

const folder = mkdtempSync(join(process.env.TEST_FOLDER!, 'redacting-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

const pages = 30
const register = pdfOfText(
  Array.from({ length: pages }, (_, page) => ({ written: [{ x: 60, y: 700, text: `Page ${page}: Yara Haddad` }] })),
)
/** In each round, the process is killed after it has reported this many pages. */
const killedAfter = [1, 0, 16]

test('when the process making a redacted copy is killed, the original stays hidden and one copy is made', async () => {
  const organisation = await aLibraryWithALead(folder)
  let child = await startSite(folder)
  try {
    const lead = await theLead(child)
    await lead.open(`/organisations/${organisation}/evidence/new`)
    await lead.press('Add evidence', { title: 'Register', files: [{ name: 'register.pdf', content: register }] })
    await lead.press('Add evidence', { personalData: 'redact' })
    const address = lead.address
    for (const [round, reported] of killedAfter.entries()) {
      const actor = await theLead(child)
      await actor.open(address)
      const answer = press(child, actor, address).catch(() => null)
      await until(async () => {
        const row = await inDatabase(db => db('redactions').first('pages_made', 'lease_until'))
        return row !== undefined && row.lease_until !== null && row.pages_made >= reported
      })
      await child.kill()
      await answer
      expect(await inDatabase(db => db('evidence_files').whereNotNull('redacts_file_id'))).toHaveLength(round)
      expect(
        (await inDatabase(db => db('evidence_files').where({ name: 'register.pdf' }).first()))!.to_redact_at,
      ).not.toBeNull()
      await endLease()
      child = await startSite(folder)
      await until(async () => (await inDatabase(db => db('redactions'))).length === 0)
      const copies = await inDatabase(db => db('evidence_files').whereNotNull('redacts_file_id'))
      expect(copies.length).toBe(round + 1)
      expect(await checkInvariants()).toEqual({ code: 0, said: 'No invariant is broken.' })
    }
  } finally {
    await child.kill()
  }
})

async function press(child: Child, actor: Person, address: string): Promise<Response> {
  const fields = ['idempotencyKey', 'read-details', 'shown', 'seen', 'details', 'latest'].map(
    (name): [string, string] => [name, String(actor.$(`main [name=${name}]`).first().val() ?? '')],
  )
  return fetch(child.url + address, {
    method: 'POST',
    body: new URLSearchParams(fields),
    redirect: 'manual',
    headers: { Cookie: cookieOf(actor), 'Sec-Fetch-Site': 'same-origin' },
  })
}

async function inDatabase<Result>(act: (db: Db) => Promise<Result>): Promise<Result> {
  const database = openDatabase(join(folder, 'sanctuary.sqlite'))
  try {
    return await act(database.db)
  } finally {
    await database.close()
  }
}

/** Ends the lease of the killed process, by moving its end into the past. */
async function endLease(): Promise<void> {
  const database = openDatabase(join(folder, 'sanctuary.sqlite'))
  await database.transaction(trx =>
    trx('redactions')
      .update({ lease_until: '2020-01-01T00:00:00.000Z' as never })
      .then(() => undefined),
  )
  await database.close()
}

async function checkInvariants(): Promise<{ code: number; said: string }> {
  const arguments_ = ['--import', './tests/support/from-source.js', 'scripts/check-invariants.ts']
  const env = { PATH: process.env.PATH, DATA_DIR: folder }
  return promisify(execFile)(process.execPath, arguments_, { cwd: projectFolder, env }).then(
    ({ stdout }) => ({ code: 0, said: stdout.trim() }),
    (problem: { code: number; stdout: string; stderr: string }) => ({
      code: problem.code,
      said: `${problem.stdout}${problem.stderr}`.trim(),
    }),
  )
}
