import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { eachDatabase } from '../../support/database.ts'
import { anOrganisation, aPersonWho, signedIn } from '../../support/factories.ts'
import { behavesLikeEveryForm } from '../../support/form-behaviour.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('an invitation to the charity', engine => {
  let service: Service
  beforeAll(async () => {
    service = await aService(engine)
  })
  afterAll(() => service.end())
  const anAdministrator = async () => signedIn(service, await aPersonWho(service, { roles: ['administrator'] }))
  const timesRecorded = async (name: string) => (await service.database.writer('events').where({ name })).length

  let invited = 0
  behavesLikeEveryForm('the form that invites a person', async () => {
    invited += 1
    return {
      person: await anAdministrator(),
      address: '/people/invitations/new',
      fields: { name: 'Morgan Reed', email: `morgan${invited}@charity.example`, role: 'coordinator' },
      other: ['name', 'Morgan Reed-Hall'],
      refused: { role: '' },
      saved: () => timesRecorded('invitation.sent'),
      canRepeat: false, // the address is invited already
    }
  })

  test('is cancelled once, however often the button is pressed', async () => {
    const administrator = await anAdministrator()
    await administrator.send('/people/invitations/new', {
      name: 'Kit Lowe',
      email: 'kit@charity.example',
      role: 'appraiser',
    })
    const { id } = (await service.database.writer('invitations').where({ email: 'kit@charity.example' }).first('id'))!
    for (const time of [1, 2]) {
      await administrator.send(`/people/invitations/${id}/revocation`, { idempotencyKey: 'a'.repeat(20) })
      expect([time, administrator.status, administrator.address, administrator.notices]).toEqual([
        time,
        200,
        '/people',
        ['Invitation to Kit Lowe cancelled. The link no longer works.'],
      ])
    }
    expect(await timesRecorded('invitation.revoked')).toBe(1)
  })

  test('to a library’s team cannot be reached through the charity’s pages', async () => {
    const id = newId()
    await service.database.writer('invitations').insert({
      id,
      name: 'Ada Grange',
      email: 'ada@library.example',
      language: 'en',
      role: 'lead',
      organisation_id: (await anOrganisation(service)).id,
      invited_by: null,
      created_at: service.clock.now(),
      accepted_at: null,
      accepted_by: null,
      revoked_at: null,
    })
    const administrator = await anAdministrator()
    await administrator.send(`/people/invitations/${id}/revocation`)
    expect(administrator.status).toBe(404)
  })
})
