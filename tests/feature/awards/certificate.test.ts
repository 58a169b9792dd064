import { expect, test } from '@jest/globals'
import { anAwardsLife } from '../../support/award-life.ts'
import { eachDatabase } from '../../support/database.ts'
import { anOrganisation, aPersonWho, signedIn } from '../../support/factories.ts'
import { aService } from '../../support/service.ts'

eachDatabase('the certificate', engine => {
  test('shows the dates and the code to the library, and is not found by another library', async () => {
    const service = await aService(engine)
    const life = await anAwardsLife(service, '2026-06-01')
    life.goTo('2026-10-01')
    const address = `/awards/${life.award.id}/certificate`
    const library = await signedIn(service, life.people.lead, address)
    expect([library.status, library.headings]).toEqual([200, ['Ashcombe Libraries']])
    for (const text of ['1 June 2026 to 31 May 2027', 'Accredited since 2026, without a gap', life.award.code])
      expect(library.text).toContain(text)
    const elsewhere = await aPersonWho(service, {
      member: [[await anOrganisation(service, { name: 'Elsewhere' }), 'lead']],
    })
    expect((await signedIn(service, elsewhere, address)).status).toBe(404)
    await service.end()
  })

  test('says when the award is not valid', async () => {
    const service = await aService(engine)
    const life = await anAwardsLife(service, '2026-06-01')
    life.goTo('2027-06-02')
    const library = await signedIn(service, life.people.lead, `/awards/${life.award.id}/certificate`)
    expect(library.text).toContain('This award is not valid today. Please do not show the certificate.')
    await service.end()
  })
})
