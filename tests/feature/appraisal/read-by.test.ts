import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration, aPersonWho, signedIn } from '../../support/factories.ts'
import { aPanelWorld, type PanelWorld } from '../../support/panel.ts'

eachDatabase('a panel’s read-by date', engine => {
  let world: PanelWorld
  beforeAll(async () => {
    world = await aPanelWorld(engine)
  })
  afterAll(() => world.service.end())
  beforeEach(() => world.submits())
  const readBy = async () =>
    (await world.db()('panels').where({ application_id: world.application.id }).first('read_by'))?.read_by ?? null
  /** Offers the seats of a complete panel and passes the application to it, on 1 March 2027. */
  const passes = async () => {
    const casework = await world.as(world.coordinator, world.at('/panel'))
    for (const [person, kind, more] of [
      [world.chair, 'lived experience', { chairs: 'yes' }],
      [world.peer, 'sector peer', { independent: 'yes' }],
      [world.neighbour, 'local group', {}],
    ] as const)
      await casework.press('Offer this seat', { person: person.id, kind, independent: false, chairs: false, ...more })
    return casework.press('Pass to the panel')
  }

  test('the read-by date is 28 days after the panel can begin, unless a coordinator sets another', async () => {
    await world.hasStatus('checked')
    await aDeclaration(world.service, world.application, world.coordinator)
    const casework = await world.as(world.coordinator, world.at('/panel'))
    expect(casework.text).toContain(
      'No date has been set. Unless you set one, findings will be due 28 days after the panel can start reading.',
    )
    const legends = casework
      .$('legend')
      .toArray()
      .map(each => casework.$(each).text().trim())
    expect(legends).toContain('Due date for findings')
    await passes()
    expect([await world.status(), await readBy()]).toEqual(['with the panel', '2027-03-29'])
    expect((await casework.open(world.at('/panel'))).text).toContain('Findings are due by 29 March 2027.')

    await world.submits()
    await world.hasStatus('checked')
    await aDeclaration(world.service, world.application, world.coordinator)
    await casework.open(world.at('/panel'))
    await casework.press('Set the date', { readBy: '2027-04-20' })
    expect(casework.text).toContain('Findings are due by 20 April 2027.')
    await passes()
    expect([await world.status(), await readBy()]).toEqual(['with the panel', '2027-04-20'])
    expect((await world.eventNames()).filter(name => name === 'panel.read_by')).toHaveLength(1)
  })

  test('members see the read-by date on the panel’s page, their appraisal pages and their home page', async () => {
    await world.seated()
    await world
      .db()('panels')
      .insert({ application_id: world.application.id, read_by: '2027-04-20' as never, version: 1 })
    const member = await world.as(world.peer, world.at('/panel'))
    expect(member.text).toContain('Findings are due by 20 April 2027.')
    expect((await member.open(world.at('/appraisal'))).text).toContain('Findings due by 20 April 2027')
    expect((await member.open('/appraisals')).text).toContain('Findings due by 20 April 2027')
    expect((await member.open('/home')).text).toContain('By Tuesday 20 April (50 days from today)')
  })

  test('members who have not given all their findings get an email when the date changes', async () => {
    const { service, coordinator, chair, peer, neighbour, application, db, as, at, seated, given } = world
    await seated()
    await db()('panels').insert({ application_id: application.id, read_by: '2027-04-20' as never, version: 1 })
    await given(peer)
    await service.post()
    const joan = await as(coordinator, at('/panel'))
    await joan.press('Set the date', { readBy: '2027-04-27' })
    expect((await service.post()).map(({ to, subject }) => `${to}: ${subject}`).toSorted()).toEqual(
      [chair, neighbour]
        .map(({ email }) => `${email}: Your findings on ${world.organisation.name} are now due by 27 April 2027`)
        .toSorted(),
    )
  })

  test('late findings are listed on the coordinator’s home page until all have been given', async () => {
    await world.seated()
    await world
      .db()('panels')
      .insert({ application_id: world.application.id, read_by: '2027-02-26' as never, version: 1 })
    const coordinator = await aPersonWho(world.service, { roles: ['coordinator'] })
    const home = await signedIn(world.service, coordinator, '/home')
    const title = 'Findings on Ashcombe Libraries’ application are late'
    expect(home.text).toContain(
      `${title} Due on Friday 26 February (3 days ago) 3 panel members have not given all their findings.`,
    )
    await aDeclaration(world.service, world.application, coordinator)
    await home.open('/home')
    await home.follow(title)
    expect(home.address).toBe(world.at('/panel'))
    await world.given(world.chair)
    expect((await home.open('/home')).text).toContain('2 panel members have not given all their findings.')
    for (const member of [world.peer, world.neighbour]) await world.given(member)
    expect((await home.open('/home')).text).not.toContain(title)
    expect((await signedIn(world.service, world.trustee, '/home')).text).not.toContain(title)
  })

  test('the read-by date must be after today and within a year', async () => {
    await world.seated()
    const casework = await world.as(world.coordinator, world.at('/panel'))
    for (const [value, error] of [
      ['', 'Enter the due date for findings'],
      ['2027-03-01', 'Enter a date after today'],
      ['2027-02-31', 'Enter a day that exists'],
      ['2028-03-02', 'Enter a date within the next 12 months'],
    ]) {
      await casework.press('Set the date', { readBy: value! })
      expect([casework.status, casework.errors.length, await readBy()]).toEqual([422, 1, null])
      if (value !== '2027-02-31') expect(casework.errors).toEqual([error])
    }
  })

  test('a date set on an outdated page is refused, and the page shows the date that was set first', async () => {
    await world.seated()
    const casework = await world.as(world.coordinator, world.at('/panel'))
    await world
      .db()('panels')
      .insert({ application_id: world.application.id, read_by: '2027-04-20' as never, version: 1 })
    await casework.press('Set the date', { readBy: '2027-05-04' })
    expect([casework.status, await readBy()]).toEqual([409, '2027-04-20'])
    expect(casework.text).toContain('Findings are due by 20 April 2027.')
    await casework.press('Set the date')
    expect([casework.status, await readBy()]).toEqual([200, '2027-05-04'])
  })

  test('only coordinators can set the read-by date, and only until the application is with a trustee', async () => {
    await world.seated()
    const member = await world.as(world.chair, world.at('/panel'))
    expect([member.status, member.buttons]).toEqual([200, []])
    await member.send(world.at('/panel/read-by'), { readBy: '2027-05-04', version: '0' })
    expect([member.status, await readBy()]).toEqual([403, null])
    await world.hasStatus('with a trustee')
    const casework = await world.as(world.coordinator, world.at('/panel'))
    expect(casework.buttons).not.toContain('Set the date')
    await casework.send(world.at('/panel/read-by'), { readBy: '2027-05-04', version: '0' })
    expect([casework.status, await readBy()]).toEqual([409, null])
  })

  test('the end of a hold moves the read-by date by the length of the hold, even if that date has passed', async () => {
    await world.seated()
    await world
      .db()('panels')
      .insert({ application_id: world.application.id, read_by: '2027-03-20' as never, version: 1 })
    const hold = async (from: string, to: string) => {
      world.service.clock.set(`${from}T09:00:00Z`)
      const casework = await signedIn(world.service, world.coordinator, world.at('/hold'))
      await casework.press('Put on hold', { reason: 'The library is flooded.' })
      world.service.clock.set(`${to}T09:00:00Z`)
      const later = await signedIn(world.service, world.coordinator, world.at('/hold/ending'))
      await later.press('Take off hold')
      return [later.status, await world.status(), await readBy()]
    }
    expect(await hold('2027-03-10', '2027-03-22')).toEqual([200, 'with the panel', '2027-04-01'])
    expect(await hold('2027-04-05', '2027-04-08')).toEqual([200, 'with the panel', '2027-04-04'])
    expect((await world.eventNames()).filter(name => name === 'panel.read_by')).toHaveLength(2)
    const member = await signedIn(world.service, world.peer, world.at('/panel'))
    expect(member.text).toContain('Findings are due by 4 April 2027.')
  })

  test('after a hold, members with findings to give are emailed a new date that has not passed yet', async () => {
    const { service, coordinator, chair, peer, neighbour, application, db, at, seated, given } = world
    service.clock.set('2027-03-01T09:00:00Z')
    await seated()
    await db()('panels').insert({ application_id: application.id, read_by: '2027-03-20' as never, version: 1 })
    await given(peer)
    const emailsAfterHold = async (from: string, to: string) => {
      service.clock.set(`${from}T09:00:00Z`)
      const casework = await signedIn(service, coordinator, at('/hold'))
      await casework.press('Put on hold', { reason: 'The library is flooded.' })
      await service.post()
      service.clock.set(`${to}T09:00:00Z`)
      const later = await signedIn(service, coordinator, at('/hold/ending'))
      await later.press('Take off hold')
      expect(later.status).toBe(200)
      return (await service.post())
        .filter(({ subject }) => subject.startsWith('Your findings'))
        .map(({ to: address, subject }) => `${address}: ${subject}`)
        .toSorted()
    }
    expect(await emailsAfterHold('2027-03-10', '2027-03-22')).toEqual(
      [chair, neighbour]
        .map(({ email }) => `${email}: Your findings on ${world.organisation.name} are now due by 1 April 2027`)
        .toSorted(),
    )
    expect(await emailsAfterHold('2027-03-23', '2027-03-23')).toEqual([])
    expect(await emailsAfterHold('2027-04-05', '2027-04-08')).toEqual([])
    expect(await readBy()).toBe('2027-04-04')
  })

  test('after a hold, members who are not emailed a new date are emailed that they can continue', async () => {
    const { service, coordinator, chair, peer, neighbour, application, db, at, seated, given } = world
    service.clock.set('2027-03-01T09:00:00Z')
    await seated()
    await db()('panels').insert({ application_id: application.id, read_by: '2027-03-20' as never, version: 1 })
    await given(peer)
    const emailedAfterHold = async (until: string) => {
      const casework = await signedIn(service, coordinator, at('/hold'))
      await casework.press('Put on hold', { reason: 'The library is flooded.' })
      await service.post()
      service.clock.set(until)
      const later = await signedIn(service, coordinator, at('/hold/ending'))
      await later.press('Take off hold')
      return (await service.post())
        .filter(({ subject }) => subject === 'Ashcombe Libraries’ application is no longer on hold')
        .map(({ to }) => to)
        .toSorted()
    }
    expect(await emailedAfterHold('2027-03-10T09:00:00Z')).toEqual([peer.email])
    const everyone = [chair, peer, neighbour].map(({ email }) => email).toSorted()
    expect(await emailedAfterHold('2027-03-10T10:00:00Z')).toEqual(everyone)
  })
})
