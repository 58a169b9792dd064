import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration, aPersonWho, signedIn } from '../../support/factories.ts'
import { anotherCase, meetingFields, meetingToday } from '../../support/meetings.ts'
import { aPanelWorld, type PanelWorld } from '../../support/panel.ts'
import { readPdf } from '../../support/pdf-text.ts'
import type { Visitor } from '../../support/visitor.ts'

eachDatabase('the minutes of a panel meeting', engine => {
  let world: PanelWorld
  let meeting: string
  let address: string
  beforeAll(async () => {
    world = await aPanelWorld(engine)
  })
  afterAll(() => world.service.end())
  beforeEach(async () => {
    await world.submits()
    await world.seated()
    const { coordinator, chair, given, as, application } = world
    await given(chair)
    const joan = await as(coordinator, '/meetings/new')
    await joan.send('/meetings/new', { ...meetingToday, applications: [application.id] })
    meeting = joan.address
    address = `${meeting}/minutes/${application.id}`
  })

  const begin = async () => {
    const nadia = await world.as(world.chair, meeting)
    await nadia.press('I am here')
    const library = nadia.$('.los-agenda a').first().text().trim()
    return nadia.press(`Start discussing ${library}`)
  }

  test('minutes can be written after the meeting has started, and the page shows when they were saved', async () => {
    const { chair, as, eventNames } = world
    const nadia = await as(chair, address)
    expect([nadia.status, nadia.text.includes('What was said and agreed')]).toEqual([200, false])
    expect((await nadia.send(address, { version: '1', minutes: 'Too early' })).status).toBe(409)
    await begin()
    await nadia.follow('Write or read the minutes')
    await nadia.press('Save minutes', { minutes: 'Agreed to praise the café.' })
    expect([nadia.status, nadia.valueOf('minutes')]).toEqual([200, 'Agreed to praise the café.'])
    expect(nadia.text).toContain('Last saved on')
    expect((await eventNames()).filter(name => name === 'minutes.written')).toHaveLength(1)
  })

  test('the second of two writers sees both texts, and loses neither', async () => {
    const { service, chair, coordinator } = world
    await begin()
    const nadia = await signedIn(service, chair, address)
    const joan = await signedIn(service, coordinator, address)
    await nadia.press('Save minutes', { minutes: 'What Nadia heard' })
    await joan.press('Save minutes', { minutes: 'What Joan heard' })
    expect([joan.title.startsWith('Error: '), joan.errors.length]).toEqual([true, 1])
    expect([joan.status, joan.valueOf('minutes'), joan.text.includes('What Nadia heard')]).toEqual([
      409,
      'What Joan heard',
      true,
    ])
    await joan.press('Save minutes', { minutes: 'What Nadia heard, and what Joan heard' })
    expect((await nadia.open(address)).valueOf('minutes')).toBe('What Nadia heard, and what Joan heard')
  })

  test('a member whose seat is withdrawn while they type gets their text back, and it is not saved', async () => {
    const { service, chair, coordinator, application, as, at, db } = world
    await begin()
    const nadia = await signedIn(service, chair, address)
    const seat = (await db()('seats').where({ application_id: application.id, person_id: chair.id }).first('id'))!.id
    await (await as(coordinator, at(`/panel/seats/${seat}/withdrawal`))).press('Withdraw seat')
    await nadia.press('Save minutes', { minutes: 'A long text that took an hour' })
    expect([nadia.status, nadia.html.includes('A long text that took an hour')]).toEqual([404, true])
    expect((await db()('meeting_items').where({ application_id: application.id }).first())!.minutes).toBe('')
  })

  test('the library, a person with a conflict, and a member with findings to give cannot see the minutes', async () => {
    const { chair, peer, neighbour, lead, as, at, db, service, application, given } = world
    await begin()
    await (await as(chair, address)).press('Save minutes', { minutes: 'A word about the café' })
    await given(peer)
    expect((await as(peer, address)).text).toContain('A word about the café')
    expect((await as(neighbour, address)).status).toBe(403)
    expect((await as(lead, address)).status).toBe(404)
    await (await as(peer, at('/declaration'))).press('Declare a conflict', { reason: 'I teach there' })
    for (const page of [address, at('/pack.pdf'), at('/pack')]) expect((await as(peer, page)).status).toBe(404)
    expect((await as(lead, at('/history'))).html).not.toMatch(/minutes|meeting/)
    await db()('declarations').where({ application_id: application.id, person_id: peer.id }).delete()
    await aDeclaration(service, application, peer)
  })

  test('a lead on another library’s panel cannot see their own library on the agenda, or its minutes', async () => {
    const { service, application, organisation, chair, coordinator, db } = world
    const lead = await aPersonWho(service, { roles: ['appraiser'], member: [[organisation, 'lead']] })
    const other = await anotherCase(world, { name: 'Thornwick Library', panel: [chair, lead] })
    await db()('meetings').update({ status: 'cancelled' })
    const joan = await world.as(coordinator, '/meetings/new')
    await joan.send('/meetings/new', { ...meetingFields, applications: [application.id, other] })
    const agenda = (visitor: Visitor) =>
      visitor
        .$('.los-agenda a')
        .toArray()
        .map(link => visitor.$(link).text().trim())
    expect(agenda(joan).toSorted()).toEqual([organisation.name, 'Thornwick Library'].toSorted())
    const visitor = await signedIn(service, lead, joan.address)
    expect([visitor.status, agenda(visitor)]).toEqual([200, ['Thornwick Library']])
    expect(visitor.html).not.toContain(application.id)
    for (const id of [application.id, 'a'.repeat(20)]) {
      await visitor.open(`${joan.address}/minutes/${id}`)
      expect([id, visitor.status]).toEqual([id, 404])
      await visitor.send(`${joan.address}/minutes/${id}`, { version: '1', minutes: 'Mine' })
      expect([id, visitor.status]).toEqual([id, 404])
    }
  })

  test('the decision pack has minutes, attendance and visit notes; the trustees’ report has minutes', async () => {
    const { service, chair, trustee, application, as, at } = world
    await begin()
    const nadia = await as(chair, address)
    await nadia.press('Save minutes', { minutes: 'Agreed to praise the café.' })
    await nadia.send(at('/visits'), {
      'visitedOn-day': '20',
      'visitedOn-month': '2',
      'visitedOn-year': '2027',
      body: 'We spoke with two volunteers.',
    })
    await aDeclaration(service, application, trustee)
    const samuel = await as(trustee, at('/pack'))
    await samuel.open(at('/pack.pdf'))
    const text = (await readPdf(samuel.content)).pages.join(' ').replace(/\s+/g, ' ')
    expect(text).toContain('Panel meeting on Monday 1 March 2027, 6:30pm')
    expect(text).toContain('Present: Nadia.')
    expect(text).toContain('Agreed to praise the café.')
    expect(text).toContain('Visit on 20 February 2027 We spoke with two volunteers.')
    service.clock.set('2027-05-28T09:00:00Z')
    const later = await signedIn(service, trustee, '/reports/minutes?from=2027-03-01')
    expect(later.text).toContain('Agreed to praise the café.')
    await later.open(at('/declaration'))
    await later.press('Declare a conflict', { reason: 'My sister works there' })
    expect((await later.open('/reports/minutes?from=2027-03-01')).html).not.toContain('Agreed to praise')
  })
})
