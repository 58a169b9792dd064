import { insertHold } from '../../../../src/clock/clock.store.ts'
import { insertMembership } from '../../../../src/modules/access/people/person.store.ts'
import { insertAward, insertChange, noteShown } from '../../../../src/modules/awards/awards/award.store.ts'
import { insertUndo } from '../../../../src/modules/awards/clock-runs/clock-run.store.ts'
import { insertCorrection } from '../../../../src/modules/awards/corrections/correction.store.ts'
import { insertTerm } from '../../../../src/modules/awards/terms/term.store.ts'
import { insertMerge } from '../../../../src/modules/site/merges/merge.store.ts'
import { recordedTerm } from '../../../../src/domain/terms.ts'
import { libraryStream } from '../../../../src/domain/framework.ts'
import { workIn } from '../../../support/work.ts'
import { createHash, createHmac } from 'node:crypto'
import { newId } from '../../../../src/db/ids.ts'
import type { Tx } from '../../../../src/db/connection.ts'
import type { Write } from '../../../../src/db/unit-of-work.ts'
import { applicationStatuses, type ApplicationStatus } from '../../../../src/domain/application.ts'
import { awardMoves } from '../../../../src/domain/award.ts'
import { addDays, addMinutes, addMonths, dayOf, type Day, type Instant } from '../../../../src/domain/time.ts'
import { insertLink, newSecret } from '../../../../src/modules/evidence/upload-links/upload-link.store.ts'
import { publishDraft } from '../../../../src/modules/frameworks/frameworks/framework.actions.ts'
import {
  frameworkVersion,
  latestFrameworkVersionId,
} from '../../../../src/modules/frameworks/frameworks/framework.store.ts'
import { newRow } from '../../../../src/modules/imports/imports/import-row.actions.ts'
import { insertRows } from '../../../../src/modules/imports/imports/import-row.store.ts'
import { insertImport } from '../../../../src/modules/imports/imports/import.store.ts'
import { countBounce, knownAddress } from '../../../../src/email/email-address.store.ts'
import { saveFeed } from '../../../../src/modules/notifications/calendar-feed/calendar-feed.store.ts'
import { newToken } from '../../../../src/email/tokens.ts'
import { unsubscribePath } from '../../../../src/modules/notifications/digests/digest.actions.ts'
import { countYear } from '../../../../src/modules/overview/year/year.actions.ts'
import { keyOf } from '../../../../src/modules/overview/renewals-bulk/renewals-bulk.store.ts'
import type { Engine } from '../../../support/database.ts'
import { pdf } from '../../../support/sample-files.ts'
import { aService, type Service } from '../../../support/service.ts'
import { aDraftOf } from './draft.ts'
import { targetAndEndorsement } from './looking-ahead.ts'
import { teamworkIn } from './teamwork.ts'
import { meetingsAbout } from './meetings.ts'
import { calibrationCases } from './calibration.ts'
import { sharedExamples } from './examples.ts'
import { anApplicationWithPanel, policy, policySha256 } from './case.ts'
import { rolesIn, standingNames, type Role, type StandingName } from './people.ts'

/**
 * One library with an application in every state, another library with one application, and a signed-in person of every
 * kind. Requests leave no changes.
 */
export interface World {
  service: Service
  /** Ids by route parameter. */
  ids: Record<string, string>
  /**
   * The applications of library A by state. "released": decided, with its letter released. "renewal": the checked light
   * renewal that follows. "renewal draft": a renewal in progress.
   */
  cases: Record<ApplicationStatus | 'released' | 'renewal' | 'renewal draft', Record<string, string>>
  /** Ids of library B, whose data has a unique text of its own. */
  elsewhere: Record<string, string>
  cookies: ReadonlyMap<StandingName, string>
  people: ReadonlyMap<StandingName, string>
  /** Seat ids in the application that is with the panel. */
  seatsWithThePanel: ReadonlyMap<StandingName, string>
  /** The rolled-back writes of the last requests. Tests empty this list before a request. */
  written: Statement[]
}
export interface Statement {
  sql: string
  bindings: readonly unknown[]
}

export const canaries = {
  A: 'canary of A, kingfisher',
  B: 'canary of B, nightjar',
  note: 'private canary, wren',
  kind: 'lived experience',
} as const

async function* bytes(content: Buffer = Buffer.from(policy)) {
  yield content
}

class Undone {
  readonly result: unknown
  constructor(result: unknown) {
    this.result = result
  }
}

