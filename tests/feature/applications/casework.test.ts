import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration, aSeat, anApplication, aPersonWho, aRound, signedIn, aTeam } from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('the page of an application for the charity', engine => {
  let service: Service
  let round: string
  beforeAll(async () => {
    service = await aService(engine, { trustedProxies: 1 })
    round = await aRound(service)
  })
  afterAll(() => service.end())

  test('the page asks a coordinator for a declaration first, and then shows the next steps', async () => {
    const { organisation, lead } = await aTeam(service)
    const application = await anApplication(service, organisation, { startedBy: lead, round, status: 'submitted' })
    const person = await aPersonWho(service, { roles: ['coordinator'] })
    const coordinator = await signedIn(service, person, `/applications/${application.id}`)
    expect([
      coordinator.headings,
      coordinator.text.includes('Before you read this application'),
      coordinator.text.includes('The lead'),
    ]).toEqual([[organisation.name, 'About this application'], true, true])
    expect((await coordinator.open(`/applications/${application.id}/check`)).status).toBe(403)
    await aDeclaration(service, application, person)
    await coordinator.open(`/applications/${application.id}`)
    expect(coordinator.text).toContain('Waiting for A coordinator')
    const steps = coordinator
      .$('.los-moves li')
      .toArray()
      .map(each => coordinator.$(each).text().trim())
    expect(steps).toEqual(['Mark as checked', 'Return application', 'Put on hold'])
  })

  test('before a declaration, the page of a checked light renewal does not say who acts next', async () => {
    const { organisation, lead } = await aTeam(service)
    const application = await anApplication(service, organisation, {
      startedBy: lead,
      kind: 'renewal',
      status: 'checked',
    })
    const person = await aPersonWho(service, { roles: ['coordinator'] })
    const coordinator = await signedIn(service, person, `/applications/${application.id}`)
    expect(coordinator.text).toContain('Before you read this application')
    expect(coordinator.text).not.toContain('Waiting for')
    await aDeclaration(service, application, person)
    await coordinator.open(`/applications/${application.id}`)
    expect(coordinator.text).toContain('Waiting for A trustee')
  })

  test('a person with two roles in the library is listed only once, before and after the declaration', async () => {
    const { organisation, lead } = await aTeam(service)
    await aPersonWho(service, {
      name: 'Una Dale',
      member: [
        [organisation, 'contributor'],
        [organisation, 'lead'],
      ],
    })
    const application = await anApplication(service, organisation, { startedBy: lead, round, status: 'submitted' })
    const person = await aPersonWho(service, { roles: ['coordinator'] })
    const coordinator = await signedIn(service, person, `/applications/${application.id}`)
    expect(coordinator.text.match(/Una Dale/g)).toHaveLength(1)
    await aDeclaration(service, application, person)
    await coordinator.open(`/applications/${application.id}`)
    expect(coordinator.text.match(/Una Dale/g)).toHaveLength(1)
  })

  test('the page of an application that was withdrawn before it was submitted says who can read it', async () => {
    const { organisation, lead } = await aTeam(service)
    const application = await anApplication(service, organisation, { startedBy: lead, round, status: 'withdrawn' })
    const person = await aPersonWho(service, { roles: ['coordinator'] })
    const coordinator = await signedIn(service, person, `/applications/${application.id}`)
    expect(coordinator.text).toContain('The library did not submit this application, so only the library can read it.')
    expect(coordinator.text).not.toContain('The library is still writing.')
  })

  test('while the panel is reading, a coordinator’s first step is “Open the panel”', async () => {
    const { organisation, lead } = await aTeam(service)
    const application = await anApplication(service, organisation, { startedBy: lead, round, status: 'with the panel' })
    const person = await aPersonWho(service, { roles: ['coordinator'] })
    await aDeclaration(service, application, person)
    const coordinator = await signedIn(service, person, `/applications/${application.id}`)
    const steps = coordinator
      .$('.los-moves li')
      .toArray()
      .map(each => coordinator.$(each).text().trim())
    expect(steps).toEqual(['Open the panel', 'Put on hold'])
  })

  test('the page of a checked application that lacks seats has a button to offer them', async () => {
    const { organisation, lead } = await aTeam(service)
    const application = await anApplication(service, organisation, { startedBy: lead, round, status: 'checked' })
    const person = await aPersonWho(service, { roles: ['coordinator'] })
    await aDeclaration(service, application, person)
    const coordinator = await signedIn(service, person, `/applications/${application.id}`)
    expect(coordinator.text).toContain('Offer the missing seats.')
    await coordinator.follow('Offer seats')
    expect(coordinator.address).toBe(`/applications/${application.id}/panel`)
  })

  test('an application on hold has no links to the findings or the proposal until it has a panel', async () => {
    const { organisation, lead } = await aTeam(service)
    const application = await anApplication(service, organisation, { startedBy: lead, round, status: 'on hold' })
    const person = await aPersonWho(service, { roles: ['coordinator'] })
    await aDeclaration(service, application, person)
    const coordinator = await signedIn(service, person, `/applications/${application.id}`)
    const linked = () =>
      coordinator.links.map(({ text }) => text).filter(text => /^(All findings|Proposal)$/.test(text))
    expect(linked()).toEqual([])
    const member = await aPersonWho(service, { roles: ['appraiser'] })
    await aSeat(service, application, member, { offeredBy: person })
    await coordinator.open(coordinator.address)
    expect(linked()).toEqual(['All findings', 'Proposal'])
  })

  test('a panel member sees a link to give findings, and afterwards that there is nothing to do', async () => {
    const { organisation, lead } = await aTeam(service)
    const application = await anApplication(service, organisation, { startedBy: lead, round, status: 'with the panel' })
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const member = await aPersonWho(service, { roles: ['appraiser'] })
    await aSeat(service, application, member, { offeredBy: coordinator })
    await aDeclaration(service, application, member)
    const visitor = await signedIn(service, member, `/applications/${application.id}`)
    expect(visitor.text).toContain('Waiting for The panel')
    expect(visitor.links.map(({ text }) => text)).toContain('Your appraisal')
    await visitor.follow('Read the answers and give your findings')
    expect(visitor.address).toBe(`/applications/${application.id}/appraisal`)
    const [nothing, promise] = ['You do not need to do anything now.', 'We will email you if that changes.']
    const shown = async (status: string) => {
      await service.database.writer('applications').where({ id: application.id }).update({ status })
      await visitor.open(`/applications/${application.id}`)
      return [visitor.text.includes(nothing), visitor.text.includes(promise)]
    }
    expect(await shown('returned')).toEqual([true, true])
    expect(await shown('decided')).toEqual([true, false])
    expect(await shown('withdrawn')).toEqual([true, false])
  })
})
