import { beforeEach, describe, expect, test } from '@jest/globals'
import { addDays, addMinutes, instantAt } from '../../../../src/domain/time.ts'
import { theService } from '../../../../src/domain/actor.ts'
import { claimDraft, claimEmail, draftEmail } from '../../../../src/email/claim.ts'
import { toEmail } from '../../../../src/email/outbox.store.ts'
import { mayStillKnow, writersAtSending } from '../../../../src/modules/notifications/emails/email.actions.ts'
import { sendReminders } from '../../../../src/modules/notifications/mornings/morning.actions.ts'
import { runWhenDue } from '../../../../src/jobs/runner.ts'
import { timetable } from '../../../../src/jobs/timetable.ts'
import { smtpTransport } from '../../../../src/email/smtp.ts'
import { sendEmails } from '../../../../src/modules/notifications/sending/sending.actions.ts'
import { queueWeeklyLists } from '../../../../src/modules/notifications/weekly/weekly.actions.ts'
import { everyoneIsDue } from '../../../support/everyone-due.ts'
import { eachDatabase } from '../../../support/database.ts'
import { aPersonWho } from '../../../support/factories.ts'
import { silentServer, type Behaviour } from '../../../support/smtp.ts'
import { dateIsRight } from '../../../support/wrong-clock.ts'
import { anAwardedLibrary, day, moveDate, remindingInEachTest } from '../../../support/reminding.ts'

