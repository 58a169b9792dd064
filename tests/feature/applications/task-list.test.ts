import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import {
  everythingWritten,
  anApplication,
  anItemOfEvidence,
  anOrganisation,
  aPersonWho,
  aRound,
  signedIn,
  aTeam,
} from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('the task list', engine => {
  let service: Service
  let round: string
  beforeAll(async () => {
    service = await aService(engine, { trustedProxies: 1 })
    round = await aRound(service)
  })
  afterAll(() => service.end())

  test('needs the same number of queries for two branches without evidence and forty with evidence', async () => {
    const small = await aTeam(service)
    const large = await anOrganisation(service, {
      name: 'Large',
      branches: Array.from({ length: 40 }, (_, i) => `Branch ${i}`),
    })
    const lead = await aPersonWho(service, {
      member: [
        [small.organisation, 'lead'],
        [large, 'lead'],
      ],
    })
    const one = await anApplication(service, small.organisation, { startedBy: lead, round })
    const other = await anApplication(service, large, { startedBy: lead, round })
    for (let i = 0; i < 40; i++) await anItemOfEvidence(service, large, lead, { title: `Evidence ${i}` })
    const visitor = await signedIn(service, lead)
    await visitor.open(`/applications/${one.id}`) // The first visit reads the framework, which then stays in memory.
    const counts = []
    for (const { id } of [one, other]) {
      let queries = 0
      const count = () => {
        queries += 1
      }
      service.database.db.on('query', count)
      await visitor.open(`/applications/${id}`)
      service.database.db.removeListener('query', count)
      counts.push(queries)
    }
    expect(counts[0]).toBe(counts[1])
  })

  test('lists the prerequisites first, and collapsed at the end once the required ones are done', async () => {
    const { organisation, lead } = await aTeam(service)
    const application = await anApplication(service, organisation, { startedBy: lead, round })
    const visitor = await signedIn(service, lead, `/applications/${application.id}`)
    expect(visitor.headings[1]).toBe('Prerequisites')
    await everythingWritten(service, application, lead)
    await visitor.open(`/applications/${application.id}`)
    expect([visitor.headings[1], visitor.headings.includes('Prerequisites')]).toEqual(['Learn', false])
    expect(visitor.$('main details').text()).toContain('Prerequisites: 4 of 6 done')
    expect(visitor.$('main details a[href$="/criteria/P1"]')).toHaveLength(1)
  })

  test('links a lead to the check of all answers, and tells a contributor that a lead must submit', async () => {
    const { organisation, lead, contributor } = await aTeam(service)
    const application = await anApplication(service, organisation, { startedBy: lead, round })
    const byLead = await signedIn(service, lead, `/applications/${application.id}`)
    const byContributor = await signedIn(service, contributor, `/applications/${application.id}`)
    expect(byLead.text).toContain('You can leave recommended criteria empty.')
    expect(byContributor.text).toContain('A library lead submits the application.')
    await byLead.follow('Check your answers')
    expect(byLead.address).toBe(`/applications/${application.id}/submission`)
  })
})
