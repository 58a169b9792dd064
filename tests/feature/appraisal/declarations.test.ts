import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { eachDatabase } from '../../support/database.ts'
import { aPanelWorld, type PanelWorld } from '../../support/panel.ts'
import { sendAgain } from '../../support/sent-again.ts'
import { aDeclaration, anOrganisation, aSeat } from '../../support/factories.ts'
import { anotherWindow, type Visitor } from '../../support/visitor.ts'

eachDatabase('the declaration', engine => {
  let world: PanelWorld
  beforeAll(async () => {
    world = await aPanelWorld(engine)
  })
  afterAll(() => world.service.end())
  beforeEach(() => world.submits())

  test('a member’s conflict closes the application to them, sets findings aside and frees the seat', async () => {
    const { service, coordinator, peer, neighbour, application, evidence, db, at, as, seated, given, everyPage } = world
    await seated()
    await given(neighbour)
    const clare = await as(neighbour)
    let seen = 0
    for (const page of everyPage()) seen += (await clare.open(page)).status === 200 ? 1 : 0
    expect(seen).toBeGreaterThan(9)
    await clare.open(at('/declaration'))
    await clare.press('Declare a conflict', { reason: '' })
    expect([clare.status, clare.errors]).toEqual([422, ['Describe the conflict of interest']])
    await clare.press('Declare a conflict', { reason: 'My sister began to work there.' })
    expect(clare.address).toBe('/home')
    const emails = await service.post()
    expect(emails.map(({ to, subject }) => `${to}: ${subject}`)).toEqual(
      expect.arrayContaining([
        `${coordinator.email}: A seat on the panel for ${world.organisation.name} is vacant`,
        `${world.chair.email}: A member has left the panel for ${world.organisation.name}`,
      ]),
    )
    expect(emails.find(({ to }) => to === world.chair.email)!.text).not.toMatch(/conflict|Clare/)
    for (const page of everyPage()) expect([page, (await clare.open(page)).status]).toEqual([page, 404])
    await clare.send(at('/declaration'), { says: 'no conflict' })
    expect(clare.status).toBe(404)
    expect((await clare.open('/appraisals')).html).not.toContain(application.id)
    expect((await clare.open(`/evidence/${evidence}`)).status).toBe(404)
    const seat = await db()('seats').where({ application_id: application.id, person_id: neighbour.id }).first()
    expect([seat!.status, seat!.set_aside_at]).toEqual(['withdrawn', service.clock.now()])
    const casework = await as(coordinator, at('/panel'))
    expect(casework.text).toContain('Clare Dunmore’s seat ended because of a conflict of interest.')
    expect(casework.text).toContain('1 more seat is needed')
    await given(peer)
    const huw = await as(peer, at('/meeting'))
    expect(huw.text).toContain(
      'A member left the panel because of a conflict of interest. We do not show or count their findings.',
    )
    expect(huw.text).not.toContain('Clare')
    expect(JSON.stringify(await db()('events').where({ application_id: application.id }))).not.toContain('sister')
    const pool = await as(coordinator, at('/panel'))
    expect(pool.$(`[value="${peer.id}"], [value="${neighbour.id}"]`).length).toBe(0)
    await pool.press('Offer this seat', { name: 'Clare', email: neighbour.email.toUpperCase(), kind: 'local group' })
    expect([pool.status, pool.errors]).toEqual([
      422,
      ['This person has declared a conflict of interest. Choose someone else'],
    ])
  })

  test('an application’s pages have a link to the declaration for the charity, but not for the library', async () => {
    const { peer, lead, coordinator, at, as, seated } = world
    await seated()
    for (const person of [peer, coordinator])
      for (const page of ['', '/submission', '/questions', '/history', '/panel']) {
        const reader = await as(person, at(page))
        expect([page, reader.status, reader.links.some(({ href }) => href === at('/declaration'))]).toEqual([
          page,
          200,
          true,
        ])
      }
    const library = await as(lead, at())
    expect(library.links.some(({ href }) => href === at('/declaration'))).toBe(false)
  })

  test('a trustee gets an email and a home page card when the only coordinator has a conflict', async () => {
    const { service, coordinator, trustee, application, db, at, as } = world
    await db()('charity_roles')
      .whereNot({ person_id: coordinator.id })
      .where({ role: 'coordinator' })
      .update({ ended_at: service.clock.now() })
    const samuel = await as(trustee, '/home')
    const card = `/applications/${application.id}/declaration`
    expect(samuel.links.some(({ href }) => href === card)).toBe(false)
    const ffion = await as(coordinator, at('/declaration'))
    await ffion.press('Declare', { says: 'conflict', reason: 'I used to work there.' })
    expect((await service.post()).filter(({ to }) => to === trustee.email).map(({ subject }) => subject)).toContain(
      'No coordinator can take on Ashcombe Libraries’ application',
    )
    await samuel.open('/home')
    expect(samuel.links.some(({ href }) => href === card)).toBe(true)
  })

  test('after declaring no conflict, a trustee sees the proposal, and a coordinator the application', async () => {
    const { trustee, coordinator, at, as, hasStatus } = world
    await hasStatus('with a trustee')
    for (const [person, address] of [
      [trustee, at('/decision')],
      [coordinator, at()],
    ] as const) {
      const visitor = await as(person, at('/declaration'))
      await visitor.press('Declare', { says: 'no conflict' })
      expect([visitor.status, visitor.address]).toEqual([200, address])
    }
  })

  test('a trustee’s conflict closes the application to them', async () => {
    const { trustee, application, at, as, hasStatus } = world
    await hasStatus('with a trustee')
    const samuel = await as(trustee, at())
    expect([samuel.status, samuel.text.includes('Two branches where'), samuel.text.includes('Marian Tull')]).toEqual([
      200,
      false,
      true,
    ])
    expect((await samuel.open(at('/submission'))).status).toBe(403)
    await samuel.open(at('/declaration'))
    await samuel.press('Declare', { says: 'conflict', reason: '' })
    expect(samuel.errors).toEqual(['Describe the conflict of interest'])
    await samuel.press('Declare', { reason: 'I sit on its board.' })
    expect((await samuel.open(at())).status).toBe(404)
    expect((await samuel.open('/applications')).text).not.toContain(application.number)
  })

  /** Seats a panel. Its only independent member has not confirmed their independence yet. */
  const seatedWithoutIndependence = async () => {
    const { peer, application, db, seated } = world
    await seated()
    const own = { application_id: application.id, person_id: peer.id }
    await db()('declarations').where(own).update({ independent: null })
    await db()('seats').where(own).update({ independent: 1 })
  }

  test('a member who has not said whether they are independent is asked on their home page', async () => {
    const { peer, at, as, given } = world
    await seatedWithoutIndependence()
    const asked = 'Tell us whether you are independent of Ashcombe Libraries'
    const huw = await as(peer, '/home')
    expect(huw.links).toContainEqual(expect.objectContaining({ text: asked, href: at('/declaration') }))
    await given(peer)
    expect((await huw.open('/home')).text).toContain(asked)
    await huw.open(at('/declaration'))
    await huw.press('Save', { independent: 'yes' })
    expect((await huw.open('/home')).text).not.toContain(asked)
  })

  test('coordinators are told when a member who should be independent says that they are not', async () => {
    const { service, coordinator, chair, peer, neighbour, organisation, at, as, given } = world
    await seatedWithoutIndependence()
    await service.post()
    const card = `The panel for ${organisation.name} needs an independent member`
    const joan = await as(coordinator, '/home')
    expect(joan.text).not.toContain(card)
    const huw = await as(peer, at('/declaration'))
    await huw.press('Save', { independent: 'no' })
    expect((await service.post()).map(({ to, subject }) => `${to}: ${subject}`)).toEqual([
      `${coordinator.email}: A member of the panel for ${organisation.name} is not independent`,
    ])
    await joan.open('/home')
    expect(joan.links).toContainEqual(expect.objectContaining({ text: card, href: at('/panel') }))
    for (const person of [chair, peer, neighbour]) await given(person)
    expect((await as(chair, at())).text).toContain('The panel is not complete. It may need another member')
  })

  test('coordinators are told when a first declaration says that a member is not independent', async () => {
    const { service, coordinator, peer, application, organisation, at, as, db } = world
    await seatedWithoutIndependence()
    await db()('declarations').where({ application_id: application.id, person_id: peer.id }).delete()
    await service.post()
    const huw = await as(peer, at('/declaration'))
    await huw.press('Declare', { says: 'no conflict', independent: 'no' })
    expect((await service.post()).map(({ to, subject }) => `${to}: ${subject}`)).toEqual([
      `${coordinator.email}: A member of the panel for ${organisation.name} is not independent`,
    ])
  })

  test('a declaration is recorded once when its form is sent twice, and different text stays on the page', async () => {
    const { service, coordinator, peer, neighbour, chair, application, at, as, db } = world
    for (const person of [peer, neighbour, chair])
      await aSeat(service, application, person, { offeredBy: coordinator, independent: person === chair })
    await aDeclaration(service, application, neighbour)
    await aDeclaration(service, application, chair)
    const first = {
      address: at('/declaration'),
      typed: { says: 'no conflict' },
      other: { reason: 'Another reason, in other words' },
    }
    const later = {
      address: at('/declaration/conflict'),
      typed: { reason: 'My sister works there.' },
      other: { reason: 'Another reason, in other words' },
    }
    const independence = {
      address: at('/declaration/independence'),
      typed: { independent: 'yes' },
      other: { reason: 'Another reason, in other words' },
    }
    const signedOut = [401, true]
    expect([
      await sendAgain(service, await as(peer), first),
      await sendAgain(service, await as(neighbour), later),
      await sendAgain(service, await as(chair), independence),
    ]).toEqual([
      { led: [`200 ${at('/appraisal')}`, `200 ${at('/appraisal')}`], changed: [409, true], signedOut },
      { led: ['200 /home', '200 /home'], changed: [404, true], signedOut },
      { led: [`200 ${at()}`, `200 ${at()}`], changed: [409, true], signedOut },
    ])
    expect(await db()('declarations').where({ application_id: application.id })).toHaveLength(3)
  })

  test('when one person declares twice at the same moment, one declaration counts and the other gets 409', async () => {
    const { service, coordinator, application, at, as, db } = world
    const visitor = await as(coordinator)
    const [one, two] = [anotherWindow(service, visitor), anotherWindow(service, visitor)]
    const declares = (window: Visitor) =>
      window.send(at('/declaration'), { says: 'no conflict', idempotencyKey: newId() })
    await Promise.all([declares(one), declares(two)])
    const [saved, refused] = one.status === 200 ? [one, two] : [two, one]
    expect([saved.status, saved.address, refused.status]).toEqual([200, at(), 409])
    expect(refused.headings[0]).toBe('This page has changed since you opened it')
    expect(await db()('declarations').where({ application_id: application.id })).toHaveLength(1)
  })

  test('people who declare at the same moment all have their declarations recorded', async () => {
    const { service, coordinator, peer, neighbour, application, at, as, db } = world
    for (const person of [peer, neighbour]) await aSeat(service, application, person, { offeredBy: coordinator })
    const people = [await as(coordinator), await as(peer), await as(neighbour)]
    const conflict = { says: 'conflict', reason: 'I used to work there.' }
    await Promise.all(people.map(each => each.send(at('/declaration'), { ...conflict, idempotencyKey: newId() })))
    expect(people.map(({ status, address }) => [status, address])).toEqual(people.map(() => [200, '/home']))
    expect(await db()('declarations').where({ application_id: application.id })).toHaveLength(3)
  })

  test('an appraiser on a library’s team sees the declaration link only on other libraries’ applications', async () => {
    const { service, lead, neighbour, db, at, as, seated } = world
    await seated()
    const other = await anOrganisation(service, { name: 'Elsewhere' })
    const membership = { role: 'lead', started_at: service.clock.now(), ended_at: null }
    await db()('memberships').insert({ id: newId(), person_id: neighbour.id, organisation_id: other.id, ...membership })
    const link = (visitor: Visitor) => visitor.links.some(({ text }) => text === 'Declare a conflict of interest')
    expect(link(await as(neighbour, at()))).toBe(true)
    const role = { role: 'appraiser', started_at: service.clock.now(), ended_at: null }
    await db()('charity_roles').insert({ id: newId(), person_id: lead.id, ...role })
    const own = await as(lead, at())
    expect([own.status, link(own)]).toEqual([200, false])
  })
})
