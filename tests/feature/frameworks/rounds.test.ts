import { afterAll, beforeAll } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { aPersonWho, aRound, signedIn } from '../../support/factories.ts'
import { behavesLikeEveryForm } from '../../support/form-behaviour.ts'
import { aService, type Service } from '../../support/service.ts'

const dates = {
  'opensOn-day': '1',
  'opensOn-month': '9',
  'opensOn-year': '2027',
  'closesOn-day': '31',
  'closesOn-month': '10',
  'closesOn-year': '2027',
  graceMinutes: '15',
}

eachDatabase('a round', engine => {
  let service: Service
  beforeAll(async () => {
    service = await aService(engine)
  })
  afterAll(() => service.end())
  const aCoordinator = async () => signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }))

  behavesLikeEveryForm('the form that sets up a round', async () => {
    await aRound(service)
    return {
      person: await aCoordinator(),
      address: '/rounds/new',
      fields: { name: 'Autumn round', ...dates },
      other: ['name', 'Winter round'],
      refused: { graceMinutes: 'many' },
      saved: async () => (await service.database.writer('events').where({ name: 'round.opened' })).length,
    }
  })

  behavesLikeEveryForm('the form that changes a round', async () => ({
    person: await aCoordinator(),
    address: `/rounds/${await aRound(service, { opensAt: '2027-08-01T08:00:00Z', closesAt: '2027-09-30T16:00:00Z' })}`,
    fields: { version: '1', name: 'Spring round', ...dates },
    other: ['name', 'Spring round for everyone'],
    refused: { 'closesOn-year': '2026' },
    saved: async () => (await service.database.writer('events').where({ name: 'round.changed' })).length,
    canRepeat: false,
  }))
})
