import { libraryStream } from '../../../src/domain/framework.ts'
import { withoutRights } from '../../../src/domain/actor.ts'
import { workIn } from '../../support/work.ts'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openDatabase, type Tx } from '../../../src/db/connection.ts'
import { newId } from '../../../src/db/ids.ts'
import { migrateToLatest } from '../../../src/db/migrate.ts'
import { addMinutes, systemClock } from '../../../src/domain/time.ts'
import { publishDraft } from '../../../src/modules/frameworks/frameworks/framework.actions.ts'
import { latestFrameworkVersionId } from '../../../src/modules/frameworks/frameworks/framework.store.ts'
import { recordEvent } from '../../../src/history/record.ts'
import { checkInvariants, lineOf } from '../../../src/invariants/check.ts'
import { hashPassword } from '../../../src/web/passwords.ts'
import { anApplicationWithPanel } from '../../feature/every-route/matrix/case.ts'
import { startChild } from '../../support/child.ts'
import { rounds } from '../../support/long-run.ts'
import { aPerson, type Person } from '../../support/person.ts'

// F02 in docs/operating.md: the service is killed while libraries submit applications.

const password = 'open the library door'
const folder = mkdtempSync(join(process.env.TEST_FOLDER!, 'submitted-'))
const path = join(folder, 'sanctuary.sqlite')
const libraries = 20
let hash = ''
beforeAll(async () => {
  hash = await hashPassword(password)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test(
  'F02 after a kill during 20 submissions, every application is submitted completely, or not at all',
  async () => {
    const [drafts, leads] = [await draftsReadyToSubmit(rounds * libraries), [] as Person[]]
    let child = await startChild('tests/support/processes/site.ts', [folder])
    try {
      let cutOff = 0
      for (let round = 0; round < rounds; round += 1) {
        leads.splice(0, leads.length, ...(await Promise.all([0, 1, 2].map(() => signedIn(child.url)))))
        const some = drafts.slice(round * libraries, (round + 1) * libraries)
        let answered = 0
        let enough = (): void => undefined
        const reached = new Promise<void>(done => {
          enough = done
        })
        const submitting = some.map(async (id, index) => {
          const receipt = await submitApplication(child.url, leads[index % leads.length]!, id)
          if (receipt && (answered += 1) >= 2 + round * 3) enough()
          return { id, receipt }
        })
        await Promise.race([reached, Promise.all(submitting)])
        await child.kill()
        const outcomes = await Promise.all(submitting)
        cutOff += outcomes.filter(({ receipt }) => !receipt).length
        await expectAllOrNothing(outcomes)
        child = await startChild('tests/support/processes/site.ts', [folder])
      }
      expect(cutOff).toBeGreaterThan(0)
    } finally {
      await child.kill()
    }
  },
  300_000 + rounds * 60_000,
)

/**
 * Checks that each application with a receipt is submitted, and that every other application is an unchanged draft or
 * completely submitted: its state, copy, history and emails.
 */
async function expectAllOrNothing(outcomes: readonly { id: string; receipt: boolean }[]): Promise<void> {
  const database = openDatabase(path)
  try {
    for (const { id, receipt } of outcomes) {
      const { status } = (await database.db('applications').where({ id }).first('status'))!
      const copies = await database.db('submissions').where({ application_id: id })
      const moves = await database.db('events').where({ application_id: id, name: 'application.submit' })
      const emails = await database.db('outbox').where({ application_id: id, name: 'submission received' })
      const whole = [status, copies.length, moves.length, emails.length]
      expect([
        ['submitted', 1, 1, 1],
        ['draft', 0, 0, 0],
      ]).toContainEqual(whole)
      if (receipt) expect(status).toBe('submitted')
    }
    const broken = await checkInvariants({
      database,
      uploads: join(folder, 'uploads'),
      now: systemClock.now(),
      confirmed: [],
    })
    expect(broken.map(lineOf)).toEqual([])
  } finally {
    await database.close()
  }
}

async function submitApplication(url: string, lead: Person, id: string): Promise<boolean> {
  const cookie = [...lead.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const address = `${url}/applications/${id}/submission`
  const headers = { Cookie: cookie, 'Sec-Fetch-Site': 'same-origin' }
  const page = await fetch(address, { headers })
    .then(opened => opened.text())
    .catch(() => '')
  const seen = /name="seen" value="([^"]*)"/.exec(page)?.[1] ?? ''
  const body = new URLSearchParams({ seen })
  const answer = await fetch(address, { method: 'POST', body, redirect: 'manual', headers }).catch(() => null)
  return answer?.status === 303
}

async function signedIn(url: string): Promise<Person> {
  const lead = aPerson(url)
  await lead.open('/sign-in?next=/account')
  await lead.press('Sign in', { email: 'lead@library.example', password })
  expect(lead.address).toBe('/account')
  return lead
}

async function draftsReadyToSubmit(count: number): Promise<string[]> {
  const database = openDatabase(path)
  await migrateToLatest(database)
  const made = await database.transaction(trx => build(trx, count))
  await database.close()
  return made
}

async function build(trx: Tx, count: number): Promise<string[]> {
  const at = systemClock.now()
  await publishDraft(workIn(trx, at))
  const frameworkVersion = await latestFrameworkVersionId(trx, libraryStream)
  const [round, lead, organisation] = [newId(), newId(), newId()]
  await trx('organisations').insert({
    id: organisation,
    name: 'Fellside',
    name_key: 'fellside',
    kind: 'library service',
    place: 'Fellside',
    role_mailbox: null,
    language: 'en',
    sign_off_wanted: 0,
    created_at: at,
    emails_started_at: at,
    version: 1,
  })
  await trx('people').insert({
    id: lead,
    name: 'Lead',
    email: 'lead@library.example',
    email_key: 'lead@library.example',
    name_key: 'lead',
    password_hash: hash,
    language: 'en',
    status: 'active',
    created_at: at,
    version: 1,
  })
  await trx('memberships').insert({
    id: newId(),
    person_id: lead,
    organisation_id: organisation,
    role: 'lead',
    started_at: at,
    readers_confirmed_at: at,
    ended_at: null,
  })
  await trx('rounds').insert({
    id: round,
    name: 'Round',
    stream_id: libraryStream,
    framework_version_id: frameworkVersion,
    opens_at: addMinutes(at, -60),
    closes_at: addMinutes(at, 600),
    accepts_until: addMinutes(at, 600),
    version: 1,
  })
  const ids: string[] = []
  for (let number = 0; number < count; number += 1) {
    const { application } = await anApplicationWithPanel(trx, {
      frameworkVersion,
      round,
      at,
      people: new Map([['lead', lead]]),
      organisation,
      status: 'draft',
      canary: `canary ${number}`,
    })
    await trx('applications')
      .where({ id: application })
      .update({ number: `A-${number}` })
    await recordEvent(
      workIn(trx, at, withoutRights(lead)),
      'application.start',
      { kind: 'application', id: application!, organisationId: organisation, applicationId: application! },
      { from: 'not started', to: 'draft' },
    )
    ids.push(application!)
  }
  for (const table of ['unredacted_views', 'evidence_previews', 'redactions'] as const) await trx(table).delete()
  await trx('evidence_files').update({ redacts_file_id: null })
  await trx('evidence_files').delete() // the bytes of these files were never stored
  return ids
}
