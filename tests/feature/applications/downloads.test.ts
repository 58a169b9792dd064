import { expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { anApplication, anOrganisation, aPersonWho, aRound, signedIn } from '../../support/factories.ts'
import { listFile } from '../../support/list-file.ts'
import { aService } from '../../support/service.ts'

eachDatabase('the download of applications', engine => {
  test('the file has the applications of the chosen list, and only the charity can download it', async () => {
    const service = await aService(engine)
    await aRound(service)
    const [ash, birch] = [await anOrganisation(service), await anOrganisation(service, { name: 'Birch Libraries' })]
    const lead = await aPersonWho(service, { member: [[ash, 'lead']] })
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const { number } = await anApplication(service, ash, { status: 'submitted', startedBy: lead })
    await anApplication(service, birch, { status: 'draft', startedBy: lead })
    const lines = await listFile(await signedIn(service, coordinator), '/downloads/applications?show=with-us')
    expect(lines.map(line => Object.values(line)[0])).toEqual(['Ashcombe Libraries'])
    expect(Object.values(lines[0]!)).toContain(number)
    expect(await signedIn(service, lead, '/downloads/applications')).toMatchObject({ status: 404 })
    await service.end()
  })
})
