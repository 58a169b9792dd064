import { expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { instant, type Day } from '../../../src/domain/time.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration, anAward, anOrganisation, aPersonWho, signedIn } from '../../support/factories.ts'
import { aPanelWorld } from '../../support/panel.ts'
import type { Visitor } from '../../support/visitor.ts'

// Today is 1 March 2027.

const weekOn = (visitor: Visitor): string[] =>
  visitor
    .$('.los-week li')
    .map((_, day) => visitor.$(day).text().replace(/\s+/g, ' ').trim())
    .get()

eachDatabase('this week on the home page', engine => {
  test('coordinators see the dates of the next 7 or 28 days, and who can do each task', async () => {
    const world = await aPanelWorld(engine)
    const { service, coordinator, trustee, lead, application, organisation } = world
    await world.submits()
    await world.seated()
    const db = service.database.writer
    const readBy = (day: Day) =>
      db('panels')
        .insert({ application_id: application.id, read_by: day, version: 1 })
        .onConflict('application_id')
        .merge(['read_by'])
    await db('applications').where({ id: application.id }).update({ status: 'with the panel' })
    await db('organisations').where({ id: organisation.id }).update({ name: 'Fellwick Libraries' })
    await readBy('2027-03-03' as Day)
    await db('rounds').update({ name: 'Spring 2027', closes_at: instant('2027-03-05T17:00:00Z') })
    const ending = await anOrganisation(service, { name: 'Port Elen Library Service' })
    await anAward(service, ending, { startedBy: lead, status: 'renewal open', endsOn: '2027-03-07' })
    const later = await anOrganisation(service, { name: 'Thornwick Library' })
    await anAward(service, later, { startedBy: lead, status: 'renewal open', endsOn: '2027-03-08' })
    for (const [id, startsAt] of [
      [newId(), '2027-03-02T18:30:00Z'],
      [newId(), '2027-03-08T18:30:00Z'],
    ] as const) {
      await db('meetings').insert({
        id,
        starts_at: instant(startsAt),
        ends_at: instant(startsAt.replace('18:', '20:')),
        place: '',
        link: '',
        status: 'planned',
        sequence: 0,
        live: 1,
        called_by: coordinator.id,
        called_at: service.clock.now(),
        started_at: null,
        ended_at: null,
        version: 1,
      })
      await db('meeting_items').insert({
        meeting_id: id,
        application_id: application.id,
        place: 0,
        started_at: null,
        ended_at: null,
        minutes: '',
        minutes_by: null,
        minutes_at: null,
        version: 1,
      })
    }
    await aDeclaration(service, application, coordinator)
    const joan = await signedIn(service, coordinator, '/home?show=all')
    expect(weekOn(joan)).toEqual([
      'Monday 1 March Today No dates',
      'Tuesday 2 March 6:30pm: panel meeting',
      'Wednesday 3 March Findings on Fellwick Libraries’ application are due',
      'Friday 5 March Spring 2027 closes at 5pm',
      'Sunday 7 March Port Elen Library Service’s award ends',
    ])

    await joan.follow('See the next 4 weeks')
    expect(weekOn(joan).slice(5)).toEqual(['Monday 8 March 6:30pm: panel meeting Thornwick Library’s award ends'])
    for (let count = 1; count <= 5; count += 1) {
      const many = await anOrganisation(service, { name: `Many Libraries ${count}` })
      await anAward(service, many, { startedBy: lead, status: 'renewal open', endsOn: '2027-03-28' })
    }
    await anAward(service, ending, { startedBy: lead, status: 'renewal open', endsOn: '2027-03-29' })
    await joan.open('/home?weeks=4')
    expect(weekOn(joan).slice(6)).toEqual(['Sunday 28 March 5 awards end'])
    await joan.follow('5 awards end')
    expect([joan.address, joan.text.includes('Many Libraries 5')]).toEqual(['/renewals?month=2027-03', true])
    const [model] = await db('awards').where({ valid_to: '2027-03-28' as Day })
    const more = Array.from({ length: 100 }, () => ({ ...model!, id: newId(), code: newId() }))
    await db.batchInsert('awards', more, 40)
    await joan.open('/home?weeks=4')
    expect(weekOn(joan).slice(6)).toEqual(['Sunday 28 March 105 awards end'])
    await joan.follow('See the next 7 days only')
    expect(weekOn(joan)).toHaveLength(5)

    const conflicted = await aPersonWho(service, { roles: ['coordinator'] })
    await aDeclaration(service, application, conflicted, 'conflict')
    const other = await signedIn(service, conflicted, '/home')
    expect(weekOn(other)).toEqual([
      'Monday 1 March Today No dates',
      'Friday 5 March Spring 2027 closes at 5pm',
      'Sunday 7 March Port Elen Library Service’s award ends',
    ])
    expect(weekOn(await signedIn(service, trustee, '/home'))).toEqual([])
    const undeclared = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }), '/home')
    const toDeclare = undeclared
      .$('.los-week a')
      .map((_, link) => undeclared.$(link).attr('href'))
      .get()
      .filter(href => href.startsWith('/applications/') || href.startsWith('/meetings/'))
    expect(toDeclare).toEqual(Array.from({ length: 2 }, () => `/applications/${application.id}/declaration`))
    await undeclared.follow(
      'Findings on Fellwick Libraries’ application are due. First declare whether you have a conflict of interest',
    )
    expect(undeclared.headings[0]).toBe('Your declaration')
    for (const text of ['6:30pm: panel meeting', 'Findings on Fellwick Libraries’ application are due']) {
      await joan.open('/home')
      await joan.follow(text)
      expect(joan.status).toBe(200)
    }

    await db('applications').where({ id: application.id }).update({ status: 'resubmitted' })
    const task = (visitor: Visitor): string =>
      visitor
        .$('.los-dues li')
        .map((_, card) => visitor.$(card).text().replace(/\s+/g, ' ').trim())
        .get()
        .find(text => text.includes('Fellwick'))!
    await joan.open('/home?show=all')
    expect(task(joan)).toContain('Task for any coordinator')
    await db('applications').where({ id: application.id }).update({ coordinator_id: coordinator.id })
    await joan.open('/home?show=all')
    expect(task(joan)).toContain('Task for you')
    const colleague = await aPersonWho(service, { roles: ['coordinator'] })
    await aDeclaration(service, application, colleague)
    const colleagues = task(await signedIn(service, colleague, '/home?show=all'))
    expect(colleagues).toContain(`Task for ${coordinator.name}`)
    await service.end()
  })
})
