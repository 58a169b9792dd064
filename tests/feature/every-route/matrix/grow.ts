import { newId } from '../../../../src/db/ids.ts'
import type { Tx } from '../../../../src/db/connection.ts'
import { applicationStatuses } from '../../../../src/domain/application.ts'
import { addMinutes, dayOf, type Instant } from '../../../../src/domain/time.ts'
import { anApplicationWithPanel } from './case.ts'
import type { StandingName } from './people.ts'
import type { World } from './world.ts'

export interface More {
  lines: number
  libraries: number
  branches: number
  evidence: number
}

/**
 * Adds more of everything that a page can list, such as branches, evidence, colleagues, questions, emails, events,
 * awards, and libraries with applications.
 */
export async function grow(world: World, more: More): Promise<void> {
  const db = world.service.database.writer as unknown as Tx
  const at = world.service.clock.now()
  await moreOfTheCharity(db, world, more.lines, at)
  await moreLibraries(db, world, more.libraries, at)
  await moreAwards(db, world, more.lines)
  await moreOfTheLibrary(db, world, more, at)
  for (const ids of Object.values(world.cases)) await moreOfAnApplication(db, world, ids, { lines: more.lines, at })
}

const times = <Row>(count: number, make: (place: number) => Row): Row[] =>
  Array.from({ length: count }, (_, place) => make(place))

/** Copies the first matching row `count` times, with new ids. */
async function again(
  db: Tx,
  { table, where }: { table: string; where: Record<string, unknown> },
  count: number,
  changes: (place: number) => Record<string, unknown> = () => ({}),
): Promise<void> {
  const rows = (await db(table as 'people').where(where)) as unknown as Record<string, unknown>[]
  await db.batchInsert(
    table as 'people',
    rows
      .slice(0, 1)
      .flatMap(row =>
        times(count, place => ({ ...row, ...('id' in row ? { id: newId() } : {}), ...changes(place) })),
      ) as never,
    20,
  )
}

async function aPerson(db: Tx, at: Instant): Promise<string> {
  const id = newId()
  await db('people').insert({
    id,
    name: `Colleague ${id}`,
    email: `${id}@fellwick.example`,
    email_key: `${id}@fellwick.example`,
    name_key: `colleague ${id}`,
    password_hash: null,
    language: 'en',
    status: 'active',
    created_at: at,
    version: 1,
  })
  return id
}

async function moreOfTheCharity(db: Tx, { ids, people }: World, lines: number, at: Instant): Promise<void> {
  for (let place = 0; place < lines; place += 1) {
    const person = await aPerson(db, at)
    await db('charity_roles').insert({
      id: newId(),
      person_id: person,
      role: (['appraiser', 'coordinator', 'trustee', 'administrator'] as const)[place % 4]!,
      started_at: at,
      ended_at: null,
    })
    await db('memberships').insert({
      id: newId(),
      person_id: person,
      organisation_id: ids.organisation!,
      role: (['lead', 'contributor', 'observer'] as const)[place % 3]!,
      started_at: at,
      readers_confirmed_at: at,
      ended_at: null,
    })
  }
  for (const person of people.values()) await again(db, { table: 'sign_ins', where: { person_id: person } }, lines)
  for (const invitation of [ids.invitation, ids.invitationId])
    await again(db, { table: 'invitations', where: { id: invitation } }, lines, () => ({
      email: `${newId()}@fellwick.example`,
    }))
  await again(db, { table: 'rounds', where: { id: ids.round } }, lines, place => ({ name: `Round ${place}` }))
  await again(db, { table: 'outbox', where: { id: ids.email } }, lines)
  await db.batchInsert(
    'events',
    times(lines, () => ({
      id: newId(),
      at,
      actor: 'person',
      person_id: people.get('lead')!,
      name: 'organisation.branches_added',
      entity: 'organisation',
      entity_id: ids.organisation!,
      organisation_id: ids.organisation!,
      application_id: null,
      facts: '{}',
    })) as never,
    20,
  )
}

async function moreLibraries(db: Tx, world: World, libraries: number, at: Instant): Promise<void> {
  const { framework_version_id: frameworkVersion } = (await db('rounds').where({ id: world.ids.round }).first())!
  const states = [...applicationStatuses, 'released'] as const
  for (let place = 0; place < libraries; place += 1) {
    const organisation = newId()
    await db('organisations').insert({
      id: organisation,
      name: `Library ${organisation}`,
      name_key: `library ${organisation}`,
      kind: 'library service',
      place: 'Elsewhere',
      role_mailbox: null,
      language: 'en',
      sign_off_wanted: 0,
      created_at: at,
      emails_started_at: at,
      version: 1,
    })
    for (const name of ['lead', 'contributor'] as const)
      await db('memberships').insert({
        id: newId(),
        person_id: world.people.get(name)!,
        organisation_id: organisation,
        role: name,
        started_at: at,
        readers_confirmed_at: at,
        ended_at: null,
      })
    await anApplicationWithPanel(db, {
      frameworkVersion,
      round: world.ids.round!,
      at,
      people: world.people,
      organisation,
      status: states[place % states.length]!,
      canary: 'another',
    })
  }
}

