import { expect, test } from '@jest/globals'
import { newId } from '../../../../src/db/ids.ts'
import { eachDatabase } from '../../../support/database.ts'
import { aDeclaration, aPersonWho, aSeat } from '../../../support/factories.ts'
import { aCase, remindingInEachTest, type CharityTeam } from '../../../support/reminding.ts'

const mornings = [
  '2027-02-01',
  '2027-02-02',
  '2027-02-08',
  '2027-02-09',
  '2027-02-15',
  '2027-02-22',
  '2027-03-01',
  '2027-03-08',
]

eachDatabase('reminders about a decision', engine => {
  const it = remindingInEachTest(engine)
  const { writer, to } = it
  const said = ({ organisation }: CharityTeam) =>
    `${organisation.name} has been waiting for a decision since 1 February 2027`
  const days = () => it.server.emails.length

  test('trustees are reminded 7, 14 and 28 days after an application reached them, once each time', async () => {
    const waiting = await aCase(it.service, { status: 'with a trustee' })
    const sentOn: string[] = []
    for (const on of mornings) {
      const before = days()
      await it.morning(on)
      await it.morning(on)
      if (days() > before) sentOn.push(on)
    }
    expect(sentOn).toEqual(['2027-02-08', '2027-02-15', '2027-03-01'])
    expect(to(waiting.trustee)).toEqual([said(waiting), said(waiting), said(waiting)])
    expect(it.server.emails).toHaveLength(3)
    const [{ parsed } = { parsed: null }] = it.server.to(waiting.trustee.email)
    expect(parsed!.text!.match(/https?:\/\/\S+/g)).toEqual([
      `https://sanctuary.example/applications/${waiting.application.id}/decision`,
    ])
    expect(parsed!.attachments).toEqual([])
  })

  test('a trustee with a conflict, a seat, findings, help with findings or a membership is not reminded', async () => {
    const waiting = await aCase(it.service, { status: 'with a trustee' })
    const { application, organisation, coordinator } = waiting
    const barred = []
    for (let count = 0; count < 5; count += 1) barred.push(await aPersonWho(it.service, { roles: ['trustee'] }))
    await aDeclaration(it.service, application, barred[0]!, 'conflict')
    await aSeat(it.service, application, barred[1]!, { offeredBy: coordinator, kind: 'trustee' })
    const seat = await aSeat(it.service, application, barred[2]!, {
      offeredBy: coordinator,
      kind: 'trustee',
      status: 'withdrawn',
    })
    await writer()('findings').insert({
      id: newId(),
      seat_id: seat,
      item_id: 'x',
      judgement: 'met',
      written_at: it.service.clock.now(),
      given_at: it.service.clock.now(),
      version: 1,
    })
    await writer()('seat_helpers').insert({
      id: newId(),
      seat_id: seat,
      person_id: barred[4]!.id,
      kind: 'helper',
      name: barred[4]!.name,
      email: barred[4]!.email,
      recorded_by: coordinator.id,
      recorded_at: it.service.clock.now(),
      ended_at: it.service.clock.now(),
    })
    await writer()('memberships').insert({
      id: newId(),
      person_id: barred[3]!.id,
      organisation_id: organisation.id,
      role: 'observer',
      started_at: it.service.clock.now(),
      readers_confirmed_at: it.service.clock.now(),
      ended_at: null,
    })
    await it.morning('2027-02-08')
    expect(barred.map(to)).toEqual([[], [], [], [], []])
    expect(to(waiting.trustee)).toEqual([said(waiting)])
  })

  test('no one is reminded after the decision, or while the application is on hold', async () => {
    const [made, held] = [
      await aCase(it.service, { status: 'with a trustee' }),
      await aCase(it.service, { status: 'with a trustee' }),
    ]
    await it.morning('2027-02-07')
    await writer()('applications').where({ id: made.application.id }).update({ status: 'decided' })
    await writer()('applications').where({ id: held.application.id }).update({ status: 'on hold' })
    await it.morning('2027-02-08')
    expect(it.server.emails).toEqual([])
    const reasons = await it.lines({ kind: 'decision', status: 'not sent' })
    expect(new Set(reasons.map(({ not_sent_reason }) => not_sent_reason))).toEqual(new Set(['over', 'on hold']))
  })

  test('trustees are reminded of a decision while the organisation’s emails are off', async () => {
    const waiting = await aCase(it.service, { status: 'with a trustee' })
    await writer()('organisations').where({ id: waiting.organisation.id }).update({ emails_started_at: null })
    await it.morning('2027-02-08')
    expect(it.server.emails).toHaveLength(1)
    expect(to(waiting.trustee)).toEqual([said(waiting)])
  })

  test('trustees are reminded of a light renewal only when it needs no panel', async () => {
    const light = await aCase(it.service, { status: 'checked', kind: 'renewal' })
    const needsPanel = await aCase(it.service, {
      status: 'checked',
      kind: 'renewal',
      panel_reason: 'Much has changed.',
    })
    await aDeclaration(it.service, needsPanel.application, light.trustee, 'conflict')
    await aDeclaration(it.service, light.application, needsPanel.trustee, 'conflict')
    await it.morning('2027-02-08')
    expect([to(light.trustee), to(needsPanel.trustee)]).toEqual([[said(light)], []])
  })

  test('when every trustee has switched off reminders of decisions, all trustees still get them', async () => {
    const waiting = await aCase(it.service, { status: 'with a trustee' })
    const other = await aPersonWho(it.service, { roles: ['trustee'] })
    const off = { kind: 'decision', since: it.service.clock.now() }
    await writer()('reminder_opt_outs').insert({ ...off, person_id: waiting.trustee.id })
    await it.morning('2027-02-08')
    expect([to(waiting.trustee), to(other)]).toEqual([[], [said(waiting)]])
    await writer()('reminder_opt_outs').insert({ ...off, person_id: other.id })
    await it.morning('2027-02-15')
    expect([to(waiting.trustee), to(other)]).toEqual([[said(waiting)], [said(waiting), said(waiting)]])
  })
})
