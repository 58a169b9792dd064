import { libraryStream } from '../../src/domain/framework.ts'
import { theService, type CharityRole, type MemberRole } from '../../src/domain/actor.ts'
import type { Knex } from 'knex'
import { newId } from '../../src/db/ids.ts'
import type { ApplicationKind } from '../../src/domain/application.ts'
import { criteriaAskedBy, itemById, itemsAskedBy } from '../../src/domain/framework.ts'
import { keyOfName } from '../../src/domain/similar-names.ts'
import type { Judgement } from '../../src/domain/judgements.ts'
import { contentsOf } from '../../src/domain/submission.ts'
import { addMinutes, instant, parseDay, type Day, type Instant } from '../../src/domain/time.ts'
import { publishDraft } from '../../src/modules/frameworks/frameworks/framework.actions.ts'
import { unusedNumber } from '../../src/modules/applications/applications/application.store.ts'
import { frameworkVersion, latestFrameworkVersionId } from '../../src/modules/frameworks/frameworks/framework.store.ts'
import { hashPassword } from '../../src/web/passwords.ts'
import { signIn } from './signing-in.ts'
import type { Service } from './service.ts'
import { aVisitor, type Visitor } from './visitor.ts'

// These functions insert rows with fixed defaults; only ids are random. Use the real actions where history matters.

const began = instant('2027-01-04T09:00:00Z')
const password = 'open the library door'
let passwordHash: Promise<string> | null = null
let people = 0

type With = { database: { writer: Knex } }
export interface AnOrganisation {
  id: string
  name: string
  branches: string[]
}

export async function anOrganisation(
  { database }: With,
  {
    name = 'Ashcombe Libraries',
    branches = ['Central', 'Millbrook'],
    place = 'Ashcombe',
    kind = 'library service',
    at = began,
  } = {},
): Promise<AnOrganisation> {
  const id = newId()
  await database.writer('organisations').insert({
    id,
    name,
    name_key: keyOfName(name),
    kind,
    place,
    place_key: keyOfName(place),
    role_mailbox: null,
    language: 'en',
    sign_off_wanted: 0,
    created_at: at,
    emails_started_at: at,
    version: 1,
  })
  const rows = branches.map(branch => ({
    id: newId(),
    organisation_id: id,
    name: branch,
    kind: 'branch',
    place: null,
    opened_on: null,
    closed_on: null,
    version: 1,
  }))
  if (rows.length > 0) await database.writer.batchInsert('branches', rows, 50)
  return { id, name, branches: rows.map(row => row.id) }
}

export interface APerson {
  id: string
  name: string
  email: string
}

/** A library with two branches and a person in each role. */
export async function aTeam(service: Service): Promise<{
  organisation: AnOrganisation
  lead: APerson
  contributor: APerson
  observer: APerson
}> {
  const organisation = await anOrganisation(service)
  const member = (role: 'lead' | 'contributor' | 'observer') =>
    aPersonWho(service, { name: `The ${role}`, member: [[organisation, role]] })
  return {
    organisation,
    lead: await member('lead'),
    contributor: await member('contributor'),
    observer: await member('observer'),
  }
}

/**
 * @param facts the person's name, email address, memberships in organisations and roles in the charity. `at` is when
 * the account was created and last used, and when these memberships and roles began
 */
export async function aPersonWho(
  { database }: With,
  facts: {
    name?: string
    email?: string
    member?: [organisation: { id: string }, role: MemberRole][]
    roles?: CharityRole[]
    at?: Instant
  } = {},
): Promise<APerson> {
  people += 1
  const {
    name = `Person ${people}`,
    email = `person${people}@library.example`,
    member = [],
    roles = [],
    at = began,
  } = facts
  const person = { id: newId(), name, email }
  passwordHash ??= hashPassword(password)
  await database.writer('people').insert({
    ...person,
    name_key: keyOfName(name),
    email_key: person.email,
    password_hash: await passwordHash,
    language: 'en',
    status: 'active',
    created_at: at,
    signed_in_at: at,
    version: 1,
  })
  for (const [organisation, role] of member)
    await database.writer('memberships').insert({
      id: newId(),
      person_id: person.id,
      organisation_id: organisation.id,
      role,
      started_at: at,
      readers_confirmed_at: at,
      ended_at: null,
    })
  for (const role of roles)
    await database
      .writer('charity_roles')
      .insert({ id: newId(), person_id: person.id, role, started_at: at, ended_at: null })
  return person
}

/**
 * A signed-in person in a browser. If the service trusts a proxy, their network address varies, so that tests do not
 * share the limits of one address.
 */
