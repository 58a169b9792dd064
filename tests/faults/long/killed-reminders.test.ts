import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { checkInvariants, lineOf } from '../../../src/invariants/check.ts'
import { startChild } from '../../support/child.ts'
import { eachDatabase } from '../../support/database.ts'
import { mailServer, type MailServer } from '../../support/smtp.ts'
import { sendReminders } from '../../../src/modules/notifications/mornings/morning.actions.ts'
import { queueWeeklyLists } from '../../../src/modules/notifications/weekly/weekly.actions.ts'
import { everyoneIsDue } from '../../support/everyone-due.ts'
import { day, reminding, type Reminding } from '../../support/reminding.ts'

// F05 and F23 in docs/operating.md: the process that sends a morning's reminders is killed, or paused past its lease.
const on = '2027-04-08'
const script = 'tests/support/processes/reminders.ts'

eachDatabase('an interrupted reminder run', engine => {
  let server: MailServer
  beforeAll(async () => {
    server = await mailServer()
  })
  afterAll(() => server.close())

  /**
   * Adds a lead, trustees, a panel and appraisers with something due, and coordinators with a weekly list.
   * @returns `readers`: the addresses that must each get one email
   */
  async function everyone(): Promise<{ it: Reminding; readers: string[] }> {
    const it = await reminding(engine, server)
    server.emails.length = 0
    const { reminded } = await everyoneIsDue(it.service, day(on))
    const coordinators = await it.service.parts
      .db('charity_roles')
      .join('people', 'people.id', 'charity_roles.person_id')
      .where({ role: 'coordinator' })
      .pluck('email')
    expect(reminded.length).toBeGreaterThan(6)
    return { it, readers: [...reminded, ...coordinators] }
  }

  async function expectOneEmailEach(it: Reminding, readers: readonly string[], mostResent: number): Promise<void> {
    for (const minutes of ['07:10', '08:20', '09:30']) {
      it.at(on, minutes)
      await sendReminders(it.service.parts, day(on))
      await queueWeeklyLists(it.service.parts, day(on))
      await it.send()
    }
    const names = ['reminders', 'weekly list']
    const emails = await it.service.parts.db('outbox').whereIn('name', names).select('status', 'resent')
    const resent = emails.reduce((sum, email) => sum + email.resent, 0)
    expect(emails.map(({ status }) => status)).toEqual(readers.map(() => 'sent'))
    expect([...new Set(server.emails.map(({ to }) => to[0]!))].toSorted()).toEqual([...readers].toSorted())
    expect(server.emails.length).toBeLessThanOrEqual(readers.length + resent)
    expect(resent).toBeLessThanOrEqual(mostResent)
    const posted = server.emails.map(({ parsed }) => parsed.messageId!)
    const broken = await checkInvariants({
      database: it.service.database,
      uploads: `${it.service.database.dataFolder}/uploads`,
      now: it.service.clock.now(),
      confirmed: [],
      posted,
    })
    expect(broken.filter(({ rule }) => rule === 'I4' || rule === 'I9').map(lineOf)).toEqual([])
    await it.service.end()
  }

  test.each(
    [1, 2, 4].flatMap(kth =>
      (['before the answer', 'after the answer'] as const).map(moment => [kth, moment] as const),
    ),
  )('a run killed at email %i, %s of the mail server, loses no email and repeats at most one', async (kth, moment) => {
    const { it, readers } = await everyone()
    const ended = new Promise<void>(resolve => {
      server.onMail(moment, async () => {
        if (server.emails.length !== kth) return
        child.process.kill('SIGKILL')
        await once(child.process, 'exit')
        resolve()
      })
    })
    const child = await startChild(script, [it.service.database.where, server.url, on])
    await ended
    server.onMail(moment, () => undefined)
    await expectOneEmailEach(it, readers, 1)
  })

  test('a run that is paused for longer than its lease repeats at most one email', async () => {
    const { it, readers } = await everyone()
    const paused = new Promise<void>(resolve => {
      server.onMail('before the answer', () => {
        if (server.emails.length !== 2) return
        child.process.kill('SIGSTOP')
        resolve()
      })
    })
    const child = await startChild(script, [it.service.database.where, server.url, on])
    await paused
    server.onMail('before the answer', () => undefined)
    it.at(on, '07:10')
    await sendReminders(it.service.parts, day(on))
    await it.send()
    const halfway = await it.service.parts
      .db('outbox')
      .whereIn('name', ['reminders', 'weekly list'])
      .orderBy('id')
      .select('id', 'status')
    child.process.kill('SIGCONT')
    await once(child.process, 'exit')
    expect(halfway.filter(({ status }) => status === 'unknown')).toHaveLength(1)
    await expectOneEmailEach(it, readers, 1)
  })

  test('runs killed after 20, 60 and 120 milliseconds lose no email and repeat at most three', async () => {
    const { it, readers } = await everyone()
    for (const milliseconds of [20, 60, 120]) {
      const child = await startChild(script, [it.service.database.where, server.url, on])
      await wait(milliseconds)
      await child.kill()
    }
    await expectOneEmailEach(it, readers, 3)
  })
})
