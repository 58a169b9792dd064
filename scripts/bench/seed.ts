import { libraryStream } from '../../src/domain/framework.ts'
import type { Knex } from 'knex'
import { newId } from '../../src/db/ids.ts'
import { criteriaAskedBy, itemsAskedBy, type Framework } from '../../src/domain/framework.ts'
import { addDays, addMinutes, dayOf, systemClock } from '../../src/domain/time.ts'
import { frameworkVersion, latestFrameworkVersionId } from '../../src/modules/frameworks/frameworks/framework.store.ts'
import { sessionOf } from '../session-cookie.ts'
import { awardsHeld } from './seed-awards.ts'
import { addRows, person } from './rows.ts'
import { benchConfig } from './settings.ts'

/** The people of the benchmark with their session cookies, and the ids of the records that they open. */
export interface Seeded {
  lead: string
  coordinator: string
  libraryLead: string
  application: string
  list: string
  code: string
}

const [branchCount, evidenceOfService] = [100, 1_000]

/**
 * Inserts rows directly: a service with 100 branches and 1,000 items of evidence in its draft, a library with `size`
 * items of evidence, and `size` libraries with an award.
 */
export async function seed(db: Knex, size: number): Promise<Seeded> {
  const at = systemClock.now()
  const versionId = await latestFrameworkVersionId(db, libraryStream)
  const framework = await frameworkVersion(db, versionId)
  const lead = await person(db, 'Sal Hart')
  const coordinator = await person(db, 'Ada Moss')
  const libraryLead = await person(db, 'Jo Reed')
  const [service, list] = [newId(), newId()]
  await addRows(db, 'charity_roles', [
    { id: newId(), person_id: coordinator, role: 'coordinator', started_at: at, ended_at: null },
  ])
  await library(db, { id: service, name: 'Ashcombe Libraries', lead, branchCount })
  const { branches: few } = await library(db, {
    id: list,
    name: 'Millbrook Library',
    lead: libraryLead,
    branchCount: 5,
  })
  await evidenceItems(db, { organisation: list, owner: libraryLead, branches: few, framework }, size)
  const branches = await db('branches').where({ organisation_id: service }).pluck<string[]>('id')
  const held = await evidenceItems(db, { organisation: service, owner: lead, branches, framework }, evidenceOfService)
  const application = await draft(db, { number: 'B-1', service, lead, versionId, framework }, held)
  await awardsHeld(db, { versionId, staff: coordinator, size })
  return {
    lead: await session(db, lead),
    coordinator: await session(db, coordinator),
    libraryLead: await session(db, libraryLead),
    application,
    list,
    code: criteriaAskedBy(framework, 'first')[2]!.code,
  }
}

export async function library(
  db: Knex,
  { id, name, lead, branchCount }: { id: string; name: string; lead: string; branchCount: number },
): Promise<{ branches: string[] }> {
  const at = systemClock.now()
  await addRows(db, 'organisations', [
    {
      id,
      name,
      name_key: name.toLowerCase(),
      kind: 'library service',
      place: 'Ashcombe',
      role_mailbox: null,
      language: 'en',
      sign_off_wanted: 0,
      created_at: at,
      version: 1,
    },
  ])
  await addRows(db, 'memberships', [
    {
      id: newId(),
      person_id: lead,
      organisation_id: id,
      role: 'lead',
      started_at: at,
      readers_confirmed_at: at,
      ended_at: null,
    },
  ])
  const branches = Array.from({ length: branchCount }, (_, index) => ({
    id: newId(),
    organisation_id: id,
    name: `Branch ${index + 1}`,
    kind: 'branch',
    place: null,
    opened_on: null,
    closed_on: null,
    version: 1,
  }))
  await addRows(db, 'branches', branches)
  return { branches: branches.map(branch => branch.id) }
}

/**
 * Adds items of evidence. Each has a file or a link, one item of the framework, and one or two branches.
 * @returns their ids
 */
export async function evidenceItems(
  db: Knex,
  { branches, framework, ...owned }: Owned & { branches: readonly string[]; framework: Framework },
  size: number,
): Promise<string[]> {
  const items = itemsAskedBy(framework, 'first')
  const made = evidenceRows(owned, size)
  const each = <Row>(rowsOf: (id: string, index: number) => Row[]) => made.flatMap(({ id }, index) => rowsOf(id, index))
  await addRows(db, 'evidence', made)
  await addRows(
    db,
    'evidence_branches',
    each((evidence_id, index) =>
      [...new Set([index, index * 7])]
        .map(number => ({ evidence_id, branch_id: branches[number % branches.length]! }))
        .filter((row, place, rows) => rows.findIndex(other => other.branch_id === row.branch_id) === place),
    ),
  )
  await addRows(
    db,
    'evidence_items',
    each((evidence_id, index) => [{ evidence_id, item_id: items[index % items.length]!.id }]),
  )
  await addRows(
    db,
    'evidence_files',
    each((evidence_id, index) => (index % 2 === 0 ? [fileRow(evidence_id, owned.owner)] : [])),
  )
  await addRows(
    db,
    'evidence_links',
    each((evidence_id, index) => (index % 2 === 1 ? [linkRow(evidence_id)] : [])),
  )
  return made.map(({ id }) => id)
}

