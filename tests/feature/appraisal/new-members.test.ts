import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { withoutRights } from '../../../src/domain/actor.ts'
import { askForRole } from '../../../src/modules/access/requests/request.actions.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration, aSeat, signedIn, type APerson } from '../../support/factories.ts'
import { aPanelWorld, type PanelWorld } from '../../support/panel.ts'

eachDatabase('the seats of a person who joins the library', engine => {
  let world: PanelWorld
  beforeAll(async () => {
    world = await aPanelWorld(engine)
  })
  afterAll(() => world.service.end())
  beforeEach(() => world.submits())

  /** The person accepts an invitation from the lead. */
  const joinsLibrary = (person: APerson) => {
    const asked = {
      personId: person.id,
      organisationId: world.organisation.id,
      role: 'contributor',
      invitedBy: world.lead.id,
    } as const
    return world.service.parts.write(withoutRights(person.id), work => askForRole(work, asked))
  }
  const leavesLibrary = (person: APerson) =>
    world.db()('memberships').where({ person_id: person.id }).update({ ended_at: world.service.clock.now() })
  const seatOf = (person: APerson) =>
    world
      .db()('seats')
      .where({ application_id: world.application.id, person_id: person.id })
      .first('status', 'set_aside_at')
  const emails = async () => (await world.service.post()).map(({ to, subject }) => `${to}: ${subject}`)

  test('joining the library sets a person’s seat and findings aside, and emails them and the coordinator', async () => {
    const { service, coordinator, chair, peer, neighbour, organisation, at, as, given } = world
    await world.seated()
    for (const person of [peer, neighbour, chair]) await given(person)
    await service.post()
    const nadia = await as(chair, at('/meeting'))
    await nadia.press('Record the 25 findings that you all agree on')
    expect(await joinsLibrary(peer)).toBe('joined')
    expect(await seatOf(peer)).toEqual({ status: 'withdrawn', set_aside_at: service.clock.now() })
    expect(await emails()).toEqual(
      expect.arrayContaining([
        `${coordinator.email}: A seat on the panel for ${organisation.name} is vacant`,
        `${peer.email}: We have withdrawn your seat on a panel`,
      ]),
    )
    expect((await nadia.open(at('/meeting'))).text).toContain(
      'A member left the panel because of a conflict of interest. We do not show or count their findings.',
    )
    await nadia.open(at('/proposal'))
    expect(nadia.buttons).toContain('Save')
    expect(nadia.buttons).not.toContain('Send to a trustee')
    expect((await as(coordinator, at('/panel'))).text).toContain(
      'Huw Prosser’s seat ended because of a conflict of interest.',
    )
  })

  test('an unanswered offer of a seat is withdrawn when the person joins the library', async () => {
    const { service, coordinator, application, peer } = world
    await aSeat(service, application, peer, { offeredBy: coordinator, status: 'offered' })
    await joinsLibrary(peer)
    expect(await seatOf(peer)).toMatchObject({ status: 'withdrawn' })
  })

  test('seats on the applications of other libraries are kept', async () => {
    const { service, coordinator, peer, application, db } = world
    await aSeat(service, application, peer, { offeredBy: coordinator })
    await aDeclaration(service, application, peer)
    await world.submits()
    await joinsLibrary(peer)
    expect(await db()('seats').where({ application_id: application.id }).pluck('status')).toEqual(['accepted'])
  })

  test('a person who joins the library after the decision letter was released keeps the seat', async () => {
    const { service, coordinator, peer, application, db } = world
    await aSeat(service, application, peer, { offeredBy: coordinator })
    await db()('applications')
      .where({ id: application.id })
      .update({ status: 'decided', decision_letter_released_at: service.clock.now() })
    await joinsLibrary(peer)
    expect(await seatOf(peer)).toEqual({ status: 'accepted', set_aside_at: null })
  })

  test('a person who joined and left the library must declare again before acting for the charity', async () => {
    const { service, coordinator, trustee, application, at, db } = world
    for (const person of [coordinator, trustee]) await aDeclaration(service, application, person)
    await joinsLibrary(coordinator)
    await joinsLibrary(trustee)
    for (const person of [coordinator, trustee]) {
      await leavesLibrary(person)
      const visitor = await signedIn(service, person, at())
      expect(visitor.headings).not.toContain('Next steps')
      expect((await visitor.open(at('/submission'))).status).toBe(403)
      expect((await visitor.open(at('/declaration'))).buttons).toContain('Declare')
    }
    expect(await db()('declarations').where({ application_id: application.id })).toEqual([])
    expect((await world.eventNames()).filter(name => name === 'declaration.lifted')).toHaveLength(2)
  })

  test('conflicts, and declarations about other libraries, are kept when a person joins the library', async () => {
    const { service, coordinator, application, db } = world
    await aDeclaration(service, application, coordinator)
    await world.submits()
    await aDeclaration(service, world.application, coordinator, 'conflict')
    await joinsLibrary(coordinator)
    const kept = await db()('declarations')
      .whereIn('application_id', [application.id, world.application.id])
      .orderBy('says')
      .pluck('says')
    expect(kept).toEqual(['conflict', 'no conflict'])
  })
})
