import { expect, test } from '@jest/globals'
import { startRenewal } from '../../src/modules/applications/renewals/renewal.actions.ts'
import { cutAtEveryStatement } from '../support/cuts.ts'
import { eachDatabase } from '../support/database.ts'
import { aService } from '../support/service.ts'
import { aHolder } from '../support/renewing.ts'

// F02 in docs/operating.md: starts the renewal repeatedly, and each time another of its statements fails.
eachDatabase('when a statement fails', engine => {
  test('a renewal starts with all the answers that it copies, or not at all', async () => {
    const service = await aService(engine)
    const { parts, database } = service
    const { lead, organisation, award } = await aHolder(service)
    const actor = {
      ...lead,
      language: 'en',
      memberships: [{ organisationId: organisation.id, role: 'lead' as const }],
      charityRoles: [],
    }
    const left = async () => {
      const renewals = await database.db('applications').where({ kind: 'renewal' }).pluck('id')
      const answers = await database.db('answers').whereIn('application_id', renewals).pluck('id')
      return [
        renewals.length,
        answers.length,
        (await database.db('answer_evidence').whereIn('answer_id', answers)).length,
        (await database.db('events').where({ name: 'application.start' })).length,
      ]
    }
    const cuts = await cutAtEveryStatement(
      database,
      () => parts.write(actor, work => startRenewal(work, award)),
      async () => expect(await left()).toEqual([0, 0, 0, 0]),
    )
    expect(cuts).toBeGreaterThan(10)
    expect(await left()).toEqual([1, 19, 17, 1])
    await service.end()
  })
})