eachDatabase('reminders', engine => {
  const it = remindingInEachTest(engine)
  const { writer, to } = it
  const digests = () =>
    writer()('outbox').where({ name: 'reminders' }).orderBy('id').select('status', 'resent', 'tries')
  const job = timetable.find(({ name }) => name === 'send-reminders')!
  const runJobAndSend = () => runWhenDue(it.service.parts, job, new AbortController().signal).then(() => it.send())
  /** Sends with several connections at the same time, as several processes would. */
  const sendBySeveral = async (processes: number) => {
    const transports = Array.from({ length: processes }, () => smtpTransport(it.server.url, 'us@sanctuary.example'))
    await Promise.all(transports.map(mail => sendEmails({ ...it.service.parts, mail })))
    for (const mail of transports) mail.close()
  }

  test.each<[Behaviour, string, number]>([
    ['take and close', 'sent', 1],
    [{ at: 'connect', code: 421 }, 'waiting', 1],
    [{ at: 'recipient', code: 451 }, 'waiting', 1],
    [{ at: 'message', code: 451 }, 'waiting', 2],
    [{ at: 'recipient', code: 550 }, 'failed', 0],
    [{ at: 'message', code: 552 }, 'failed', 1],
    ['hang in the message', 'unknown', 1],
    ['drop after the message', 'unknown', 2],
    ['hang after the message', 'unknown', 2],
  ])(
    'when the mail server first does %j, the email is “%s”, and in total %i messages arrive',
    async (behaviour, status, messages) => {
      const { lead } = await anAwardedLibrary(it.service)
      const { mail: patient } = it.service.parts
      if (String(behaviour).startsWith('hang'))
        it.service.parts.mail = smtpTransport(it.server.url, 'us@sanctuary.example', { answer: 3_000, whole: 6_000 })
      it.server.behave(behaviour)
      await it.morning('2027-04-08')
      expect(await digests()).toMatchObject([
        { status: behaviour === 'hang in the message' ? expect.any(String) : status },
      ])
      it.server.behave('take')
      it.service.parts.mail = patient
      for (const minutes of [5, 70, 140]) {
        it.service.clock.set(addMinutes(instantAt(day('2027-04-08'), '07:00'), minutes))
        await it.send()
      }
      const [{ status: last, resent } = { status: '', resent: 0 }] = await digests()
      expect([last, it.server.to(lead.email).length]).toEqual([status === 'failed' ? 'failed' : 'sent', messages])
      expect(new Set(it.server.emails.map(({ parsed }) => parsed.messageId)).size).toBeLessThanOrEqual(1)
      if (status === 'unknown' && messages === 2) expect(resent).toBe(1)
    },
  )

  test('an email waits while the mail server is down or does not answer, and is then sent once', async () => {
    const { lead } = await anAwardedLibrary(it.service)
    const [silent, own] = [await silentServer(), it.service.parts.mail]
    it.service.parts.mail = smtpTransport(silent.url, 'us@sanctuary.example', {
      connecting: 100,
      greeting: 100,
      answer: 100,
      whole: 200,
    })
    await it.morning('2027-04-08')
    expect(await digests()).toMatchObject([{ status: 'waiting', tries: 0 }])
    await silent.close()
    it.service.clock.minutesPass(5)
    await it.send()
    expect(await digests()).toMatchObject([{ status: 'waiting', tries: 0 }])
    it.service.parts.mail = own
    it.service.clock.minutesPass(30)
    await it.send()
    expect(to(lead)).toEqual(['Renew your award by 8 May 2027: 30 days left'])
  })

  test('after two mornings without a mail server, one email with the newest reminders is sent', async () => {
    const first = await anAwardedLibrary(it.service)
    const second = await anAwardedLibrary(it.service, { validTo: '2027-05-09' })
    const { organisation } = second
    await writer()('memberships').where({ organisation_id: organisation.id }).update({ person_id: first.lead.id })
    it.server.behave({ at: 'connect', code: 421 })
    await it.morning('2027-05-07') // the first library has 1 day left
    await it.morning('2027-05-08') // the first has 0 days left, and the second 1 day
    it.at('2027-05-08', '12:00')
    expect(it.server.emails.length).toBe(0)
    it.server.behave('take')
    expect(await it.send()).toBe(1)
    expect(it.server.to(first.lead.email).length).toBe(1)
    const text = it.server.to(first.lead.email)[0]!.parsed.text!
    expect(text.match(/today, 8 May 2027|by 9 May 2027/g)).toEqual(['today, 8 May 2027', 'by 9 May 2027'])
    expect(await writer()('outbox').where({ name: 'reminders' }).orderBy('queued_at').pluck('not_sent_reason')).toEqual(
      ['in a later email', null],
    )
    expect((await it.lines({ status: 'not sent' })).map(({ not_sent_reason: why }) => why)).toContain('overtaken')
  })

  test('reminders are not lost if one process moves them into an email that another has just written', async () => {
    const { parts } = it.service
    const first = await anAwardedLibrary(it.service)
    const second = await anAwardedLibrary(it.service, { validTo: '2027-05-15' })
    const { id } = second.organisation
    await writer()('memberships').where({ organisation_id: id }).update({ person_id: first.lead.id })
    it.server.behave({ at: 'connect', code: 421 })
    await it.morning('2027-05-07') // the first library has 1 day left
    it.at('2027-05-08')
    await sendReminders(parts, day('2027-05-08')) // the first has 0 days left, and the second 7 days
    const [older, newer] = (await writer()('outbox').where({ name: 'reminders' }).orderBy('queued_at')).map(toEmail)
    const { baseUrl } = parts.config
    const context = { baseUrl, keepsLinks: false, mayStillKnow, renderDigest: writersAtSending(parts.config) }
    const draft = (await draftEmail(parts.db, newer!, context, it.service.clock.now()))!
    const claimed = await parts.write(theService, async ({ trx, at }) => [
      await claimEmail(trx, older!, context, at),
      await claimDraft(trx, draft, context, at),
    ])
    expect(claimed).toEqual([null, null])
    it.server.behave('take')
    it.at('2027-05-08', '12:00')
    expect(await it.send()).toBe(1)
  })

  test('the next reminder replaces an email that waited overnight, with the correct number of days left', async () => {
    const { lead } = await anAwardedLibrary(it.service)
    it.server.behave({ at: 'connect', code: 421 })
    await it.morning('2027-05-07')
    it.at('2027-05-08', '06:59')
    it.server.behave('take')
    const copy = await anAwardedLibrary(it.service, { validTo: '2027-06-07' })
    await it.morning('2027-05-08')
    expect(to(lead)).toEqual(['Renew your award today, 8 May 2027'])
    expect(to(copy.lead)).toEqual(['Renew your award by 7 June 2027: 30 days left'])
    expect(await it.lines({ step: 1, recipient_id: lead.id })).toMatchObject([
      { status: 'not sent', not_sent_reason: 'overtaken' },
    ])
  })

  describe('reminders with a wrong clock', () => {
    test('all reminders are held while the clock is a year ahead, and sent afterwards', async () => {
      const administrator = await aPersonWho(it.service, { roles: ['administrator'] })
      const { lead } = await anAwardedLibrary(it.service)
      it.at('2027-04-08')
      await dateIsRight(it.service)
      await runJobAndSend()
      it.at('2027-04-09')
      await runJobAndSend()
      it.at('2028-04-10')
      await runJobAndSend()
      expect([to(lead).length, to(administrator)]).toEqual([
        1,
        ['Please check a server’s clock: some automatic tasks are on hold'],
      ])
      for (let on = day('2027-04-10'); on <= '2027-04-24'; on = addDays(on, 1)) {
        it.at(on)
        await runJobAndSend()
      }
      expect(to(lead)).toEqual([
        'Renew your award by 8 May 2027: 30 days left',
        'Renew your award by 8 May 2027: 14 days left',
      ])
    })

    test('reminders are neither planned nor sent again when the clock is a day behind', async () => {
      const { lead } = await anAwardedLibrary(it.service)
      it.at('2027-04-08')
      await dateIsRight(it.service)
      for (const on of ['2027-04-08', '2027-04-07', '2027-04-08', '2027-04-09']) {
        it.at(on)
        await runJobAndSend()
      }
      expect(to(lead)).toHaveLength(1)
      const before = await it.lines()
      it.at('2027-04-07')
      await runJobAndSend()
      expect(await it.lines()).toEqual(before)
    })

    test.each(['2026-10-25', '2026-03-29'])(
      'reminders are sent once, at 7am in London, when the clocks change on %s',
      async on => {
        const validTo = addDays(day(on), 30)
        const { lead } = await anAwardedLibrary(it.service, { validTo, from: '2026-01-10' })
        await writer()('memberships').update({ started_at: instantAt(day('2025-01-01'), '09:00') })
        const mornings: string[] = []
        it.service.clock.set(instantAt(day(on), '00:00'))
        await dateIsRight(it.service)
        for (let half = 0; half < 46; half += 1) {
          const before = await writer()('reminder_mornings').where({ status: 'done' }).pluck('morning')
          await runJobAndSend()
          const after = await writer()('reminder_mornings').where({ status: 'done' }).pluck('morning')
          if (after.length > before.length && after.includes(on as never)) mornings.push(it.service.clock.now())
          it.service.clock.minutesPass(30)
        }
        expect(mornings).toEqual([instantAt(day(on), '07:00')])
        expect([
          await writer()('reminder_mornings').where({ status: 'done', morning: day(on) }),
          to(lead).length,
        ]).toMatchObject([[{ morning: on }], 1])
      },
    )
  })

  describe('the sending limit', () => {
    beforeEach(async () => {
      await aPersonWho(it.service, { name: 'Both', roles: ['coordinator', 'administrator'] })
      await writer()('people').update({ email: 'both@library.example', email_key: 'both@library.example' })
    })

    test('reminders are held after a week’s gap, reported in one email, and sent when released', async () => {
      const { lead } = await anAwardedLibrary(it.service)
      await it.morning('2027-04-20')
      it.server.emails.length = 0
      expect([await it.morning('2027-04-28'), await it.morning('2027-04-29')]).toEqual([
        { is: 'held', people: 1 },
        { is: 'held', people: 1 },
      ])
      expect(it.server.emails.map(({ to: [address], parsed }) => [address, parsed.subject])).toEqual([
        ['both@library.example', 'Please check the reminders for 28 April 2027'],
      ])
      expect((await it.lines({ step: 14 })).map(({ status }) => status)).toEqual(['planned'])
      await writer()('reminder_mornings')
        .where({ morning: day('2027-04-29') })
        .update({ status: 'released' })
      await it.morning('2027-04-29')
      expect(to(lead)).toEqual(['Renew your award by 8 May 2027: 9 days left'])
      expect(await writer()('reminder_mornings').orderBy('morning').select('morning', 'status', 'people')).toEqual([
        { morning: '2027-04-20', status: 'done', people: 1 },
        { morning: '2027-04-28', status: 'over', people: 1 },
        { morning: '2027-04-29', status: 'done', people: 1 },
      ])
    })

    test('reminders for over 200 people are held if no earlier morning had a third as many', async () => {
      const many = await anAwardedLibrary(it.service)
      for (let number = 0; number < 200; number += 1)
        await aPersonWho(it.service, { member: [[many.organisation, 'observer']] })
      await writer()('memberships').update({ started_at: instantAt(day('2026-01-01'), '09:00') })
      expect([await it.morning('2027-04-23'), (await it.morning('2027-04-24')).is]).toEqual([
        { is: 'done', people: 1 },
        'held',
      ])
      await writer()('reminder_mornings').where({ status: 'done' }).update({ people: 67 })
      it.at('2027-04-25')
      expect(await sendReminders(it.service.parts, day('2027-04-25'))).toEqual({ is: 'done', people: 201 })
    })
  })

  test('no reminder is sent while reminders are off; afterwards one is sent, not one for each day missed', async () => {
    const { lead, id } = await anAwardedLibrary(it.service)
    it.at('2027-04-08')
    await sendReminders(it.service.parts, day('2027-04-08'))
    await writer()('settings').insert({ name: 'reminders', value: 'off' })
    await it.send()
    expect([await it.morning('2027-04-09'), it.server.emails]).toEqual([{ is: 'off', people: 0 }, []])
    await writer()('settings').where({ name: 'reminders' }).update({ value: 'on' })
    await moveDate(it.service, id, '2027-05-08')
    await it.morning('2027-04-10')
    expect(to(lead)).toEqual(['Renew your award by 8 May 2027: 28 days left'])
  })

  test('each person gets one email even if runs overlap or are interrupted', async () => {
    const leads = []
    for (let number = 0; number < 6; number += 1) leads.push((await anAwardedLibrary(it.service)).lead)
    it.at('2027-04-08')
    const stop = new AbortController()
    const first = sendReminders(it.service.parts, day('2027-04-08'), stop.signal)
    setTimeout(() => stop.abort(), 30)
    await Promise.all([
      first,
      sendReminders(it.service.parts, day('2027-04-08')),
      sendReminders(it.service.parts, day('2027-04-08')),
    ])
    await sendBySeveral(2)
    await it.morning('2027-04-08')
    expect(leads.map(lead => to(lead).length)).toEqual(leads.map(() => 1))
  })

  test('a morning whose planning was interrupted is not done, and another run sends its reminders', async () => {
    const { lead } = await anAwardedLibrary(it.service)
    it.at('2027-04-08')
    const outcome = await sendReminders(it.service.parts, day('2027-04-08'), AbortSignal.abort())
    expect(outcome).toEqual({ is: 'cut off', people: 0 })
    await it.morning('2027-04-08')
    expect(to(lead)).toHaveLength(1)
  })

  describe('reminders to the charity', () => {
    const on = day('2027-04-12')
    const weekly = timetable.find(({ name }) => name === 'send-weekly-lists')!
    const addresses = () => it.server.emails.map(({ to: [address] }) => String(address)).toSorted()
    const coordinators = () =>
      writer()('charity_roles')
        .join('people', 'people.id', 'charity_roles.person_id')
        .where({ role: 'coordinator' })
        .pluck('email')

    test('everyone gets their reminders and weekly list once, even if several processes run', async () => {
      const { reminded } = await everyoneIsDue(it.service, on)
      it.at(on)
      const { parts } = it.service
      const run = () => Promise.all([sendReminders(parts, on), queueWeeklyLists(parts, on)]).catch(() => null)
      await Promise.all([run(), run(), run()])
      await run()
      await sendBySeveral(3)
      await it.send()
      expect(addresses()).toEqual([...reminded, ...(await coordinators())].toSorted())
    })

    test('reminders and weekly lists wait while the clock is wrong, and are each sent once afterwards', async () => {
      const { reminded } = await everyoneIsDue(it.service, on)
      it.at(addDays(on, -1))
      await dateIsRight(it.service)
      const { signal } = new AbortController()
      const jobs = async () => {
        await runWhenDue(it.service.parts, weekly, signal)
        await runJobAndSend()
      }
      for (const wrong of ['2028-05-01', '2027-04-30', '2027-03-01']) {
        it.at(wrong)
        await jobs()
      }
      expect(addresses()).toEqual([])
      for (const right of [on, on, addDays(on, 1)]) {
        it.at(right)
        await jobs()
      }
      expect(addresses()).toEqual([...reminded, ...(await coordinators())].toSorted())
    })

    test('after four days without a mail server, each reminder and weekly list is sent once', async () => {
      const { reminded } = await everyoneIsDue(it.service, on)
      it.server.behave({ at: 'connect', code: 421 })
      it.at(on)
      await sendReminders(it.service.parts, on)
      await queueWeeklyLists(it.service.parts, on)
      for (let hours = 0; hours < 96; hours += 6) {
        await it.send()
        it.service.clock.minutesPass(6 * 60)
      }
      it.server.behave('take')
      await it.send()
      it.service.clock.minutesPass(120)
      await it.send()
      expect(addresses()).toEqual([...reminded, ...(await coordinators())].toSorted())
    })
  })
})