export async function aWorld(engine: Engine = 'sqlite'): Promise<World> {
  let keeps = true
  const written: Statement[] = []
  let statements: Statement[] = []
  const service = await aService(engine, {}, parts => {
    const write: Write = async (actor, act) => {
      if (keeps) return parts.write(actor, act)
      try {
        return await parts.write(actor, async work => {
          statements = []
          const result = await act(work)
          written.push(...statements)
          throw new Undone(result)
        })
      } catch (undone) {
        if (undone instanceof Undone) return undone.result as never
        throw undone
      }
    }
    // Does not remove files, because a rollback restores only the database.
    return { ...parts, write, files: { ...parts.files, remove: () => Promise.resolve() } }
  })
  service.database.writer.on('query', ({ sql, bindings }: { sql: string; bindings?: unknown[] }) => {
    if (/^(insert|update|delete)/i.test(sql)) statements.push({ sql, bindings: bindings ?? [] })
  })
  const world = { ...(await service.database.transaction(trx => build(trx, service))), written }
  for (const { file, removedFile, drawn, unredacted, redactedCopy, toRedact, smallPreview, pagePreview } of [
    ...Object.values(world.cases),
    world.elsewhere,
  ]) {
    for (const id of [file, removedFile, drawn, unredacted, redactedCopy, smallPreview, pagePreview])
      if (id) await service.parts.files.keep(await service.parts.files.stage(bytes(), 100), id)
    if (toRedact) await service.parts.files.keep(await service.parts.files.stage(bytes(pdf), pdf.length), toRedact)
  }
  for (const id of [world.ids.inboxFile!, world.ids.inboxPreview!])
    await service.parts.files.keep(await service.parts.files.stage(bytes(), 100), id)
  await countYear(service.parts, dayOf(service.clock.now()))
  keeps = false
  return world
}

