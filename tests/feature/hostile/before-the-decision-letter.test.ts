import { expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { theClock } from '../../../src/domain/actor.ts'
import { recordEvent } from '../../../src/history/record.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration, anApplication, anOrganisation, aPersonWho, aRound, signedIn } from '../../support/factories.ts'
import { aPanelWithFindings, decides } from '../../support/panel.ts'
import { aService } from '../../support/service.ts'

eachDatabase('before the decision letter is released', engine => {
  test('no page tells the library that a trustee has decided', async () => {
    const service = await aService(engine)
    await aRound(service)
    const db = service.database.writer
    const organisation = await anOrganisation(service)
    const lead = await aPersonWho(service, { name: 'Marian Tull', member: [[organisation, 'lead']] })
    const trustee = await aPersonWho(service, { name: 'Samuel Finch', roles: ['trustee'] })
    const proposed = service.clock.now()
    const application = await anApplication(service, organisation, {
      startedBy: lead,
      status: 'with a trustee',
      status_since: proposed,
    })
    const chair = await aPersonWho(service, { name: 'Nadia Rahmani', roles: ['appraiser'] })
    await aPanelWithFindings(service, application, { chair, offeredBy: trustee })
    await aDeclaration(service, application, trustee)
    await service.parts.write(theClock, work =>
      recordEvent(work, 'application.propose', {
        kind: 'application',
        id: application.id,
        applicationId: application.id,
        organisationId: organisation.id,
      }),
    )
    await db('proposals').insert({
      id: newId(),
      application_id: application.id,
      status: 'with a trustee',
      outcome: 'awarded',
      outcome_reason: '',
      decision_letter: 'We are glad.',
      made_by: trustee.id,
      made_at: proposed,
      sent_back_by: null,
      sent_back_at: null,
      sent_back_reason: null,
      started_at: proposed,
      version: 1,
    })

    const below = [
      '',
      '/history',
      '/questions',
      '/decision',
      '/proposal',
      '/meeting',
      '/panel',
      '/submission',
      '/summary',
      '/withdrawal',
      '/criteria/L1',
    ].map(end => `/applications/${application.id}${end}`)
    const pages = [
      '/home',
      `/organisations/${organisation.id}`,
      `/organisations/${organisation.id}/applications`,
      `/organisations/${organisation.id}/applications/new`,
      ...below,
    ]
    service.clock.set('2027-03-05T09:00:00Z')
    const [library, casework] = [
      await signedIn(service, lead),
      await signedIn(service, trustee, `/applications/${application.id}/decision`),
    ]
    const seen = async (): Promise<[string, number, string][]> => {
      const all: [string, number, string][] = []
      for (const page of pages) {
        await library.open(page)
        all.push([page, library.status, library.text])
      }
      return all
    }
    const before = await seen()
    await decides(casework)
    expect((await db('applications').where({ id: application.id }).first('status'))?.status).toBe('decided')
    expect(await seen()).toEqual(before)
    await service.end()
  })
})
