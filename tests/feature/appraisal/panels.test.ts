import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration, aPersonWho, aSeat, signedIn, type APerson } from '../../support/factories.ts'
import { aPanelWorld, type PanelWorld } from '../../support/panel.ts'
import { sendAgain } from '../../support/sent-again.ts'
import { anotherWindow } from '../../support/visitor.ts'

eachDatabase('the panel', engine => {
  let world: PanelWorld
  beforeAll(async () => {
    world = await aPanelWorld(engine)
  })
  afterAll(() => world.service.end())
  beforeEach(() => world.submits())

  test('an application is passed to the panel only after every required kind of seat has been offered', async () => {
    const { service, coordinator, chair, peer, neighbour, trustee, application, at, status, as, hasStatus } = world
    await hasStatus('checked')
    await aDeclaration(service, application, coordinator)
    const casework = await as(coordinator, at('/panel'))
    for (const [person, kind] of [
      [chair, 'sector peer'],
      [peer, 'sector peer'],
      [neighbour, 'local group'],
    ] as const)
      await casework.press('Offer this seat', { person: person.id, kind })
    expect(casework.text).toContain('1 more person with lived experience is needed')
    expect(casework.text).toContain('1 more independent member is needed')
    expect(casework.buttons).not.toContain('Pass to the panel')
    await casework.send(at('/panel/passing'))
    expect([casework.status, casework.text.includes('would not make a complete panel'), await status()]).toEqual([
      409,
      true,
      'checked',
    ])
    await casework.open(at('/panel'))
    await casework.press('Offer this seat', {
      person: trustee.id,
      kind: 'lived experience',
      chairs: 'yes',
      independent: 'yes',
    })
    expect(casework.text).toContain('1 more independent member is needed')
    await casework.press('Offer this seat', {
      name: 'Second chair',
      email: 'second@panel.example',
      kind: 'sector peer',
      chairs: 'yes',
      independent: 'yes',
    })
    expect([casework.status, casework.errors]).toEqual([
      422,
      [
        'The chair’s seat is already taken or on offer. ' +
          'Withdraw that seat or offer first, or untick “Chair of the panel”',
      ],
    ])
    await casework.press('Offer this seat', { chairs: false })
    expect(casework.status).toBe(200)
    expect(casework.text).not.toContain('is needed')
    await casework.press('Pass to the panel')
    expect(await status()).toBe('with the panel')
  })

  test('a member of the library cannot be on its panel', async () => {
    const { service, coordinator, peer, organisation, application, db, at, as } = world
    await aDeclaration(service, application, coordinator)
    const both = await aPersonWho(service, {
      name: 'Ola Brandt',
      member: [[organisation, 'contributor']],
      roles: ['appraiser'],
    })
    const casework = await as(coordinator, at('/panel'))
    expect(casework.text).toMatch(/Ola Brandt.*On this library’s team.*Cannot be chosen/)
    expect(casework.html).toContain(`value="${peer.id}"`)
    expect(casework.html).not.toContain(`value="${both.id}"`)
    await casework.press('Offer this seat', { name: 'Ola', email: both.email, kind: 'sector peer' })
    expect([casework.status, casework.errors]).toEqual([
      422,
      ['This person is on the library’s team. Choose someone else'],
    ])
    await casework.press('Offer this seat', { name: '', email: '', person: peer.id })
    await db()('memberships').insert({
      id: newId(),
      person_id: peer.id,
      organisation_id: organisation.id,
      role: 'observer',
      started_at: service.clock.now(),
      readers_confirmed_at: service.clock.now(),
      ended_at: null,
    })
    const huw = await as(peer, at('/seat'))
    expect(huw.status).toBe(403)
    await huw.send(at('/seat'), { shownName: 'Huw' })
    expect(huw.status).toBe(403)
    await db()('memberships').where({ person_id: peer.id }).delete()
  })

  test('a seat is offered once when the form is sent 20 times, and a withdrawn offer cannot be opened', async () => {
    const { service, coordinator, peer, application, db, at } = world
    await aDeclaration(service, application, coordinator)
    const visitors = await Promise.all(Array.from({ length: 5 }, () => signedIn(service, coordinator, at('/panel'))))
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        visitors[index % 5]!.send(at('/panel'), { idempotencyKey: newId(), person: peer.id, kind: 'sector peer' }),
      ),
    )
    const seats = await db()('seats').where({ application_id: application.id })
    expect(seats).toHaveLength(1)
    expect((await service.post()).filter(({ to }) => to === peer.email)).toHaveLength(1)
    const casework = await signedIn(service, coordinator, at('/panel'))
    expect(casework.links.map(({ text }) => text)).toContain('Withdraw offer Huw Prosser')
    await casework.follow('Withdraw offer')
    await casework.press('Withdraw offer')
    expect(casework.text).toContain('Our offer to Huw Prosser was withdrawn.')
    expect((await (await signedIn(service, peer)).open(at('/seat'))).status).toBe(404)
  })

  test('an outdated page cannot withdraw an offer that has since been accepted, but a reloaded page can', async () => {
    const { service, coordinator, peer, application, db, at, as } = world
    await aDeclaration(service, application, coordinator)
    const id = await aSeat(service, application, peer, { offeredBy: coordinator, status: 'offered' })
    const status = async () => (await db()('seats').where({ id }).first('status'))!.status
    const casework = await as(coordinator, at(`/panel/seats/${id}/withdrawal`))
    await (await as(peer, at('/seat'))).press('Accept seat', { shownName: 'Huw' })
    await service.post()
    await casework.press('Withdraw offer')
    expect([casework.status, casework.headings[0], await status(), await service.post()]).toEqual([
      409,
      'This page has changed since you opened it',
      'accepted',
      [],
    ])
    await casework.open(at(`/panel/seats/${id}/withdrawal`))
    expect(casework.text).toContain('their findings will not count')
    await casework.press('Withdraw seat')
    expect([casework.status, await status()]).toEqual([200, 'withdrawn'])
  })

  test('when a coordinator withdraws a member’s seat, the member and the chair are emailed', async () => {
    const { service, coordinator, chair, peer, organisation, at, as, seated, db, application } = world
    await seated()
    await service.post()
    const seat = (await db()('seats').where({ application_id: application.id, person_id: peer.id }).first('id'))!
    await (await as(coordinator, at(`/panel/seats/${seat.id}/withdrawal`))).press('Withdraw seat')
    expect((await service.post()).map(({ to, subject }) => `${to}: ${subject}`).toSorted()).toEqual(
      [
        `${peer.email}: We have withdrawn your seat on a panel`,
        `${chair.email}: A member has left the panel for ${organisation.name}`,
      ].toSorted(),
    )
  })

  test('a coordinator makes another member the chair, and everyone keeps their findings', async () => {
    const { service, coordinator, chair, peer, neighbour, organisation, at, as, seated, given, status } = world
    await seated()
    for (const person of [chair, peer, neighbour]) await given(person)
    await service.post()
    const casework = await as(coordinator, at('/panel'))
    await casework.follow('Make chair Huw Prosser')
    expect(casework.text).toContain('Nadia Rahmani stays on the panel and keeps any findings')
    await casework.press('Make chair')
    expect(casework.notices).toEqual(['Huw Prosser is now the chair of the panel.'])
    expect((await service.post()).map(({ to, subject }) => `${to}: ${subject}`).toSorted()).toEqual(
      [
        `${peer.email}: You are now the chair of the panel for ${organisation.name}`,
        `${chair.email}: Another member now chairs the panel for ${organisation.name}`,
      ].toSorted(),
    )
    const nadia = await as(chair, at('/meeting'))
    expect([nadia.status, nadia.buttons]).toEqual([200, []])
    const huw = await as(peer, at('/meeting'))
    await huw.press('Record the 25 findings that you all agree on')
    await huw.open(at('/proposal'))
    await huw.press('Send to a trustee', { outcome: 'awarded', decisionLetter: 'Dear Ashcombe, well done.' })
    expect(await status()).toBe('with a trustee')
  })

  test('after the chair’s seat is withdrawn, a member becomes the chair once, even from two windows', async () => {
    const { service, coordinator, chair, peer, application, db, at, as, seated, given } = world
    await seated()
    await given(peer)
    const own = { application_id: application.id, person_id: peer.id }
    const seat = (await db()('seats').where(own).first('id'))!
    await db()('seats').where({ application_id: application.id, person_id: chair.id }).update({ status: 'withdrawn' })
    const casework = await as(coordinator, at(`/panel/seats/${seat.id}/chair`))
    const other = anotherWindow(service, casework)
    await other.open(at(`/panel/seats/${seat.id}/chair`))
    expect(casework.text).not.toContain('Nadia')
    await casework.press('Make chair')
    await other.press('Make chair')
    expect([casework.status, other.status]).toEqual([200, 409])
    expect((await other.open(at(`/panel/seats/${seat.id}/chair`))).address).toBe(at('/panel'))
    expect(await db()('seats').where({ ...own, chairs: 1 })).toHaveLength(1)
    expect((await as(peer, at('/proposal'))).status).toBe(200)
  })

  test('an outdated page cannot replace a chair who was chosen or accepted after it was opened', async () => {
    const { service, coordinator, peer, neighbour, application, db, at, as, seated } = world
    await seated()
    const seatOf = async (person: APerson) =>
      (await db()('seats').where({ application_id: application.id, person_id: person.id }).first('id'))!.id
    const chairs = () => db()('seats').where({ application_id: application.id, chairs: 1 }).pluck('person_id')
    const page = at(`/panel/seats/${await seatOf(peer)}/chair`)
    const casework = await as(coordinator, page)
    const other = anotherWindow(service, casework)
    await other.open(at(`/panel/seats/${await seatOf(neighbour)}/chair`))
    await other.press('Make chair')
    await casework.press('Make chair')
    expect([casework.status, await chairs()]).toEqual([409, [neighbour.id]])
    await db()('seats').where({ chairs: 1 }).update({ status: 'offered' })
    await casework.open(page)
    expect(casework.text).toContain('Our offer to Clare Dunmore will no longer be for the chair’s seat.')
    await (await as(neighbour, at('/seat'))).press('Accept seat', { shownName: 'Clare' })
    await casework.press('Make chair')
    expect([casework.status, await chairs()]).toEqual([409, [neighbour.id]])
    await casework.open(page)
    await casework.press('Make chair')
    expect([casework.status, await chairs()]).toEqual([200, [peer.id]])
  })

  test('a member without a role at the charity cannot become the chair', async () => {
    const { service, coordinator, peer, application, db, at, as, seated } = world
    await seated()
    const seat = (await db()('seats').where({ application_id: application.id, person_id: peer.id }).first('id'))!
    const role = db()('charity_roles').where({ person_id: peer.id })
    await role.clone().update({ ended_at: service.clock.now() })
    const casework = await as(coordinator, at(`/panel/seats/${seat.id}/chair`))
    await casework.press('Make chair')
    expect(casework.status).toBe(409)
    await role.clone().update({ ended_at: null })
  })

  test('the kind of a seat is visible only to its holder and coordinators', async () => {
    const { service, items, coordinator, chair, peer, trustee, lead, application, at, as, seated, given, everyPage } =
      world
    await seated()
    await given(chair)
    await given(peer)
    await aDeclaration(service, application, trustee)
    const kinds = /lived experience|local group|sector peer/i
    const withoutTitles = (text: string) =>
      items.reduce(
        (left, { title, description, evidence: counts }) =>
          [title, description, ...counts].reduce((rest, words) => rest.replaceAll(words, ''), left),
        text,
      )
    expect((await as(coordinator, at('/panel'))).text).toMatch(/Lived experience.*Sector peer.*Local group/)
    const nadia = await as(chair, at('/panel'))
    expect([
      nadia.text.includes('Lived experience'),
      /local group|sector peer/i.test(nadia.text),
      nadia.text.includes('The panel is not complete yet'),
    ]).toEqual([true, false, true])
    for (const person of [trustee, lead, await aPersonWho(service, { roles: ['administrator'] })]) {
      const visitor = await as(person)
      for (const page of [...everyPage(), '/history']) {
        await visitor.open(page)
        expect([person.name, page, withoutTitles(visitor.text).match(kinds)?.[0]]).toEqual([
          person.name,
          page,
          undefined,
        ])
      }
    }
  })

  test('the history never names the members of the panel', async () => {
    const { service, peer, trustee, application, at, as, seated } = world
    await seated()
    const huw = await as(peer, at('/criteria/L1/questions/new'))
    await huw.press('Send question', { body: 'Since when?', replyBy: '2027-03-20' })
    await aDeclaration(service, application, trustee)
    const samuel = await as(trustee, '/history')
    expect(samuel.text).toContain('The panel A question was asked')
    expect(samuel.text).not.toContain('Huw')
  })

  test('a seat is offered once when the form is sent twice, and different text stays on the page', async () => {
    const { service, coordinator, peer, application, at, as, db } = world
    await aDeclaration(service, application, coordinator)
    const typed = { person: peer.id, kind: 'sector peer' }
    const form = { address: at('/panel'), typed, other: { name: 'Another person' } }
    expect(await sendAgain(service, await as(coordinator), form)).toEqual({
      led: [`200 ${at('/panel')}`, `200 ${at('/panel')}`],
      changed: [422, true],
      signedOut: [401, true],
    })
    expect(await db()('seats').where({ application_id: application.id })).toHaveLength(1)
  })
})
