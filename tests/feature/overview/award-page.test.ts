import { expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { anAward, anOrganisation, aPersonWho, aRound, signedIn } from '../../support/factories.ts'
import { aService } from '../../support/service.ts'

eachDatabase('the page of an award', engine => {
  test('shows its code, last day and branches to its library and the charity, and is not found by others', async () => {
    const service = await aService(engine)
    await aRound(service)
    const [ash, birch] = [await anOrganisation(service), await anOrganisation(service, { name: 'Birch Libraries' })]
    const lead = await aPersonWho(service, { member: [[ash, 'lead']] })
    const stranger = await aPersonWho(service, { member: [[birch, 'lead']] })
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const { id } = await anAward(service, ash, { startedBy: lead, code: 'ASH7-2345' })
    for (const reader of [lead, coordinator]) {
      const { status, text } = await signedIn(service, reader, `/awards/${id}`)
      expect([status, text.includes('Ashcombe Libraries'), text.includes('ASH7-2345')]).toEqual([200, true, true])
      expect(text).toContain('30 April 2027')
      for (const branch of ['Central', 'Millbrook']) expect(text).toContain(branch)
    }
    const hidden = await signedIn(service, stranger, `/awards/${id}`)
    const never = await signedIn(service, stranger, `/awards/${'q'.repeat(20)}`)
    expect([hidden.status, hidden.html]).toEqual([404, never.html])
    await service.end()
  })
})
