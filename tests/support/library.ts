import { libraryStream } from '../../src/domain/framework.ts'
import { theService, type CharityRole, type MemberRole } from '../../src/domain/actor.ts'
import type { AddressInfo } from 'node:net'
import { newId } from '../../src/db/ids.ts'
import { publishDraft } from '../../src/modules/frameworks/frameworks/framework.actions.ts'
import { latestFrameworkVersionId } from '../../src/modules/frameworks/frameworks/framework.store.ts'
import { sessionOf } from '../../scripts/session-cookie.ts'
import { hashPassword } from '../../src/web/passwords.ts'
import { keyOfName } from '../../src/domain/similar-names.ts'
import { aPerson, type Person } from './person.ts'
import type { Service } from './service.ts'

export type Known = Person & { id: string; name: string }
export interface Library {
  id: string
  branches: { id: string; name: string }[]
  lead: Known
  contributor: Known
  observer: Known
}

const password = 'open the library door'
let hash: Promise<string> | null = null
let count = 0

/**
 * Publishes the draft framework, as a service does at start.
 * @returns the id of the version
 */
export async function publishedFramework({ parts }: Service): Promise<string> {
  await parts.write(theService, work => publishDraft(work))
  return latestFrameworkVersionId(parts.db, libraryStream)
}

/** A person with an account, signed in. */
export async function aSignedInPerson(
  service: Service,
  name: string,
  charityRoles: readonly CharityRole[] = [],
): Promise<Known> {
  hash ??= hashPassword(password)
  count += 1
  const [id, email, at] = [newId(), `somebody${count}@library.example`, service.clock.now()]
  const { writer } = service.database
  await writer('people').insert({
    id,
    name,
    email,
    email_key: email,
    name_key: keyOfName(name),
    password_hash: await hash,
    language: 'en',
    status: 'active',
    created_at: at,
    version: 1,
  })
  const roles = charityRoles.map(role => ({ id: newId(), person_id: id, role, started_at: at, ended_at: null }))
  if (roles.length > 0) await writer('charity_roles').insert(roles)
  const person = aPerson(`http://127.0.0.1:${(service.server.address() as AddressInfo).port}`)
  await signIn(service, person, id)
  return Object.assign(person, { id, name: name as never })
}

/**
 * Signs in by writing the rows, as if the password had just been entered, because checking a password takes longer than
 * most tests.
 */
export async function signIn(
  { database, parts, clock }: Pick<Service, 'database' | 'parts' | 'clock'>,
  person: Pick<Person, 'cookies'>,
  id: string,
): Promise<void> {
  const { signIn: row, session, cookie } = sessionOf(id, parts.config, clock.now())
  await database.writer('sign_ins').insert({ ...row, confirmed_at: clock.now() })
  await database.writer('sessions').insert(session)
  person.cookies.set(cookie.name, cookie.value)
}

/** A library with branches and one person in each role, all signed in. */
export async function aLibrary(
  service: Service,
  name: string,
  branchNames: readonly string[] = ['Central', 'Millbrook'],
): Promise<Library> {
  const [id, at] = [newId(), service.clock.now()]
  const branches = branchNames.map(each => ({ id: newId(), name: each }))
  const { writer } = service.database
  await writer('organisations').insert({
    id,
    name,
    name_key: name.toLowerCase(),
    kind: 'library service',
    place: 'Ashcombe',
    role_mailbox: null,
    language: 'en',
    sign_off_wanted: 0,
    created_at: at,
    emails_started_at: at,
    version: 1,
  })
  await writer('branches').insert(
    branches.map(branch => ({
      ...branch,
      organisation_id: id,
      kind: 'branch',
      place: null,
      opened_on: null,
      closed_on: null,
      version: 1,
    })),
  )
  const member = async (role: MemberRole) => {
    const person = await aSignedInPerson(service, `${name}'s ${role}`)
    await writer('memberships').insert({
      id: newId(),
      person_id: person.id,
      organisation_id: id,
      role,
      started_at: at,
      readers_confirmed_at: at,
      ended_at: null,
    })
    return person
  }
  return {
    id,
    branches,
    lead: await member('lead'),
    contributor: await member('contributor'),
    observer: await member('observer'),
  }
}