interface Owned {
  organisation: string
  owner: string
}

function evidenceRows({ organisation, owner }: Owned, size: number) {
  const today = dayOf(systemClock.now())
  // the rare word is in about sixty items, however many there are
  const rareStep = Math.max(8, Math.floor(size / 60))
  return Array.from({ length: size }, (_, index) => ({
    id: newId(),
    organisation_id: organisation,
    title: index % rareStep === 7 ? `Ukrainian desk, month ${index + 1}` : `Welcome desk, month ${index + 1}`,
    kind: index % 3 === 0 ? 'training' : 'policy',
    summary: 'What we did at the desk, in short.',
    period_from: addDays(today, -200),
    period_to: addDays(today, -20),
    language: 'en',
    sensitivity: index % 9 === 0 ? 'restricted' : 'ordinary',
    owner_id: owner,
    received_at: addMinutes(systemClock.now(), -index - 1),
    removed_at: null,
    version: 1,
  }))
}

const fileRow = (evidence_id: string, owner: string) => ({
  id: newId(),
  evidence_id,
  name: 'desk.pdf',
  type: 'application/pdf',
  size: 40_000,
  sha256: '0'.repeat(64),
  state: 'ready',
  scanned_by: null,
  scanned_at: null,
  uploaded_by: owner,
  uploaded_at: systemClock.now(),
  replaces_id: null,
  removed_at: null,
})

const linkRow = (evidence_id: string) => ({
  id: newId(),
  evidence_id,
  address: 'https://ashcombe.example/desk',
  seen_on: dayOf(systemClock.now()),
  added_at: systemClock.now(),
})

interface Drafted {
  number: string
  service: string
  lead: string
  versionId: string
  framework: Framework
}

/**
 * Inserts an open round and, in it, the draft of a first application. The application covers all branches, and this
 * evidence is spread over its criteria.
 * @returns the application's id
 */
export async function draft(
  db: Knex,
  { number, service, lead, versionId, framework }: Drafted,
  held: readonly string[],
): Promise<string> {
  const [id, round, at] = [newId(), newId(), systemClock.now()]
  const branches = await db('branches').where({ organisation_id: service }).pluck<string[]>('id')
  await addRows(db, 'rounds', [
    {
      id: round,
      name: 'The round that is open',
      stream_id: libraryStream,
      framework_version_id: versionId,
      opens_at: addMinutes(at, -60 * 24),
      closes_at: addMinutes(at, 60 * 24 * 30),
      accepts_until: addMinutes(at, 60 * 24 * 30 + 30),
      version: 1,
    },
  ])
  await addRows(db, 'applications', [
    {
      id,
      number,
      organisation_id: service,
      stream_id: libraryStream,
      framework_version_id: versionId,
      round_id: round,
      award_id: null,
      kind: 'first',
      status: 'draft',
      status_before: null,
      status_since: at,
      summary: 'A hundred branches where everybody is welcome.',
      may_be_shared: 0,
      contacts_confirmed_at: null,
      until: null,
      reasons: null,
      items_asked: '[]',
      submitted_at: null,
      decision_letter_released_at: null,
      started_by: lead,
      started_at: at,
      version: 1,
    },
  ])
  await addRows(
    db,
    'application_branches',
    branches.map(branch_id => ({ application_id: id, branch_id })),
  )
  await addAnswers(db, id, { lead, framework }, held)
  return id
}

/** An answer to each item, and the evidence spread over the criteria. */
async function addAnswers(
  db: Knex,
  id: string,
  { lead, framework }: Pick<Drafted, 'lead' | 'framework'>,
  held: readonly string[],
): Promise<void> {
  const at = systemClock.now()
  const criteria = new Set(criteriaAskedBy(framework, 'first').map(item => item.id))
  const answers = itemsAskedBy(framework, 'first').map(item => ({
    id: newId(),
    application_id: id,
    item_id: item.id,
    narrative: 'Everybody may join without proof of address. '.repeat(20),
    own_rating: criteria.has(item.id) ? 'met' : null,
    written_by: lead,
    written_at: at,
    version: 1,
  }))
  const judged = answers.filter(({ item_id }) => criteria.has(item_id))
  await addRows(db, 'answers', answers)
  await addRows(
    db,
    'answer_evidence',
    held.map((evidence_id, index) => ({ answer_id: judged[index % judged.length]!.id, evidence_id, attached_at: at })),
  )
}

/**
 * Signs a person in.
 * @returns their cookie
 */
export async function session(db: Knex, personId: string): Promise<string> {
  const { signIn, session: row, cookie } = sessionOf(personId, benchConfig('', null), systemClock.now())
  await addRows(db, 'sign_ins', [signIn])
  await addRows(db, 'sessions', [row])
  return `${cookie.name}=${cookie.value}`
}