async function build(trx: Tx, service: Service): Promise<Omit<World, 'written'>> {
  const at = service.clock.now()
  await publishDraft(workIn(trx, at))
  const frameworkVersion = await latestFrameworkVersionId(trx, libraryStream)
  const organisation = async (name: string) => {
    const id = newId()
    await trx('organisations').insert({
      id,
      name,
      name_key: name.toLowerCase(),
      kind: 'library service',
      place: 'Fellwick',
      role_mailbox: null,
      language: 'en',
      sign_off_wanted: 0,
      created_at: at,
      emails_started_at: at,
      version: 1,
    })
    return id
  }
  const [A, B] = [await organisation('Fellwick Libraries'), await organisation('Marrowdale Libraries')]
  const people = new Map<StandingName, string>()
  const cookies = new Map<StandingName, string>()
  const requests = new Map<StandingName, string>()
  for (const name of standingNames) {
    const persona: Role | null = rolesIn[name]
    if (!persona) continue
    const id = newId()
    people.set(name, id)
    const email = `${name.replace(/\W+/g, '.')}@fellwick.example`
    await trx('people').insert({
      id,
      name: `Somebody as ${name}`,
      email,
      email_key: email,
      name_key: `somebody as ${name}`,
      password_hash: null,
      language: 'en',
      status: persona.isSuspended ? 'suspended' : 'active',
      created_at: at,
      version: 1,
    })
    if (persona.member) {
      const { of, role, former } = persona.member
      await trx('memberships').insert({
        id: newId(),
        person_id: id,
        organisation_id: of === 'A' ? A : B,
        role,
        started_at: at,
        readers_confirmed_at: at,
        ended_at: former ? at : null,
      })
    }
    for (const role of persona.roles ?? [])
      await trx('charity_roles').insert({ id: newId(), person_id: id, role, started_at: at, ended_at: null })
    if (persona.waits)
      requests.set(name, await aRequest(trx, { persona: persona.waits, personId: id, organisation: A, at }))
    cookies.set(name, await signedIn(trx, service, id, persona.isExpired ?? false))
  }
  const round = newId()
  await trx('rounds').insert({
    id: round,
    name: 'Spring round',
    stream_id: libraryStream,
    framework_version_id: frameworkVersion,
    opens_at: addMinutes(at, -60),
    closes_at: addMinutes(at, 60_000),
    accepts_until: addMinutes(at, 60_000),
    version: 1,
  })
  const importId = await aCheckedImport(trx, { personId: people.get('coordinator')!, organisationId: A, at })
  const invitation = async (organisationId: string | null) => {
    const id = newId()
    await trx('invitations').insert({
      id,
      name: 'A new person',
      email: `${id}@fellwick.example`,
      language: 'en',
      role: organisationId ? 'contributor' : 'appraiser',
      organisation_id: organisationId,
      invited_by: null,
      created_at: at,
      accepted_at: null,
      accepted_by: null,
      revoked_at: null,
    })
    return id
  }
  const base = { frameworkVersion, round, at, people }
  const cases = {} as World['cases']
  for (const status of [...applicationStatuses, 'released'] as const)
    cases[status] = await anApplicationWithPanel(trx, { ...base, organisation: A, status, canary: canaries.A })
  const [lead, contributor] = [people.get('lead')!, people.get('contributor')!]
  Object.assign(cases.draft, await teamworkIn(trx, cases.draft.application!, { lead, contributor, at }))
  const released = { application: cases.released.application!, award: cases.released.award! }
  for (const status of ['renewal', 'renewal draft'] as const)
    cases[status] = await anApplicationWithPanel(trx, {
      ...base,
      organisation: A,
      status,
      canary: canaries.A,
      released,
    })
  cases['renewal draft'].recommendation = cases.released.recommendation!
  /** Adds an award of library A without a renewal, and changes its state by `move` if given. @returns its id */
  const anAward = async (move?: 'openRenewal' | 'suspend') => {
    const award = (
      await anApplicationWithPanel(trx, { ...base, organisation: A, status: 'released', canary: canaries.A })
    ).award!
    const status = move ? awardMoves[move].to : 'valid'
    await trx('awards').where({ id: award }).update({ status })
    const granted = (await trx('award_changes').where({ award_id: award }).first())!
    if (move) await trx('award_changes').insert({ ...granted, id: newId(), number: 2, move, to_status: status })
    return award
  }
  const seats = await trx('seats')
    .where({ application_id: cases['with the panel'].application })
    .select('id', 'person_id')
  const seatsWithThePanel = new Map(
    [...people].flatMap(([name, personId]) =>
      seats.filter(({ person_id }) => person_id === personId).map(({ id }) => [name, id] as const),
    ),
  )
  const elsewhere = await anApplicationWithPanel(trx, {
    ...base,
    people: new Map([['lead', people.get('lead of B')!]]),
    organisation: B,
    status: 'with the panel',
    canary: canaries.B,
  })
  await trx('reminder_mornings').insert({
    morning: dayOf(at),
    status: 'held',
    people: 1,
    reason: 'gap',
    started_at: at,
    released_by: null,
    ended_at: null,
  })
  const clockHold = await insertHold(
    trx,
    { why: 'ahead', comparedWith: addMinutes(at, -9_000) },
    { machine: 'this', now: at },
  )
  const admin = people.get('administrator')!
  const email = newId()
  await trx('outbox').insert({
    id: email,
    name: 'password changed',
    person_id: admin,
    address: 'somebody@fellwick.example',
    language: 'en',
    entity: 'person',
    entity_id: admin,
    application_id: null,
    subject: 'Your password was changed',
    body: JSON.stringify({ name: 'Somebody', paragraphs: ['It was changed today.'], action: null }),
    status: 'failed',
    not_sent_reason: null,
    queued_at: at,
    next_try_at: at,
    tries: 1,
    resent: 0,
    lease_until: null,
    lease_generation: 0,
    sent_at: null,
    failure: 'refused',
  })
  const address = (await knownAddress(trx, 'somebody@fellwick.example')).id
  await countBounce(trx, 'somebody@fellwick.example', { kind: 'hard', answer: '550', at })
  const role = await trx('charity_roles')
    .where({ person_id: people.get('appraiser of the pool') })
    .first('id')
  const member = await trx('memberships')
    .where({ person_id: people.get('contributor') })
    .first('id')
  const branch = await trx('branches').where({ organisation_id: A }).first('id')
  const certified = await trx('awards').where({ id: released.award }).first('code')
  const freeBranch = newId()
  await trx('branches').insert({
    id: freeBranch,
    organisation_id: A,
    name: 'In no application yet',
    kind: 'branch',
    place: null,
    opened_on: null,
    closed_on: null,
    version: 1,
  })
  const savedFilter = newId()
  await trx('saved_filters').insert({
    id: savedFilter,
    person_id: people.get('coordinator')!,
    list: 'renewals',
    name: 'Overdue in the north',
    query: 'show=overdue',
    is_shared: 0,
    saved_at: at,
  })
  const upload = await anInboxItem(trx, { organisation: A, branch: branch!.id, lead: people.get('lead')!, at })
  const enquiry = newId()
  await trx('enquiries').insert({
    id: enquiry,
    name: 'Westmoor Libraries',
    kind: 'library service',
    place: 'Westmoor',
    contact_name: 'Ada Grange',
    contact_role: 'Library manager',
    email: 'somebody@fellwick.example',
    message: null,
    asked_at: at,
    status: 'waiting',
    organisation_id: null,
    answered_by: null,
    answered_at: null,
    reason: null,
    erased_at: null,
  })
  const calendar = newToken()
  await saveFeed(trx, people.get('lead')!, calendar, at)
  const discussed = { application: cases['with the panel'].application!, coordinator: people.get('coordinator')!, at }
  const ahead = { organisation: A, application: cases.draft.application!, lead, at }
  const ids = {
    ...upload,
    ...(await targetAndEndorsement(trx, ahead)),
    ...(await meetingsAbout(trx, discussed)),
    chairPerson: people.get('chair')!,
    coordinatorPerson: people.get('coordinator')!,
    enquiry,
    freeBranch,
    savedFilter,
    organisation: A,
    lastJoined: at,
    person: people.get('appraiser of the pool')!,
    request: requests.get('lead not approved')!,
    requestToCharity: requests.get('coordinator not approved')!,
    lead: people.get('lead')!,
    round,
    ...(await aDraftOf(trx, frameworkVersion, at)),
    import: importId,
    email,
    address,
    roleId: role!.id,
    membershipId: member!.id,
    branchId: branch!.id,
    invitationId: await invitation(A),
    invitation: await invitation(null),
    signIn: 'a'.repeat(20),
    certificate: certified!.code,
    awardValid: await anAward(),
    awardOpen: await anAward('openRenewal'),
    awardSuspended: await anAward('suspend'),
    ...(await corrections(trx, { organisation: A, proposer: people.get('coordinator')!, at })),
    ...(await merges(trx, { organisation: A, other: organisation, proposer: people.get('coordinator')!, at })),
    inConflict: people.get('coordinator in conflict')!,
    morning: dayOf(at),
    clockHold,
    calendar,
    unsubscribing: unsubscribePath(service.parts.config.sessionSecret, people.get('lead')!, ['award']).replace(
      '/unsubscribe/',
      '',
    ),
  }
  const shown = await trx('applications').where({ award_id: ids.awardValid }).first('id')
  const { practice } = await calibrationCases(trx, [cases.released.application!, shown!.id], {
    frameworkVersionId: frameworkVersion,
    lead: people.get('lead')!,
    coordinator: people.get('coordinator')!,
    at,
  })
  const bulkChange = await aBulkChange(trx, {
    organisation: ids.organisation,
    evidence: cases.draft.evidence!,
    by: people.get('lead')!,
    at,
  })
  const { example } = await sharedExamples(trx, [cases.released.application!, shown!.id], {
    frameworkVersionId: frameworkVersion,
    lead: people.get('lead')!,
    coordinator: people.get('coordinator')!,
    at,
  })
  const dateMove = await aStoppedDateMove(trx, { award: ids.awardOpen, by: people.get('coordinator')!, at })
  await trx('idempotency_keys').insert({
    person_id: people.get('coordinator')!,
    key: keyOf('a'.repeat(20), ids.awardOpen),
    result: JSON.stringify({ address: 'reminded' }),
    fields_sha256: '',
    done_at: at,
  })
  return {
    service,
    ids: { ...ids, bulkChange, dateMove, practice, example },
    cases,
    elsewhere,
    cookies,
    people,
    seatsWithThePanel,
  }
}