/** Inserts a first application with this status, without the steps that lead to it. @returns its id */
export async function anApplicationIn(service: Service, library: Library, status: string): Promise<string> {
  const [id, at] = [newId(), service.clock.now()]
  const framework = await latestFrameworkVersionId(service.parts.db, libraryStream)
  await service.database.transaction(async trx => {
    await trx('applications').insert({
      id,
      number: `A-${id.slice(0, 6)}`,
      organisation_id: library.id,
      stream_id: libraryStream,
      framework_version_id: framework,
      round_id: null,
      award_id: null,
      kind: 'first',
      status,
      status_before: null,
      status_since: at,
      summary: '',
      may_be_shared: 0,
      contacts_confirmed_at: null,
      until: null,
      reasons: null,
      items_asked: '[]',
      submitted_at: status === 'draft' ? null : at,
      decision_letter_released_at: null,
      started_by: library.lead.id,
      started_at: at,
      version: 1,
    })
    await trx('application_branches').insert(
      library.branches.map(branch => ({ application_id: id, branch_id: branch.id })),
    )
  })
  return id
}

/** Submits the evidence with an application, as a frozen copy. */
export async function showInSubmission(
  service: Service,
  applicationId: string,
  by: Known,
  evidenceIds: readonly string[],
): Promise<void> {
  const [id, at] = [newId(), service.clock.now()]
  await service.database.transaction(async trx => {
    const [{ count: before } = { count: 0 }] = await trx('submissions')
      .where({ application_id: applicationId })
      .count<{ count: number | string }[]>('id as count')
    await trx('submissions').insert({
      id,
      application_id: applicationId,
      number: Number(before) + 1,
      receipt: `R-${id}`,
      submitted_by: by.id,
      submitted_at: at,
      sha256: '0'.repeat(64),
      manifest: '',
    })
    for (const [position, evidence] of (await trx('evidence').whereIn('id', [...evidenceIds])).entries()) {
      const content = JSON.stringify({
        id: evidence.id,
        title: evidence.title,
        kind: evidence.kind,
        summary: evidence.summary,
        periodFrom: evidence.period_from,
        periodTo: evidence.period_to,
        language: evidence.language,
        branches: [],
        links: [],
        notes: [],
        supplementary: false,
      })
      await trx('submission_parts').insert({
        submission_id: id,
        name: `evidence/${evidence.id}`,
        position,
        salt: '0'.repeat(64),
        content,
      })
    }
    await trx('submission_evidence').insert(evidenceIds.map(evidence_id => ({ submission_id: id, evidence_id })))
    await trx('applications').where({ id: applicationId }).update({ submitted_at: at })
  })
}

export async function declares(
  service: Service,
  applicationId: string,
  actor: Known,
  says: 'no conflict' | 'conflict',
): Promise<void> {
  await service.database.transaction(trx =>
    trx('declarations')
      .insert({
        id: newId(),
        application_id: applicationId,
        person_id: actor.id,
        says,
        reason: null,
        independent: null,
        made_at: service.clock.now(),
      })
      .then(() => undefined),
  )
}

export async function takesSeat(service: Service, applicationId: string, actor: Known): Promise<void> {
  await service.database.transaction(async trx => {
    const role = { person_id: actor.id, role: 'appraiser', ended_at: null }
    if (!(await trx('charity_roles').where({ person_id: actor.id, ended_at: null }).first('id')))
      await trx('charity_roles').insert({ ...role, id: newId(), started_at: service.clock.now() })
    await trx('seats').insert({
      id: newId(),
      application_id: applicationId,
      person_id: actor.id,
      offered_to_name: actor.name,
      offered_to_email: 'seat@library.example',
      kind: 'sector peer',
      independent: 0,
      chairs: 0,
      status: 'accepted',
      shown_name: 'R.',
      declined_reason: null,
      offered_by: actor.id,
      offered_at: service.clock.now(),
      answered_at: service.clock.now(),
      set_aside_at: null,
      version: 1,
    })
  })
}
