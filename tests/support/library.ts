import { libraryStream } from '../../src/domain/framework.ts'
import { theService, type CharityRole, type MemberRole } from '../../src/domain/actor.ts'
import type { AddressInfo } from 'node:net'
import { newId } from '../../src/db/ids.ts'
import { publishDraft } from '../../src/modules/frameworks/frameworks/framework.actions.ts'
import { latestFrameworkVersionId } from '../../src/modules/frameworks/frameworks/framework.store.ts'
import { aDeclaration, anApplication, anOrganisation, aPersonWho, aSeat } from './factories.ts'
import { aPerson, type Person } from './person.ts'
import type { Service } from './service.ts'
import { signIn } from './signing-in.ts'

export type Known = Person & { id: string; name: string }
export interface Library {
  id: string
  branches: { id: string; name: string }[]
  lead: Known
  contributor: Known
  observer: Known
}

/**
 * Publishes the draft framework, as a service does when it starts.
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
  member: [organisation: { id: string }, role: MemberRole][] = [],
): Promise<Known> {
  const { id } = await aPersonWho(service, { name, roles: [...charityRoles], member })
  const person = aPerson(`http://127.0.0.1:${(service.server.address() as AddressInfo).port}`)
  await signIn(service, person, id)
  return Object.assign(person, { id, name: name as never })
}

/** A library with branches and one person in each role, all signed in. */
export async function aLibrary(
  service: Service,
  name: string,
  branchNames: readonly string[] = ['Central', 'Millbrook'],
): Promise<Library> {
  const { id, branches } = await anOrganisation(service, { name, branches: [...branchNames] })
  const member = (role: MemberRole) => aSignedInPerson(service, `${name}'s ${role}`, [], [[{ id }, role]])
  return {
    id,
    branches: branches.map((branch, place) => ({ id: branch, name: branchNames[place]! })),
    lead: await member('lead'),
    contributor: await member('contributor'),
    observer: await member('observer'),
  }
}

/** Inserts a first application with this status, without the steps that lead to it. @returns its id */
export async function anApplicationIn(
  service: Service,
  { id, branches, lead }: Library,
  status: string,
): Promise<string> {
  const organisation = { id, name: '', branches: branches.map(branch => branch.id) }
  return (await anApplication(service, organisation, { status, startedBy: lead })).id
}

/** Inserts a submission of an application, with only this evidence. */
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

/** Submits an answer to L1 that uses this evidence, for a coordinator and a panel member to read. */
export async function submitAnswerWith(
  service: Service,
  evidenceId: string,
  { applicationId, by, readers }: { applicationId: string; by: Known; readers: { coordinator: Known; member: Known } },
): Promise<void> {
  await showInSubmission(service, applicationId, by, [evidenceId])
  const answer = {
    item: 'staff-training',
    code: 'L1',
    title: 'Training',
    narrative: 'What we do',
    ownRating: 'met',
    evidence: [evidenceId],
    supplementary: false,
  }
  await service.database.transaction(async trx => {
    const submission = await trx('submissions').where({ application_id: applicationId }).first('id')
    await trx('submission_parts').insert({
      submission_id: submission!.id,
      name: 'answers/staff-training',
      position: 99,
      salt: '0'.repeat(64),
      content: JSON.stringify(answer),
    })
  })
  for (const reader of Object.values(readers)) await declares(service, applicationId, reader, 'no conflict')
  await takesSeat(service, applicationId, readers.member)
}

export const declares = (
  service: Service,
  applicationId: string,
  actor: Known,
  says: 'no conflict' | 'conflict',
): Promise<void> => aDeclaration(service, { id: applicationId }, actor, says)

export async function takesSeat(service: Service, applicationId: string, actor: Known): Promise<void> {
  const { writer } = service.database
  const role = { person_id: actor.id, role: 'appraiser', ended_at: null }
  if (!(await writer('charity_roles').where({ person_id: actor.id, ended_at: null }).first('id')))
    await writer('charity_roles').insert({ ...role, id: newId(), started_at: service.clock.now() })
  await aSeat(service, { id: applicationId }, actor, { offeredBy: actor })
}