export async function signedIn(service: Service, person: APerson, start?: string): Promise<Visitor> {
  const visitor = aVisitor(service, { 'X-Forwarded-For': `192.0.2.${people % 250}` })
  await signIn(service, visitor, person.id)
  return start ? visitor.open(start) : visitor
}

/** Publishes the draft framework, and adds a round. By default, it is open from February to April 2027. */
export async function aRound(
  service: Service,
  {
    name = 'Spring round 2027',
    opensAt = '2027-02-01T09:00:00Z',
    closesAt = '2027-04-30T16:00:00Z',
    graceMinutes = 30,
  } = {},
): Promise<string> {
  await service.parts.write(theService, work => publishDraft(work))
  const id = newId()
  const framework_version_id = await latestFrameworkVersionId(service.database.writer, libraryStream)
  await service.database.writer('rounds').insert({
    id,
    name,
    stream_id: libraryStream,
    framework_version_id,
    opens_at: instant(opensAt),
    closes_at: instant(closesAt),
    accepts_until: addMinutes(instant(closesAt), graceMinutes),
    version: 1,
  })
  return id
}

export interface AnApplication {
  id: string
  number: string
  organisation: AnOrganisation
}

/** An application in the given state, without the moves before it. Its scope includes every branch. */
export async function anApplication(
  service: Service,
  organisation: AnOrganisation,
  row: { status?: string; round?: string | null; startedBy: { id: string }; kind?: string } & Record<string, unknown>,
): Promise<AnApplication> {
  const { status = 'draft', round = null, startedBy, kind = 'first', ...more } = row
  const db = service.database.writer
  const id = newId()
  const number = await unusedNumber(db, id, began)
  const isNotSubmitted = status === 'draft' || status === 'withdrawn'
  await db('applications').insert({
    id,
    number,
    organisation_id: organisation.id,
    stream_id: libraryStream,
    framework_version_id: await latestFrameworkVersionId(db, libraryStream),
    round_id: round,
    award_id: null,
    kind,
    status,
    status_before: null,
    status_since: began,
    summary: '',
    may_be_shared: 0,
    contacts_confirmed_at: null,
    until: null,
    reasons: null,
    items_asked: '[]',
    submitted_at: isNotSubmitted ? null : began,
    decision_letter_released_at: null,
    started_by: startedBy.id,
    started_at: began,
    version: 1,
    ...more,
  })
  await db('application_branches').insert(organisation.branches.map(branch_id => ({ application_id: id, branch_id })))
  return { id, number, organisation }
}

export interface AnAward {
  id: string
  code: string
  organisation: AnOrganisation
}

/**
 * An award in the given state and in its first award period. It covers every branch, and comes from a decided
 * application whose decision letter was released.
 */
export async function anAward(
  service: Service,
  organisation: AnOrganisation,
  row: {
    startedBy: { id: string }
    application?: AnApplication
    status?: string
    from?: string
    endsOn?: string
    validTo?: string | null
    outcome?: string
    decidedBy?: { id: string }
    code?: string
  },
): Promise<AnAward & { application: AnApplication }> {
  const db = service.database.writer
  const {
    startedBy,
    status = 'renewal open',
    from = '2026-05-01',
    endsOn = '2027-04-30',
    outcome = 'awarded',
    decidedBy = startedBy,
  } = row
  const [id, validTo, released] = [
    newId(),
    row.validTo === undefined ? endsOn : row.validTo,
    instant(`${from}T10:00:00Z`),
  ]
  const code = row.code ?? `${id.slice(0, 4)}-${id.slice(4, 8)}`.toUpperCase()
  const application =
    row.application ??
    (await anApplication(service, organisation, {
      status: 'decided',
      startedBy,
      submitted_at: instant(`${from}T08:00:00Z`),
      started_at: instant(`${from}T07:00:00Z`),
    }))
  const { framework_version_id } = (await db('applications')
    .where({ id: application.id })
    .first('framework_version_id'))!
  const framework = await frameworkVersion(db, framework_version_id)
  await db('awards').insert({
    id,
    organisation_id: organisation.id,
    stream_id: libraryStream,
    code,
    status,
    valid_to: validTo as Day | null,
    granted_on: from as Day,
    is_recorded: 0,
    base_valid_to: (validTo ?? endsOn) as Day,
    is_kept_by_renewal: validTo === null ? 1 : 0,
    version: 1,
  })
  await db('award_branches').insert(
    organisation.branches.map(branch_id => ({ award_id: id, branch_id, joined_on: from as Day, left_on: null })),
  )
  await db('terms').insert({
    id: newId(),
    award_id: id,
    number: 1,
    framework_version_id,
    application_id: application.id,
    anchor: from as Day,
    starts_on: from as Day,
    ends_on: endsOn as Day,
    months: framework.terms.months,
    settings: JSON.stringify({ ...framework.terms, reminders: framework.reminders }),
  })
  await db('award_changes').insert({
    id: newId(),
    award_id: id,
    number: 1,
    move: 'grant',
    to_status: 'valid',
    from_day: from as Day,
    valid_to: endsOn as Day,
    at: released,
  })
  await db('applications').where({ id: application.id }).update({ award_id: id, decision_letter_released_at: released })
  await db('decisions').insert({
    id: newId(),
    application_id: application.id,
    proposal_id: null,
    outcome,
    decision_letter: 'We are glad of your work.',
    decided_by: decidedBy.id,
    decided_at: released,
    release_at: null,
    released_at: released,
    released_by: decidedBy.id,
    reversed_at: null,
  })
  return { id, code, organisation, application }
}

