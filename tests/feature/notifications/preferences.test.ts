import { beforeEach, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { theService } from '../../../src/domain/actor.ts'
import { knownAddress, updateAddress } from '../../../src/email/email-address.store.ts'
import type { ReminderKind } from '../../../src/domain/reminder-schedule.ts'
import { instantAt } from '../../../src/domain/time.ts'
import { runWhenDue } from '../../../src/jobs/runner.ts'
import { timetable } from '../../../src/jobs/timetable.ts'
import { unsubscribing } from '../../../src/modules/notifications/digests/digest.actions.ts'
import { signText } from '../../../src/web/signed-text.ts'
import { day, anAwardedLibrary, remindingInEachTest, subjects, type WithAward } from '../../support/reminding.ts'
import { eachDatabase } from '../../support/database.ts'
import { aDeclaration, aPersonWho, aSeat, signedIn, type APerson } from '../../support/factories.ts'
import { sendRaw } from '../../support/raw-http.ts'
import { dateIsRight } from '../../support/wrong-clock.ts'
import { aVisitor, type Visitor } from '../../support/visitor.ts'

eachDatabase('the reminder pages', engine => {
  const it = remindingInEachTest(engine, 'http://localhost:3000')
  const { writer } = it
  let award: WithAward
  let [coordinator, administrator, conflicted] = [] as unknown as [APerson, APerson, APerson]
  beforeEach(async () => {
    award = await anAwardedLibrary(it.service, { name: 'Ashcombe' })
    coordinator = await aPersonWho(it.service, { name: 'Cora', roles: ['coordinator'] })
    administrator = await aPersonWho(it.service, { name: 'Ada', roles: ['administrator'] })
    conflicted = await aPersonWho(it.service, { name: 'Con', roles: ['coordinator'] })
    await aDeclaration(it.service, { id: award.application }, coordinator)
    await aDeclaration(it.service, { id: award.application }, conflicted, 'conflict')
  })
  const runs = () =>
    runWhenDue(
      it.service.parts,
      timetable.find(({ name }) => name === 'send-reminders')!,
      new AbortController().signal,
    )
  const rows = ({ $ }: Pick<Visitor, '$'>): string[] =>
    $('tbody tr')
      .map((_, element) =>
        $(element)
          .find('th, td > div')
          .map((_place, cell) => $(cell).text().replace(/\s+/g, ' ').trim())
          .get()
          .join(' | '),
      )
      .get()
  /** Marks a morning as done. A run holds its reminders if the last such morning was too long ago. */
  const done = (on: string) =>
    writer()('reminder_mornings').insert({
      morning: day(on),
      status: 'done',
      people: 0,
      reason: null,
      started_at: instantAt(day('2026-01-01'), '07:00'),
      released_by: null,
      ended_at: null,
    })

  const why = 'The dates of the spring renewals are wrong'
  const switchOff = async (visitor: Visitor) => {
    await visitor.follow('Switch off all reminders')
    await visitor.press('Switch off all reminders', { reason: why })
  }
  const stopEmailsTo = (address: string) =>
    it.service.parts.write(theService, async ({ trx, at }) =>
      updateAddress(trx, await knownAddress(trx, address), { suppressed_at: at }),
    )

  test('held reminders can be released only once, and are sent on the same day', async () => {
    await it.morning('2027-04-20')
    it.at('2027-05-01')
    await dateIsRight(it.service)
    await runs()
    const cora = await signedIn(it.service, coordinator, '/mail')
    expect(cora.text).toContain('Check the reminders for 1 May 2027')
    expect(rows(cora)).toContain(`${award.lead.email} | Renewal of Ashcombe’s award, due 8 May 2027`)
    const ada = await signedIn(it.service, administrator, '/mail')
    await ada.press('Send these reminders')
    expect([ada.notices, ada.text.includes('Check the reminders')]).toEqual([
      ['We will send the reminders within a minute'],
      false,
    ])
    await cora.press('Send these reminders')
    expect(cora.status).toBe(409)
    it.service.clock.minutesPass(1)
    await runs()
    await it.send()
    expect(subjects(it.server.to(award.lead.email)).at(-1)).toBe('Renew your award by 8 May 2027: 7 days left')
    expect(await writer()('events').where('name', 'setting.reminders_released').select('person_id')).toEqual([
      { person_id: administrator.id },
    ])
  })

  test('the number of held emails does not include addresses whose emails are stopped', async () => {
    await it.morning('2027-04-20')
    await stopEmailsTo(award.lead.email)
    const held = await it.morning('2027-05-01')
    const cora = await signedIn(it.service, coordinator, '/mail')
    expect(rows(cora)).toContain(`${coordinator.email} | Renewal of Ashcombe’s award, due 8 May 2027`)
    expect(cora.text).toContain('We would send 1 email on 1 May 2027.')
    expect(held).toEqual({ is: 'held', people: 1 })
    expect(
      await writer()('reminder_mornings')
        .where({ morning: day('2027-05-01') })
        .pluck('people'),
    ).toEqual([1])
    expect(it.server.to(coordinator.email).at(-1)?.parsed.text).toContain('The reminders would go to 1 person.')
  })

  test('a coordinator can switch all reminders off and on, and a lead cannot', async () => {
    const cora = await signedIn(it.service, coordinator, '/mail')
    await switchOff(cora)
    expect(cora.text).toContain('All reminders are off, including weekly lists')
    expect(await it.morning('2027-04-24')).toEqual({ is: 'off', people: 0 })
    await (await signedIn(it.service, coordinator, '/mail')).press('Switch on reminders')
    expect([await it.morning('2027-04-24'), it.server.to(award.lead.email).length]).toEqual([
      { is: 'done', people: 1 },
      1,
    ])
    const lead = await signedIn(it.service, award.lead, '/home')
    for (const address of ['/mail/reminders/on', '/mail/reminders/off', '/mail/reminders/release'])
      expect((await lead.send(address, { reason: why, morning: '2027-05-01' })).status).toBe(404)
    expect((await lead.open('/mail/reminders/off')).status).toBe(404)
  })

  test('before switching off all reminders, a coordinator sees what will happen and must give a reason', async () => {
    const cora = await signedIn(it.service, coordinator, '/mail')
    await cora.follow('Switch off all reminders')
    expect(cora.headings).toContain('Switch off all reminders?')
    expect(cora.text).toContain('Libraries, panels and our own team will get no reminders')
    for (const reason of ['', '…']) expect((await cora.press('Switch off all reminders', { reason })).status).toBe(422)
    expect(cora.text).toContain('Enter at least 3 letters or numbers')
    expect((await cora.open('/mail')).links.some(({ text }) => text === 'Switch off all reminders')).toBe(true)
    await switchOff(cora)
    expect((await cora.open('/mail/reminders/off')).address).toBe('/mail')
  })

  test('while all reminders are off, the emails page says why at its top', async () => {
    const cora = await signedIn(it.service, coordinator, '/mail')
    await switchOff(cora)
    await cora.open('/mail')
    const notice = cora.$('h1 + .los-notice').text().replace(/\s+/g, ' ')
    expect(notice).toContain('All reminders are off')
    expect(notice).toMatch(new RegExp(`${coordinator.name} switched off all reminders on [^:]*:?[^:]*: ${why}`))
    await cora.press('Switch on reminders')
    expect([cora.address, cora.text.includes(why)]).toEqual(['/mail', false])
  })

  test('the history shows why all reminders were switched off', async () => {
    const cora = await signedIn(it.service, coordinator, '/mail')
    await switchOff(cora)
    await cora.open('/history')
    expect(cora.text).toContain(`All reminders were switched off Reason: ${why}`)
    const [event] = await writer()('events').where({ name: 'setting.reminders_off' })
    expect(event!.facts).not.toContain(why)
  })

  test('the other coordinators and administrators get an email when reminders are switched off or on', async () => {
    const other = await aPersonWho(it.service, { roles: ['administrator', 'coordinator'] })
    const cora = await signedIn(it.service, coordinator, '/mail')
    await switchOff(cora)
    expect(cora.text).toContain('After someone switches reminders on, we will send those that are due by then.')
    await it.send()
    await cora.press('Switch on reminders')
    await it.send()
    expect(it.server.to(other.email).map(({ parsed }) => parsed.subject)).toEqual([
      'All reminders are off',
      'Reminders are on again',
    ])
    expect(it.server.to(other.email)[0]!.parsed.text).toContain(`${coordinator.name} switched off all reminders.`)
    expect(it.server.to(other.email).map(({ parsed }) => parsed.text!.includes(`Reason: ${why}`))).toEqual([
      true,
      false,
    ])
    expect(it.server.to(coordinator.email)).toEqual([])
  })

  test('a preview shows the reminders of a later day without saving anything', async () => {
    const cora = await signedIn(it.service, coordinator, '/mail/preview?day-day=24&day-month=4&day-year=2027')
    expect([cora.headings[0], cora.text.includes('We would send 1 email on 24 April 2027.'), rows(cora)]).toEqual([
      'Reminders for 24 April 2027',
      true,
      [`${award.lead.email} | Renewal of Ashcombe’s award, due 8 May 2027`],
    ])
    expect((await cora.open('/mail/preview?day=2027-04-25')).text).toContain(
      'We would not send any emails on 25 April 2027.',
    )
    await stopEmailsTo(award.lead.email)
    // because emails to the only lead are stopped, the coordinator is reminded instead
    expect(rows(await cora.open('/mail/preview?day=2027-04-24'))).toEqual([
      `${coordinator.email} | Renewal of Ashcombe’s award, due 8 May 2027`,
    ])
    await writer()('email_addresses').delete()
    for (const wrong of ['day=2027-02-30', 'day=x', 'day=%00', 'day-day=1&day-day=2', 'day=9999-12-31'])
      expect((await cora.open(`/mail/preview?${wrong}`)).status).toBe(200)
    expect([await it.lines(), await writer()('outbox').where({ name: 'reminders' })]).toEqual([[], []])
    await it.morning('2027-04-24')
    expect((await signedIn(it.service, coordinator, '/mail/preview?day=2027-04-24')).text).toContain(
      'We have already prepared the reminders for this day. Choose a later day.',
    )
  })

  test('reminders are listed with their status, and only readers of an application see its reminders', async () => {
    await writer()('questions').insert({
      id: newId(),
      application_id: award.application,
      item_id: 'x',
      asked_by: coordinator.id,
      body: 'Which?',
      reply_by: day('2027-05-08'),
      status: 'open',
      asked_at: instantAt(day('2027-03-01'), '09:00'),
      closed_at: null,
      reply: null,
      replied_by: null,
      replied_at: null,
      version: 1,
    })
    await it.morning('2027-04-24')
    await writer()('awards').where({ id: award.id }).update({ status: 'ended' })
    await it.morning('2027-05-01')
    const cora = await signedIn(it.service, coordinator, '/mail/reminders?status=not+sent&reason=over')
    expect(rows(cora)).toEqual([
      `Renewal of Ashcombe’s award, due 8 May 2027 | 7 days before | ${award.lead.email} | 1 May 2027 | Not sent ` +
        'Done, or no longer needed',
    ])
    await cora.open('/mail/reminders?status=in+an+email')
    expect(rows(cora)).toHaveLength(3)
    await cora.open(
      cora.links.filter(({ text }) => text === 'Reply from Ashcombe to a question, due 8 May 2027').at(-1)!.href,
    )
    expect([cora.headings[0], cora.text.includes('Please reply to the question about Ashcombe’s application')]).toEqual(
      ['Reminders', true],
    )
    const email = cora.address
    for (const other of [conflicted, administrator]) {
      const stranger = await signedIn(it.service, other, '/mail/reminders')
      expect([rows(stranger).length > 0, stranger.text.includes('Reply from Ashcombe')]).toEqual([true, false])
      await stranger.open(email)
      expect([
        stranger.status,
        stranger.text.includes('Please reply'),
        stranger.text.includes('about an application that you cannot read'),
      ]).toEqual([200, false, true])
      await stranger.open('/mail/preview?day=2027-05-07')
      expect([stranger.text.includes('1 more person is not listed'), stranger.text.includes('Ashcombe')]).toEqual([
        true,
        false,
      ])
    }
  })

  test('each person chooses their reminders, and the only lead of a library sees which are always sent', async () => {
    const noLead = 'If no lead can be reached, we always remind a coordinator or trustee'
    const lead = await signedIn(it.service, award.lead, '/account')
    await lead.follow('Choose which reminders you get')
    expect(lead.text).toContain('You are the only lead at Ashcombe who gets reminders about renewals.')
    expect(lead.text).toContain(noLead)
    expect((await signedIn(it.service, coordinator, '/account/notifications')).text).toContain(noLead)
    await lead.press('Save', { wanted: ['question', 'return'] })
    expect([lead.notices, lead.valueOf('wanted')]).toEqual([
      ['Your reminder choices have been saved'],
      ['question', 'return'],
    ])
    await it.morning('2027-04-07')
    expect((await it.lines({ step: 60 })).map(line => line.not_sent_reason)).toEqual(['not wanted'])
    await it.morning('2027-04-08')
    expect(it.server.to(award.lead.email)).toHaveLength(1)
    const again = await signedIn(it.service, award.lead, '/account/notifications')
    await again.send('/account/notifications', { wanted: ['everything', 'award'] })
    expect([again.status, again.errors, again.valueOf('wanted')]).toEqual([
      422,
      ['Choose reminders from the list'],
      ['award'],
    ])
    expect(
      await writer()('reminder_opt_outs').where({ person_id: award.lead.id }).orderBy('kind').pluck('kind'),
    ).toEqual([
      ...['assignment', 'award', 'consent', 'draft', 'inbox', 'mention'],
      ...['more evidence', 'recommendation', 'recurring', 'target'],
    ])
    await (await again.open('/account/notifications')).press('Save', { wanted: [] })
    expect((await writer()('reminder_opt_outs').where({ person_id: award.lead.id })).length).toBe(12)
  })

  test('saving changes only the reminders that the person ticked or unticked on the page', async () => {
    const unwanted = () =>
      writer()('reminder_opt_outs').where({ person_id: award.lead.id }).orderBy('kind').pluck('kind')
    const lead = await signedIn(it.service, award.lead, '/account/notifications')
    await lead.press('Save', {
      wanted: (lead.valueOf('wanted') as unknown as string[]).filter(kind => kind !== 'inbox'),
    })
    expect(await unwanted()).toEqual(['inbox'])
    const unsubscribed = [...(lead.valueOf('wanted') as unknown as string[])]
    const token = signText(it.service.parts.config.sessionSecret, unsubscribing, [award.lead.id, 'award'].join('\n'))
    await (await aVisitor(it.service).open(`/unsubscribe/${token}`)).press('Switch off these reminders')
    expect([await unwanted(), unsubscribed.includes('award')]).toEqual([['award', 'inbox'], true])
    await lead.press('Save', { wanted: [...unsubscribed, 'inbox'] })
    expect(await unwanted()).toEqual(['award'])
    await lead.send('/account/notifications', { seen: 'question', wanted: 'question' }) // the page showed only one kind
    expect([lead.status, await unwanted()]).toEqual([200, ['award']])
  })

  test('the page of an unsubscribe link says which reminders at least one person always gets', async () => {
    const alwaysFor = async (person: APerson, ...kinds: ReminderKind[]) => {
      const token = signText(it.service.parts.config.sessionSecret, unsubscribing, [person.id, ...kinds].join('\n'))
      const { text } = await aVisitor(it.service).open(`/unsubscribe/${token}`)
      return [
        'we always remind at least one lead',
        'If no lead can be reached, we always remind a coordinator or trustee',
        'At least one trustee always gets',
      ].filter(each => text.includes(each))
    }
    expect([
      await alwaysFor(award.lead, 'award'),
      await alwaysFor(award.lead, 'recurring', 'inbox'),
      await alwaysFor(award.lead, 'mention'),
      await alwaysFor(coordinator, 'decision'),
      await alwaysFor(coordinator, 'question', 'findings'),
    ]).toEqual([
      ['we always remind at least one lead', 'If no lead can be reached, we always remind a coordinator or trustee'],
      ['we always remind at least one lead'],
      [],
      ['At least one trustee always gets'],
      [
        'we always remind at least one lead',
        'If no lead can be reached, we always remind a coordinator or trustee',
        'At least one trustee always gets',
      ],
    ])
  })

  test('people with a seat can choose seat reminders, and anyone can switch on what they switched off', async () => {
    const { application } = award
    await writer()('applications').where({ id: application }).update({ status: 'with the panel' })
    const kinds = (visitor: Visitor) =>
      visitor
        .$('[name=wanted]')
        .map((_, box) => visitor.$(box).val())
        .get()
    for (const person of [administrator, coordinator]) {
      await aSeat(it.service, { id: application }, person, { offeredBy: coordinator, status: 'offered' })
      const visitor = await signedIn(it.service, person, '/account/notifications')
      expect(kinds(visitor)).toEqual(expect.arrayContaining(['seat offer', 'findings']))
      await visitor.press('Save', { wanted: [] })
      await writer()('seats').where({ person_id: person.id }).update({ status: 'declined' })
      await visitor.open('/account/notifications')
      expect(kinds(visitor)).toEqual(expect.arrayContaining(['seat offer', 'findings']))
      await visitor.press('Save', { wanted: ['seat offer', 'findings'] })
      expect(await writer()('reminder_opt_outs').where({ person_id: person.id }).pluck('kind')).not.toContain(
        'seat offer',
      )
    }
  })

  test('someone whose role gets no reminders has none to choose', async () => {
    const ada = await signedIn(it.service, administrator, '/account/notifications')
    expect([ada.text.includes('There are no reminders for your role.'), ada.$('[name=wanted]').length]).toEqual([
      true,
      0,
    ])
    expect(ada.buttons).not.toContain('Save')
  })

  test('the link in an email switches reminders off without a sign-in, and only by POST', async () => {
    await it.morning('2027-03-09')
    const link = /<http:\/\/localhost:3000(\/unsubscribe\/[^>]+)>/.exec(
      it.server.emails[0]!.raw.replace(/\r\n\s+/g, ' '),
    )![1]!
    const { port } = it.service.server.address() as { port: number }
    const unwanted = () => writer()('reminder_opt_outs').where({ person_id: award.lead.id }).pluck('kind')
    const ask = (method: string, path: string, body = '') =>
      sendRaw(port, [
        [
          `${method} ${path} HTTP/1.1`,
          'Host: localhost:3000',
          'Connection: close',
          'Content-Type: application/x-www-form-urlencoded',
          `Content-Length: ${body.length}`,
          '',
          body,
        ].join('\r\n'),
      ])
    const viewed = await ask('GET', link)
    expect([viewed.status, viewed.text.includes('Switch off these reminders'), await unwanted()]).toEqual([
      200,
      true,
      [],
    ])
    const clicked = await ask('POST', link, 'List-Unsubscribe=One-Click')
    expect([clicked.status, /\r\nset-cookie/i.test(clicked.text), await unwanted()]).toEqual([200, false, ['award']])
    expect((await ask('POST', link, 'List-Unsubscribe=One-Click')).status).toBe(200)
    await done('2027-04-07')
    await it.morning('2027-04-08')
    expect(it.server.to(award.lead.email)).toHaveLength(2)
    const sameBytes = link.replace(/.$/, last => String.fromCharCode(last.charCodeAt(0) + 1))
    for (const forged of [
      `${link}x`,
      sameBytes,
      link.replace(/.$/, last => (last === 'A' ? 'E' : 'A')),
      '/unsubscribe/x',
      '/unsubscribe/a.b',
      `/unsubscribe/${'a'.repeat(5_000)}`,
      '/unsubscribe/%00',
    ]) {
      expect([forged, (await ask('POST', forged)).status]).toEqual([forged, 404])
    }
    expect((await ask('POST', '/account/notifications', 'wanted=award')).status).toBe(403)
    const [token, sign] = link.slice('/unsubscribe/'.length).split('.') as [string, string]
    const other = Buffer.from(
      Buffer.from(token, 'base64url').toString().replace(award.lead.id, administrator.id),
    ).toString('base64url')
    expect((await ask('POST', `/unsubscribe/${other}.${sign}`)).status).toBe(404)
  })
})
