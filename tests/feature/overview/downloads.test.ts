import { expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { anAward, anOrganisation, aPersonWho, aRound, signedIn } from '../../support/factories.ts'
import { listFile } from '../../support/list-file.ts'
import { aService } from '../../support/service.ts'

eachDatabase('the renewals and decisions files', engine => {
  test('one has the awards that the filters select, the other hides outcomes until a declaration', async () => {
    const service = await aService(engine)
    await aRound(service)
    const [ash, birch] = [await anOrganisation(service), await anOrganisation(service, { name: 'Birch Libraries' })]
    const lead = await aPersonWho(service, { member: [[ash, 'lead']] })
    await anAward(service, ash, { startedBy: lead })
    await anAward(service, birch, { startedBy: lead, endsOn: '2027-05-31' })
    const coordinator = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }))
    const renewals = await listFile(coordinator, '/downloads/renewals?show=all')
    expect(renewals.map(line => [Object.values(line)[0], Object.values(line)[4]])).toEqual([
      ['Ashcombe Libraries', '2027-04-30'],
      ['Birch Libraries', '2027-05-31'],
    ])
    const found = await listFile(coordinator, '/downloads/renewals?show=all&name=Birch')
    expect(found.map(line => Object.values(line)[0])).toEqual(['Birch Libraries'])
    const decisions = await listFile(coordinator, '/downloads/decisions?from=2026-04-01')
    expect(decisions).toHaveLength(2)
    expect(decisions.flatMap(line => Object.values(line))).not.toContain('Awarded')
    expect(await signedIn(service, lead, '/downloads/decisions')).toMatchObject({ status: 404 })
    await service.end()
  })
})
