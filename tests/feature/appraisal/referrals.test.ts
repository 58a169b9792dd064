import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration, aSeat, signedIn } from '../../support/factories.ts'
import { aPanelWorld, type PanelWorld } from '../../support/panel.ts'

eachDatabase('a person suggested for a seat', engine => {
  let world: PanelWorld
  beforeAll(async () => {
    world = await aPanelWorld(engine)
  })
  afterAll(() => world.service.end())
  beforeEach(async () => {
    await world.submits()
    await world.hasStatus('checked')
    await aDeclaration(world.service, world.application, world.coordinator)
    await aSeat(world.service, world.application, world.peer, { offeredBy: world.coordinator, status: 'offered' })
    await world.service.post()
  })

  test('coordinators are emailed about a suggested person, and can choose one whose address we know', async () => {
    const { service, coordinator, peer, chair, at, as, lead, trustee, application } = world
    const holder = await as(peer, at('/seat'))
    await holder.press('Decline seat', { reason: 'No time', suggestedName: 'Nadia', suggestedEmail: chair.email })
    expect([holder.status, holder.notices.length]).toEqual([200, 1])
    const emails = (await service.post()).filter(({ to }) => to === coordinator.email)
    expect(emails.map(({ subject }) => subject)).toEqual([
      'Someone has suggested a new panel member for Ashcombe Libraries’ application',
    ])
    expect(emails[0]!.text).not.toContain('Nadia')
    const casework = await as(coordinator, at('/panel'))
    expect(casework.text).toContain(`Somebody suggests Nadia, ${chair.email}`)
    await casework.follow('Choose Nadia Rahmani')
    expect(casework.valueOf('person')).toBe(chair.id)
    await aDeclaration(service, application, trustee)
    for (const person of [trustee, lead]) expect((await as(person, at('/panel'))).text).not.toContain(chair.email)
  })

  test('a person who declines a seat can suggest just a name, even of someone without an account', async () => {
    const { coordinator, peer, at, as } = world
    const holder = await as(peer, at('/seat'))
    await holder.press('Decline seat', { suggestedName: 'Ola Brandt' })
    const casework = await as(coordinator, at('/panel'))
    expect(casework.text).toContain('Somebody suggests Ola Brandt')
    expect(casework.text).not.toContain('Choose Ola Brandt')
  })

  test('coordinators get an email when someone declines a seat and suggests no one', async () => {
    const { service, coordinator, peer, at, as } = world
    const holder = await as(peer, at('/seat'))
    await holder.press('Decline seat', { reason: 'No time' })
    const emails = (await service.post()).filter(({ to }) => to === coordinator.email)
    expect(emails.map(({ subject }) => subject)).toEqual([
      'Someone has declined a seat on the panel for Ashcombe Libraries',
    ])
    expect(emails[0]!.text).toContain(at('/panel'))
    expect(emails[0]!.text).not.toContain('No time')
  })

  test.each([
    [{ suggestedEmail: 'ola@panel.example' }, 'Enter the name of the person you suggest'],
    [{ suggestedName: 'Ola', suggestedEmail: 'ola@' }, 'Enter one email address, like name@example.org'],
  ])('the suggestion %j shows an error, and the offer stays open', async (given, message) => {
    const { service, peer, at, db, application } = world
    const holder = await signedIn(service, peer, at('/seat'))
    await holder.press('Decline seat', { reason: 'No time', ...given })
    expect([holder.status, holder.errors, holder.valueOf('reason')]).toEqual([422, [message], 'No time'])
    expect(await db()('seats').where({ application_id: application.id, status: 'offered' })).toHaveLength(1)
  })
})
