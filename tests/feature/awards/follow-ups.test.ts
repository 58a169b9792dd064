import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { anAward, anOrganisation, aPersonWho, aRound, signedIn } from '../../support/factories.ts'
import { behavesLikeEveryForm } from '../../support/form-behaviour.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('following up an award', engine => {
  let service: Service
  beforeAll(async () => {
    service = await aService(engine)
    await aRound(service)
  })
  afterAll(() => service.end())

  async function anAwardThatIs(status: string) {
    const organisation = await anOrganisation(service)
    const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
    const award = await anAward(service, organisation, {
      startedBy: lead,
      status,
      endsOn: '2026-10-31',
      validTo: '2026-10-31',
      from: '2025-11-01',
    })
    return { award, organisation, lead }
  }

  behavesLikeEveryForm('the form that records what was done', async () => {
    const { award } = await anAwardThatIs('lapsed')
    return {
      person: await signedIn(service, await aPersonWho(service, { name: 'Ffion', roles: ['coordinator'] })),
      address: `/awards/${award.id}/follow-up`,
      fields: { done: 'Rang the lead. They will apply again.', doneBy: 'Ffion' },
      other: ['done', 'Wrote to the lead.'],
      refused: { done: '' },
      saved: async () => (await service.database.writer('award_follow_ups')).length,
      canRepeat: true,
    }
  })

  test('the page shows earlier records, and the history does not contain their text', async () => {
    const { award } = await anAwardThatIs('suspended')
    const coordinator = await signedIn(
      service,
      await aPersonWho(service, { name: 'Ffion', roles: ['coordinator'] }),
      `/awards/${award.id}/follow-up`,
    )
    await coordinator.press('Save', { done: 'Visited the building' })
    expect([coordinator.address, coordinator.notices.length]).toEqual(['/home', 1])
    await coordinator.open(`/awards/${award.id}/follow-up`)
    expect(coordinator.text).toContain('Visited the building')
    const [event] = await service.database.writer('events').where({ name: 'award.followed_up' }).orderBy('at', 'desc')
    expect(JSON.stringify(event)).not.toContain('Visited')
  })

  test.each(['valid', 'overdue', 'ended'])('an award that is %s cannot be followed up', async status => {
    const { award } = await anAwardThatIs(status)
    const coordinator = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }))
    await coordinator.open(`/awards/${award.id}/follow-up`)
    expect(coordinator.status).toBe(404)
  })

  test('the library and appraisers cannot open the page', async () => {
    const { award, lead } = await anAwardThatIs('lapsed')
    const statuses = []
    for (const person of [lead, await aPersonWho(service, { roles: ['appraiser'] })]) {
      const visitor = await signedIn(service, person)
      await visitor.open(`/awards/${award.id}/follow-up`)
      statuses.push(visitor.status)
    }
    expect(statuses).toEqual([403, 404])
  })
})
