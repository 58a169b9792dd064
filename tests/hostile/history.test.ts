import { expect, test } from '@jest/globals'
import { newId } from '../../src/db/ids.ts'
import { eachDatabase } from '../support/database.ts'
import { aDeclaration, anApplication, anOrganisation, aPersonWho, aRound, aSeat, signedIn } from '../support/factories.ts'
import { aService } from '../support/service.ts'

eachDatabase('the history of everything', engine => {
  test('names nobody who sits on a panel, not even when it is narrowed to one person', async () => {
    const service = await aService(engine)
    await aRound(service)
    const organisation = await anOrganisation(service)
    const lead = await aPersonWho(service, { name: 'Marian Tull', member: [[organisation, 'lead']] })
    const [chair, trustee] = [await aPersonWho(service, { name: 'Nadia Rahmani', roles: ['appraiser'] }), await aPersonWho(service, { name: 'Samuel Finch', roles: ['trustee'] })]
    const application = await anApplication(service, organisation, { startedBy: lead, status: 'with the panel' })
    await aSeat(service, application, chair, trustee, { chairs: true })
    await aDeclaration(service, application, trustee)
    const event = { at: service.clock.now(), actor: 'person', person_id: chair.id, facts: '{}' }
    await service.database.writer('events').insert([
      { ...event, id: newId(), name: 'application.askMore', thing: 'application', thing_id: application.id, organisation_id: organisation.id, application_id: application.id },
      { ...event, id: newId(), name: 'person.changed', thing: 'person', thing_id: chair.id, organisation_id: null, application_id: null },
    ])
    const reader = await signedIn(service, trustee, `/history?organisation=${organisation.id}`)
    expect(reader.links.filter(({ href }) => href.includes(application.id))).toHaveLength(1)
    expect(reader.text).not.toContain('Nadia')
    await reader.open(`/history?person=${chair.id}`)
    expect(reader.text).toContain('Nadia Rahmani')
    expect(reader.links.filter(({ href }) => href.includes(application.id))).toEqual([])
    await service.end()
  })
})
