import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import ICAL from 'ical.js'
import { remindOfMeetings } from '../../../src/modules/appraisal/appraisal.public.ts'
import { dayOf } from '../../../src/domain/time.ts'
import type { Message } from '../../../src/email/transport.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration, aPersonWho, signedIn, type APerson } from '../../support/factories.ts'
import { anotherCase, meetingFields } from '../../support/meetings.ts'
import { aPanelWorld, type PanelWorld } from '../../support/panel.ts'

/** The first entry and the method of a calendar file. ical.js reads it, so that our own code is not used. */
function entryIn({ calendar }: Message) {
  const read = new ICAL.Component(ICAL.parse(calendar ?? '') as unknown[])
  const [component] = read.getAllSubcomponents('vevent')
  const entry = new ICAL.Event(component!)
  return {
    method: read.getFirstPropertyValue('method'),
    status: component!.getFirstPropertyValue('status'),
    sequence: entry.sequence,
    uid: entry.uid,
    start: entry.startDate.toString(),
    end: entry.endDate.toString(),
    location: entry.location,
  }
}

eachDatabase('invitations to a panel meeting', engine => {
  let world: PanelWorld
  let other: string
  let address: string
  beforeAll(async () => {
    world = await aPanelWorld(engine)
  })
  afterAll(() => world.service.end())
  beforeEach(async () => {
    await world.db()('meetings').update({ status: 'cancelled' })
    await world.submits()
    await world.seated()
    const { peer, neighbour, chair, coordinator } = world
    other = await anotherCase(world, { name: 'Thornwick Library', panel: [peer, neighbour], conflict: [chair] })
    await world.service.post()
    const joan = await world.as(coordinator, '/meetings/new')
    await joan.send('/meetings/new', { ...meetingFields, applications: [world.application.id, other] })
    address = joan.address
  })
  const to = (sent: readonly Message[], person: APerson) => sent.filter(message => message.to === person.email)

  test('an invitation gives the date and place, and names only the libraries that the member can see', async () => {
    const { service, chair, peer, neighbour } = world
    const sent = await service.post()
    expect(sent.map(message => message.to).toSorted()).toEqual(
      [chair, peer, neighbour].map(({ email }) => email).toSorted(),
    )
    const [huws] = to(sent, peer)
    expect(huws!.text).toContain('Thornwick Library')
    expect(huws!.text).toContain('Thursday 27 May 2027 at 6:30pm')
    const [nadias] = to(sent, chair)
    expect(nadias!.text).toContain('Central Library, room 2')
    expect(`${nadias!.text}${nadias!.html}${nadias!.calendar}${nadias!.subject}`).not.toContain('Thornwick')
    expect(huws!.calendar).not.toMatch(/Thornwick|Fellwick/)
    expect(entryIn(huws!)).toEqual({
      method: 'REQUEST',
      status: 'CONFIRMED',
      sequence: 0,
      uid: expect.stringContaining(address.split('/')[2]!),
      start: '2027-05-27T17:30:00Z',
      end: '2027-05-27T19:30:00Z',
      location: 'Central Library, room 2',
    })
  })

  test('a change to a winter date, when London is on UTC, updates the same calendar entry', async () => {
    const { service, coordinator, peer, as } = world
    const [first] = to(await service.post(), peer)
    const joan = await as(coordinator, `${address}/change`)
    await joan.press('Save', { 'day-day': '4', 'day-month': '11' })
    const [changed] = to(await service.post(), peer)
    expect(changed!.subject).toBe('Your panel meeting on 4 November 2027 has changed')
    expect(entryIn(changed!)).toMatchObject({
      method: 'REQUEST',
      sequence: 1,
      uid: entryIn(first!).uid,
      start: '2027-11-04T18:30:00Z',
    })
    await joan.open(`${address}/change`)
    await joan.press('Save')
    expect(await service.post()).toEqual([])
    await joan.open(`${address}/cancellation`)
    await joan.press('Cancel meeting')
    const [cancelled] = to(await service.post(), peer)
    expect(entryIn(cancelled!)).toMatchObject({
      method: 'CANCEL',
      status: 'CANCELLED',
      sequence: 2,
      uid: entryIn(first!).uid,
    })
  })

  test('a member who leaves the panel gets a cancellation, and an invitation if they join again', async () => {
    const { service, coordinator, chair, as, at, db, application } = world
    const [first] = to(await service.post(), chair)
    const seat = (await db()('seats').where({ application_id: application.id, person_id: chair.id }).first('id'))!.id
    const joan = await as(coordinator, at(`/panel/seats/${seat}/withdrawal`))
    await joan.press('Withdraw seat')
    const sent = to(await service.post(), chair)
    const withCalendar = sent.filter(({ calendar }) => calendar)
    expect(withCalendar.map(entryIn)).toMatchObject([{ method: 'CANCEL', sequence: 1, uid: entryIn(first!).uid }])
    await joan.open(at('/panel'))
    await joan.press('Offer this seat', { person: chair.id, kind: 'lived experience', chairs: 'yes' })
    const nadia = await signedIn(service, chair, at('/seat'))
    await service.post()
    await nadia.press('Accept seat', { shownName: 'Nadia' })
    const again = to(await service.post(), chair).filter(({ calendar }) => calendar)
    expect(again.map(entryIn)).toMatchObject([{ method: 'REQUEST', sequence: 2 }])
    await joan.open(`${address}/change`)
    await joan.press('Save', { place: 'The annexe' })
    expect(to(await service.post(), chair).map(entryIn)).toMatchObject([{ sequence: 3, location: 'The annexe' }])
  })

  const withdraws = async () => {
    const marian = await world.as(world.lead, world.at('/withdrawal'))
    await marian.press('Withdraw application', { sure: 'yes' })
    expect(await world.status()).toBe('withdrawn')
  }

  test('a withdrawn application leaves the agenda, and its panel gets an email', async () => {
    const { service, chair, peer, neighbour, organisation, as } = world
    await service.post()
    await withdraws()
    const sent = await service.post()
    const subject = `You no longer need to read ${organisation.name}’ application`
    expect(
      sent
        .filter(message => message.subject === subject)
        .map(message => message.to)
        .toSorted(),
    ).toEqual([chair, peer, neighbour].map(({ email }) => email).toSorted())
    const cancelled = sent.filter(({ calendar }) => calendar)
    expect(cancelled.map(message => [message.to, entryIn(message).method])).toEqual([[chair.email, 'CANCEL']])
    const huw = await as(peer, address)
    expect([huw.status, huw.text.includes('Thornwick'), huw.text.includes(organisation.name)]).toEqual([
      200,
      true,
      false,
    ])
    service.clock.set('2027-05-26T08:00:00Z')
    await remindOfMeetings(service.parts, dayOf(service.clock.now()))
    const reminders = await service.post()
    expect(reminders.map(message => message.to).toSorted()).toEqual([peer.email, neighbour.email].toSorted())
    expect(reminders.map(({ text }) => text).join()).not.toContain(organisation.name)
  })

  test('a meeting is cancelled when its last application is withdrawn', async () => {
    const { service, chair, coordinator, db, as } = world
    await service.post()
    await db()('meeting_items').where({ application_id: other }).delete()
    await withdraws()
    const sent = (await service.post()).filter(({ calendar }) => calendar)
    expect(to(sent, chair).map(message => entryIn(message).method)).toEqual(['CANCEL'])
    expect(
      await db()('meetings')
        .where({ id: address.split('/')[2]! })
        .pluck('status'),
    ).toEqual(['cancelled'])
    const joan = await as(coordinator, address)
    expect([joan.status, joan.text.includes('The meeting has been cancelled.')]).toEqual([200, true])
    service.clock.set('2027-05-26T08:00:00Z')
    expect(await remindOfMeetings(service.parts, dayOf(service.clock.now()))).toBe(0)
  })

  test('only the recipient can read an invitation in the outbox, because it shows their other panels', async () => {
    const { service, organisation, peer, db } = world
    await service.post()
    const { id } = (await db()('outbox')
      .where({ person_id: peer.id, name: 'meeting called' })
      .orderBy('queued_at')
      .first('id'))!
    const [reader, own, administrator] = [
      await aPersonWho(service, { roles: ['coordinator'] }),
      await aPersonWho(service, { roles: ['coordinator'], member: [[organisation, 'contributor']] }),
      await aPersonWho(service, { roles: ['administrator'] }),
    ]
    await aDeclaration(service, world.application, reader)
    const sent = await db()('outbox').where({ id }).first()
    expect(sent!.body).toContain('Thornwick Library')
    for (const person of [reader, own, administrator]) {
      const visitor = await signedIn(service, person, `/mail/${id}`)
      expect([visitor.status, visitor.text.includes(peer.email)]).toEqual([200, true])
      expect(visitor.html).not.toMatch(/Thornwick|Central Library, room 2|\/meetings\//)
      expect((await visitor.open(`/mail/${id}/dates.ics`)).status).toBe(404)
    }
    await db()('outbox').where({ id }).update({ person_id: reader.id })
    expect((await signedIn(service, reader, `/mail/${id}`)).text).toContain('Thornwick Library')
  })

  test('an invitation is not sent to a person whose seat has been withdrawn', async () => {
    const { service, peer, db } = world
    await db()('seats').where({ person_id: peer.id }).update({ status: 'withdrawn' })
    expect(to(await service.post(), peer)).toEqual([])
    const unsent = await db()('outbox').where({ person_id: peer.id, name: 'meeting called', status: 'not sent' })
    expect(unsent.map(({ not_sent_reason }) => not_sent_reason)).toContain('no longer needed')
  })

  test('a member gets one reminder a week before the meeting and one a day before', async () => {
    const { service, peer } = world
    await service.post()
    const remindedOn = async (day: string): Promise<string[]> => {
      service.clock.set(`${day}T07:00:00Z`)
      for (let run = 0; run < 2; run += 1) await remindOfMeetings(service.parts, dayOf(service.clock.now()))
      return to(await service.post(), peer).map(({ subject }) => subject)
    }
    const subject = 'Reminder: panel meeting on 27 May 2027'
    expect(await remindedOn('2027-05-19')).toEqual([])
    expect(await remindedOn('2027-05-20')).toEqual([subject])
    expect(await remindedOn('2027-05-21')).toEqual([])
    expect(await remindedOn('2027-05-26')).toEqual([subject])
    expect(await remindedOn('2027-05-27')).toEqual([])
    expect(await remindedOn('2027-05-28')).toEqual([])
  })

  test('after an outage of the mail server, a member gets one reminder, and none about a past meeting', async () => {
    const { service, peer } = world
    await service.post()
    for (const on of ['2027-05-20', '2027-05-26']) {
      service.clock.set(`${on}T07:00:00Z`)
      await remindOfMeetings(service.parts, dayOf(service.clock.now()))
    }
    expect(to(await service.post(), peer)).toHaveLength(1)
    const unsent = await world.db()('outbox').where({ person_id: peer.id, name: 'meeting soon', status: 'not sent' })
    expect(unsent.map(({ not_sent_reason }) => not_sent_reason)).toEqual(['in a later email'])
    await world
      .db()('outbox')
      .where({ person_id: peer.id, name: 'meeting soon', status: 'sent' })
      .update({ status: 'waiting' })
    service.clock.set('2027-05-28T07:00:00Z')
    expect(to(await service.post(), peer)).toEqual([])
  })

  test('after an outage, invitations to a past meeting are not sent, but cancellations are', async () => {
    const { service, peer, coordinator, db } = world
    service.clock.set('2027-05-28T07:00:00Z')
    expect(to(await service.post(), peer)).toEqual([])
    const about = { entity_id: address.split('/')[2]!, person_id: peer.id }
    expect(await db()('outbox').where(about).select('name', 'status', 'not_sent_reason')).toEqual([
      { name: 'meeting called', status: 'not sent', not_sent_reason: 'no longer needed' },
    ])
    service.clock.set('2027-05-20T07:00:00Z')
    await (await signedIn(service, coordinator, `${address}/cancellation`)).press('Cancel meeting')
    service.clock.set('2027-05-28T07:00:00Z')
    expect(to(await service.post(), peer).map(entryIn)).toMatchObject([{ method: 'CANCEL' }])
  })
})