interface BulkChanged {
  organisation: string
  evidence: string
  by: string
  at: Instant
}

/** Adds a finished bulk change to the branches of one item of evidence. @returns its id */
async function aBulkChange(trx: Tx, { organisation, evidence, by, at }: BulkChanged): Promise<string> {
  const id = newId()
  await trx('bulk_changes').insert({
    id,
    organisation_id: organisation,
    started_by: by,
    started_at: at,
    ended_at: at,
    undone_by: null,
    undone_at: null,
    kind: 'branches',
    owner_id: null,
    tags: '[]',
    status: 'finished',
    lease_until: null,
    lease_generation: 0,
  })
  await trx('bulk_change_items').insert({
    change_id: id,
    evidence_id: evidence,
    number: 0,
    version_seen: 1,
    version_after: 1,
    owner_before: null,
    tags_before: '[]',
    to_complete_before: 0,
    result: 'done',
    undo_result: null,
  })
  return id
}

/** Adds a bulk extension that stopped before it extended its only award. */
async function aStoppedDateMove(trx: Tx, { award, by, at }: { award: string; by: string; at: Instant }) {
  const id = newId()
  await trx('date_moves').insert({
    id,
    started_by: by,
    started_at: at,
    ended_at: at,
    reason: 'The panels are late',
    plan: '',
    status: 'stopped',
    lease_until: null,
    lease_generation: 0,
  })
  await trx('date_move_awards').insert({
    move_id: id,
    award_id: award,
    number: 0,
    award_version: 1,
    valid_to_before: null,
    until: addMonths(dayOf(at), 18),
    result: null,
  })
  return id
}

