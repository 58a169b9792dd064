import { expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import {
  aDeclaration,
  anAward,
  anOrganisation,
  aPersonWho,
  aRecommendation,
  aRound,
  signedIn,
} from '../../support/factories.ts'
import { aService } from '../../support/service.ts'

eachDatabase('the page of an award', engine => {
  test('a trustee with a conflict or no declaration sees the award, but not its recommendations', async () => {
    const service = await aService(engine)
    await aRound(service)
    const organisation = await anOrganisation(service)
    const lead = await aPersonWho(service, { name: 'Marian Tull', member: [[organisation, 'lead']] })
    const charity = { declared: 'no conflict', conflicted: 'conflict', undeclared: null } as const
    const { id: award, application } = await anAward(service, organisation, {
      startedBy: lead,
      outcome: 'awarded with recommendations',
    })
    await aRecommendation(service, application, { id: award }, { body: 'Train the night shift.' })

    expect((await signedIn(service, lead, `/awards/${award}`)).text).toContain('Train the night shift.')
    for (const [name, says] of Object.entries(charity)) {
      const trustee = await aPersonWho(service, { name, roles: ['trustee'] })
      if (says) await aDeclaration(service, application, trustee, says)
      const page = await signedIn(service, trustee, `/awards/${award}`)
      expect([name, page.status, page.text.includes('Train the night shift.')]).toEqual([
        name,
        200,
        says === 'no conflict',
      ])
    }
    await service.end()
  })
})
