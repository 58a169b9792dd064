import { expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import {
  anApplication,
  anAward,
  anOrganisation,
  aPersonWho,
  aRound,
  signedIn,
  type APerson,
} from '../../support/factories.ts'
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

  test('only the charity sees that emails to an organisation are off', async () => {
    const service = await aService(engine)
    await aRound(service)
    const ash = await anOrganisation(service)
    const lead = await aPersonWho(service, { member: [[ash, 'lead']] })
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const trustee = await aPersonWho(service, { roles: ['trustee'] })
    const { id } = await anAward(service, ash, { startedBy: lead })
    const addresses = [`/organisations/${ash.id}`, `/awards/${id}`, '/renewals?show=all']
    const told = async (person: APerson, address: string) =>
      /Emails (to this library )?are off/.test((await signedIn(service, person, address)).text)
    for (const address of addresses) expect(await told(coordinator, address)).toBe(false)
    await service.database.writer('organisations').where({ id: ash.id }).update({ emails_started_at: null })
    for (const address of addresses)
      expect([await told(coordinator, address), await told(trustee, address), await told(lead, address)]).toEqual([
        true,
        true,
        false,
      ])
    const page = await signedIn(service, coordinator, addresses[0]!)
    await page.follow('Switch on emails')
    expect(page.address).toBe('/imports/emails')
    await service.end()
  })

  test('a member sees the same coordinator here as on their home page', async () => {
    const service = await aService(engine)
    const round = await aRound(service)
    const organisation = await anOrganisation(service)
    const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
    const ffion = await aPersonWho(service, { name: 'Ffion Adeyemi', roles: ['coordinator'] })
    await anApplication(service, organisation, { startedBy: lead, round, coordinator_id: ffion.id })
    const visitor = await signedIn(service, lead, '/home')
    expect(visitor.text).toContain('Email Ffion Adeyemi, your coordinator')
    await visitor.open(`/organisations/${organisation.id}`)
    expect(visitor.text).toContain('Coordinator Ffion Adeyemi Email Ffion Adeyemi')
    const other = await signedIn(service, ffion, `/organisations/${organisation.id}`)
    expect(other.text).toContain('Coordinator Not chosen yet')
    await service.end()
  })
})