/** Adds awards in the state `renewal open` to the library, for the renewals page and the home pages. */
async function moreAwards(db: Tx, { cases }: World, lines: number): Promise<void> {
  const award = cases.released.award!
  const ids = times(lines, () => newId())
  await again(db, { table: 'awards', where: { id: award } }, lines, place => ({
    id: ids[place],
    code: newId(),
    status: 'renewal open',
  }))
  for (const table of ['terms', 'award_changes'])
    await again(db, { table, where: { award_id: award, number: 1 } }, lines, place => ({ award_id: ids[place] }))
}

async function moreOfTheLibrary(
  db: Tx,
  { ids, cases, people }: World,
  { branches, evidence }: More,
  at: Instant,
): Promise<void> {
  const own = times(branches, place => ({
    id: newId(),
    organisation_id: ids.organisation!,
    name: `Branch ${place}`,
    kind: 'branch',
    place: null,
    opened_on: null,
    closed_on: null,
    version: 1,
  }))
  await db.batchInsert('branches', own, 20)
  const applications = Object.values(cases).map(each => each.application!)
  await db.batchInsert(
    'application_branches',
    applications.flatMap(application_id => own.map(({ id }) => ({ application_id, branch_id: id }))),
    50,
  )
  const award = cases.released.award!
  await db.batchInsert(
    'award_branches',
    own.map(({ id }) => ({ award_id: award, branch_id: id, joined_on: dayOf(at), left_on: null })),
    50,
  )
  const answers = await db('answers').whereIn('application_id', applications).select('id', 'item_id')
  const items = [...new Set(answers.map(({ item_id }) => item_id))]
  const evidenceItems = times(evidence, place => ({
    id: newId(),
    organisation_id: ids.organisation!,
    title: `Piece ${place}`,
    kind: 'policy',
    summary: '',
    period_from: null,
    period_to: null,
    language: 'en',
    sensitivity: 'ordinary',
    owner_id: people.get('lead')!,
    received_at: addMinutes(at, -place),
    removed_at: null,
    version: 1,
  }))
  await db.batchInsert('evidence', evidenceItems, 20)
  await db.batchInsert(
    'evidence_items',
    evidenceItems.map(({ id }, place) => ({ evidence_id: id, item_id: items[place % items.length]! })),
    50,
  )
  await db.batchInsert(
    'evidence_branches',
    evidenceItems.map(({ id }, place) => ({ evidence_id: id, branch_id: own[place % own.length]!.id })),
    50,
  )
  for (const { id } of [...evidenceItems, { id: cases.draft.evidence! }, { id: cases['with the panel'].evidence! }]) {
    await again(db, { table: 'evidence_files', where: { id: cases.draft.file } }, 1, () => ({ evidence_id: id }))
    await db('evidence_links').insert({
      id: newId(),
      evidence_id: id,
      address: 'https://fellwick.example/',
      seen_on: dayOf(at),
      added_at: at,
    })
    await db('evidence_notes').insert({
      id: newId(),
      evidence_id: id,
      body: 'Seen',
      written_by: people.get('lead')!,
      written_at: at,
    })
  }
  const partners = times(Math.min(evidence, 40), place => ({
    id: newId(),
    organisation_id: ids.organisation!,
    name: `Another partner ${place}`,
    name_key: `another ${place}`,
    language: 'en',
    english_name: '',
    kind: 'school',
    place: '',
    since: dayOf(at),
    until: null,
    agreed: '',
    contact: '',
    added_at: at,
    removed_at: null,
    version: 1,
  }))
  await db.batchInsert('partners', partners, 20)
  for (const partner of [cases.draft.partner!, cases['with the panel'].partner!]) {
    await again(db, { table: 'partner_activities', where: { partner_id: partner } }, Math.min(evidence, 30), () => ({
      from_day: dayOf(at),
    }))
    await db.batchInsert(
      'partner_evidence',
      evidenceItems.map(({ id }) => ({ partner_id: partner, evidence_id: id, attached_at: at })),
      50,
    )
  }
  await db.batchInsert(
    'application_partners',
    partners.map(({ id }) => ({
      application_id: cases.draft.application!,
      item_id: items[0]!,
      partner_id: id,
      attached_at: at,
    })),
    50,
  )
  const collected = times(Math.min(evidence, 60), () => newId())
  await again(db, { table: 'recurring_evidence', where: { id: cases.draft.recurring } }, collected.length, place => ({
    id: collected[place],
  }))
  for (const recurring_id of [cases.draft.recurring!, cases['with the panel'].recurring!]) {
    const occurrences = times(Math.min(evidence, 60), place => place + 100 + evidence)
    await again(db, { table: 'occurrences', where: { recurring_id } }, occurrences.length, place => ({
      occurrence: occurrences[place],
    }))
    await db.batchInsert(
      'occurrence_evidence',
      occurrences.map((occurrence, place) => ({
        recurring_id,
        occurrence,
        evidence_id: evidenceItems[place]!.id,
        attached_at: at,
      })),
      50,
    )
  }
  const inboxItems = times(evidence, () => newId())
  await again(db, { table: 'inbox_items', where: { id: ids.inboxItemId } }, evidence, place => ({
    id: inboxItems[place],
    arrived_at: addMinutes(at, -place),
  }))
  await again(db, { table: 'inbox_files', where: { id: ids.inboxFile } }, evidence, place => ({
    inbox_item_id: inboxItems[place],
    small_id: null,
  }))
  await again(db, { table: 'upload_links', where: { id: ids.linkId } }, Math.min(evidence, 90), () => ({
    token_hash: newId(),
  }))
  const attached = answers.flatMap(({ id, item_id }) =>
    evidenceItems
      .filter((_, place) => items[place % items.length] === item_id)
      .map(evidence => ({ answer_id: id, evidence_id: evidence.id, attached_at: at })),
  )
  await db.batchInsert('answer_evidence', attached, 50)
}

