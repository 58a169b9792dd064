import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { submitApplication } from '../../src/modules/applications/submissions/submission.actions.ts'
import { cutAtEveryStatement } from '../support/cuts.ts'
import { eachDatabase } from '../support/database.ts'
import { anApplication, anOrganisation, aPersonWho, aRound, everythingWritten } from '../support/factories.ts'
import { aService, type Service } from '../support/service.ts'

// F02 in docs/operating.md: each statement fails once, except those that begin or end a transaction.
eachDatabase('when a statement fails', engine => {
  let service: Service
  beforeAll(async () => {
    service = await aService(engine)
  })
  afterAll(() => service.end())

  test('an application is submitted with its copy, emails and history, or not at all', async () => {
    const { parts, database } = service
    const round = await aRound(service)
    const organisation = await anOrganisation(service)
    const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
    await aPersonWho(service, { roles: ['coordinator'] })
    const { id } = await anApplication(service, organisation, { startedBy: lead, round })
    await everythingWritten(service, { id, number: '', organisation }, lead)
    const actor = {
      ...lead,
      language: 'en',
      memberships: [{ organisationId: organisation.id, role: 'lead' as const }],
      charityRoles: [],
    }
    const left = async () => [
      (await database.db('applications').where({ id }).first('status'))!.status,
      ...(
        await Promise.all(
          (['submissions', 'submission_parts', 'submission_evidence', 'outbox'] as const).map(table =>
            database.db(table),
          ),
        )
      ).map(rows => rows.length),
      (await database.db('events').where({ application_id: id })).length,
    ]
    const cuts = await cutAtEveryStatement(
      database,
      () => parts.write(actor, work => submitApplication(work, { id })),
      async () => {
        expect(await left()).toEqual(['draft', 0, 0, 0, 0, 0])
      },
    )
    expect(cuts).toBeGreaterThan(15)
    expect(await left()).toEqual(['submitted', 1, expect.any(Number), 1, 2, 1])
  })
})
