import { beforeEach, expect, test } from '@jest/globals'
import { newId } from '../../../../src/db/ids.ts'
import { daysIn } from '../../../support/calendar.ts'
import { eachDatabase } from '../../../support/database.ts'
import { aDeclaration, aPersonWho, type APerson } from '../../../support/factories.ts'
import { aCase, day, remindingInEachTest, subjects, type CharityTeam } from '../../../support/reminding.ts'

const mornings = ['02-20', '02-21', '02-22', '02-26', '02-28', '03-01', '03-03', '03-06', '03-07', '03-10'].map(
  on => `2027-${on}`,
)

eachDatabase('reminders about findings', engine => {
  const it = remindingInEachTest(engine)
  const { writer, to } = it
  let panel: CharityTeam
  beforeEach(async () => {
    panel = await aCase(it.service, { status: 'with the panel' })
    await writer()('panels').insert({ application_id: panel.application.id, read_by: day('2027-02-28'), version: 1 })
  })
  const late = () => {
    const { name } = panel.organisation
    return `Findings on ${name}${name.endsWith('s') ? '’' : '’s'} application were due on 28 February 2027`
  }
  const own = 'Your findings were due on 28 February 2027'
  const soon = 'Please give your findings by 28 February 2027'
  const gives = async ({ id }: APerson) =>
    writer()('findings').insert({
      id: newId(),
      seat_id: (await writer()('seats').where({ person_id: id }).first('id'))!.id,
      item_id: 'x',
      judgement: 'met',
      written_at: it.service.clock.now(),
      given_at: it.service.clock.now(),
      version: 1,
    })
  const everyMorning = async () => {
    const sent: [string, (string | undefined)[]][] = []
    for (const on of mornings) {
      const before = it.server.emails.length
      await it.morning(on)
      await it.morning(on)
      sent.push([on, subjects(it.server.emails.slice(before)).toSorted()])
    }
    return sent.filter(([, emails]) => emails.length > 0)
  }

  test('members are reminded before and after the read-by date, chair and coordinator only after it', async () => {
    await gives(panel.chair)
    expect(await everyMorning()).toEqual([
      ['2027-02-21', [soon]],
      ['2027-02-26', [soon]],
      ['2027-02-28', [soon]],
      ['2027-03-03', [late(), late(), own]],
      ['2027-03-07', [late(), late(), own]],
    ])
    expect([to(panel.peer).length, to(panel.chair), to(panel.coordinator)]).toEqual([
      5,
      [late(), late()],
      [late(), late()],
    ])
    const [first, second] = it.server.to(panel.peer.email)
    expect([daysIn(first!), second!.parsed.attachments]).toEqual([['2027-02-28'], []])
    const links = (email: string) => it.server.to(email)[0]!.parsed.text!.match(/https?:\/\/\S+/g)
    const address = `https://sanctuary.example/applications/${panel.application.id}`
    expect([links(panel.peer.email), links(panel.chair.email)]).toEqual([
      [`${address}/appraisal`],
      [`${address}/panel`],
    ])
  })

  test('a member is reminded until they have given all findings; once all have, no one is reminded', async () => {
    await it.morning('2027-02-21')
    expect([to(panel.chair), to(panel.peer)]).toEqual([[soon], [soon]])
    await gives(panel.peer)
    await it.morning('2027-02-26')
    expect([to(panel.chair), to(panel.peer)]).toEqual([[soon, soon], [soon]])
    await gives(panel.chair)
    await everyMorning()
    expect([to(panel.chair), to(panel.peer), to(panel.coordinator)]).toEqual([[soon, soon], [soon], []])
    expect((await it.lines({ status: 'planned' })).map(({ due_on }) => due_on)).toEqual([])
  })

  test('a person with a conflict, a withdrawn seat or an ended role is no longer reminded', async () => {
    const coordinators = [panel.coordinator, await aPersonWho(it.service, { roles: ['coordinator'] })]
    await it.morning('2027-02-20')
    await aDeclaration(it.service, panel.application, coordinators[1]!, 'conflict')
    await writer()('seats').where({ person_id: panel.peer.id }).update({ status: 'withdrawn' })
    await it.morning('2027-02-21')
    expect([to(panel.peer), to(panel.chair)]).toEqual([[], [soon]])
    await writer()('seats').where({ person_id: panel.peer.id }).update({ status: 'accepted' })
    await writer()('charity_roles').where({ person_id: panel.peer.id }).update({ ended_at: it.service.clock.now() })
    await everyMorning()
    expect([to(panel.peer), to(coordinators[1]!), to(panel.coordinator)]).toEqual([[], [], [late(), late()]])
  })

  test('trustees are reminded after the read-by date when every coordinator has a conflict', async () => {
    await aDeclaration(it.service, panel.application, panel.coordinator, 'conflict')
    await it.morning('2027-03-02')
    await it.morning('2027-03-03')
    expect([to(panel.coordinator), to(panel.trustee)]).toEqual([[], [late()]])
  })

  test('reminders move with the read-by date, and stop while the application is on hold', async () => {
    await it.morning('2027-02-21')
    await writer()('panels').update({ read_by: day('2027-03-10') })
    await it.morning('2027-02-26')
    await it.morning('2027-03-03')
    expect(to(panel.peer)).toEqual([soon, 'Please give your findings by 10 March 2027'])
    await writer()('applications').where({ id: panel.application.id }).update({ status: 'on hold' })
    for (const on of ['2027-03-08', '2027-03-10', '2027-03-13', '2027-03-17']) await it.morning(on)
    expect(to(panel.peer)).toHaveLength(2)
    const reasons = await it.lines({ recipient_id: panel.peer.id, status: 'not sent' })
    expect(new Set(reasons.map(({ not_sent_reason }) => not_sent_reason))).toEqual(new Set(['date moved', 'on hold']))
  })

  test('a reminder due during a hold is sent the morning after the hold ends, if its date has not moved', async () => {
    const hasStatus = (status: string) =>
      writer()('applications').where({ id: panel.application.id }).update({ status })
    await it.morning('2027-02-20')
    await hasStatus('on hold')
    await it.morning('2027-02-21')
    expect(to(panel.peer)).toEqual([])
    await hasStatus('with the panel')
    for (const on of ['2027-02-22', '2027-02-23', '2027-02-26']) await it.morning(on)
    expect(to(panel.peer)).toEqual([soon, soon])
  })

  test('the panel and the coordinator are reminded while the organisation’s emails are off', async () => {
    await writer()('organisations').where({ id: panel.organisation.id }).update({ emails_started_at: null })
    await gives(panel.chair)
    await everyMorning()
    expect(to(panel.peer)).toEqual([soon, soon, soon, own, own])
    expect([to(panel.chair), to(panel.coordinator)]).toEqual([
      [late(), late()],
      [late(), late()],
    ])
  })
})
