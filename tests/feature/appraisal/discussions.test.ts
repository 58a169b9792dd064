import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { addMinutes, type Instant } from '../../../src/domain/time.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration, aPersonWho, signedIn, type APerson } from '../../support/factories.ts'
import { anotherCase, meetingFields, meetingToday, streamOf, withoutEarlierCases } from '../../support/meetings.ts'
import { aPanelWorld, type PanelWorld } from '../../support/panel.ts'
import type { Visitor } from '../../support/visitor.ts'

eachDatabase('a panel meeting in progress', engine => {
  let world: PanelWorld
  let other: string
  let address: string
  beforeAll(async () => {
    world = await aPanelWorld(engine)
  })
  afterAll(() => world.service.end())
  beforeEach(async () => {
    await world.db()('meetings').update({ status: 'cancelled' })
    await withoutEarlierCases(world)
    await world.submits()
    await world.seated()
    const { peer, neighbour, chair, coordinator } = world
    await world.db()('organisations').where({ id: world.organisation.id }).update({ name: 'Fellwick Libraries' })
    other = await anotherCase(world, { name: 'Thornwick Library', panel: [peer, neighbour], conflict: [chair] })
    const joan = await world.as(coordinator, '/meetings/new')
    await joan.send('/meetings/new', { ...meetingToday, applications: [world.application.id, other] })
    address = joan.address
  })

  const meetingId = () => address.split('/')[2]!
  const movements = async () => {
    const rows = await world
      .db()('meeting_movements')
      .join('people', 'people.id', 'meeting_movements.person_id')
      .where({ meeting_id: meetingId() })
      .orderBy('number')
      .select<{ name: string; says: string; because: string }[]>('name', 'says', 'because')
    return rows.map(({ name, says, because }) => `${name.split(' ')[0]} ${says}: ${because}`)
  }
  const cookieOf = (visitor: Visitor): string =>
    [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const come = async (...people: APerson[]) => {
    for (const person of people) await (await world.as(person, address)).press('I am here')
  }

  test('people can join on the day of the meeting; before it, no one can join or start an item', async () => {
    const { coordinator, chair, as } = world
    const nadia = await as(chair, address)
    expect([nadia.buttons.includes('I am here'), nadia.text.includes('When you join the meeting')]).toEqual([
      true,
      true,
    ])
    expect(nadia.text).not.toContain('It cannot start before')
    expect(nadia.html).toContain('Reload this page to see what is being discussed now.')
    await world.db()('meetings').where({ id: meetingId() }).update({ status: 'cancelled' })
    const joan = await as(coordinator, '/meetings/new')
    await joan.send('/meetings/new', { ...meetingFields, applications: [world.application.id, other] })
    expect(joan.text).not.toContain('Record that someone joined or left')
    expect(joan.html).not.toContain('Reload this page to see what is being discussed now.')
    expect(joan.buttons.filter(text => text.startsWith('Start discussing'))).toEqual([])
    const later = joan.address
    await joan.send(`${later}/discussion`, { application: other })
    expect(joan.status).toBe(409)
    await nadia.open(later)
    expect([nadia.status, nadia.buttons.includes('I am here')]).toEqual([200, false])
    expect(nadia.text).not.toContain('When you join the meeting')
    expect(nadia.text).toContain('The meeting has not started. It cannot start before 27 May 2027.')
  })

  test('the page names the current item, but not to a person with a conflict', async () => {
    const { coordinator, chair, peer, as, service } = world
    await come(chair, peer)
    const joan = await as(coordinator, address)
    expect(joan.text).toContain('Present now: 2')
    service.clock.set('2027-03-01T18:35:00Z')
    for (const person of [coordinator, chair, peer])
      await world
        .db()('sign_ins')
        .where({ person_id: person.id })
        .update({ last_seen_at: service.clock.now(), started_at: service.clock.now() })
    await joan.press('Start discussing Thornwick Library')
    expect(joan.text).toContain('Now discussing Thornwick Library')
    expect(joan.text).toContain('Nadia left at 6:35pm')
    const nadia = await as(chair, address)
    expect(nadia.text).toContain('An item that you cannot see is being discussed.')
    expect(nadia.text).toContain('You are not in the meeting for this item.')
    expect(nadia.html).not.toMatch(new RegExp(`Thornwick|${other}|6:35|18:35|17:35|Huw`))
    const huw = await as(peer, address)
    expect(huw.text).toContain('Now discussing Thornwick Library')
    await joan.press('Start discussing Fellwick Libraries')
    await nadia.open(address)
    expect(nadia.text).toContain('Now discussing Fellwick Libraries')
    expect(await movements()).toEqual([
      'Nadia here: came',
      'Huw here: came',
      'Nadia away: not on the item',
      'Nadia here: item over',
    ])
    expect(nadia.html).not.toContain('Thornwick')
  })

  test('a time after midnight is shown with its date', async () => {
    const { coordinator, chair, peer, application, as, db } = world
    await come(chair, peer)
    const joan = await as(coordinator, address)
    await joan.press('Start discussing Fellwick Libraries')
    await joan.press('Start discussing Thornwick Library')
    const [evening, night] = ['2027-03-01T23:30:00.000Z' as Instant, '2027-03-02T00:15:00.000Z' as Instant]
    await db()('meeting_items')
      .where({ application_id: application.id })
      .update({ started_at: evening, ended_at: night })
    await db()('meeting_items').where({ application_id: other }).update({ started_at: night })
    await db()('meeting_movements').where({ meeting_id: meetingId(), says: 'away' }).update({ at: night })
    await joan.open(address)
    expect(joan.text).toContain('11:30pm to 12:15am on 2 March')
    expect(joan.text).toContain('Since 12:15am on 2 March')
    expect(joan.text).toContain('Nadia left at 12:15am on 2 March and cannot see this item.')
  })

  test('the page offers the meeting’s date as a calendar file to the people invited', async () => {
    const { coordinator, peer, as } = world
    const huw = await as(peer, address)
    expect(huw.text).toContain('Add to calendar')
    await huw.follow('Add to calendar the panel’s meeting')
    expect(huw.status).toBe(200)
    expect((await as(coordinator, address)).text).not.toContain('Add to calendar')
  })

  test('a chair cannot start or end an item that is hidden from them, or see its name', async () => {
    const { coordinator, chair, as } = world
    const nadia = await as(chair, address)
    expect(nadia.text).toContain('Start discussing Fellwick Libraries')
    await nadia.send(`${address}/discussion`, { application: other })
    const hidden = [nadia.status, nadia.html.includes('Thornwick')]
    await nadia.send(`${address}/discussion`, { application: 'a'.repeat(20) })
    expect([hidden, [nadia.status, nadia.html.includes('Thornwick')]]).toEqual([
      [403, false],
      [403, false],
    ])
    await (await as(coordinator, address)).press('Start discussing Thornwick Library')
    await nadia.send(`${address}/discussion`, { application: world.application.id })
    expect([nadia.status, nadia.html.includes('Thornwick')]).toEqual([403, false])
    await nadia.send(`${address}/discussion/end`, {})
    expect(nadia.status).toBe(403)
    expect((await world.db()('meeting_items').where({ application_id: other }).first())!.ended_at).toBeNull()
  })

  test('the item under discussion cannot be started again', async () => {
    const joan = await world.as(world.coordinator, address)
    const start = () => joan.send(`${address}/discussion`, { application: other })
    const events = () =>
      world.db()('events').where({ entity_id: meetingId() }).whereLike('name', 'meeting.item%').pluck('name')
    await start()
    expect([joan.status, (await start()).status, await events()]).toEqual([200, 409, ['meeting.item_started']])
  })

  test('a member who is not the chair cannot start an item', async () => {
    const clare = await world.as(world.neighbour, address)
    expect(clare.text).not.toContain('Start discussing')
    expect((await clare.send(`${address}/discussion`, { application: other })).status).toBe(403)
  })

  test('the chair records by hand who arrives and leaves', async () => {
    const { chair, neighbour, as } = world
    const nadia = await as(chair, address)
    await nadia.press('Record', { person: neighbour.id, says: 'here' })
    expect(nadia.text).toContain('Present now: 1')
    await nadia.press('Record', { person: neighbour.id, says: 'away' })
    expect(await movements()).toEqual(['Clare here: came', 'Clare away: left'])
    await nadia.press('Record', { person: '' })
    expect(nadia.errors).toEqual(['Choose a person', 'Choose whether the person joined or left'])
    const clare = await as(neighbour, address)
    expect((await clare.send(`${address}/presence`, { person: chair.id, says: 'here' })).status).toBe(403)
  })

  test('a person who arrives during an item that they cannot attend is recorded as away', async () => {
    await (await world.as(world.coordinator, address)).press('Start discussing Thornwick Library')
    await come(world.chair)
    expect(await movements()).toEqual(['Nadia away: not on the item'])
  })

  test('the page does not say that a person outside the item’s panel has a conflict of interest', async () => {
    const { db, coordinator, chair, peer, as } = world
    await come(chair, peer)
    await db()('seats').where({ application_id: other, person_id: peer.id }).update({ status: 'withdrawn' })
    const joan = await as(coordinator, address)
    await joan.press('Start discussing Thornwick Library')
    expect(joan.text).toMatch(/Not in the meeting because of a conflict of interest: 1 Nadia left at/)
    expect(joan.text).toMatch(/Not in the meeting for this item: 1 Huw left at/)
  })

  test('a member who declares a conflict during the item is recorded as leaving', async () => {
    const { coordinator, neighbour, as } = world
    await come(neighbour)
    await (await as(coordinator, address)).press('Start discussing Thornwick Library')
    const clare = await as(neighbour, `/applications/${other}/declaration`)
    await clare.press('Declare a conflict', { reason: 'I work with them' })
    expect(await movements()).toEqual(['Clare here: came', 'Clare away: not on the item'])
    await clare.open(address)
    expect([
      clare.text.includes('An item that you cannot see is being discussed.'),
      clare.html.includes('Thornwick'),
    ]).toEqual([true, false])
  })

  test('a person who has not declared is asked to declare, and sees no item', async () => {
    const { service, db, neighbour, as } = world
    await db()('declarations').where({ person_id: neighbour.id }).delete()
    const clare = await as(neighbour, address)
    expect([clare.status, clare.text.includes('Declare whether you have a conflict of interest')]).toEqual([200, true])
    expect(clare.html).not.toMatch(/Thornwick|Fellwick/)
    await aDeclaration(service, { id: other }, neighbour)
    expect((await clare.open(address)).text).toContain('Thornwick')
  })

  test('an item on the agenda links to the member’s own findings until they have given all of them', async () => {
    const { coordinator, chair, at, as, given } = world
    const nadia = await as(chair, address)
    expect(nadia.text).toContain('Fellwick Libraries You still need to give all your findings')
    await nadia.follow('Fellwick Libraries')
    expect([nadia.status, nadia.address]).toEqual([200, at('/appraisal')])
    await given(chair)
    await nadia.open(address)
    expect(nadia.text).not.toContain('You still need to give all your findings')
    await nadia.follow('Fellwick Libraries')
    expect([nadia.status, nadia.address]).toEqual([200, at('/meeting')])
    const joan = await as(coordinator, address)
    await joan.follow('Fellwick Libraries')
    expect([joan.status, joan.address]).toEqual([200, at('/meeting')])
  })

  test('a member who cannot give findings yet can still open the item', async () => {
    const { chair, at, as, hasStatus } = world
    await hasStatus('checked')
    const nadia = await as(chair, address)
    expect(nadia.text).not.toContain('You still need to give all your findings')
    await nadia.follow('Fellwick Libraries')
    expect([nadia.status, nadia.address]).toEqual([200, at('/appraisal')])
  })

  test('a chair can end the meeting only when every item has been discussed', async () => {
    const { coordinator, chair, as } = world
    const nadia = await as(chair, address)
    await nadia.press('Start discussing Fellwick Libraries')
    await nadia.press('Finish discussing Fellwick Libraries')
    const canEnd = () => [nadia.buttons, nadia.links.map(({ text }) => text)].flat().includes('End the meeting')
    expect(canEnd()).toBe(false)
    expect((await nadia.send(`${address}/ending`, {})).status).toBe(403)
    const joan = await as(coordinator, address)
    await joan.press('Start discussing Thornwick Library')
    await joan.press('Finish discussing Thornwick Library')
    await nadia.open(address)
    expect(canEnd()).toBe(true)
    await nadia.press('End the meeting')
    expect(nadia.notices).toEqual(['The meeting has ended.'])
  })

  test('a coordinator about to end the meeting sees which items have not been discussed', async () => {
    const { coordinator, chair, peer, as, at, given } = world
    const joan = await as(coordinator, address)
    await joan.press('Start discussing Fellwick Libraries')
    await joan.follow('End the meeting')
    expect(joan.text).toContain('Not discussed yet: Thornwick Library.')
    await joan.press('End the meeting')
    expect(joan.text).toMatch(/Thornwick Library Not discussed/)
    const nadia = await as(chair, address)
    expect(nadia.text).toContain('This agenda shows only the applications that you can see.')
    expect(nadia.html).not.toContain('Thornwick')
    await given(peer)
    expect((await as(peer, at('/meeting'))).text).toContain('The panel met on')
    expect((await as(coordinator, `/applications/${other}/panel`)).text).toContain(
      'The meeting on Monday 1 March 2027, 6:30pm ended before the panel discussed this application',
    )
  })

  test('the meeting continues after the library withdraws the application under discussion', async () => {
    const { coordinator, chair, peer, lead, as, at, application } = world
    await come(chair, peer)
    await (await as(chair, address)).press('Start discussing Fellwick Libraries')
    await (await as(lead, at('/withdrawal'))).press('Withdraw application', { sure: 'yes' })
    expect(await world.status()).toBe('withdrawn')
    const nadia = await as(chair, address)
    await nadia.press('Finish discussing Fellwick Libraries')
    expect([nadia.status, nadia.text.includes('Discuss Fellwick Libraries again')]).toEqual([200, false])
    expect((await nadia.send(`${address}/discussion`, { application: application.id })).status).toBe(403)
    await (await as(peer, address)).press('Start discussing Thornwick Library')
    await world.db()('applications').where({ id: other }).update({ status: 'withdrawn' })
    const joan = await as(coordinator, address)
    await joan.press('Finish discussing Thornwick Library')
    await joan.press('End the meeting')
    expect(joan.notices).toEqual(['The meeting has ended.'])
  })

  test('the chair can end the meeting after a decision letter is released during the discussion', async () => {
    const { service, coordinator, chair, as, application, db } = world
    const joan = await as(coordinator, address)
    await joan.press('Start discussing Thornwick Library')
    await joan.press('Finish discussing Thornwick Library')
    await (await as(chair, address)).press('Start discussing Fellwick Libraries')
    const released = { status: 'decided', decision_letter_released_at: service.clock.now() }
    await db()('applications').where({ id: application.id }).update(released)
    const nadia = await as(chair, address)
    await nadia.press('Finish discussing Fellwick Libraries')
    expect([nadia.status, nadia.text.includes('Discuss Fellwick Libraries again')]).toEqual([200, false])
    expect((await nadia.send(`${address}/discussion`, { application: application.id })).status).toBe(403)
    await nadia.open(address)
    await nadia.press('End the meeting')
    expect(nadia.notices).toEqual(['The meeting has ended.'])
  })

  test('a meeting that has ended can still be read, but no item can be started', async () => {
    const joan = await world.as(world.coordinator, address)
    await joan.press('Start discussing Thornwick Library')
    await joan.press('Finish discussing Thornwick Library')
    expect(joan.text).toContain('No item is being discussed at the moment.')
    await joan.follow('End the meeting')
    await joan.press('End the meeting')
    expect(joan.text).toContain('The meeting has ended.')
    expect(joan.text).not.toContain('Start discussing')
    expect((await joan.send(`${address}/discussion`, { application: other })).status).toBe(409)
  })

  test('the event stream names an item only to people who can see it', async () => {
    const { coordinator, chair, peer, as, service } = world
    const joan = await as(coordinator, address)
    const nadia = await as(chair, address)
    const huw = await as(peer, address)
    const [hidden, open] = await Promise.all(
      [nadia, huw].map(visitor => streamOf(service, `${address}/live`, cookieOf(visitor))),
    )
    expect([hidden!.status, (await hidden!.next())!.data.includes('The meeting has not started')]).toEqual([200, true])
    expect((await open!.next())!.event).toBe('meeting')
    await joan.press('Start discussing Thornwick Library')
    expect((await open!.next())!.data).toContain('Thornwick')
    const another = (await hidden!.next())!.data
    expect(another).toContain('An item that you cannot see is being discussed.')
    expect(another).not.toMatch(new RegExp(`Thornwick|${other}`))
    await world.db()('meetings').where({ id: meetingId() }).increment('live', 1)
    await joan.press('Start discussing Fellwick Libraries')
    expect((await hidden!.next())!.data).toContain('Fellwick')
    await Promise.all([hidden!.close(), open!.close()])
  })

  test('an event stream does not count as activity, and ends when the person’s account is suspended', async () => {
    const { service, peer, db } = world
    const huw = await signedIn(service, peer, address)
    const before = await db()('sign_ins')
      .where({ person_id: peer.id })
      .orderBy('started_at', 'desc')
      .pluck('last_seen_at')
    service.clock.set(addMinutes(service.clock.now(), 5))
    const stream = await streamOf(service, `${address}/live`, cookieOf(huw))
    expect((await stream.next())!.event).toBe('meeting')
    expect(
      await db()('sign_ins').where({ person_id: peer.id }).orderBy('started_at', 'desc').pluck('last_seen_at'),
    ).toEqual(before)
    await db()('people').where({ id: peer.id }).update({ status: 'suspended' })
    const last = (await stream.next())!
    expect([last.event, last.data.includes('Thornwick'), await stream.next()]).toEqual(['over', false, null])
    await db()('people').where({ id: peer.id }).update({ status: 'active' })
  })

  test('withdrawing a seat ends its holder’s event stream', async () => {
    const { service, coordinator, chair, as, at, db } = world
    const nadia = await signedIn(service, chair, address)
    const stream = await streamOf(service, `${address}/live`, cookieOf(nadia))
    expect((await stream.next())!.event).toBe('meeting')
    const seat = (await db()('seats').where({ application_id: world.application.id, person_id: chair.id }).first('id'))!
      .id
    await (await as(coordinator, at(`/panel/seats/${seat}/withdrawal`))).press('Withdraw seat')
    expect([(await stream.next())!.event, await stream.next()]).toEqual(['over', null])
    expect((await nadia.open(address)).status).toBe(404)
  })

  test('a person can have at most six event streams open', async () => {
    const huw = await signedIn(world.service, world.peer, address)
    const open = () => streamOf(world.service, `${address}/live`, cookieOf(huw))
    const streams = []
    for (let index = 0; index < 6; index += 1) streams.push(await open())
    expect((await open()).status).toBe(429)
    await Promise.all(streams.map(stream => stream.close()))
  })

  test('a browser that opens the address of the event stream is redirected to the page', async () => {
    const huw = await world.as(world.peer, `${address}/live`)
    expect([huw.status, huw.address]).toEqual([200, address])
  })

  test('the history never shows who is at the meeting, even when filtered by person', async () => {
    const { service, coordinator, chair, peer, organisation } = world
    await come(peer)
    const nadia = await world.as(chair, address)
    await nadia.press('Start discussing Fellwick Libraries')
    const joan = await world.as(coordinator, `${address}/ending`)
    await joan.press('End the meeting')
    const own = await aPersonWho(service, { roles: ['coordinator'], member: [[organisation, 'contributor']] })
    for (const reader of [await signedIn(service, own), await signedIn(service, coordinator)]) {
      await reader.open('/history')
      expect(reader.text).toContain('Someone joined or left a panel meeting')
      expect(reader.text).toContain('A panel meeting ended')
      const lines = reader.$('.los-events li').toArray()
      const text = lines.map(line => reader.$(line).text()).filter(line => /left a panel|meeting ended/.test(line))
      expect(text.join(' ')).not.toMatch(/Huw|Nadia/)
      for (const { id } of [peer, chair]) {
        await reader.open(`/history?person=${id}`)
        expect(reader.text).not.toMatch(/left a panel meeting|A panel meeting ended/)
      }
    }
  })
})