interface Correcting {
  organisation: string
  proposer: string
  at: Instant
}

/**
 * Adds four recorded awards: one to correct, one with a correction that needs a trustee, and two that the nightly job
 * moved. Someone asked to undo the second move.
 */
async function corrections(trx: Tx, { organisation, proposer, at }: Correcting) {
  const frameworkVersionId = await latestFrameworkVersionId(trx, libraryStream)
  const framework = await frameworkVersion(trx, frameworkVersionId)
  const recorded = async (code: string) => {
    const [id, branch] = [newId(), newId()]
    const [from, to] = ['2025-06-01' as Day, '2028-05-31' as Day]
    const row = { organisation_id: organisation, kind: 'branch', place: null, opened_on: null, closed_on: null }
    await trx('branches').insert({ ...row, id: branch, name: `Of ${code}`, version: 1 })
    await insertAward(trx, {
      id,
      organisationId: organisation,
      streamId: libraryStream,
      code,
      grantedOn: from,
      validTo: to,
      recorded: { decidedBy: 'A local group', source: 'Letter of 1 June 2025' },
      scope: [branch],
    })
    await insertTerm(
      trx,
      { id },
      { number: 1, dates: recordedTerm(from, to), months: 0, frameworkVersionId, framework, applicationId: null },
    )
    await insertChange(trx, { awardId: id, move: 'record', to: 'valid', from, validTo: to, at, reason: null })
    return {
      id,
      branch,
      facts: { from, to, decidedBy: 'A local group', source: 'Letter of 1 June 2025', scope: [branch] },
    }
  }
  const [one, waiting] = [await recorded('REC0-RDED-1X'), await recorded('REC0-RDED-2X')]
  await noteShown(trx, waiting, at)
  const says = { ...waiting.facts, decidedBy: 'The board' }
  const asked = {
    kind: 'correct',
    status: 'waiting',
    said: waiting.facts,
    says,
    reason: 'It was the board',
    proposedBy: proposer,
  } as const
  const correction = await insertCorrection(trx, waiting, asked, at)
  const moved = await Promise.all(
    ['REC0-RDED-3X', 'REC0-RDED-4X'].map(async code => movedByClock(trx, (await recorded(code)).id, at)),
  )
  const undo = await insertUndo(trx, { runId: moved[1]!, reason: 'The clock was wrong', by: proposer, at })
  return {
    awardRecorded: one.id,
    recordedBranch: one.branch,
    awardWaiting: waiting.id,
    correction,
    clockRun: moved[0]!,
    clockRunAsked: moved[1]!,
    clockUndo: undo,
  }
}

/** Adds a move of an award by the nightly job. @returns the id of the job's run */
async function movedByClock(trx: Tx, awardId: string, at: Instant): Promise<string> {
  const id = newId()
  const award = await trx('awards').where({ id: awardId }).first('valid_to')
  const move = {
    move: 'openRenewal',
    to: 'renewal open',
    from: dayOf(at),
    validTo: award!.valid_to,
    reason: null,
  } as const
  await insertChange(trx, { ...move, awardId, at, run: { id, wasKept: false } })
  await trx('awards').where({ id: awardId }).update({ status: 'renewal open' })
  return id
}

