import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { withoutRights } from '../../../src/domain/actor.ts'
import { giveRole } from '../../../src/modules/access/requests/request.actions.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration, aPersonWho, type APerson } from '../../support/factories.ts'
import { aPanelWorld, type PanelWorld } from '../../support/panel.ts'

eachDatabase('the email that no coordinator can take on an application', engine => {
  let world: PanelWorld
  let administrator: APerson
  /** the only coordinator who can take on the application */
  let joan: APerson
  /** the only trustee */
  let tamsin: APerson
  beforeAll(async () => {
    world = await aPanelWorld(engine)
    administrator = await aPersonWho(world.service, { name: 'Iris Webb', roles: ['administrator'] })
  })
  afterAll(() => world.service.end())
  beforeEach(async () => {
    const { service, coordinator } = world
    await world.submits()
    await aDeclaration(service, world.application, coordinator, 'conflict')
    await world
      .db()('charity_roles')
      .whereIn('role', ['coordinator', 'trustee'])
      .whereNot({ person_id: coordinator.id })
      .update({ ended_at: service.clock.now() })
    joan = await aPersonWho(service, { name: 'Joan Reed', roles: ['coordinator', 'appraiser'] })
    tamsin = await aPersonWho(service, { name: 'Tamsin Grey', roles: ['trustee'] })
  })

  const emailed = (): Promise<(string | null)[]> =>
    world.db()('outbox').where({ application_id: world.application.id, name: 'coordinator wanted' }).pluck('person_id')
  const losesRole = async (person: APerson, role = 'coordinator') => {
    const held = await world.db()('charity_roles').where({ person_id: person.id, role, ended_at: null }).first('id')
    await (await world.as(administrator)).send(`/people/${person.id}/roles/${held!.id}/ending`)
  }
  const isSuspended = async (person: APerson) => {
    await (await world.as(administrator)).send(`/people/${person.id}/suspension`)
  }
  const joins = (person: APerson) =>
    world.service.parts.write(withoutRights(world.lead.id), work =>
      giveRole(work, { personId: person.id, organisationId: world.organisation.id, role: 'observer' }),
    )

  test('trustees are emailed once when the last coordinator without a conflict loses the role', async () => {
    await losesRole(joan, 'appraiser')
    expect(await emailed()).toEqual([])
    await losesRole(joan)
    expect(await emailed()).toEqual([tamsin.id])
    await isSuspended(joan)
    await isSuspended(world.coordinator)
    await joins(joan)
    expect(await emailed()).toEqual([tamsin.id])
  })

  test('trustees are emailed once when the last coordinator without a conflict is suspended', async () => {
    await isSuspended(joan)
    expect(await emailed()).toEqual([tamsin.id])
    await losesRole(joan)
    expect(await emailed()).toEqual([tamsin.id])
  })

  test('trustees are emailed once when the last coordinator without a conflict joins the library', async () => {
    await aDeclaration(world.service, world.application, joan)
    await joins(joan)
    expect(await emailed()).toEqual([tamsin.id])
    await losesRole(joan)
    expect(await emailed()).toEqual([tamsin.id])
  })

  test('no email is sent while another coordinator is free, or the charity does not have the application', async () => {
    const { service, db, application, hasStatus } = world
    const other = await aPersonWho(service, { name: 'Yusuf Hale', roles: ['coordinator'] })
    await losesRole(joan)
    await hasStatus('returned')
    await isSuspended(other)
    const third = await aPersonWho(service, { name: 'Wren Ashby', roles: ['coordinator'] })
    await hasStatus('decided')
    await db()('applications')
      .where({ id: application.id })
      .update({ decision_letter_released_at: service.clock.now() })
    await losesRole(third)
    expect(await emailed()).toEqual([])
    await db()('applications').where({ id: application.id }).update({ decision_letter_released_at: null })
    const fourth = await aPersonWho(service, { name: 'Ewan Moss', roles: ['coordinator'] })
    await losesRole(fourth)
    expect(await emailed()).toEqual([tamsin.id])
  })
})
