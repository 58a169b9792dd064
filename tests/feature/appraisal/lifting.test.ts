import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { aPanelWorld, type PanelWorld } from '../../support/panel.ts'

eachDatabase('lifting a conflict', engine => {
  let world: PanelWorld
  beforeAll(async () => {
    world = await aPanelWorld(engine)
  })
  afterAll(() => world.service.end())
  beforeEach(() => world.submits())

  test('a coordinator lifts a member’s conflict, and the member can declare again after a new offer', async () => {
    const { service, coordinator, neighbour, application, db, at, as, seated } = world
    await seated()
    const clare = await as(neighbour, at())
    await clare.follow('Declare a conflict of interest')
    await clare.press('Declare a conflict', { reason: 'The wrong button.' })
    expect((await clare.open(at())).status).toBe(404)
    await clare.open(at('/conflicts'))
    expect(clare.status).toBe(404)
    const casework = await as(coordinator, at('/panel'))
    await casework.follow('Remove a conflict that was declared by mistake')
    await casework.press('Remove the conflict')
    expect([casework.status, casework.errors]).toEqual([422, ['Choose a person', 'Enter the reason']])
    await casework.press('Remove the conflict', { person: neighbour.id, reason: 'She told us that she chose wrongly.' })
    expect(casework.notices).toEqual(['The conflict has been removed.'])
    const seat = await db()('seats').where({ application_id: application.id, person_id: neighbour.id }).first()
    expect([
      seat!.status,
      await db()('declarations').where({ application_id: application.id, person_id: neighbour.id }),
    ]).toEqual(['withdrawn', []])
    expect(await db()('lifted_conflicts').select('reason', 'lifted_by', 'lift_reason')).toEqual([
      { reason: 'The wrong button.', lifted_by: coordinator.id, lift_reason: 'She told us that she chose wrongly.' },
    ])
    await service.post()
    expect((await clare.open(at())).status).toBe(404)
    await casework.press('Offer this seat', { person: neighbour.id, kind: 'local group' })
    expect(casework.status).toBe(200)
    expect((await clare.open(at('/declaration'))).status).toBe(200)
    expect(JSON.stringify(await db()('events').where({ application_id: application.id }))).not.toContain('wrong')
  })

  test('a trustee whose conflict is lifted gets an email and declares again', async () => {
    const { service, coordinator, trustee, at, as, seated, hasStatus } = world
    await seated()
    await hasStatus('with a trustee')
    const samuel = await as(trustee, at('/declaration'))
    await samuel.press('Declare', { says: 'conflict', reason: 'The wrong button.' })
    expect((await samuel.open(at())).status).toBe(404)
    const casework = await as(coordinator, at('/conflicts'))
    await casework.press('Remove the conflict', { person: trustee.id, reason: 'He told us.' })
    expect((await service.post()).filter(({ to }) => to === trustee.email).map(({ subject }) => subject)).toContain(
      'Please make a new declaration for Ashcombe Libraries’ application',
    )
    await samuel.open(at('/declaration'))
    await samuel.press('Declare', { says: 'no conflict' })
    expect([samuel.status, samuel.address]).toEqual([200, at('/decision')])
  })
})
