import { workIn } from '../work.ts'
import { openDatabase } from '../../../src/db/connection.ts'
import { migrateToLatest } from '../../../src/db/migrate.ts'
import { addDays, dayOf, instant, instantAt, type Day } from '../../../src/domain/time.ts'
import { changesOf } from '../../../src/modules/awards/awards/award.store.ts'
import { makeDueMoves } from '../../../src/modules/awards/lifecycle/lifecycle.actions.ts'
import { recordAward } from '../../../src/modules/awards/recording/recording.actions.ts'
import { publishDraft } from '../../../src/modules/frameworks/frameworks/framework.actions.ts'
import { longDay } from '../../../src/words/format.ts'
import { translator } from '../../../src/words/words.ts'

// Records an award, makes the moves that are due at six given times and prints every date, for tests of the server's
// time zone.
const database = openDatabase(':memory:')
await migrateToLatest(database)
const { writer: db, transaction } = database
const at = instant('2028-02-28T23:59:30Z')
await transaction(trx => publishDraft(workIn(trx, at)))
await db('organisations').insert({
  id: 'o'.repeat(20),
  name: 'Ashcombe',
  name_key: 'ashcombe',
  kind: 'library',
  place: 'Ashcombe',
  role_mailbox: null,
  language: 'en',
  sign_off_wanted: 0,
  created_at: at,
  emails_started_at: at,
  version: 1,
})
await db('branches').insert({
  id: 'b'.repeat(20),
  organisation_id: 'o'.repeat(20),
  name: 'Central',
  kind: 'branch',
  place: null,
  opened_on: null,
  closed_on: null,
  version: 1,
})
await db('people').insert({
  id: 'p'.repeat(20),
  name: 'P',
  email: 'p@library.example',
  email_key: 'p@library.example',
  name_key: 'p',
  password_hash: '',
  language: 'en',
  status: 'active',
  created_at: at,
  version: 1,
})
const actor = { id: 'p'.repeat(20), name: 'P', language: 'en', memberships: [], charityRoles: ['coordinator' as const] }
const organisation = { id: 'o'.repeat(20) } as Parameters<typeof recordAward>[1]
const paper = {
  organisation: '',
  scope: ['b'.repeat(20)],
  from: '2027-03-28' as Day,
  to: '2028-02-29' as Day,
  decidedBy: 'A local group',
  source: 'A letter',
}
const id = await transaction(trx => recordAward(workIn(trx, at, actor), organisation, paper))
const moments = [
  '2028-02-29T23:59:59Z',
  '2028-03-01T00:00:01Z',
  '2028-03-25T23:30:00Z',
  '2028-03-26T23:30:00Z',
  '2028-03-31T22:59:59Z',
  '2028-03-31T23:00:01Z',
]
const seen: unknown[] = []
for (const moment of moments) {
  const { status, validTo } = await transaction(trx => makeDueMoves(workIn(trx, instant(moment)), id))
  seen.push([moment, dayOf(instant(moment)), status, validTo])
}
seen.push((await changesOf(db, { id })).map(({ move, from }) => [move, from]))
seen.push(longDay(translator('en'), paper.to), instantAt(addDays(paper.to, 26), '07:00'))
process.stdout.write(`${JSON.stringify(seen)}\n`)
await database.close()
