import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { anApplication, anOrganisation, aPersonWho, aRound, signedIn } from '../../support/factories.ts'
import { behavesLikeEveryForm } from '../../support/form-behaviour.ts'
import { aService, type Service } from '../../support/service.ts'

// Today is 1 March 2027. The round closes on 30 April.

const closedToday = 'Enter a date after today, because a round closes at 5pm'

eachDatabase('extending a round', engine => {
  let service: Service
  beforeAll(async () => {
    service = await aService(engine)
  })
  afterAll(() => service.end())
  const aCoordinator = async () => signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }))

  behavesLikeEveryForm('the form that extends a round', async () => ({
    person: await aCoordinator(),
    address: `/rounds/${await aRound(service)}/extension`,
    fields: { version: '1', until: '2027-05-14', reason: 'The post was late.' },
    other: ['reason', 'The form was down.'],
    refused: { reason: '' },
    saved: async () => (await service.database.writer('round_extensions')).length,
    canRepeat: false,
  }))

  test('an extension postpones the closing date, and libraries with a draft get an email and see why', async () => {
    const round = await aRound(service)
    const [writing, other] = [await aDraft('Writing', round), await aDraft('Other', await aRound(service))]
    const coordinator = await aCoordinator()
    await coordinator.open(`/rounds/${round}`)
    await coordinator.follow('Extend this round')
    await coordinator.press('Extend the round', { until: '2027-05-14', reason: 'The post was late.' })
    expect([coordinator.address, coordinator.errors]).toEqual(['/rounds', []])
    const lead = await signedIn(service, writing.lead, `/applications/${writing.application.id}`)
    expect(lead.text).toContain('Friday 14 May, 5pm')
    expect(lead.text).toContain('We have given you more time: “The post was late.”')
    const emails = await service.database
      .writer('outbox')
      .where({ name: 'round extended' })
      .select('address', 'subject')
    expect(emails).toEqual([
      { address: writing.lead.email, subject: 'You have more time: submit your application by 14 May 2027' },
    ])
    const others = await signedIn(service, other.lead, `/applications/${other.application.id}`)
    expect(others.text).not.toContain('We have given you more time')
    await lead.open(`/applications/${writing.application.id}/history`)
    expect(lead.text).toContain('The round was extended for this library')
  })

  test.each([
    ['2027-04-30', 'Enter a date after the current closing date'],
    ['2027-02-28', 'Enter today’s date or a later date'],
    ['2029-01-01', 'Enter a date within the next 12 months'],
    ['', 'Enter the new closing date'],
  ])('the form refuses %j as the new closing date', async (until, error) => {
    const coordinator = await aCoordinator()
    await coordinator.open(`/rounds/${await aRound(service)}/extension`)
    await coordinator.press('Extend the round', { until, reason: 'The post was late.' })
    expect([coordinator.status, coordinator.errors.includes(error)]).toEqual([422, true])
  })

  test('after 5pm, a closed round cannot be extended to 5pm today, and no library gets an email about it', async () => {
    const round = await aRound(service, { closesAt: '2027-02-28T17:00:00Z' })
    const { lead } = await aDraft('Too late', round)
    service.clock.set('2027-03-01T17:00:00Z')
    const coordinator = await aCoordinator()
    await coordinator.open(`/rounds/${round}/extension`)
    await coordinator.press('Extend the round', { until: '2027-03-01', reason: 'The post was late.' })
    expect([coordinator.status, coordinator.errors]).toEqual([422, [closedToday]])
    expect(await service.database.writer('outbox').where({ address: lead.email, name: 'round extended' })).toEqual([])
    service.clock.set('2027-03-01T16:59:00Z')
    await coordinator.press('Extend the round', { until: '2027-03-01', reason: 'The post was late.' })
    expect([coordinator.address, coordinator.errors]).toEqual(['/rounds', []])
  })

  test('only an extension can postpone the closing date of an open round, so that libraries are told', async () => {
    const coordinator = await aCoordinator()
    await coordinator.open(`/rounds/${await aRound(service)}`)
    await coordinator.press('Save round', { closesOn: '2027-05-14' })
    expect([coordinator.status, coordinator.errors]).toEqual([
      422,
      ['To set a later closing date, use “Extend this round”. We will then email libraries and show them the reason.'],
    ])
  })

  async function aDraft(name: string, round: string) {
    const organisation = await anOrganisation(service, { name })
    const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
    return { organisation, lead, application: await anApplication(service, organisation, { startedBy: lead, round }) }
  }
})
