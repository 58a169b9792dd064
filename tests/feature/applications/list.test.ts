import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration, anApplication, aPersonWho, aRound, signedIn, aTeam } from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('lists of applications', engine => {
  let service: Service
  let round: string
  beforeAll(async () => {
    service = await aService(engine, { trustedProxies: 1 })
    round = await aRound(service)
  })
  afterAll(() => service.end())

  test('an application is hidden from a coordinator who declared a conflict', async () => {
    const { organisation, lead } = await aTeam(service)
    const application = await anApplication(service, organisation, { startedBy: lead, round, status: 'submitted' })
    const person = await aPersonWho(service, { roles: ['coordinator'] })
    await aDeclaration(service, application, person, 'conflict')
    const coordinator = await signedIn(service, person, `/applications/${application.id}`)
    const missing = await signedIn(service, person, '/applications/aaaaaaaaaaaaaaaaaaaa')
    expect([coordinator.status, coordinator.text]).toEqual([404, missing.text])
    await coordinator.open('/applications')
    expect(coordinator.links.some(({ href }) => href.includes(application.id))).toBe(false)
  })

  test('a coordinator who is a member of the library cannot see that its application is decided', async () => {
    const { organisation, lead } = await aTeam(service)
    const application = await anApplication(service, organisation, { startedBy: lead, round, status: 'decided' })
    const [own, other] = [
      await aPersonWho(service, { roles: ['coordinator'], member: [[organisation, 'observer']] }),
      await aPersonWho(service, { roles: ['coordinator'] }),
    ]
    const seen: Record<string, boolean[]> = { own: [], other: [] }
    for (const list of ['decided', 'with-a-trustee'])
      for (const [name, person] of [
        ['own', own],
        ['other', other],
      ] as const) {
        const { links } = await signedIn(service, person, `/applications?show=${list}`)
        seen[name]!.push(links.some(({ href }) => href.includes(application.id)))
      }
    expect(seen).toEqual({ own: [false, false], other: [true, false] })
  })

  test('each list shows the applications that are waiting for one party, longest wait first', async () => {
    const { organisation, lead } = await aTeam(service)
    const ids: string[] = []
    for (const [index, status] of ['submitted', 'checked', 'returned'].entries()) {
      const status_since = `2027-02-0${3 - index}T09:00:00.000Z`
      ids.push((await anApplication(service, organisation, { startedBy: lead, round, status, status_since })).id)
    }
    const person = await aPersonWho(service, { roles: ['coordinator'] })
    const coordinator = await signedIn(service, person, '/applications?show=with-us')
    const shown = () =>
      coordinator.links.map(({ href }) => href.replace('/applications/', '')).filter(id => ids.includes(id))
    expect(shown()).toEqual([ids[1], ids[0]])
    await coordinator.follow('Waiting for the library')
    expect(shown()).toEqual([ids[2]])
    await coordinator.follow('Withdrawn')
    expect([shown(), coordinator.headings]).toEqual([[], expect.arrayContaining(['No applications in this list'])])
  })

  test('a decided application is under way and waiting for us until its decision letter is released', async () => {
    const { organisation, lead } = await aTeam(service)
    const { writer } = service.database
    const trustee = await aPersonWho(service, { roles: ['trustee'] })
    const application = await anApplication(service, organisation, { startedBy: lead, round, status: 'decided' })
    const decision = newId()
    await writer('decisions').insert({
      id: decision,
      application_id: application.id,
      proposal_id: null,
      outcome: 'awarded',
      decision_letter: 'Welcome.',
      decided_by: trustee.id,
      decided_at: service.clock.now(),
      release_at: null,
      released_at: null,
      released_by: null,
      reversed_at: null,
    })
    const coordinator = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }))
    const listed = async (): Promise<string[]> => {
      const found = []
      for (const list of ['under-way', 'with-us', 'with-a-trustee', 'decided']) {
        await coordinator.open(`/applications?show=${list}`)
        if (coordinator.links.some(({ href }) => href.includes(application.id))) found.push(list)
      }
      return found
    }
    expect(await listed()).toEqual(['under-way', 'with-us', 'decided'])
    const at = service.clock.now()
    await writer('decisions').where({ id: decision }).update({ released_at: at })
    await writer('applications').where({ id: application.id }).update({ decision_letter_released_at: at })
    expect(await listed()).toEqual(['decided'])
  })

  test('a library sees its applications, and its lead has a link to start one if there are none', async () => {
    const { organisation, lead, observer } = await aTeam(service)
    const address = `/organisations/${organisation.id}/applications`
    const [byLead, byObserver] = [await signedIn(service, lead, address), await signedIn(service, observer, address)]
    expect(byLead.links.map(({ text }) => text)).toContain('Start an application')
    expect(byObserver.text).toContain('A library lead can start one.')
    const application = await anApplication(service, organisation, { startedBy: lead, round })
    for (const visitor of [byLead, byObserver]) {
      await visitor.open(address)
      expect(visitor.links.map(({ href }) => href)).toContain(`/applications/${application.id}`)
    }
  })

  // This test is last, because its applications would fill the first page of other tests’ lists.
  test('no application is listed on two pages', async () => {
    const { organisation, lead } = await aTeam(service)
    for (let i = 0; i < 32; i++)
      await anApplication(service, organisation, { startedBy: lead, round, status: 'with a trustee' })
    const coordinator = await signedIn(
      service,
      await aPersonWho(service, { roles: ['coordinator'] }),
      '/applications?show=with-a-trustee',
    )
    const cases = () =>
      coordinator.links.filter(({ href }) => /^\/applications\/[a-z2-7]{20}$/.test(href)).map(({ href }) => href)
    const first = cases()
    await coordinator.follow('Next page')
    expect([first.length, cases().length >= 2, cases().some(href => first.includes(href))]).toEqual([30, true, false])
  })
})
