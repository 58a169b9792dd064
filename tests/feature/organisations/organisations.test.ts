import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { anOrganisation, aPersonWho, signedIn } from '../../support/factories.ts'
import { behavesLikeEveryForm } from '../../support/form-behaviour.ts'
import { aService, type Service } from '../../support/service.ts'

eachDatabase('organisations', engine => {
  let service: Service
  beforeAll(async () => {
    service = await aService(engine)
  })
  afterAll(() => service.end())
  const aCoordinator = async () => signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }))
  const timesRecorded = async (name: string) => (await service.database.writer('events').where({ name })).length

  let registered = 0
  behavesLikeEveryForm('the form that registers an organisation', async () => {
    registered += 1
    return {
      person: await aCoordinator(),
      address: '/organisations/new',
      fields: {
        name: 'Westmoor Libraries',
        kind: 'library service',
        place: 'Westmoor',
        roleMailbox: '',
        branches: 'Central\nHarbour',
        leadName: 'Ada Grange',
        leadEmail: `ada${registered}@library.example`,
      },
      other: ['name', 'Westmoor and Fell Libraries'],
      refused: { leadEmail: 'not an address' },
      saved: () => timesRecorded('organisation.registered'),
    }
  })

  behavesLikeEveryForm('the form that changes an organisation', async () => {
    const organisation = await anOrganisation(service)
    const lead = await aPersonWho(service, { member: [[organisation, 'lead']] })
    return {
      person: await signedIn(service, lead),
      address: `/organisations/${organisation.id}/edit`,
      fields: { version: '1', name: organisation.name, place: 'Ashcombe', roleMailbox: '' },
      other: ['place', 'Ashcombe and West Fell'],
      refused: { name: '' },
      saved: () => timesRecorded('organisation.changed'),
      canRepeat: false,
    }
  })

  test('organisations can be registered with their branches and an invitation to the first lead', async () => {
    const coordinator = await aCoordinator()
    await coordinator.open('/organisations/new')
    await coordinator.press('Register organisation', {
      name: 'Fellside Libraries',
      kind: 'library service',
      place: 'Fellside',
      branches: 'Central\tOpen\n\nCentral\n\tMill  Lane',
      leadName: 'Ben Holt',
      leadEmail: 'ben@fellside.example',
    })
    const id = /\/organisations\/(\w+)$/.exec(coordinator.address)![1]!
    const branches = await service.database
      .writer('branches')
      .where({ organisation_id: id })
      .orderBy('name')
      .pluck('name')
    expect([coordinator.status, branches]).toEqual([200, ['Central', 'Mill Lane']])
    const [email] = (await service.post()).filter(({ to }) => to === 'ben@fellside.example')
    expect(email!.text).toContain('/invitations/')
  })

  test('organisations are listed only for the charity, and found by the start of their name', async () => {
    const organisation = await anOrganisation(service, { name: 'Quayside Libraries' })
    const lead = await signedIn(service, await aPersonWho(service, { member: [[organisation, 'lead']] }))
    await lead.open('/organisations')
    expect(lead.status).toBe(404)
    const coordinator = await aCoordinator()
    await coordinator.open('/organisations?name=quay')
    expect([coordinator.status, coordinator.text.includes('Quayside Libraries')]).toEqual([200, true])
    await coordinator.open('/organisations?name=side')
    expect(coordinator.text).not.toContain('Quayside Libraries')
  })
})
