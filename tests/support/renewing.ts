import { newId } from '../../src/db/ids.ts'
import { certificateCode } from '../../src/domain/certificate.ts'
import { criteriaAskedBy, itemsAskedBy } from '../../src/domain/framework.ts'
import { frameworkVersion } from '../../src/modules/frameworks/frameworks/framework.store.ts'
import {
  anApplication,
  anAward,
  anOrganisation,
  aPersonWho,
  aRound,
  aSubmission,
  everythingWritten,
  signedIn,
  type AnApplication,
  type AnAward,
  type AnOrganisation,
  type APerson,
} from './factories.ts'
import type { Service } from './service.ts'
import type { Visitor } from './visitor.ts'

export interface AHolder {
  organisation: AnOrganisation
  lead: APerson
  contributor: APerson
  observer: APerson
  application: AnApplication
  award: AnAward
  evidence: string
}

/**
 * A library that got its award for a complete first application on 1 May 2026. By default, the award is valid until 30
 * April 2027 and its renewal is open. `more` has the text of some answers, by the id of the item.
 */
export async function aHolder(
  service: Service,
  {
    branches = ['Central', 'Millbrook'],
    status = 'renewal open',
    validTo = undefined as string | null | undefined,
    more = {} as Record<string, string>,
  } = {},
): Promise<AHolder> {
  await aRound(service)
  const organisation = await anOrganisation(service, { branches })
  const lead = await aPersonWho(service, { name: 'Gwenllian Prosser', member: [[organisation, 'lead']] })
  const contributor = await aPersonWho(service, { name: 'Emrys Tadd', member: [[organisation, 'contributor']] })
  const observer = await aPersonWho(service, { name: 'Nia Vaughan', member: [[organisation, 'observer']] })
  const application = await anApplication(service, organisation, {
    status: 'decided',
    startedBy: lead,
    started_at: '2026-03-01T09:00:00.000Z',
    submitted_at: '2026-04-01T09:00:00.000Z',
  })
  const evidence = await everythingWritten(service, application, lead)
  const db = service.database.writer
  for (const [item_id, narrative] of Object.entries(more))
    await db('answers').where({ application_id: application.id, item_id }).update({ narrative })
  const framework = await frameworkVersion(
    db,
    (await db('applications').where({ id: application.id }).first('framework_version_id'))!.framework_version_id,
  )
  const criteria = new Set(criteriaAskedBy(framework, 'first').map(({ id }) => id))
  await aSubmission(service, application, lead, {
    at: '2026-04-01T09:00:00Z',
    leads: [lead.name],
    summary: 'Two branches where everybody is welcome.',
    answers: itemsAskedBy(framework, 'first')
      .filter(({ requirement }) => requirement === 'required')
      .map(({ id, code }) => ({
        item: id,
        narrative: more[id] ?? `What we do about ${code}.`,
        ownRating: criteria.has(id) ? 'met' : null,
        evidence: criteria.has(id) ? [evidence] : [],
      })),
    evidence: [
      { id: evidence, title: 'Joining without proof of address', periodFrom: '2026-09-01', periodTo: '2027-02-28' },
    ],
  })
  const award = await anAward(service, organisation, {
    startedBy: lead,
    application,
    status,
    validTo,
    code: certificateCode(new Uint8Array(64).fill(7)),
  })
  return { organisation, lead, contributor, observer, application, award, evidence }
}

/** The answers about the year that every renewal needs. */
export const year = { 'answer-F4': 'A new mobile library since May.', 'answer-F5': 'A quiet year, and a good one.' }

/**
 * Starts the renewal and enters everything it needs.
 * @param more replaces or adds to the entered values
 */
export async function writtenRenewal(
  service: Service,
  lead: APerson,
  award: { id: string },
  more: Record<string, string | boolean> = {},
): Promise<{ library: Visitor; address: string }> {
  const library = await signedIn(service, lead, `/awards/${award.id}/renewal`)
  await library.press('Start renewal')
  const { address } = library
  for (const code of ['L1', 'S2']) {
    await library.open(`${address}/criteria/${code}`)
    await library.press('Save', { narrative: `This year, ${code}.` })
  }
  await library.open(address)
  await library.press('Save', { ...year, unchanged: true, contacts: true, ...more })
  return { library, address }
}

/** Signs in again, after the sign-in has expired. */
export async function signInAgain(visitor: Visitor, { email }: APerson, address: string): Promise<void> {
  await visitor.open(`/sign-in?next=${encodeURIComponent(address)}`)
  await visitor.press('Sign in', { email, password: 'open the library door' })
}

/** Moves an application to an older framework version without criterion E12, so that E12 is new in its renewal. */
export async function withoutCriterion(service: Service, applicationId: string): Promise<void> {
  const db = service.database.writer
  const { framework_version_id } = (await db('applications')
    .where({ id: applicationId })
    .first('framework_version_id'))!
  const row = (await db('framework_versions').where({ id: framework_version_id }).first())!
  const document = JSON.parse(row.document) as { criteria: { code: string }[] }
  const older = {
    ...row,
    id: newId(),
    version: '0.0',
    document: JSON.stringify({
      ...document,
      version: '0.0',
      criteria: document.criteria.filter(({ code }) => code !== 'E12'),
    }),
    published_at: '2025-01-01T09:00:00.000Z' as never,
  }
  await db('framework_versions').insert(older)
  await db('applications').where({ id: applicationId }).update({ framework_version_id: older.id })
}