/** A recommendation from an application's decision letter, tracked with the award, if one is given. */
export async function aRecommendation(
  { database }: With,
  application: AnApplication,
  award: { id: string } | null,
  row: {
    kind?: string
    body?: string
    owner?: string
    dueOn?: string | null
    status?: string
    itemId?: string | null
  } = {},
): Promise<string> {
  const {
    kind = 'required',
    body = 'Hear from people with lived experience at Millbrook too.',
    owner = 'Library manager',
    dueOn = '2027-03-31',
    status = 'open',
    itemId = null,
  } = row
  const id = newId()
  await database.writer('recommendations').insert({
    id,
    organisation_id: application.organisation.id,
    application_id: application.id,
    proposal_id: null,
    award_id: award?.id ?? null,
    item_id: itemId,
    kind,
    body,
    owner,
    due_on: dueOn as Day | null,
    status,
    status_since: null,
    made_at: began,
    version: 1,
  })
  return id
}

/**
 * Inserts a submission of an application, with these answers and this evidence. The application keeps its status.
 * @returns the id of the submission
 */
export async function aSubmission(
  service: Service,
  application: AnApplication,
  by: { id: string },
  said: {
    at?: string
    answers: { item: string; narrative?: string; ownRating?: Judgement | null; evidence?: string[] }[]
    evidence?: { id: string; title: string; periodFrom?: string | null; periodTo?: string | null }[]
    leads?: string[]
    summary?: string
    scope?: readonly { id: string; name: string }[]
  },
): Promise<string> {
  const db = service.database.writer
  const id = newId()
  const at = instant(said.at ?? '2027-02-20T09:00:00Z')
  const { number: before = 0 } = (
    await db('submissions')
      .where({ application_id: application.id })
      .max<{ number: number | null }[]>('number as number')
  )[0] as { number?: number }
  const row = (await db('applications').where({ id: application.id }).first('kind', 'framework_version_id', 'number'))!
  const framework = await frameworkVersion(db, row.framework_version_id)
  const { organisation } = application
  const scope: readonly { id: string; name: string }[] =
    said.scope ?? (await db('branches').whereIn('id', organisation.branches).orderBy('name').select('id', 'name'))
  const parts = contentsOf({
    application: {
      number: row.number,
      kind: row.kind as ApplicationKind,
      organisation: organisation.name,
      place: 'Ashcombe',
      framework: framework.label,
      frameworkVersion: framework.version,
    },
    scope: scope.map(branch => ({ id: branch.id, name: branch.name, kind: 'branch' })),
    summary: { summary: said.summary ?? 'A library where everybody is welcome.', mayBeShared: false },
    contacts: { leads: said.leads ?? ['A lead'], mailbox: null },
    answers: said.answers.map(({ item, narrative = 'What we do.', ownRating = 'met', evidence = [] }) => {
      const { code, title } = itemById(framework, item)!
      return { item, code, title, narrative, ownRating, evidence, supplementary: false }
    }),
    evidence: (said.evidence ?? []).map(({ id: evidence, title, periodFrom = null, periodTo = null }) => ({
      id: evidence,
      title,
      kind: 'policy',
      summary: '',
      periodFrom: periodFrom as Day | null,
      periodTo: periodTo as Day | null,
      language: 'en',
      branches: [],
      links: [],
      notes: [],
      supplementary: false,
    })),
    files: [],
  })
  await db('submissions').insert({
    id,
    application_id: application.id,
    number: Number(before ?? 0) + 1,
    receipt: `${row.number}-${Number(before ?? 0) + 1}`,
    submitted_by: by.id,
    submitted_at: at,
    sha256: '0'.repeat(64),
    manifest: '',
  })
  await db.batchInsert(
    'submission_parts',
    parts.map((part, position) => ({ submission_id: id, position, salt: '0'.repeat(64), ...part })),
    50,
  )
  if (said.evidence?.length)
    await db('submission_evidence').insert(
      said.evidence.map(evidence => ({ submission_id: id, evidence_id: evidence.id })),
    )
  await db('applications').where({ id: application.id }).update({ submitted_at: at })
  return id
}

