import { beforeEach, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { queueWeeklyLists } from '../../../src/modules/notifications/weekly/weekly.actions.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration, aPersonWho, signedIn, type APerson } from '../../support/factories.ts'
import { aCase, anAwardedLibrary, day, remindingInEachTest, type CharityTeam } from '../../support/reminding.ts'

eachDatabase('the weekly list', engine => {
  const it = remindingInEachTest(engine)
  const { writer, to } = it
  let older: CharityTeam
  let newer: CharityTeam
  let coordinator: APerson
  beforeEach(async () => {
    newer = await aCase(it.service, { status: 'resubmitted', since: '2027-02-20' })
    older = await aCase(it.service, { status: 'submitted', since: '2027-01-10' })
    coordinator = older.coordinator
    await it.service.database.writer('charity_roles').where({ person_id: newer.coordinator.id }).delete()
  })
  const runs = async (on: string) => {
    it.at(on)
    await queueWeeklyLists(it.service.parts, day(on))
    await it.send()
  }

  test('only coordinators get the list, once a week and with the longest wait first', async () => {
    for (const on of ['2027-03-01', '2027-03-01', '2027-03-02', '2027-03-07', '2027-03-08']) await runs(on)
    const said = 'This week: 2 tasks are waiting for City of Sanctuary'
    expect(it.server.emails.map(({ to: [address], parsed }) => [String(address), parsed.subject])).toEqual([
      [coordinator.email, said],
      [coordinator.email, said],
    ])
    const text = it.server.emails[0]!.parsed.text!
    expect(text.indexOf(older.organisation.name)).toBeGreaterThan(0)
    expect(text.indexOf(older.organisation.name)).toBeLessThan(text.indexOf(newer.organisation.name))
    expect(text.match(/https?:\/\/\S+/g)).toEqual(['https://sanctuary.example/home?show=all'])
  })

  test('the list has suspended awards, and applications that are on hold or need a trustee or a chair', async () => {
    const decision = await aCase(it.service, { status: 'with a trustee', since: '2026-01-10' })
    const hold = await aCase(it.service, { status: 'on hold', since: '2026-11-10', status_before: 'submitted' })
    const chair = await aCase(it.service, { status: 'with the panel', since: '2026-12-10' })
    for (const { application_id, id } of await writer()('seats').select('id', 'application_id'))
      if (application_id === chair.application.id)
        await writer()('findings').insert({
          id: newId(),
          seat_id: id,
          item_id: 'E1',
          judgement: 'met',
          written_at: it.service.clock.now(),
          given_at: it.service.clock.now(),
          version: 1,
        })
    const { organisation } = await anAwardedLibrary(it.service, { status: 'suspended' })
    await runs('2027-03-01')
    const text = it.server.to(coordinator.email)[0]!.parsed.text!
    const named = [
      `${organisation.name}’s award is suspended`,
      `${decision.organisation.name} is waiting for a trustee’s decision`,
      `${hold.organisation.name}’s application is on hold`,
      `The chair can record the panel’s findings on ${chair.organisation.name}’s application`,
    ].map(line => text.indexOf(line) > 0)
    expect(named).toEqual([true, true, true, true])
    expect(text.indexOf('waiting for a trustee')).toBeLessThan(text.indexOf('is on hold'))
    expect(text.split('is on hold')).toHaveLength(2)
  })

  test('the list says when late findings of a panel were due', async () => {
    const { application } = await aCase(it.service, { status: 'with the panel', since: '2026-12-10' })
    await writer()('panels').insert({ application_id: application.id, read_by: day('2027-02-24'), version: 1 })
    await runs('2027-03-01')
    expect(it.server.to(coordinator.email)[0]!.parsed.text).toMatch(
      /application are late\nDue on Wednesday 24 February \(5 days ago\)\n\d panel members? ha(s|ve) not given/,
    )
  })

  test('a coordinator who is also a trustee finds each application once in the list', async () => {
    const both = await aPersonWho(it.service, { roles: ['coordinator', 'trustee'] })
    const { organisation } = await aCase(it.service, { status: 'with a trustee', since: '2026-01-10' })
    await runs('2027-03-01')
    expect(it.server.to(both.email)[0]!.parsed.text!.split(organisation.name)).toHaveLength(2)
  })

  test('the list is sent on a later day when the job did not run on Monday', async () => {
    await runs('2027-03-03')
    await runs('2027-03-04')
    expect(to(coordinator)).toHaveLength(1)
  })

  test('after an outage of the mail server, only the newest of the waiting lists is sent', async () => {
    for (const on of ['2027-03-01', '2027-03-08', '2027-03-15']) {
      it.at(on)
      await queueWeeklyLists(it.service.parts, day(on))
    }
    await it.send()
    expect(to(coordinator)).toEqual(['This week: 2 tasks are waiting for City of Sanctuary'])
    expect(
      await writer()('outbox').where({ name: 'weekly list', status: 'not sent' }).pluck('not_sent_reason'),
    ).toEqual(['in a later email', 'in a later email'])
    const { id } = (await writer()('outbox').where({ name: 'weekly list', status: 'not sent' }).first('id'))!
    const page = await signedIn(it.service, coordinator, `/mail/${id}`)
    expect(page.text).toContain('This email was not sent, so it has no text.')
    expect(page.text).not.toContain('after 30 days')
  })

  test('the list leaves out an application if the recipient declares a conflict before it is sent', async () => {
    it.at('2027-03-01')
    await queueWeeklyLists(it.service.parts, day('2027-03-01'))
    await aDeclaration(it.service, older.application, coordinator, 'conflict')
    await it.send()
    expect(to(coordinator)).toEqual(['This week: 1 task is waiting for City of Sanctuary'])
    expect(it.server.emails[0]!.parsed.text).not.toContain(older.organisation.name)
  })

  test('the list is not sent when it is empty, while reminders are off, or to a former coordinator', async () => {
    const other = await aPersonWho(it.service, { roles: ['coordinator'] })
    await writer()('settings').insert({ name: 'reminders', value: 'off' })
    await runs('2027-03-01')
    expect(it.server.emails).toEqual([])
    await writer()('settings').where({ name: 'reminders' }).delete()
    it.at('2027-03-01')
    await queueWeeklyLists(it.service.parts, day('2027-03-01'))
    await writer()('charity_roles').where({ person_id: other.id }).update({ ended_at: it.service.clock.now() })
    await writer()('applications').update({ status: 'withdrawn' })
    await it.send()
    expect(it.server.emails).toEqual([])
    const reasons = await writer()('outbox').where({ name: 'weekly list' }).pluck('not_sent_reason')
    expect(reasons.toSorted()).toEqual(['no longer needed', 'nothing due any more'])
  })

  test('a list that is queued before reminders are switched off waits until they are on again', async () => {
    it.at('2027-03-01')
    await queueWeeklyLists(it.service.parts, day('2027-03-01'))
    await writer()('settings').insert({ name: 'reminders', value: 'off' })
    await it.send()
    expect(it.server.emails).toEqual([])
    await writer()('settings').where({ name: 'reminders' }).delete()
    await it.send()
    expect(to(coordinator)).toEqual(['This week: 2 tasks are waiting for City of Sanctuary'])
  })

  test('the email pages show the text of the list only to the coordinator who got it', async () => {
    await runs('2027-03-01')
    const { id } = (await writer()('outbox').where({ name: 'weekly list', status: 'sent' }).first('id'))!
    const own = await signedIn(it.service, coordinator, `/mail/${id}`)
    expect(own.text).toContain(older.organisation.name)
    const barred = await aPersonWho(it.service, { roles: ['coordinator'] })
    await aDeclaration(it.service, older.application, barred, 'conflict')
    const administrator = await aPersonWho(it.service, { roles: ['administrator'] })
    for (const person of [barred, administrator]) {
      const page = await signedIn(it.service, person, `/mail/${id}`)
      expect(page.text).toContain('Weekly list')
      expect(page.text).not.toContain(older.organisation.name)
      expect(page.text).not.toContain('2 tasks')
    }
  })
})
