import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { instant } from '../../../src/domain/time.ts'
import { roundOpenNow } from '../../../src/modules/frameworks/rounds/round.store.ts'
import { libraryStream } from '../../../src/domain/framework.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration, anApplication, anOrganisation, aPersonWho, aRound, signedIn } from '../../support/factories.ts'
import { behavesLikeEveryForm } from '../../support/form-behaviour.ts'
import { aService, type Service } from '../../support/service.ts'

// Today is 1 March 2027. The round closes on 30 April.

eachDatabase('extending a round for one library', engine => {
  let service: Service
  beforeAll(async () => {
    service = await aService(engine)
  })
  afterAll(() => service.end())

  async function aDraft(name: string, row: { round?: string | null; status?: string } = {}) {
    const organisation = await anOrganisation(service, { name })
    const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
    const round = row.round === undefined ? await aRound(service) : row.round
    const application = await anApplication(service, organisation, { startedBy: lead, ...row, round })
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    await aDeclaration(service, application, coordinator)
    return { organisation, lead, application, coordinator, address: `/applications/${application.id}/round-extension` }
  }

  behavesLikeEveryForm('the form that extends a round for one library', async () => {
    const { coordinator, address } = await aDraft('Extended')
    return {
      person: await signedIn(service, coordinator),
      address,
      fields: { until: '2027-05-14', reason: 'The lead was ill.' },
      other: ['reason', 'The library was flooded.'],
      refused: { reason: '' },
      saved: async () => (await service.database.writer('round_extensions')).length,
      canRepeat: false,
    }
  })

  test('the library sees its new deadline, the reason and a history entry; another library does not', async () => {
    const round = await aRound(service)
    const [late, other] = [await aDraft('Late', { round }), await aDraft('Other', { round })]
    const coordinator = await signedIn(service, late.coordinator, `/applications/${late.application.id}`)
    await coordinator.follow('Extend the round for this library')
    await coordinator.press('Extend the round', { until: '2027-05-14', reason: 'The lead was ill.' })
    expect(coordinator.notices).toEqual(['Late now has until 14 May 2027 to submit. We will email its leads.'])
    const lead = await signedIn(service, late.lead, `/applications/${late.application.id}`)
    expect(lead.text).toContain('Friday 14 May, 5pm')
    expect(lead.text).toContain('We have given you more time: “The lead was ill.”')
    await lead.open('/home')
    expect(lead.text).toContain('Friday 14 May')
    await lead.open(`/applications/${late.application.id}/history`)
    expect(lead.text).toContain('The round was extended for this library')
    const others = await signedIn(service, other.lead, `/applications/${other.application.id}`)
    expect([others.text.includes('Friday 30 April'), others.text.includes('We have given you more time')]).toEqual([
      true,
      false,
    ])
    const emails = await service.database.writer('outbox').where({ name: 'round extended' }).pluck('address')
    expect(emails).toEqual(expect.arrayContaining([late.lead.email]))
    expect(emails).not.toContain(other.lead.email)
  })

  test('the round is open for one library up to its extended deadline, but not for another', async () => {
    const round = await aRound(service, { opensAt: '2025-02-01T09:00:00Z', closesAt: '2025-04-30T16:00:00Z' })
    const [late, other] = [await aDraft('Late again', { round }), await aDraft('Other again', { round })]
    const coordinator = await signedIn(service, late.coordinator, late.address)
    await coordinator.press('Extend the round', { until: '2027-03-05', reason: 'The lead was ill.' })
    const openRoundFor = async ({ organisation }: { organisation: { id: string } }, at: string) => {
      const of = { streamId: libraryStream, organisationId: organisation.id }
      return (await roundOpenNow(service.parts.db, of, instant(at)))?.id ?? null
    }
    const isOpenFor = async (library: { organisation: { id: string } }, at: string) =>
      (await openRoundFor(library, at)) === round // other tests have left other rounds open in 2027
    expect([
      await openRoundFor(late, '2026-06-01T12:00:00Z'),
      await openRoundFor(late, '2027-03-05T16:59:00Z'),
      await isOpenFor(late, '2027-03-05T17:31:00Z'),
      await openRoundFor(other, '2026-06-01T12:00:00Z'),
      await isOpenFor(other, '2027-03-05T16:59:00Z'),
    ]).toEqual([round, round, false, null, false])
  })

  test('after 5pm, a library’s extension of a round cannot end today', async () => {
    const round = await aRound(service, { closesAt: '2027-02-28T17:00:00Z' })
    const { coordinator, lead, address } = await aDraft('Too late', { round })
    service.clock.set('2027-03-01T17:00:00Z')
    const page = await signedIn(service, coordinator, address)
    await page.press('Extend the round', { until: '2027-03-01', reason: 'The lead was ill.' })
    expect([page.status, page.errors]).toEqual([422, ['Enter a date after today, because a round closes at 5pm']])
    expect(await service.database.writer('outbox').where({ address: lead.email, name: 'round extended' })).toEqual([])
  })

  test.each([
    ['submitted', 403],
    ['returned', 403],
  ])('an extension is refused for an application that is %s', async (status, expected) => {
    const { coordinator, address } = await aDraft('Elsewhere', { status })
    expect((await (await signedIn(service, coordinator)).open(address)).status).toBe(expected)
  })

  test('an extension is refused for an application without a round, and a lead cannot extend a round', async () => {
    const { coordinator, lead, address } = await aDraft('Roundless', { round: null })
    const statuses = []
    for (const person of [coordinator, lead])
      statuses.push((await (await signedIn(service, person)).open(address)).status)
    expect(statuses).toEqual([409, 403])
  })
})