export async function anItemOfEvidence(
  { database }: With,
  organisation: { id: string },
  owner: { id: string },
  row: { title?: string; items?: string[]; sensitivity?: string } = {},
): Promise<string> {
  const { title = 'Joining without proof of address', items = [], sensitivity = 'ordinary' } = row
  const id = newId()
  await database.writer('evidence').insert({
    id,
    organisation_id: organisation.id,
    title,
    kind: 'policy',
    summary: '',
    period_from: '2026-09-01' as Day,
    period_to: '2027-02-28' as Day,
    language: 'en',
    sensitivity,
    owner_id: owner.id,
    received_at: began,
    removed_at: null,
    version: 1,
  })
  if (items.length > 0)
    await database.writer('evidence_items').insert(items.map(item_id => ({ evidence_id: id, item_id })))
  return id
}

/**
 * Inserts everything that a first application requires. Its answers on criteria share one item of evidence.
 * @returns the id of the evidence
 */
export async function everythingWritten(
  service: Service,
  application: AnApplication,
  writer: { id: string },
): Promise<string> {
  const db = service.database.writer
  const row = await db('applications').where({ id: application.id }).first('framework_version_id')
  const framework = await frameworkVersion(db, row!.framework_version_id)
  const evidence = await anItemOfEvidence(service, application.organisation, writer)
  const criteria = new Set(criteriaAskedBy(framework, 'first').map(({ id }) => id))
  const answers = itemsAskedBy(framework, 'first')
    .filter(({ requirement }) => requirement === 'required')
    .map(({ id, code }) => ({
      id: newId(),
      application_id: application.id,
      item_id: id,
      narrative: `What we do about ${code}.`,
      own_rating: criteria.has(id) ? 'met' : null,
      written_by: writer.id,
      written_at: began,
      version: 1,
    }))
  await db.batchInsert('answers', answers, 50)
  await db.batchInsert(
    'answer_evidence',
    answers
      .filter(({ item_id }) => criteria.has(item_id))
      .map(({ id }) => ({ answer_id: id, evidence_id: evidence, attached_at: began })),
    50,
  )
  await thePledge(service, application, writer)
  await db('applications').where({ id: application.id }).update({ summary: 'Two branches where everybody is welcome.' })
  return evidence
}

/** Inserts the signed pledge of an application. */
export const thePledge = ({ database }: With, application: { id: string }, writer: { id: string }) =>
  database.writer('pledges').insert({
    application_id: application.id,
    signed_by: 'Ines Calloway',
    role: 'head of libraries',
    signed_on: parseDay('2026-05-12')!,
    wording: '',
    saved_by: writer.id,
    saved_at: began,
    version: 1,
  })

export async function aDeclaration(
  { database }: With,
  application: { id: string },
  person: { id: string },
  says: 'no conflict' | 'conflict' = 'no conflict',
): Promise<void> {
  await database.writer('declarations').insert({
    id: newId(),
    application_id: application.id,
    person_id: person.id,
    says,
    reason: says === 'conflict' ? 'I worked there.' : null,
    independent: null,
    made_at: began,
  })
}

interface SeatDetails {
  offeredBy: { id: string }
  kind?: string
  status?: string
  chairs?: boolean
  independent?: boolean
}

export async function aSeat(
  { database }: With,
  application: { id: string },
  person: { id: string },
  { offeredBy, kind = 'sector peer', status = 'accepted', chairs = false, independent = false }: SeatDetails,
): Promise<string> {
  const id = newId()
  await database.writer('seats').insert({
    id,
    application_id: application.id,
    person_id: person.id,
    offered_to_name: 'Somebody',
    offered_to_email: 'somebody@library.example',
    kind,
    independent: independent ? 1 : 0,
    chairs: chairs ? 1 : 0,
    status,
    shown_name: null,
    declined_reason: null,
    offered_by: offeredBy.id,
    offered_at: began,
    answered_at: status === 'offered' ? null : began,
    set_aside_at: null,
    version: 1,
  })
  return id
}
