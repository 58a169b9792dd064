import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { withoutRights } from '../../../src/domain/actor.ts'
import { giveRole } from '../../../src/modules/access/requests/request.actions.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration, aPersonWho, aSeat, type APerson } from '../../support/factories.ts'
import { aPanelWorld, type PanelWorld } from '../../support/panel.ts'

eachDatabase('the email that no trustee can decide', engine => {
  let world: PanelWorld
  let administrator: APerson
  /** the only trustee who can decide */
  let tamsin: APerson
  beforeAll(async () => {
    world = await aPanelWorld(engine)
    administrator = await aPersonWho(world.service, { name: 'Iris Webb', roles: ['administrator'] })
  })
  afterAll(() => world.service.end())
  beforeEach(async () => {
    const { service, trustee } = world
    await world.submits()
    await world.hasStatus('with a trustee')
    await aDeclaration(service, world.application, trustee, 'conflict')
    await world.db()('charity_roles').where({ role: 'trustee' }).whereNot({ person_id: trustee.id }).update({
      ended_at: service.clock.now(),
    })
    tamsin = await aPersonWho(service, { name: 'Tamsin Grey', roles: ['trustee', 'appraiser'] })
  })

  const emailed = (): Promise<(string | null)[]> =>
    world.db()('outbox').where({ application_id: world.application.id, name: 'trustee wanted' }).pluck('person_id')
  const losesRole = async (person: APerson, role = 'trustee') => {
    const held = await world.db()('charity_roles').where({ person_id: person.id, role, ended_at: null }).first('id')
    await (await world.as(administrator)).send(`/people/${person.id}/roles/${held!.id}/ending`)
  }
  const isSuspended = async (person: APerson) => {
    await (await world.as(administrator)).send(`/people/${person.id}/suspension`)
  }
  const joins = (person: APerson, organisation: { id: string } = world.organisation) =>
    world.service.parts.write(withoutRights(world.lead.id), work =>
      giveRole(work, { personId: person.id, organisationId: organisation.id, role: 'observer' }),
    )

  test('coordinators are emailed once when the last trustee without a conflict loses the role', async () => {
    const { coordinator, trustee } = world
    await losesRole(tamsin, 'appraiser')
    expect(await emailed()).toEqual([])
    await losesRole(tamsin)
    expect(await emailed()).toEqual([coordinator.id])
    await aPersonWho(world.service, { name: 'Idris Penn', roles: ['administrator'] })
    await isSuspended(tamsin)
    await joins(tamsin)
    await joins(trustee)
    expect(await emailed()).toEqual([coordinator.id])
  })

  test('coordinators are emailed once when the last trustee without a conflict is suspended', async () => {
    await isSuspended(tamsin)
    expect(await emailed()).toEqual([world.coordinator.id])
    await losesRole(tamsin, 'appraiser')
    await losesRole(tamsin)
    expect(await emailed()).toEqual([world.coordinator.id])
  })

  test('coordinators are emailed once when the last trustee without a conflict joins the library', async () => {
    await joins(tamsin)
    expect(await emailed()).toEqual([world.coordinator.id])
    await losesRole(tamsin)
    expect(await emailed()).toEqual([world.coordinator.id])
  })

  test('no email is sent while another trustee can decide, or the application is not with a trustee', async () => {
    const { service, coordinator, hasStatus } = world
    const other = await aPersonWho(service, { name: 'Yusuf Hale', roles: ['trustee'] })
    await losesRole(tamsin)
    expect(await emailed()).toEqual([])
    await hasStatus('with the panel')
    await isSuspended(other)
    expect(await emailed()).toEqual([])
    await hasStatus('with a trustee')
    const third = await aPersonWho(service, { name: 'Wren Ashby', roles: ['trustee'] })
    await losesRole(third)
    expect(await emailed()).toEqual([coordinator.id])
  })

  test('no second email is sent when a trustee who could not decide declares a conflict', async () => {
    const { service, application, coordinator, at, as } = world
    const wren = await aPersonWho(service, { name: 'Wren Ashby', roles: ['trustee'] })
    await aSeat(service, application, wren, { offeredBy: coordinator, kind: 'trustee' })
    await losesRole(tamsin)
    expect(await emailed()).toEqual([coordinator.id])
    await (await as(wren, at('/declaration'))).press('Declare', { says: 'conflict', reason: 'I worked there.' })
    const said = { application_id: application.id, person_id: wren.id, says: 'conflict' }
    expect(await world.db()('declarations').where(said)).toHaveLength(1)
    expect(await emailed()).toEqual([coordinator.id])
  })

  test('coordinators are emailed when the last trustee loses the role during a hold', async () => {
    const { service, application, coordinator, at, as } = world
    await aDeclaration(service, application, coordinator)
    await (await as(coordinator, at('/hold'))).press('Put on hold', { reason: 'The library is moving.' })
    expect(await world.status()).toBe('on hold')
    await losesRole(tamsin)
    expect(await emailed()).toEqual([coordinator.id])
  })
})
