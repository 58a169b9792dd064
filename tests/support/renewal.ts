import type { Service } from './service.ts'
import {
  aDeclaration,
  anApplication,
  anAward,
  anOrganisation,
  aPersonWho,
  anItemOfEvidence,
  aRound,
  aSubmission,
} from './factories.ts'

/**
 * A library with an award, and a submitted and checked light renewal with four answers: one with new text, one with
 * newer evidence, one unchanged, and one that is new this year.
 */
export async function aCheckedRenewal(service: Service, row: Record<string, unknown> = {}) {
  const organisation = await anOrganisation(service)
  await aRound(service)
  const lead = await aPersonWho(service, { name: 'Marian Lead', member: [[organisation, 'lead']] })
  const coordinator = await aPersonWho(service, { name: 'Coordinator Quill', roles: ['coordinator'] })
  const trustee = await aPersonWho(service, { name: 'Trustee Fell', roles: ['trustee'] })
  const award = await anAward(service, organisation, { startedBy: lead, status: 'renewal with us', validTo: null })
  const [signs, photos] = [
    await anItemOfEvidence(service, organisation, lead, { title: 'Signs in six languages' }),
    await anItemOfEvidence(service, organisation, lead, { title: 'Photographs of the new signs' }),
  ]
  await aSubmission(service, award.application, lead, {
    at: '2026-05-01T08:00:00Z',
    leads: ['Marian Lead', 'Old Lead'],
    answers: [
      { item: 'visible-welcome', narrative: 'Signs in six languages.', evidence: [signs] },
      { item: 'joining-without-barriers', narrative: 'Joining needs a name.' },
      { item: 'named-lead', narrative: 'The library manager leads.' },
    ],
    evidence: [{ id: signs, title: 'Signs in six languages', periodFrom: '2026-01-01', periodTo: '2026-03-31' }],
  })
  const renewal = await anApplication(service, organisation, {
    kind: 'renewal',
    status: 'checked',
    startedBy: lead,
    award_id: award.id,
    previous_application_id: award.application.id,
    started_at: '2027-02-01T09:00:00.000Z',
    unchanged_confirmed_at: '2027-02-20T08:00:00.000Z',
    ...row,
  })
  await aSubmission(service, renewal, lead, {
    leads: ['Marian Lead', 'New Lead'],
    answers: [
      { item: 'visible-welcome', narrative: 'Signs in six languages.', evidence: [signs, photos] },
      { item: 'joining-without-barriers', narrative: 'Joining needs nothing at all.' },
      { item: 'named-lead', narrative: 'The library manager leads.' },
      { item: 'yearly-summary', narrative: 'A year of story hours in Tigrinya.', ownRating: null },
    ],
    evidence: [
      { id: signs, title: 'Signs in six languages', periodFrom: '2026-01-01', periodTo: '2026-03-31' },
      { id: photos, title: 'Photographs of the new signs', periodFrom: '2026-09-01', periodTo: '2027-01-31' },
    ],
  })
  for (const person of [coordinator, trustee]) await aDeclaration(service, renewal, person)
  return { organisation, lead, coordinator, trustee, award, renewal, signs, photos }
}

/**
 * Adds parts to the submission of an application, such as a target or who signed the pledge.
 * @param parts the content of each part, by its name
 */
export async function addParts(
  service: Service,
  { id }: { id: string },
  parts: Record<string, unknown>,
): Promise<void> {
  const db = service.database.writer
  const submission = (await db('submissions').where({ application_id: id }).first('id'))!
  const like = (await db('submission_parts').where({ submission_id: submission.id, name: 'summary' }).first())!
  await db('submission_parts').insert(
    Object.entries(parts).map(([name, content], index) => ({
      ...like,
      name,
      position: 900 + index,
      content: JSON.stringify(content),
    })),
  )
}

/** A target as submissions store it. */
export const aSubmittedTarget = (changes: Record<string, unknown>) => ({
  id: '1',
  body: 'Two story hours',
  owner: 'A lead',
  dueOn: '2027-06-30',
  status: 'not started',
  progress: '',
  items: ['targets'],
  ...changes,
})
