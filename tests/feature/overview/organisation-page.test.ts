import { expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { anAward, anOrganisation, aPersonWho, aRound, signedIn } from '../../support/factories.ts'
import { aService } from '../../support/service.ts'

eachDatabase('an organisation’s page', engine => {
  test('the charity and the members see a link to the award, and another library cannot find the page', async () => {
    const service = await aService(engine)
    await aRound(service)
    const [ash, birch] = [await anOrganisation(service), await anOrganisation(service, { name: 'Birch Libraries' })]
    const lead = await aPersonWho(service, { member: [[ash, 'lead']] })
    const stranger = await aPersonWho(service, { member: [[birch, 'lead']] })
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const { id } = await anAward(service, ash, { startedBy: lead })
    for (const reader of [coordinator, lead]) {
      const page = await signedIn(service, reader, `/organisations/${ash.id}`)
      expect([page.status, page.text.includes('Ashcombe Libraries')]).toEqual([200, true])
      expect(page.$(`main a[href="/awards/${id}"]`).length).toBeGreaterThan(0)
    }
    const hidden = await signedIn(service, stranger, `/organisations/${ash.id}`)
    const never = await signedIn(service, stranger, `/organisations/${'q'.repeat(20)}`)
    expect([hidden.status, hidden.html]).toEqual([404, never.html])
    await service.end()
  })
})
