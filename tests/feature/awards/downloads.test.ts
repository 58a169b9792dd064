import { expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { anAward, anOrganisation, aPersonWho, aRound, signedIn } from '../../support/factories.ts'
import { listFile } from '../../support/list-file.ts'
import { aService } from '../../support/service.ts'

eachDatabase('the file of awards', engine => {
  test('only the charity can download the file, with the status, last day and code of each award', async () => {
    const service = await aService(engine)
    await aRound(service)
    const [ash, birch] = [await anOrganisation(service), await anOrganisation(service, { name: 'Birch Libraries' })]
    const lead = await aPersonWho(service, { member: [[ash, 'lead']] })
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    await anAward(service, ash, { startedBy: lead, code: 'ASH7-2345' })
    await anAward(service, birch, { startedBy: lead, code: 'BRCH-2345', status: 'lapsed', endsOn: '2027-02-28' })
    const lines = await listFile(await signedIn(service, coordinator), '/downloads/awards')
    expect(lines).toEqual([
      {
        Organisation: 'Birch Libraries',
        Status: 'Lapsed',
        'Valid until': '2027-02-28',
        'Certificate code': 'BRCH-2345',
      },
      {
        Organisation: 'Ashcombe Libraries',
        Status: 'Renewal open',
        'Valid until': '2027-04-30',
        'Certificate code': 'ASH7-2345',
      },
    ])
    expect((await signedIn(service, lead, '/downloads/awards')).status).toBe(404)
    await service.end()
  })

  test('an ended award has no last day in the file, and an award recorded by mistake is marked as such', async () => {
    const service = await aService(engine)
    await aRound(service)
    const organisation = await anOrganisation(service)
    const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
    await anAward(service, organisation, { startedBy: lead, status: 'ended', endsOn: '2028-02-28' })
    const { id } = await anAward(service, organisation, { startedBy: lead, status: 'ended', endsOn: '2028-03-31' })
    await service.database.writer('awards').where({ id }).update({ removed_at: service.clock.now() })
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const lines = await listFile(await signedIn(service, coordinator), '/downloads/awards')
    expect(lines.map(line => [line['Status'], line['Valid until']])).toEqual([
      ['Ended', 'No longer valid'],
      ['Recorded by mistake', 'No longer valid'],
    ])
    await service.end()
  })

  test('an award whose renewal was submitted in time has the same text in the file as on the page', async () => {
    const service = await aService(engine)
    await aRound(service)
    const organisation = await anOrganisation(service)
    const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
    await anAward(service, organisation, { startedBy: lead, status: 'renewal with us', validTo: null })
    const coordinator = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }), '/awards')
    expect(coordinator.text).toContain('No end date until we decide on the renewal')
    const [line] = await listFile(coordinator, '/downloads/awards')
    expect(line!['Valid until']).toBe('No end date until we decide on the renewal')
    await service.end()
  })
})
