import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration, aPersonWho, aSeat, signedIn, type APerson } from '../../support/factories.ts'
import { anotherCase, meetingFields, withoutEarlierCases } from '../../support/meetings.ts'
import { aPanelWorld, type PanelWorld } from '../../support/panel.ts'
import { aCheckedRenewal } from '../../support/renewal.ts'
import type { Visitor } from '../../support/visitor.ts'

eachDatabase('panel meetings', engine => {
  let world: PanelWorld
  let other: string
  beforeAll(async () => {
    world = await aPanelWorld(engine)
  })
  afterAll(() => world.service.end())
  beforeEach(async () => {
    await world.db()('meetings').update({ status: 'cancelled' })
    await withoutEarlierCases(world)
    await world.submits()
    await world.seated()
    const { peer, neighbour, chair } = world
    other = await anotherCase(world, { name: 'Thornwick Library', panel: [peer, neighbour], conflict: [chair] })
  })

  /** Plans a meeting about both applications. @returns the address of the meeting */
  async function planned(): Promise<string> {
    const joan = await world.as(world.coordinator, `/meetings/new?application=${world.application.id}`)
    await joan.press('Plan meeting and invite the panels', {
      ...meetingFields,
      applications: [world.application.id, other],
    })
    return joan.address
  }
  const agenda = (address: string) =>
    world
      .db()('meeting_items')
      .where({ meeting_id: address.split('/')[2]! })
      .orderBy('place')
      .pluck<string[]>('application_id')

  test('a coordinator plans a meeting from a panel’s page, with the proposed order as the default', async () => {
    const joan = await world.as(world.coordinator, world.at('/panel'))
    await joan.follow('Plan a meeting for this panel')
    expect(joan.valueOf('applications')).toEqual([world.application.id])
    const address = await planned()
    expect([joan.status, address]).toEqual([200, expect.stringMatching(/^\/meetings\/[a-z2-7]{20}$/)])
    expect(joan.text).toContain('Thursday 27 May 2027, 6:30pm')
    expect(await agenda(address)).toEqual([other, world.application.id])
    await joan.open(world.at('/meeting'))
    expect(joan.text).toContain('The panel meets on Thursday 27 May 2027, 6:30pm')
    await joan.follow('The panel meets on Thursday 27 May 2027, 6:30pm')
    expect(joan.address).toBe(address)
  })

  test('the page with a member’s own findings links to the meeting', async () => {
    const address = await planned()
    const huw = await world.as(world.peer, world.at('/appraisal'))
    await huw.follow('The panel meets on Thursday 27 May 2027, 6:30pm')
    expect([huw.status, huw.address]).toEqual([200, address])
  })

  test('a meeting of a panel without members says that no one is invited yet, until someone accepts', async () => {
    const { coordinator, application, db, as } = world
    await db()('seats').where({ application_id: application.id }).update({ status: 'offered' })
    const joan = await as(coordinator, `/meetings/new?application=${application.id}`)
    await joan.press('Plan meeting and invite the panels', { ...meetingFields, applications: application.id })
    expect(joan.notices).toEqual([
      'The meeting has been planned. No one has accepted a seat yet. We will invite people when they accept.',
    ])
    expect(joan.$('main').text()).toContain(
      'No one is invited yet. We will invite people when they accept their seats.',
    )
    await db()('seats').where({ application_id: application.id }).update({ status: 'accepted' })
    await joan.open(joan.address)
    expect(joan.text).not.toContain('No one is invited yet')
  })

  test('a meeting of several panels says which of them have no members yet, until someone accepts', async () => {
    const { coordinator, organisation, application, chair, db, as } = world
    const third = await anotherCase(world, { name: 'Saltby Library', panel: [] })
    await db()('seats').where({ application_id: application.id }).update({ status: 'offered' })
    const joan = await as(coordinator, '/meetings/new')
    const applications = [application.id, other, third]
    await joan.press('Plan meeting and invite the panels', { ...meetingFields, applications })
    expect(joan.notices).toEqual(['The meeting has been planned. We will email everyone who has accepted a seat.'])
    const sentence = (panels: string) =>
      `No one from the ${panels} is invited yet. We will invite people when they accept their seats.`
    expect(joan.text).toContain(sentence(`panels for ${organisation.name} and Saltby Library`))
    await db()('seats').where({ application_id: application.id }).update({ status: 'accepted' })
    await joan.open(joan.address)
    expect(joan.text).toContain(sentence('panel for Saltby Library'))
    expect((await as(chair, joan.address)).text).not.toContain('is invited yet')
    await db()('meeting_items').where({ application_id: third }).delete()
    await joan.open(joan.address)
    expect(joan.text).not.toContain('is invited yet')
  })

  test('members who have given all findings see the meeting on their home page, with a link on its day', async () => {
    const { service, chair, peer, neighbour } = world
    const home = async (person: APerson) => (await world.as(person, '/home')).text
    for (const person of [chair, peer, neighbour]) await world.given(person)
    expect(await home(peer)).toContain('When the panel has agreed its findings, it will send')
    const address = await planned()
    expect(await home(peer)).toContain('The panel meets on Thursday 27 May 2027 at 6:30pm.')
    expect(await home(chair)).toContain('The panel meets on Thursday 27 May 2027 at 6:30pm.')
    const id = address.split('/')[2]!
    await world.db()('meetings').where({ id }).update({ starts_at: service.clock.now() })
    for (const person of [chair, peer]) {
      const reader = await world.as(person, '/home')
      expect(reader.text).toContain('The panel for Ashcombe Libraries meets today at 9am')
      await reader.follow('Open meeting page')
      expect([reader.status, reader.address]).toEqual([200, address])
    }
    await world.db()('meetings').where({ id }).update({ status: 'cancelled' })
    expect(await home(peer)).toContain('When the panel has agreed its findings, it will send')
  })

  /** The ids of the applications that the page offers. */
  const offered = (visitor: Visitor) =>
    visitor
      .$('[name=applications]')
      .toArray()
      .map(each => visitor.$(each).attr('value'))

  test('a light renewal can be chosen for a meeting only while its panel has a member', async () => {
    const { service, coordinator, peer } = world
    const { renewal } = await aCheckedRenewal(service)
    await aDeclaration(service, renewal, coordinator)
    const joan = await world.as(coordinator, '/meetings/new')
    expect(offered(joan)).not.toContain(renewal.id)
    const panel = `/applications/${renewal.id}/panel`
    expect((await joan.open(panel)).text).not.toContain('Plan a meeting for this panel')
    await aSeat(service, renewal, peer, { offeredBy: coordinator })
    await joan.open(panel)
    await joan.follow('Plan a meeting for this panel')
    expect([offered(joan).includes(renewal.id), joan.valueOf('applications')]).toEqual([true, [renewal.id]])
    await service.database
      .writer('seats')
      .where({ application_id: renewal.id })
      .update({ set_aside_at: service.clock.now() })
    await joan.open('/meetings/new')
    expect(offered(joan)).not.toContain(renewal.id)
  })

  test.each([
    [{ from: 'half past six' }, 'Enter a time, such as 6:30pm'],
    [{ from: '25:00' }, 'Enter a time, such as 6:30pm'],
    [{ until: '18:00' }, 'Enter an end time after the start time'],
    [{ place: '' }, 'Enter a place, or a link to join online'],
    [{ link: 'javascript:alert(1)' }, 'Enter a full web address that starts with https://'],
    [{ 'day-year': '2026' }, 'Enter today’s date or a later date'],
    [{ applications: [] }, 'Choose at least one application'],
    [{ applications: ['a'.repeat(20)] }, 'Choose from the applications in the list'],
  ])('the form to plan a meeting shows an error for %j', async (typed, message) => {
    const joan = await world.as(world.coordinator, '/meetings/new')
    await joan.send('/meetings/new', { ...meetingFields, applications: [world.application.id], ...typed })
    expect([joan.status, joan.errors]).toEqual([422, [message]])
  })

  test('an application can be on only one agenda at a time', async () => {
    await planned()
    const joan = await world.as(world.coordinator, '/meetings/new')
    await joan.send('/meetings/new', { ...meetingFields, applications: [world.application.id] })
    expect([joan.status, joan.errors]).toEqual([422, ['Choose from the applications in the list']])
  })

  test('the coordinator can change the order, and two items cannot have the same position', async () => {
    const address = await planned()
    const joan = await world.as(world.coordinator, `${address}/order`)
    expect(joan.text).toContain('In this order, no one will have to leave the room.')
    await joan.press('Save order', { [`place-${other}`]: '1', [`place-${world.application.id}`]: '1' })
    expect([joan.status, joan.errors]).toEqual([422, ['Give each application a different position']])
    await joan.press('Save order', { [`place-${other}`]: '2', [`place-${world.application.id}`]: '1' })
    expect(await agenda(address)).toEqual([world.application.id, other])
    await joan.open(`${address}/order`)
    expect(joan.text).toContain('In this order, someone will have to leave the room once.')
    await joan.press('Use this order')
    expect(await agenda(address)).toEqual([other, world.application.id])
  })

  test('a change based on an older version is refused, and its text is kept and can be saved again', async () => {
    const address = await planned()
    const one = await signedIn(world.service, world.coordinator, `${address}/change`)
    const late = await signedIn(world.service, world.coordinator, `${address}/change`)
    await one.press('Save', { place: 'The annexe' })
    await late.press('Save', { place: 'The hall', from: '7pm' })
    expect([late.status, late.valueOf('place')]).toEqual([409, 'The hall'])
    await late.press('Save')
    expect([late.status, late.text.includes('Place: The hall')]).toEqual([200, true])
  })

  test('a person with a conflict on one item cannot see it, and cannot change the agenda', async () => {
    const address = await planned()
    const huw = await world.as(world.peer, '/meetings')
    expect(huw.text).toContain('Thornwick Library')
    const nadia = await world.as(world.chair, '/meetings')
    expect(nadia.text).toContain('Thursday 27 May 2027, 6:30pm')
    expect(nadia.html).not.toMatch(new RegExp(`Thornwick|${other}`))
    const elsewhere = await aPersonWho(world.service, { roles: ['appraiser'] })
    expect((await signedIn(world.service, elsewhere, '/meetings')).text).toContain('You have no panel meetings')
    await nadia.open(address)
    expect([nadia.status, nadia.html.includes('Thornwick'), nadia.html.includes(other)]).toEqual([200, false, false])
    expect((await nadia.open(`${address}/order`)).status).toBe(403)
  })

  test('the pages say whether a meeting is coming up, was due to start or has not ended yet', async () => {
    const address = await planned()
    const { clock } = world.service
    const joan = await world.as(world.coordinator, '/meetings')
    const captions = () =>
      joan
        .$('caption')
        .map((_, caption) => joan.$(caption).text().trim())
        .get()
    const asked = clock.now()
    expect(captions()).toEqual(['Coming up', 'Past or cancelled'])
    clock.set('2027-05-29T09:00:00Z')
    const later = await signedIn(world.service, world.coordinator, '/meetings')
    expect([later.text.includes('Not ended yet'), later.text.includes('Coming up')]).toEqual([true, false])
    for (const page of ['/panel', '/meeting']) {
      await later.open(world.at(page))
      expect([page, later.text]).toEqual([
        page,
        expect.stringContaining('The panel was due to meet on Thursday 27 May 2027, 6:30pm'),
      ])
    }
    await world
      .db()('meetings')
      .where({ id: address.split('/')[2]! })
      .update({ status: 'under way' })
    await later.open('/meetings')
    expect([later.text.includes('Not ended yet'), later.text.includes('Coming up')]).toEqual([true, false])
    await later.open(world.at('/panel'))
    expect(later.text).toContain('The panel’s meeting on Thursday 27 May 2027, 6:30pm has not ended yet')
    clock.set(asked)
  })

  test('the library and a trustee cannot find the meeting', async () => {
    const address = await planned()
    for (const person of [world.lead, world.trustee])
      for (const page of [address, `${address}/live`, `${address}/change`])
        expect([page, (await world.as(person, page)).status]).toEqual([page, 404])
  })

  test('a cancelled meeting frees its applications for another meeting', async () => {
    const address = await planned()
    const joan = await world.as(world.coordinator, `${address}/cancellation`)
    await joan.press('Cancel meeting')
    expect([joan.status, joan.text.includes('Cancelled')]).toEqual([200, true])
    await joan.open(address)
    expect(joan.text).toContain('The meeting has been cancelled.')
    expect(await planned()).not.toBe(address)
  })

  test('the form offers the 25 applications submitted first; others are chosen from their panel’s page', async () => {
    const { service, coordinator, application, db } = world
    const { award_id: _, round_id: __, ...row } = (await db()('applications').where({ id: application.id }).first())!
    const earlier: string[] = []
    for (let day = 1; day <= 26; day += 1) {
      const id = newId()
      const submitted_at = `2025-01-01T09:${String(day).padStart(2, '0')}:00.000Z`
      await db()('applications').insert({ ...row, id, number: `EARLIER-${day}`, submitted_at } as never)
      await aDeclaration(service, { id }, coordinator, day === 26 ? 'conflict' : 'no conflict')
      earlier.push(id)
    }
    const sentence =
      'This list has only the 25 applications that were submitted first. To choose another, open its panel page'
    const joan = await world.as(coordinator, '/meetings/new')
    expect([offered(joan).toSorted(), joan.text.includes(sentence)]).toEqual([earlier.slice(0, 25).toSorted(), true])
    await joan.open(`/meetings/new?application=${earlier[25]}`)
    expect(offered(joan)).not.toContain(earlier[25])
    await joan.open(world.at('/panel'))
    await joan.follow('Plan a meeting for this panel')
    expect([offered(joan).length, joan.valueOf('applications')]).toEqual([26, [application.id]])
    await joan.press('Plan meeting and invite the panels', { ...meetingFields, applications: [application.id] })
    expect([joan.status, await agenda(joan.address)]).toEqual([200, [application.id]])
    await db()('applications').whereIn('id', earlier).update({ status: 'withdrawn' })
    await joan.open('/meetings/new')
    expect(joan.text).not.toContain(sentence)
  })

  test('meetings are listed 25 at a time, and the link to the next page never names a hidden meeting', async () => {
    const { service, coordinator, peer, application, db } = world
    const hidden = await anotherCase(world, { name: 'Hidden Library', panel: [world.chair] })
    await db()('declarations')
      .where({ application_id: hidden, person_id: coordinator.id })
      .update({ says: 'conflict', reason: 'I worked there.' })
    for (const table of ['meeting_items', 'meeting_invitations', 'meetings'] as const) await db()(table).delete()
    const ids: string[] = []
    for (let day = 1; day <= 30; day += 1) {
      const id = newId()
      const isHidden = day === 6 // would be last on the first page if the reader could see it
      const starts_at = `2027-04-${String(day).padStart(2, '0')}T18:00:00.000Z`
      const times = { starts_at, ends_at: starts_at, called_at: service.clock.now(), started_at: null, ended_at: null }
      const texts = { place: 'Town hall', link: '', status: 'planned', called_by: coordinator.id }
      await db()('meetings').insert({ id, ...times, ...texts, sequence: 0, live: 1, version: 1 } as never)
      const item = { meeting_id: id, application_id: isHidden ? hidden : application.id, place: 0, version: 1 }
      await db()('meeting_items').insert({ ...item, minutes: '' } as never)
      ids.unshift(id)
    }
    const listed = (visitor: Visitor): string[] =>
      visitor.links.flatMap(({ href }) => ids.filter(id => href === `/meetings/${id}`)).toSorted()
    const others = ids.filter(id => id !== ids[24])
    for (const person of [coordinator, peer]) {
      const visitor = await world.as(person, '/meetings')
      expect(listed(visitor)).toEqual(others.slice(0, 25).toSorted())
      const next = visitor.links.find(({ text }) => text === 'Earlier meetings')!.href
      expect([next.includes(others[24]!), next.includes(ids[24]!)]).toEqual([true, false])
      await visitor.follow('Earlier meetings')
      expect(listed(visitor)).toEqual(others.slice(25).toSorted())
      expect(visitor.links.some(({ text }) => text === 'Earlier meetings')).toBe(false)
      await visitor.follow('Latest meetings')
      expect(listed(visitor)).toEqual(others.slice(0, 25).toSorted())
    }
  })

  test('the only meeting that the reader can open is listed, even if over 100 others come first', async () => {
    const { service, coordinator, application, db } = world
    const hidden = await anotherCase(world, { name: 'Hidden Library', panel: [world.chair] })
    await db()('declarations')
      .where({ application_id: hidden, person_id: coordinator.id })
      .update({ says: 'conflict', reason: 'I worked there.' })
    for (const table of ['meeting_items', 'meeting_invitations', 'meetings'] as const) await db()(table).delete()
    const meetings = Array.from({ length: 106 }, (_, index) => {
      const starts_at = `2027-04-01T18:${String(index % 60).padStart(2, '0')}:${index < 60 ? '00' : '30'}.000Z`
      const texts = { place: 'Town hall', link: '', status: 'planned', called_by: coordinator.id }
      const rest = { ends_at: starts_at, called_at: service.clock.now(), started_at: null, ended_at: null }
      return { id: newId(), starts_at, ...rest, ...texts, sequence: 0, live: 1, version: 1 }
    })
    const earliest = meetings.toSorted((one, other) => (one.starts_at < other.starts_at ? -1 : 1))[0]!
    await db()('meetings').insert(meetings as never)
    const itemOf = ({ id }: { id: string }) => ({
      meeting_id: id,
      application_id: id === earliest.id ? application.id : hidden,
      ...{ place: 0, version: 1, minutes: '' },
    })
    await db()('meeting_items').insert(meetings.map(itemOf) as never)
    const joan = await world.as(coordinator, '/meetings')
    const listed = joan.links.filter(({ href }) => meetings.some(({ id }) => href === `/meetings/${id}`))
    expect(listed.map(({ href }) => href)).toEqual([`/meetings/${earliest.id}`])
    expect(joan.links.some(({ text }) => text === 'Earlier meetings')).toBe(false)
  })
})