/** A merge that a lead must agree to, a merge to carry out, and an organisation to merge into. */
async function merges(
  trx: Tx,
  { organisation, other, proposer, at }: Correcting & { other: (name: string) => Promise<string> },
) {
  const [survivor, guest, from, into] = [
    await other('Fellwick Trust'),
    await other('Guest'),
    await other('From'),
    await other('Into'),
  ]
  const person = await trx('memberships').where({ organisation_id: organisation, role: 'observer' }).first('person_id')
  await insertMembership(trx, { id: newId(), personId: person!.person_id, organisationId: guest, role: 'observer', at })
  const given = { reason: 'One service', status: 'proposed', by: proposer, at } as const
  return {
    survivor,
    merge: await insertMerge(trx, { ...given, fromId: guest, intoId: organisation }),
    mergeAgreed: await insertMerge(trx, { ...given, fromId: from, intoId: into }),
  }
}

/** A request for a role that the person has accepted and nobody has approved. */
async function aRequest(
  trx: Tx,
  given: { persona: NonNullable<Role['waits']>; personId: string; organisation: string; at: Instant },
): Promise<string> {
  const id = newId()
  await trx('access_requests').insert({
    id,
    person_id: given.personId,
    organisation_id: given.persona.member ? given.organisation : null,
    role: given.persona.role,
    invited_by: null,
    through_seat: 0,
    asked_at: given.at,
    status: 'waiting',
    decided_at: null,
    version: 1,
  })
  return id
}

/** A working upload link, and an upload from it with a preview. */
async function anInboxItem(
  trx: Tx,
  { organisation, branch, lead, at }: { organisation: string; branch: string; lead: string; at: Instant },
): Promise<Record<string, string>> {
  const [linkId, inboxItemId, inboxFile, inboxPreview, uploading] = [newId(), newId(), newId(), newId(), newSecret()]
  await insertLink(
    trx,
    {
      id: linkId,
      organisation_id: organisation,
      branch_id: branch,
      made_by: lead,
      made_at: at,
      ends_on: addDays(dayOf(at), 30),
    },
    uploading,
  )
  await trx('inbox_items').insert({
    id: inboxItemId,
    link_id: linkId,
    organisation_id: organisation,
    branch_id: branch,
    words: 'The welcome table',
    sender: 'Sam',
    people: 'no',
    arrived_at: at,
    emailed_at: null,
  })
  await trx('inbox_files').insert({
    id: inboxFile,
    inbox_item_id: inboxItemId,
    name: 'table.txt',
    type: 'text/plain',
    size: 6,
    sha256: policySha256,
    state: 'ready',
    scanned_by: 'none',
    scanned_at: at,
    uploaded_at: at,
    drawn: 1,
    small_id: inboxPreview,
    small_size: 6,
    small_sha256: policySha256,
  })
  return { linkId, inboxItemId, inboxFile, inboxPreview, uploading }
}

/**
 * Inserts the rows that signing in creates.
 * @param isExpired whether the session began 24 hours ago
 */
async function signedIn(trx: Tx, service: Service, personId: string, isExpired: boolean): Promise<string> {
  const { config, clock } = service.parts
  const began = isExpired ? addMinutes(clock.now(), -24 * 60) : clock.now()
  const [signIn, session] = [newId(), newId()]
  await trx('sign_ins').insert({
    id: signIn,
    person_id: personId,
    started_at: began,
    last_seen_at: began,
    ended_at: null,
    end_reason: null,
    browser: null,
    confirmed_at: clock.now(),
  })
  await trx('sessions').insert({
    id_hash: sha256(session),
    data: signIn,
    saved_at: began,
    expires_at: addMinutes(clock.now(), 600),
  })
  const signature = createHmac('sha256', config.sessionSecret).update(session).digest('base64').replace(/=+$/, '')
  return `sanctuary=${encodeURIComponent(`s:${session}.${signature}`)}`
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Adds an import whose file has been checked and has one possible duplicate. @returns its id */
async function aCheckedImport(
  trx: Tx,
  { personId, organisationId, at }: { personId: string; organisationId: string; at: Instant },
): Promise<string> {
  const id = newId()
  await insertImport(trx, {
    id,
    kind: 'organisations',
    file_name: 'a.csv',
    headings: '["Organisation"]',
    made_by: personId,
    made_at: at,
  })
  const row = { number: 2, cells: ['Fellwick'], part: 0, title: 'Fellwick', place: '', reasons: [] }
  const given = { name: 'Fellwick', kind: null, place: '', mailbox: '' }
  const about = { kind: 'organisation', result: 'duplicate', given, matchId: organisationId } as const
  await insertRows(trx, [newRow(id, { ...row, ...about })])
  return id
}
