import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newId } from '../../../../src/db/ids.ts'
import { addMinutes, instantAt } from '../../../../src/domain/time.ts'
import { checkInvariants, lineOf } from '../../../../src/invariants/check.ts'
import { eachDatabase } from '../../../support/database.ts'
import { mailServer, type MailServer } from '../../../support/smtp.ts'
import { anAwardedLibrary, day, reminding, type Reminding, type WithAward } from '../../../support/reminding.ts'

// Most tests break an invariant, check that only this invariant is reported, and repair it.

eachDatabase('the invariants about reminders', engine => {
  let server: MailServer
  let it: Reminding
  let award: WithAward
  beforeAll(async () => {
    server = await mailServer()
    it = await reminding(engine, server)
    award = await anAwardedLibrary(it.service)
    await it.morning('2027-04-08')
  })
  afterAll(async () => {
    await it.service.end()
    await server.close()
  })
  const writer = () => it.service.database.writer
  const broken = async (posted: string[] = []) =>
    (
      await checkInvariants({
        database: it.service.database,
        uploads: `${it.service.database.dataFolder}/uploads`,
        now: it.service.clock.now(),
        confirmed: [],
        posted,
      })
    )
      .filter(({ rule }) => rule === 'I9' || rule === 'I15')
      .map(lineOf)
  const lineAt = async (step: number) => (await writer()('reminders').where({ step }).first())!

  test('invariant I9 holds after the reminders of a morning are sent', async () => {
    it.service.clock.set(addMinutes(instantAt(day('2027-04-08'), '07:00'), 90))
    expect([server.emails.length, await broken(server.emails.map(({ parsed }) => parsed.messageId!))]).toEqual([1, []])
  })

  test('I9 reports an overdue reminder, unless reminders are held or off', async () => {
    const { id, planned_at } = await lineAt(14)
    it.at('2027-04-24', '07:59')
    expect(await broken()).toEqual([])
    it.at('2027-04-24', '08:01')
    const overdue = [`I9 reminder ${id}: was due on 2027-04-24, but is still planned`]
    expect(await broken()).toEqual(overdue)
    await writer()('settings').insert({ name: 'reminders', value: 'off' })
    expect(await broken()).toEqual([])
    await writer()('settings').where({ name: 'reminders' }).delete()
    await writer()('reminder_mornings').insert({
      morning: day('2027-04-24'),
      status: 'held',
      people: 1,
      reason: 'gap',
      started_at: it.service.clock.now(),
      released_by: null,
      ended_at: null,
    })
    expect(await broken()).toEqual([])
    await writer()('reminder_mornings').where({ status: 'held' }).delete()
    await writer()('reminders')
      .where({ id })
      .update({ planned_at: instantAt(day('2027-04-24'), '07:30') })
    expect(await broken()).toEqual([])
    await writer()('reminders').where({ id }).update({ planned_at })
    it.at('2027-04-08', '08:30')
  })

  test('I9 reports a duplicate reminder, and two reminder emails to one person on one morning', async () => {
    const { id: _id, ...line } = await lineAt(30)
    const email = (await writer()('outbox').where({ name: 'reminders' }).first())!
    if (engine === 'postgresql') {
      await writer().raw(
        'alter table reminders drop constraint reminders_kind_entity_id_about_step_recipient_id_unique',
      )
      await writer().raw('alter table outbox drop constraint outbox_digest_key_unique')
    } else {
      await writer().raw('drop index reminders_kind_entity_id_about_step_recipient_id_unique')
      await writer().raw('drop index outbox_digest_key_unique')
    }
    const [again, second] = [newId(), newId()]
    await writer()('reminders').insert({ ...line, id: again })
    await writer()('outbox').insert({ ...email, id: second })
    expect(await broken()).toEqual([
      `I9 reminder award ${award.id} 2027-05-08 30 ${award.lead.id}: exists more than once`,
      `I9 morning 2027-04-08 ${award.lead.id}: has more than one email`,
    ])
    await writer()('reminders').where({ id: again }).delete()
    await writer()('outbox').where({ id: second }).delete()
  })

  test('I9 reports an email that was never tried, repeated without a record, or sent to a former member', async () => {
    const email = (await writer()('outbox').where({ name: 'reminders' }).first())!
    await writer()('outbox')
      .where({ id: email.id })
      .update({ status: 'waiting', next_try_at: instantAt(day('2027-04-08'), '07:00') })
    expect(await broken()).toEqual([`I9 email ${email.id}: was due more than an hour ago and has not been tried`])
    await writer()('outbox').where({ id: email.id }).update({ status: 'sent' })
    const messageId = `<${email.id}.email@sanctuary.example>`
    expect(await broken([messageId, messageId])).toEqual([
      `I9 email ${email.id}: reached the mail server 2 times, but 0 repeats are recorded`,
    ])
    await writer()('outbox').where({ id: email.id }).update({ resent: 1 })
    expect(await broken([messageId, messageId])).toEqual([])
    await writer()('memberships')
      .where({ person_id: award.lead.id })
      .update({ ended_at: instantAt(day('2027-04-08'), '06:50') })
    expect(await broken()).toEqual([
      `I9 reminder ${(await lineAt(30)).id}: was sent to a person who no longer had the role`,
    ])
    await writer()('memberships')
      .where({ person_id: award.lead.id })
      .update({ ended_at: instantAt(day('2027-04-08'), '06:57') })
    expect(await broken()).toEqual([])
  })

  test('I15 reports a morning in the future that is marked as done', async () => {
    await writer()('reminder_mornings').insert({
      morning: day('2027-05-01'),
      status: 'done',
      people: 0,
      reason: null,
      started_at: instantAt(day('2027-04-08'), '07:00'),
      released_by: null,
      ended_at: null,
    })
    expect(await broken()).toEqual(['I15 morning 2027-05-01: is done, but in the future'])
  })
})
