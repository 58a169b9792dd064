import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { anOrganisation, aPersonWho, signedIn } from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('notes of the charity team', engine => {
  let service: Service
  beforeAll(async () => {
    service = await aService(engine)
  })
  afterAll(() => service.end())

  test('coordinators write notes and trustees read them, and the library never sees them', async () => {
    const organisation = await anOrganisation(service)
    const coordinator = await signedIn(
      service,
      await aPersonWho(service, { name: 'Ffion Adeyemi', roles: ['coordinator'] }),
      `/organisations/${organisation.id}`,
    )
    await coordinator.follow('Charity team notes (0)')
    await coordinator.press('Add note')
    expect(coordinator.errors).toEqual(['Enter the note'])
    await coordinator.press('Add note', { body: 'Ring before noon.\n\n<b>New</b> manager in May.' })
    expect([
      coordinator.notices,
      coordinator.text.includes('Ffion Adeyemi'),
      coordinator.text.includes('<b>New</b> manager'),
    ]).toEqual([['The note has been added.'], true, true])
    const trustee = await signedIn(
      service,
      await aPersonWho(service, { roles: ['trustee'] }),
      `/organisations/${organisation.id}/notes`,
    )
    expect([trustee.text.includes('Ring before noon.'), trustee.buttons.includes('Add note')]).toEqual([true, false])
    await trustee.send(`/organisations/${organisation.id}/notes`, { body: 'Mine' })
    expect(trustee.status).toBe(403)
    for (const roles of [[], ['coordinator'] as const]) {
      const member = await aPersonWho(service, { member: [[organisation, 'lead']], roles: [...roles] })
      const lead = await signedIn(service, member, `/organisations/${organisation.id}`)
      expect([lead.status, lead.text.includes('Charity team notes')]).toEqual([200, false])
      await lead.open(`/organisations/${organisation.id}/notes`)
      const hidden = [lead.status, lead.text]
      await lead.open(`/organisations/aaaaaaaaaaaaaaaaaaaa/notes`)
      expect([lead.status, lead.text]).toEqual(hidden)
      expect(hidden[0]).toBe(404)
    }
    expect((await service.database.writer('organisation_notes')).length).toBe(1)
  })
})