async function moreOfAnApplication(
  db: Tx,
  { people, ids: { organisation } }: World,
  ids: Record<string, string>,
  { lines, at }: { lines: number; at: Instant },
): Promise<void> {
  const { application } = ids
  await again(db, { table: 'questions', where: { id: ids.question ?? '' } }, lines, place => ({
    status: (['open', 'answered', 'withdrawn'] as const)[place % 3],
    reply: 'Here',
    replied_by: people.get('lead'),
    replied_at: at,
  }))
  await again(db, { table: 'recommendations', where: { id: ids.recommendation ?? '' } }, lines)
  await again(db, { table: 'terms', where: { application_id: application } }, lines, place => ({
    number: place + 100 + lines,
  }))
  await again(db, { table: 'award_changes', where: { award_id: ids.award ?? '' } }, lines, place => ({
    number: place + 100 + lines,
  }))
  await db.batchInsert(
    'events',
    times(lines, () => ({
      id: newId(),
      at,
      actor: 'person',
      person_id: people.get('lead')!,
      name: 'application.check',
      entity: 'application',
      entity_id: application!,
      organisation_id: organisation!,
      application_id: application!,
      facts: '{}',
    })) as never,
    20,
  )
  if (!ids.seat) return
  const given = await db('findings').where({
    seat_id: (await db('seats')
      .where({ application_id: application, person_id: people.get('chair' satisfies StandingName) })
      .first('id'))!.id,
  })
  for (let place = 0; place < Math.min(lines, 8); place += 1) {
    const [person, seat] = [await aPerson(db, at), newId()]
    await again(db, { table: 'seats', where: { id: ids.seat } }, 1, () => ({
      id: seat,
      person_id: person,
      status: (['accepted', 'declined', 'offered'] as const)[place % 3],
      chairs: 0,
      offered_to_email: `${seat}@fellwick.example`,
    }))
    await db('declarations').insert({
      id: newId(),
      application_id: application!,
      person_id: person,
      says: 'no conflict',
      reason: null,
      independent: 1,
      made_at: at,
    })
    await db.batchInsert(
      'findings',
      given.map(finding => ({ ...finding, id: newId(), seat_id: seat })),
      20,
    )
  }
  await frozenWithMore(db, application!, lines)
}

/** Adds evidence to the frozen copy. The hash of the copy no longer matches, but no page checks the hash. */
async function frozenWithMore(db: Tx, application: string, lines: number): Promise<void> {
  const submission = await db('submissions').where({ application_id: application }).first('id')
  const evidenceItems = await db('answer_evidence')
    .join('answers', 'answers.id', 'answer_evidence.answer_id')
    .where({ application_id: application })
    .limit(lines)
    .pluck<string[]>('evidence_id')
  const parts = await db('submission_parts').where({ submission_id: submission!.id })
  const [evidence, file] = [
    parts.find(({ name }) => name.startsWith('evidence/'))!,
    parts.find(({ name }) => name.startsWith('files/'))!,
  ]
  for (const [place, id] of evidenceItems.filter(each => !evidence.name.endsWith(each)).entries()) {
    await db('submission_parts')
      .insert({
        ...evidence,
        position: parts.length + 2 * place,
        name: `evidence/${id}`,
        content: JSON.stringify({ ...(JSON.parse(evidence.content!) as object), id }),
      })
      .onConflict()
      .ignore()
    const fileId = newId()
    await db('submission_parts')
      .insert({
        ...file,
        position: parts.length + 2 * place + 1,
        name: `files/${fileId}`,
        content: JSON.stringify({ ...(JSON.parse(file.content!) as object), id: fileId, evidence: id }),
      })
      .onConflict()
      .ignore()
    await db('submission_evidence').insert({ submission_id: submission!.id, evidence_id: id }).onConflict().ignore()
  }
  for (const answer of parts.filter(({ name }) => name.startsWith('answers/')).slice(0, 3)) {
    await db('submission_parts')
      .where({ submission_id: submission!.id, name: answer.name })
      .update({ content: JSON.stringify({ ...(JSON.parse(answer.content!) as object), evidence: evidenceItems }) })
  }
}
