import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import {
  aDeclaration,
  anApplication,
  anAward,
  anOrganisation,
  aPersonWho,
  aRound,
  signedIn,
  type APerson,
} from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'

// Today is 1 March 2027.

eachDatabase('today’s figures', engine => {
  let service: Service
  let lead: APerson
  beforeAll(async () => {
    service = await aService(engine)
    lead = await aPersonWho(service)
  })
  afterAll(() => service.end())

  const figuresFor = async (person: APerson): Promise<Record<string, string>> => {
    const visitor = await signedIn(service, person, '/home')
    return Object.fromEntries(
      visitor
        .$('.los-numbers > div')
        .get()
        .map(each => [visitor.$(each).find('dt').text(), visitor.$(each).find('dd').first().text()]),
    )
  }
  const aLibrary = (name: string) => anOrganisation(service, { name })

  test('only coordinators see the numbers of awards and applications by state', async () => {
    const round = await aRound(service)
    for (const [name, status, endsOn] of [
      ['Valid', 'valid', '2027-12-31'],
      ['Ending', 'renewal open', '2027-04-30'],
      ['Later', 'renewal open', '2027-05-01'],
      ['Overdue', 'overdue', '2027-02-20'],
      ['Suspended', 'suspended', '2027-12-31'],
      ['Lapsed', 'lapsed', '2026-12-31'],
    ] as const)
      await anAward(service, await aLibrary(name), { startedBy: lead, status, endsOn })
    const read = []
    for (const status of ['draft', 'submitted', 'with the panel', 'returned', 'withdrawn'])
      read.push(await anApplication(service, await aLibrary(`A ${status} one`), { startedBy: lead, round, status }))
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    expect(await figuresFor(coordinator)).toEqual({
      'Current awards': '5',
      'Ending within 60 days': '1',
      Overdue: '1',
      Suspended: '1',
      'First applications': '3',
      'Panels under way': '1',
    })
    const renewals = await signedIn(service, coordinator, '/renewals?show=all')
    expect(renewals.text).toContain('5 current awards.')
    await aDeclaration(service, read[2]!, coordinator, 'conflict')
    expect(await figuresFor(coordinator)).toMatchObject({ 'First applications': '2', 'Panels under way': '0' })
    expect(await figuresFor(await aPersonWho(service, { roles: ['trustee'] }))).toEqual({})
  })

  test('the numbers do not reveal a decision to members of the library before its decision letter', async () => {
    const organisation = await aLibrary('Own')
    const application = await anApplication(service, organisation, { startedBy: lead, status: 'with the panel' })
    const member = await aPersonWho(service, { roles: ['coordinator'], member: [[organisation, 'observer']] })
    const before = await figuresFor(member)
    expect(before).toMatchObject({ 'First applications': expect.any(String), 'Panels under way': expect.any(String) })
    await service.database.writer('applications').where({ id: application.id }).update({ status: 'decided' })
    expect(await figuresFor(member)).toEqual(before)
  })
})
