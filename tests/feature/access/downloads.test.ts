import { expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { anOrganisation, aPersonWho, signedIn } from '../../support/factories.ts'
import { listFile } from '../../support/list-file.ts'
import { aService } from '../../support/service.ts'

eachDatabase('the people file', engine => {
  test('the download has each person once with all their roles, and only administrators can get it', async () => {
    const service = await aService(engine)
    const ash = await anOrganisation(service)
    const bryn = await aPersonWho(service, { name: 'Bryn Castle', member: [[ash, 'lead']], roles: ['appraiser'] })
    const cora = await aPersonWho(service, { name: 'Cora Dale', roles: ['coordinator'] })
    const administrator = await aPersonWho(service, { name: 'Ada Moss', roles: ['administrator'] })
    const lines = await listFile(await signedIn(service, administrator), '/downloads/people')
    expect(lines.map(({ Name, Email }) => [Name, Email])).toEqual([
      ['Ada Moss', administrator.email],
      ['Bryn Castle', bryn.email],
      ['Cora Dale', cora.email],
    ])
    const roles = Object.values(lines[1]!)[2]
    expect([/lead/i.test(roles!), /appraiser/i.test(roles!), roles!.includes('Ashcombe')]).toEqual([true, true, true])
    expect(await signedIn(service, cora, '/downloads/people')).toMatchObject({ status: 404 })
    await service.end()
  })
})
