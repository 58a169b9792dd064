import { beforeEach, expect, test } from '@jest/globals'
import { decideDate } from '../../../src/clock/clock.store.ts'
import { newId } from '../../../src/db/ids.ts'
import { theService } from '../../../src/domain/actor.ts'
import type { Day } from '../../../src/domain/time.ts'
import { wasNeverInvalid, wasValidOn } from '../../../src/domain/validity.ts'
import { checkInvariants, lineOf } from '../../../src/invariants/check.ts'
import { anAwardsLife, type AwardsLife } from '../../support/award-life.ts'
import { eachDatabase } from '../../support/database.ts'
import { aPersonWho, signedIn, type APerson } from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'
import type { Visitor } from '../../support/visitor.ts'
import { processAhead, runJobs } from '../../support/wrong-clock.ts'

// Today is 28 February 2028, and the award is valid until tomorrow. A process whose clock is 400 days ahead makes it
// lapse.

eachDatabase('undoing the moves that a wrong clock made', engine => {
  let service: Service
  let it: AwardsLife
  let administrator: APerson
  beforeEach(async () => {
    service = await aService(engine)
    it = await anAwardsLife(service, '2027-03-01')
    administrator = await aPersonWho(service, { name: 'Ada', roles: ['administrator'] })
    it.goTo('2028-02-28')
    await isRight(0)
    await runJobs(service.parts)
    await service.post()
  })

  const isRight = async (daysAhead: number) =>
    service.parts.write(theService, ({ trx }) => decideDate(trx, processAhead(service, daysAhead).clock.now(), null))
  /** An administrator confirms a wrong clock, jobs run with it, and the administrator confirms the right one. */
  const theClockGoesWrong = async (days = 400) => {
    await isRight(days)
    await runJobs(processAhead(service, days))
    await isRight(0)
  }
  const aRun = async (): Promise<string> =>
    (await service.parts.db('award_changes').whereNotNull('run_id').orderBy('at', 'desc').first('run_id'))!.run_id!
  const ask = async (): Promise<Visitor> => {
    const page = await signedIn(service, administrator, `/settings/clock/runs/${await aRun()}`)
    return page.press('Ask to undo these changes', { reason: 'The clock of a server was wrong' })
  }
  const confirm = async (person = it.people.trustee): Promise<Visitor> => {
    const page = await signedIn(service, person, `/settings/clock/runs/${await aRun()}`)
    return page.press('Save your answer', { answer: 'confirm' })
  }
  const broken = async () => {
    const found = await checkInvariants({
      database: service.database,
      uploads: `${service.database.dataFolder}/uploads`,
      now: service.clock.now(),
      confirmed: [],
    })
    return found.filter(({ entity }) => /^award/.test(entity) && !entity.endsWith('.at')).map(lineOf)
  }

  test('a trustee’s confirmation restores the state and last day, and sends a correction by email', async () => {
    const before = await it.row()
    await theClockGoesWrong()
    expect((await it.row()).status).toBe('lapsed')
    expect((await service.post()).map(({ subject }) => subject).join()).toContain('lapsed')
    const page = await signedIn(service, administrator, '/settings/clock')
    await page.follow('Automatic changes to awards')
    await page.follow('3 April 2029, 10am')
    await page.press('Ask to undo these changes', { reason: 'The clock of a server was wrong' })
    expect(page.text).toContain('A trustee will decide')
    const [email] = await service.post()
    expect([email?.subject, email?.to]).toEqual([
      'Please decide whether to undo changes to awards',
      it.people.trustee.email,
    ])
    const trustee = await signedIn(service, it.people.trustee, '/home')
    await trustee.follow('Check the changes')
    await trustee.press('Save your answer', { answer: 'confirm' })
    expect((await it.row()).status).toBe('lapsed')
    await runJobs(service.parts)
    const after = await it.row()
    expect([after.status, after.valid_to, after.is_kept_by_renewal]).toEqual([
      before.status,
      before.valid_to,
      before.is_kept_by_renewal,
    ])
    expect([
      wasValidOn(await it.changes(), '2028-02-28' as Day),
      wasNeverInvalid(await it.changes(), '2028-02-28' as Day),
    ]).toEqual([true, true])
    const corrected = (await service.post()).filter(({ subject }) => subject.startsWith('Correction'))
    expect(corrected.map(({ text }) => text.includes('valid until 29 February 2028'))).toEqual([true])
    await page.open(page.address)
    expect(page.text).toContain('These changes have been undone')
    expect(await broken()).toEqual([])
    it.goTo('2028-03-02')
    await runJobs(service.parts)
    expect((await it.history()).slice(-2).map(line => line.slice(0, 22))).toEqual([
      '2027-09-02 openRenewal',
      '2028-03-01 fallOverdue',
    ])
    await service.end()
  })

  test('the shared mailbox of the library also gets the correction', async () => {
    const mailbox = 'libraries@ashcombe.example'
    await service.database
      .writer('organisations')
      .where({ id: (await it.row()).organisation_id })
      .update({ role_mailbox: mailbox })
    await theClockGoesWrong()
    const toMailbox = async () => (await service.post()).filter(({ to }) => to === mailbox).map(each => each.subject)
    expect((await toMailbox()).join()).toContain('lapsed')
    await ask()
    await confirm()
    await runJobs(service.parts)
    expect((await toMailbox()).join()).toContain('Correction')
    await service.end()
  })

  test('undoing the changes before their email is sent cancels the email, and sends no correction', async () => {
    await theClockGoesWrong()
    await ask()
    await confirm()
    await runJobs(service.parts)
    const subjects = (await service.post()).map(({ subject }) => subject)
    expect(subjects.filter(subject => /lapsed|Correction/.test(subject))).toEqual([])
    await service.end()
  })

  test('undoing the changes cancels an email that may have arrived, and sends a correction', async () => {
    await theClockGoesWrong()
    await service.post()
    const outbox = () => service.database.writer('outbox').where({ name: 'award lapsed' })
    await outbox().update({ status: 'unknown', next_try_at: service.clock.now() })
    await ask()
    await confirm()
    await runJobs(service.parts)
    const subjects = (await service.post()).map(({ subject }) => subject).filter(each => /lapsed|Correction/.test(each))
    expect(subjects.map(subject => subject.split(' ')[0]!.replace(/\W/g, ''))).toEqual(['Correction'])
    expect(await outbox().pluck('not_sent_reason')).toEqual(['no longer needed'])
    await service.end()
  })

  test('the library also gets a correction of an email that was sent again', async () => {
    await theClockGoesWrong()
    await service.post()
    await service.database.writer('outbox').where({ name: 'award lapsed' }).update({ status: 'bounced' })
    const ada = await signedIn(service, administrator, '/mail/resending')
    await ada.press('Send 1 email again')
    expect((await service.post()).map(({ subject }) => subject).join()).toContain('lapsed')
    await ask()
    await confirm()
    await runJobs(service.parts)
    expect((await service.post()).map(({ subject }) => subject).join()).toContain('Correction')
    await service.end()
  })

  test('an email that did not arrive is not sent again after the changes that it reports were undone', async () => {
    await theClockGoesWrong()
    await service.post()
    const outbox = () => service.database.writer('outbox').where({ name: 'award lapsed' })
    await outbox().update({ status: 'bounced' })
    const ada = await signedIn(service, administrator, '/mail/resending')
    expect(ada.text).toContain('We will send 1 email again')
    await ask()
    await confirm()
    await runJobs(service.parts)
    await ada.open('/mail/resending')
    expect(ada.text).toContain('There is nothing to send again.')
    const { id } = (await outbox().first('id'))!
    await ada.open(`/mail/${id}`)
    expect(ada.text).toContain('We will not send this email again, because what it says is no longer true.')
    expect(ada.buttons).not.toContain('Send this email again')
    await ada.send(`/mail/${id}/resending`)
    expect(ada.status).toBe(409)
    await service.end()
  })

  test('only reminders that were sent too early are planned again', async () => {
    await theClockGoesWrong(5)
    const rows = async () => service.parts.db('reminders').where({ kind: 'award' }).orderBy('due_on')
    const early = (await rows()).filter(({ due_on, status }) => due_on > '2028-02-28' && status === 'in an email')
    expect(early.length).toBeGreaterThan(0)
    await service.post()
    await ask()
    await confirm()
    await runJobs(service.parts)
    const again = (await rows()).filter(({ id }) => early.some(each => each.id === id))
    expect(new Set(again.map(({ status }) => status))).toEqual(new Set(['planned']))
    const past = (await rows()).filter(({ due_on }) => due_on <= '2028-02-28')
    expect(past.filter(({ status }) => status === 'planned')).toEqual([])
    await service.end()
  })

  test('the list says whether a run is in effect, partly undone or undone', async () => {
    await theClockGoesWrong()
    const run = { run_id: await aRun() }
    const changes = () => service.database.writer('award_changes').where(run)
    const [first] = await changes()
    const shown = async () => {
      const list = await signedIn(service, administrator, '/settings/clock/runs')
      return list
        .$('tbody tr')
        .first()
        .text()
        .match(/In effect|Partly undone|Undone/)?.[0]
    }
    expect(await shown()).toBe('In effect')
    await changes().where({ id: first!.id }).update({ undone_at: service.clock.now() })
    expect(await shown()).toBe('Partly undone')
    await changes().update({ undone_at: service.clock.now() })
    expect(await shown()).toBe('Undone')
    await service.end()
  })

  test('an award that a person has since changed is listed, but its moves are not undone', async () => {
    await theClockGoesWrong()
    await it.move('trustee', 'end')
    await ask()
    await confirm()
    await runJobs(service.parts)
    const page = await signedIn(service, administrator, `/settings/clock/runs/${await aRun()}`)
    expect(page.text).toContain('Not undone: the award changed again later')
    expect((await it.row()).status).toBe('ended')
    await service.end()
  })

  test('the correction email says that a closed renewal must be started again', async () => {
    await it.start()
    await theClockGoesWrong()
    expect(await it.cases()).toMatchObject([{ status: 'withdrawn' }])
    await service.post()
    await ask()
    await confirm()
    await runJobs(service.parts)
    expect((await it.row()).status).toBe('renewal open')
    const [corrected] = (await service.post()).filter(({ subject }) => subject.startsWith('Correction'))
    expect(corrected?.text).toContain('Please start it again')
    await it.start()
    expect((await it.cases()).map(each => each.status).sort()).toEqual(['draft', 'withdrawn'])
    await service.end()
  })

  test('the first of two trustees’ answers counts, and the person who asked cannot answer', async () => {
    await theClockGoesWrong()
    const both = await aPersonWho(service, { name: 'Bo', roles: ['administrator', 'trustee'] })
    const run = await aRun()
    const asker = await signedIn(service, both, `/settings/clock/runs/${run}`)
    await asker.press('Ask to undo these changes', { reason: 'The clock was wrong' })
    const undo = (await service.parts.db('clock_undos').first('id'))!.id
    await asker.send(`/settings/clock/runs/${run}/answer`, { undo, answer: 'confirm', idempotencyKey: newId() })
    expect(asker.status).toBe(403)
    const other = await aPersonWho(service, { name: 'Cas', roles: ['trustee'] })
    const [first, second] = [
      await signedIn(service, it.people.trustee, `/settings/clock/runs/${run}`),
      await signedIn(service, other, `/settings/clock/runs/${run}`),
    ]
    await first.press('Save your answer', { answer: 'decline' })
    await second.press('Save your answer', { answer: 'confirm' })
    expect(second.status).toBe(409)
    await runJobs(service.parts)
    expect((await it.row()).status).toBe('lapsed')
    await service.end()
  })

  test('nothing is undone if the trustee loses the role after confirming, and another can then confirm', async () => {
    await theClockGoesWrong()
    await ask()
    await confirm()
    await service.database
      .writer('charity_roles')
      .where({ person_id: it.people.trustee.id })
      .update({ ended_at: service.clock.now() })
    await runJobs(service.parts)
    expect((await it.row()).status).toBe('lapsed')
    const page = await ask()
    expect(page.text).toContain('A trustee will decide')
    await confirm(await aPersonWho(service, { name: 'Cas', roles: ['trustee'] }))
    await runJobs(service.parts)
    expect((await it.row()).status).toBe('renewal open')
    await service.end()
  })

  test('leads and coordinators cannot find the page, and a trustee cannot ask to undo the changes', async () => {
    await theClockGoesWrong()
    const run = await aRun()
    expect((await signedIn(service, administrator, `/settings/clock/runs/${run}`)).status).toBe(200)
    for (const person of [it.people.lead, it.people.coordinator])
      for (const address of ['/settings/clock/runs', `/settings/clock/runs/${run}`])
        expect((await signedIn(service, person, '/home').then(page => page.open(address))).status).toBe(404)
    const trustee = await signedIn(service, it.people.trustee, '/home')
    await trustee.send(`/settings/clock/runs/${run}/undo`, { reason: 'Mine', idempotencyKey: newId() })
    expect([trustee.status, await service.parts.db('clock_undos').pluck('id')]).toEqual([404, []])
    await service.end()
  })
})
