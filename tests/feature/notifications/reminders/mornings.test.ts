import { theService } from '../../../../src/domain/actor.ts'
import { as } from '../../../../src/db/unit-of-work.ts'
import { beforeEach, describe, expect, test } from '@jest/globals'
import ICAL from 'ical.js'
import { newId } from '../../../../src/db/ids.ts'
import { addDays, instant } from '../../../../src/domain/time.ts'
import { removeMistakenConsent } from '../../../../src/modules/evidence/consents/consent.actions.ts'
import { findEvidence } from '../../../../src/modules/evidence/items/evidence-item.store.ts'
import { sendReminders } from '../../../../src/modules/notifications/mornings/morning.actions.ts'
import { readersById } from '../../../../src/email/readers.store.ts'
import { eachDatabase } from '../../../support/database.ts'
import {
  aDeclaration,
  anApplication,
  anOrganisation,
  aPersonWho,
  anItemOfEvidence,
  aRecommendation,
  signedIn,
  type APerson,
} from '../../../support/factories.ts'
import { aConsent } from '../../../support/evidence.ts'
import { type KeptEmail } from '../../../support/smtp.ts'
import {
  anAwardedLibrary,
  anObserver,
  day,
  moveDate,
  remindingInEachTest,
  type WithAward,
} from '../../../support/reminding.ts'

const steps: [string, string][] = [
  ['2026-11-09', 'Renew your award by 8 May 2027: 180 days left'],
  ['2027-02-07', 'Renew your award by 8 May 2027: 90 days left'],
  ['2027-03-09', 'Renew your award by 8 May 2027: 60 days left'],
  ['2027-04-08', 'Renew your award by 8 May 2027: 30 days left'],
  ['2027-04-24', 'Renew your award by 8 May 2027: 14 days left'],
  ['2027-05-01', 'Renew your award by 8 May 2027: 7 days left'],
  ['2027-05-07', 'Renew your award by 8 May 2027: 1 day left'],
  ['2027-05-08', 'Renew your award today, 8 May 2027'],
  ['2027-05-15', 'Your award was valid until 8 May 2027, but you can still renew it'],
  ['2027-05-22', 'Your award was valid until 8 May 2027, but you can still renew it'],
  ['2027-06-07', 'Your award was valid until 8 May 2027, but you can still renew it'],
]

eachDatabase('reminders', engine => {
  const it = remindingInEachTest(engine)
  const { writer, to } = it
  const calendars = ({ parsed }: KeptEmail) =>
    parsed.attachments.map(({ contentType, content }) => [contentType, content.toString()] as const)
  /** Marks a morning as done. Without it, a later run would hold its reminders, because of the gap before them. */
  const done = (on: string) =>
    writer()('reminder_mornings').insert({
      morning: day(on),
      status: 'done',
      people: 0,
      reason: null,
      started_at: instant('2026-01-01T07:00:00Z'),
      released_by: null,
      ended_at: null,
    })

  test('a lead is reminded once at every step of the schedule', async () => {
    const { lead } = await anAwardedLibrary(it.service)
    for (const [on] of steps) {
      await done(addDays(day(on), -1)).catch(() => null)
      await it.morning(on)
      await it.morning(on)
    }
    expect(it.server.to(lead.email).map(({ parsed }) => [parsed.date === undefined, parsed.subject])).toEqual(
      steps.map(([, subject]) => [false, subject]),
    )
    expect((await it.lines()).map(({ status }) => status)).toEqual(steps.map(() => 'in an email'))
  })

  test('an email has one link and an unsubscribe header, and only the first email has a calendar entry', async () => {
    const { id, lead, organisation } = await anAwardedLibrary(it.service, { name: 'Ashcombe; Libraries, "A"' })
    await it.morning('2027-04-24')
    await it.morning('2027-05-01')
    const [first, second] = it.server.to(lead.email)
    const [[type, text] = ['', '']] = calendars(first!)
    expect([type, calendars(second!)]).toEqual(['text/calendar', []])
    expect(text.split('\r\n').every(line => Buffer.byteLength(line) <= 75 && !/[\r\n]/.test(line))).toBe(true)
    const calendar = new ICAL.Component(ICAL.parse(text) as never)
    const [entry, ...others] = calendar.getAllSubcomponents('vevent').map(component => new ICAL.Event(component))
    expect([
      others,
      entry!.startDate.isDate,
      entry!.startDate.toString(),
      entry!.endDate.toString(),
      entry!.uid,
      entry!.summary,
    ]).toEqual([
      [],
      true,
      '2027-05-08',
      '2027-05-09',
      `award-${id}@sanctuary.example`,
      `Last day to renew ${organisation.name}’s award`,
    ])
    const body = first!.parsed.text!
    expect(body).toContain(`Please renew ${organisation.name}’s award by 8 May 2027. You have 14 days left.`)
    expect(body.match(/https?:\/\/\S+/g)).toEqual([`https://sanctuary.example/awards/${id}/renewal`])
    expect(String(first!.parsed.html)).toContain(`href="https://sanctuary.example/awards/${id}/renewal"`)
    expect(first!.raw).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m)
    expect(first!.raw.replace(/\r\n\s+/g, ' ')).toMatch(
      /^List-Unsubscribe: <https:\/\/sanctuary\.example\/unsubscribe\/[\w-]+\.[\w-]+>\r$/m,
    )
  })

  test('a person gets one email for all the reminders of a morning', async () => {
    const both = await anAwardedLibrary(it.service, { name: 'Ashcombe' })
    const other = await anAwardedLibrary(it.service, { name: 'Borough', validTo: '2027-05-15' })
    await writer()('memberships').insert({
      id: newId(),
      person_id: both.lead.id,
      organisation_id: other.organisation.id,
      role: 'lead',
      started_at: instant('2026-01-05T09:00:00Z'),
      readers_confirmed_at: instant('2026-01-05T09:00:00Z'),
      ended_at: null,
    })
    await it.morning('2027-05-01')
    expect([to(both.lead), to(other.lead)]).toEqual([
      ['2 tasks are due, the first on 8 May 2027'],
      ['Renew your award by 15 May 2027: 14 days left'],
    ])
    const [email] = it.server.to(both.lead.email)
    expect(email!.parsed.text).toMatch(/Ashcombe’s award by 8 May 2027[\s\S]+Borough’s award by 15 May 2027/)
    expect(email!.parsed.text!.match(/https?:\/\/\S+/g)).toEqual(['https://sanctuary.example/home'])
    expect(it.server.to(other.lead.email)[0]!.parsed.text).not.toContain('Ashcombe')
    expect(ICAL.parse(calendars(email!)[0]![1])[2]).toHaveLength(2)
  })

  describe('the recipients of reminders', () => {
    let award: WithAward
    let [observer, coordinator, conflicted, ownCoordinator] = [] as unknown as [APerson, APerson, APerson, APerson]
    beforeEach(async () => {
      award = await anAwardedLibrary(it.service, { name: 'Ashcombe' })
      await writer()('organisations')
        .where({ id: award.organisation.id })
        .update({ role_mailbox: 'office@ashcombe.example' })
      observer = await anObserver(it.service, award)
      coordinator = await aPersonWho(it.service, { roles: ['coordinator'] })
      conflicted = await aPersonWho(it.service, { roles: ['coordinator'] })
      ownCoordinator = await aPersonWho(it.service, {
        roles: ['coordinator'],
        member: [[award.organisation, 'contributor']],
      })
      await aDeclaration(it.service, { id: award.application }, conflicted, 'conflict')
    })
    const emailed = (on: string) => it.morning(on).then(() => it.server.emails.map(mail => mail.to[0]).toSorted())

    test('only leads and the shared mailbox are reminded 30 days before the last day of an award', async () => {
      expect(await emailed('2027-04-08')).toEqual([award.lead.email, 'office@ashcombe.example'].toSorted())
      const [copy] = it.server.to('office@ashcombe.example')
      expect(copy!.parsed.text).toMatch(
        /^Hello,\n[\s\S]+Please remind the library’s leads[\s\S]+because Ashcombe gave us this address/,
      )
      expect([
        copy!.parsed.headers.has('list-unsubscribe'),
        copy!.parsed.text!.includes(`/awards/${award.id}\n`),
      ]).toEqual([false, true])
    })

    test('leads, observers and the shared mailbox are reminded 14 days before the last day of an award', async () => {
      expect(await emailed('2027-04-24')).toEqual(
        [award.lead.email, observer.email, 'office@ashcombe.example'].toSorted(),
      )
    })

    test('coordinators without a conflict are reminded after the award becomes overdue', async () => {
      await writer()('awards').where({ id: award.id }).update({ status: 'overdue' })
      expect(await emailed('2027-05-15')).toEqual(
        [award.lead.email, observer.email, coordinator.email, 'office@ashcombe.example'].toSorted(),
      )
      expect(to(coordinator)).toEqual(['Ashcombe’s renewal is overdue: its award was valid until 8 May 2027'])
      expect([to(conflicted), to(ownCoordinator)]).toEqual([[], []])
    })

    test('before the last day, a coordinator is reminded only while no lead can be reached', async () => {
      it.server.behave({ at: 'recipient', code: 550 })
      await it.morning('2027-04-08')
      it.server.behave('take')
      await it.morning('2027-04-09')
      expect(to(coordinator)).toEqual(['We may not be reaching Ashcombe’s leads'])
      expect(it.server.to(coordinator.email)[0]!.parsed.text).toContain(
        'We may not be reaching Ashcombe’s leads. Its award is valid until 8 May 2027',
      )
      await writer()('outbox').where({ person_id: award.lead.id }).update({ status: 'sent' })
      await it.morning('2027-04-10')
      await it.morning('2027-04-16')
      await it.morning('2027-04-23')
      await it.morning('2027-04-24')
      expect([to(coordinator).length, to(award.lead)]).toEqual([1, ['Renew your award by 8 May 2027: 14 days left']])
    })
  })

  describe('a lead who has not signed in', () => {
    const seen = (person: APerson, on: string | null) =>
      writer()('people')
        .where({ id: person.id })
        .update({
          signed_in_at: on === null ? null : instant(`${on}T12:00:00Z`),
          created_at: instant('2026-09-20T12:00:00Z'),
        })

    test.each([
      ['goes only to the lead after 199 days', '2026-09-21', 0],
      ['also goes to the coordinator after 200 days', '2026-09-20', 1],
    ])('a reminder %s', async (_what, on, emails) => {
      const { lead } = await anAwardedLibrary(it.service, { name: 'Ashcombe' })
      const coordinator = await aPersonWho(it.service, { roles: ['coordinator'] })
      await seen(lead, on)
      await it.morning('2027-04-08')
      expect(to(coordinator)).toEqual(Array<string>(emails).fill('We may not be reaching Ashcombe’s leads'))
      expect(to(lead)).toEqual(['Renew your award by 8 May 2027: 30 days left'])
    })

    test('while the only lead does not sign in, the coordinator is reminded only in the last 30 days', async () => {
      const { lead } = await anAwardedLibrary(it.service, { name: 'Ashcombe' })
      const coordinator = await aPersonWho(it.service, { roles: ['coordinator'] })
      await seen(lead, '2026-01-01')
      await it.morning('2027-03-09')
      await it.morning('2027-03-16')
      expect([to(lead), to(coordinator)]).toEqual([['Renew your award by 8 May 2027: 60 days left'], []])
      for (const on of ['2027-03-23', '2027-03-30', '2027-04-06', '2027-04-08']) await it.morning(on)
      expect(to(coordinator)).toEqual(['We may not be reaching Ashcombe’s leads'])
    })

    test('the days of a lead who has never signed in are counted from the day their account was created', async () => {
      const { lead } = await anAwardedLibrary(it.service, { name: 'Ashcombe' })
      const coordinator = await aPersonWho(it.service, { roles: ['coordinator'] })
      await seen(lead, null)
      await writer()('people')
        .where({ id: lead.id })
        .update({ created_at: instant('2027-04-01T12:00:00Z') })
      await it.morning('2027-04-08')
      expect(to(coordinator)).toEqual([])
      await seen(lead, null)
      await it.morning('2027-04-09')
      expect(to(coordinator)).toEqual(['We may not be reaching Ashcombe’s leads'])
    })

    test('the coordinator gets a missed reminder once the lead has again not signed in for 200 days', async () => {
      const { lead } = await anAwardedLibrary(it.service, { name: 'Ashcombe' })
      const coordinator = await aPersonWho(it.service, { roles: ['coordinator'] })
      const sentSteps = async () => {
        const lines = await it.lines({ recipient_id: coordinator.id, status: 'in an email' })
        return lines.map(({ step }) => step)
      }
      await seen(lead, '2026-01-01')
      for (const on of ['2027-04-08', '2027-04-15', '2027-04-22']) await it.morning(on)
      await seen(lead, '2026-10-07')
      await it.morning('2027-04-24')
      expect(await sentSteps()).toEqual([30])
      await it.morning('2027-04-25')
      await it.morning('2027-04-26')
      expect(await sentSteps()).toEqual([30, 14])
      expect(to(coordinator)).toEqual(Array<string>(2).fill('We may not be reaching Ashcombe’s leads'))
    })

    test('the coordinator gets no reminder while another lead can be reached', async () => {
      const { lead, organisation } = await anAwardedLibrary(it.service, { name: 'Ashcombe' })
      await aPersonWho(it.service, { member: [[organisation, 'lead']] })
      const coordinator = await aPersonWho(it.service, { roles: ['coordinator'] })
      await seen(lead, '2026-01-01')
      await it.morning('2027-04-08')
      expect(to(coordinator)).toEqual([])
    })
  })

  describe('a consent that ends', () => {
    let [lead, owner, observer] = [] as unknown as [APerson, APerson, APerson]
    let evidence: string
    beforeEach(async () => {
      const organisation = await anOrganisation(it.service, { name: 'Ashcombe' })
      await writer()('organisations').where({ id: organisation.id }).update({ role_mailbox: 'office@ashcombe.example' })
      lead = await aPersonWho(it.service, { member: [[organisation, 'lead']] })
      owner = await aPersonWho(it.service, { member: [[organisation, 'contributor']] })
      observer = await aPersonWho(it.service, { member: [[organisation, 'observer']] })
      await aPersonWho(it.service, { member: [[organisation, 'contributor']] })
      await writer()('memberships')
        .where({ organisation_id: organisation.id })
        .update({ started_at: instant('2026-01-05T09:00:00Z') })
      evidence = await anItemOfEvidence(it.service, organisation, owner, { title: 'The reading circle' })
      await aConsent(it.service, evidence, owner, { expires_on: day('2027-05-08') })
    })
    const lastDay = (on: string) =>
      writer()('consents')
        .where({ evidence_id: evidence })
        .update({ expires_on: day(on) })

    test('leads and the owner are reminded 60, 30, 7 and 0 days before the end, and no email has a name', async () => {
      for (const on of ['2027-03-09', '2027-03-10', '2027-04-08', '2027-05-01', '2027-05-08', '2027-05-09']) {
        await done(addDays(day(on), -1)).catch(() => null)
        await it.morning(on)
      }
      for (const reader of [lead, owner])
        expect(to(reader)).toEqual(Array(4).fill('Consent for some of your evidence ends on 8 May 2027'))
      expect([it.server.emails.length, to(observer)]).toEqual([8, []])
      const text = it.server.to(owner.email)[0]!.parsed.text!
      expect(text).toContain(
        'Someone’s consent for evidence from Ashcombe ends on 8 May 2027. ' +
          'Panels cannot see evidence once a consent for it has ended.',
      )
      expect(text.match(/https?:\/\/\S+/g)).toEqual([`https://sanctuary.example/evidence/${evidence}/consents`])
      for (const { raw, parsed } of it.server.emails)
        expect(/R-77|reading circle/.test(raw + parsed.text + String(parsed.html))).toBe(false)
    })

    test('reminders follow a changed end date, and stop when the evidence is removed', async () => {
      await it.morning('2027-03-09')
      await lastDay('2027-12-31')
      await done('2027-04-07')
      await it.morning('2027-04-08')
      expect([
        to(lead).length,
        (await it.lines({ step: 30, recipient_id: lead.id, about: '2027-05-08' })).map(line => line.not_sent_reason),
      ]).toEqual([1, ['date moved']])
      await lastDay('2027-04-05')
      await it.morning('2027-04-09')
      await it.morning('2027-04-10')
      expect(to(lead)).toEqual([
        'Consent for some of your evidence ends on 8 May 2027',
        'Consent for some of your evidence ended on 5 April 2027',
      ])
      expect(it.server.to(lead.email)[1]!.parsed.text).toContain(
        'from Ashcombe ended on 5 April 2027. Panels can no longer see the evidence.',
      )
      await lastDay('2027-04-18')
      await writer()('evidence').where({ id: evidence }).update({ removed_at: it.service.clock.now() })
      await it.morning('2027-04-11')
      expect(to(lead).length).toBe(2)
    })

    test('a consent recorded by mistake has no reminders, while other consents keep theirs', async () => {
      const removeAsMistake = (person: string) =>
        it.service.parts.write(theService, async work => {
          const { id } = (await work.trx('consents').where({ evidence_id: evidence, person }).first('id'))!
          const { actor } = (await readersById(work.trx, [owner.id]))[0]!
          await removeMistakenConsent(
            as(actor, work),
            await findEvidence(work.trx, actor, 'consent.record', evidence),
            id,
          )
        })
      const [other] = await writer()('consents').where({ evidence_id: evidence })
      await writer()('consents').insert({ ...other!, id: newId(), person: 'R-55', expires_on: day('2027-04-20') })
      await it.morning('2027-03-21')
      await removeAsMistake('R-55')
      await done('2027-04-12')
      await it.morning('2027-04-13')
      expect(to(lead)).toEqual([
        'Consent for some of your evidence ends on 20 April 2027',
        'Consent for some of your evidence ends on 8 May 2027',
      ])
      expect(
        (await it.lines({ recipient_id: lead.id, about: '2027-04-20', step: 7 })).map(line => line.not_sent_reason),
      ).toEqual(['date moved'])
      await removeAsMistake('R-77')
      await done('2027-04-30')
      await it.morning('2027-05-01')
      await it.morning('2027-05-08')
      expect([
        to(lead).length,
        (await it.lines({ recipient_id: lead.id, about: '2027-05-08', step: 7 })).map(line => line.not_sent_reason),
      ]).toEqual([2, ['over']])
    })

    test('a reminder of a consent for council papers says that evidence cannot be quoted after it ends', async () => {
      await lastDay('2028-05-08')
      const row = { person: 'R-77', for_panel: 0, for_council: 1, expires_on: day('2027-04-20') } as const
      await aConsent(it.service, evidence, owner, row)
      await it.morning('2027-04-13')
      await it.morning('2027-04-20')
      expect(to(lead)).toEqual(Array(2).fill('Consent for some of your evidence ends on 20 April 2027'))
      expect(it.server.to(lead.email)[0]!.parsed.text).toContain(
        'from Ashcombe ends on 20 April 2027. You cannot quote the evidence in council papers after that.',
      )
    })

    test('leads are reminded of the end of a second consent after the first has ended', async () => {
      await aConsent(it.service, evidence, owner, { person: 'R-55', expires_on: day('2027-04-05') })
      await it.morning('2027-04-05')
      for (const on of ['2027-04-12', '2027-04-13', '2027-04-20', '2027-04-27', '2027-05-01', '2027-05-08'])
        await it.morning(on)
      expect(to(lead)).toEqual([
        'Consent for some of your evidence ends on 5 April 2027',
        ...Array<string>(3).fill('Consent for some of your evidence ends on 8 May 2027'),
      ])
    })

    test('if no lead can be reached, a coordinator is reminded of a consent, with no link to evidence', async () => {
      const coordinator = await aPersonWho(it.service, { roles: ['coordinator'] })
      await writer()('people').where({ id: lead.id }).update({ status: 'suspended' })
      await it.morning('2027-04-08')
      const [email] = it.server.to(coordinator.email)
      expect([
        email!.parsed.subject,
        email!.parsed.text!.includes('Consent for some of its evidence ends on 8 May 2027'),
        email!.parsed.text!.includes(evidence),
      ]).toEqual(['We may not be reaching Ashcombe’s leads', true, false])
    })
  })

  test('missed regular evidence does not stop reminders of later due dates', async () => {
    const organisation = await anOrganisation(it.service, { name: 'Ashcombe' })
    const lead = await aPersonWho(it.service, { member: [[organisation, 'lead']] })
    await writer()('memberships').update({ started_at: instant('2026-01-05T09:00:00Z') })
    const id = newId()
    await writer()('recurring_evidence').insert({
      id,
      organisation_id: organisation.id,
      title: 'Visits to the group',
      what: '',
      kind: null,
      branch_id: null,
      every: 'month',
      anchor_on: day('2027-03-27'),
      anchor_number: 1,
      next_number: 1,
      next_due: day('2027-03-27'),
      due_since: instant('2027-02-01T09:00:00Z'),
      asked_id: lead.id,
      set_up_at: instant('2027-02-01T09:00:00Z'),
      ended_at: null,
      version: 1,
    })
    for (let on = day('2027-03-20'); on <= '2027-05-27'; on = addDays(on, 1)) await it.morning(on)
    expect(to(lead)).toEqual([
      'Regular evidence is due on 27 March 2027',
      'Regular evidence is due on 27 March 2027',
      'Regular evidence was due on 27 March 2027',
      'Regular evidence is due on 27 April 2027',
      'Regular evidence is due on 27 April 2027',
      'Regular evidence was due on 27 April 2027',
      'Regular evidence is due on 27 May 2027',
      'Regular evidence is due on 27 May 2027',
    ])
    expect(it.server.to(lead.email).at(-1)!.parsed.text).toContain('Evidence for 2 earlier due dates is late.')
    const library = await signedIn(it.service, lead, `/organisations/${organisation.id}/regular-evidence`)
    expect(library.text).toContain('Was due 27 March 2027 (61 days ago). Evidence is late for 2 due dates.')
    await library.open(`/regular-evidence/${id}`)
    expect(library.text).toContain('Evidence is late for 2 due dates')
    expect(library.headings).toContain('Late: evidence for February 2027')
    expect(library.text).toContain('Evidence for later due dates is late too. Add or skip this evidence first.')
    const observer = await aPersonWho(it.service, { member: [[organisation, 'observer']] })
    const observed = await signedIn(it.service, observer, `/regular-evidence/${id}`)
    expect(observed.text).toContain('Evidence is late for 2 due dates.')
    expect(observed.text).not.toContain('Evidence for later due dates is late too. Add or skip this evidence first.')
    await library.open('/home')
    expect(library.text).toContain('Evidence is late for 2 due dates.')
    const other = await aPersonWho(it.service, { member: [[organisation, 'contributor']] })
    await writer()('recurring_evidence').where({ id }).update({ asked_id: other.id })
    const row = (await writer()('recurring_evidence').where({ id }).first())!
    await writer()('recurring_evidence').insert({ ...row, id: newId(), title: 'Talks' })
    await library.open('/home')
    expect(library.text).toContain('2 items of regular evidence are late or due soon')
    await writer()('recurring_evidence').update({ next_due: it.service.clock.today() })
    await library.open('/home')
    expect(library.text).toContain('2 items of regular evidence are due now or soon')
  })

  test('nobody is asked to renew a suspended award while the charity has its late renewal', async () => {
    const { id, lead, organisation } = await anAwardedLibrary(it.service, { status: 'suspended' })
    const coordinator = await aPersonWho(it.service, { roles: ['coordinator'] })
    const renewal = await anApplication(it.service, organisation, {
      kind: 'renewal',
      status: 'submitted',
      award_id: id,
      startedBy: lead,
    })
    await it.morning('2027-05-15')
    expect([to(lead), to(coordinator)]).toEqual([[], []])
    await writer()('applications').where({ id: renewal.id }).update({ status: 'withdrawn' })
    await it.morning('2027-05-22')
    expect([to(lead), to(coordinator)]).toEqual([
      ['Your award is suspended, but you can still renew it'],
      [`${organisation.name}’s renewal is overdue: its award period ended on 8 May 2027`],
    ])
  })

  test('after missed mornings, only the latest reminder is sent; after a missed week, it is held', async () => {
    const { lead } = await anAwardedLibrary(it.service)
    await it.morning('2027-05-01')
    expect(await it.morning('2027-05-08')).toMatchObject({ is: 'done', people: 1 })
    expect(to(lead)).toEqual(['Renew your award by 8 May 2027: 7 days left', 'Renew your award today, 8 May 2027'])
    expect((await it.lines({ not_sent_reason: 'overtaken' })).map(({ step }) => step)).toEqual([180, 90, 60, 30, 14, 1])
    expect((await it.morning('2027-05-16')).is).toBe('held')
  })

  test('reminders stop when their date moves, and continue when it moves back', async () => {
    const { id, lead } = await anAwardedLibrary(it.service)
    await it.morning('2027-04-30')
    await moveDate(it.service, id, '2027-06-01')
    await it.morning('2027-05-01')
    expect((await it.lines({ status: 'not sent', not_sent_reason: 'date moved' })).map(({ step }) => step)).toEqual([
      7, 1, 0, -7, -14, -30,
    ])
    await it.morning('2027-05-02')
    expect(to(lead)).toEqual([
      'Renew your award by 8 May 2027: 8 days left',
      'Renew your award by 1 June 2027: 30 days left',
    ])
    await moveDate(it.service, id, '2027-05-08')
    for (const on of ['2027-05-03', '2027-05-07']) await it.morning(on)
    expect(to(lead).slice(2)).toEqual(['Renew your award by 8 May 2027: 1 day left'])
  })

  test('an award from before this service gets reminders from the day on which it was recorded', async () => {
    const { id, lead } = await anAwardedLibrary(it.service)
    await writer()('award_changes')
      .where({ award_id: id })
      .update({ move: 'record', at: instant('2027-04-24T13:00:00Z') })
    await it.morning('2027-04-24')
    expect((await it.lines()).map(({ step }) => step)).toEqual([14, 7, 1, 0, -7, -14, -30])
    expect(to(lead)).toEqual(['Renew your award by 8 May 2027: 14 days left'])
  })

  test('after missed mornings, a reminder says that its date has passed', async () => {
    const { lead, application } = await anAwardedLibrary(it.service, { validTo: '2028-05-08' })
    await writer()('applications')
      .where({ id: application })
      .update({ status: 'returned', status_since: instant('2027-05-25T10:00:00Z'), until: day('2027-06-08') })
    await it.morning('2027-06-05')
    await it.morning('2027-06-10')
    expect(to(lead)).toEqual([
      'Please submit your application again by 8 June 2027',
      'Your application was due on 8 June 2027',
    ])
    expect(it.server.to(lead.email)[1]!.parsed.text).toContain('submit it again as soon as you can')
  })

  test('questions, returns, more evidence and recommendations each get reminders before their own dates', async () => {
    const { id, lead, application, organisation } = await anAwardedLibrary(it.service, { validTo: '2028-05-08' })
    const at = (on: string) => instant(`${on}T10:00:00Z`)
    await aRecommendation(it.service, { id: application, number: '', organisation }, { id }, { dueOn: '2027-06-08' })
    await writer()('applications')
      .where({ id: application })
      .update({
        status: 'returned',
        status_since: at('2027-05-25'),
        until: day('2027-06-08'),
        decision_letter_released_at: at('2027-01-01'),
      })
    await writer()('questions').insert({
      id: newId(),
      application_id: application,
      item_id: 'x',
      asked_by: lead.id,
      body: 'Which?',
      reply_by: day('2027-06-02'),
      status: 'open',
      asked_at: at('2027-05-20'),
      closed_at: null,
      reply: null,
      replied_by: null,
      replied_at: null,
      version: 1,
    })
    for (const on of ['2027-05-10', '2027-05-11', '2027-05-18', '2027-05-25', '2027-05-26', '2027-06-01'])
      await it.morning(on)
    expect(to(lead)).toEqual([
      'Please respond to a recommendation by 8 June 2027',
      'Please reply to a question about your application by 2 June 2027',
      '3 tasks are due, the first on 2 June 2027',
    ])
    await writer()('applications')
      .where({ id: application })
      .update({ status: 'more evidence asked', status_since: at('2027-06-01'), until: day('2027-06-09') })
    await writer()('questions').update({ status: 'answered' })
    await it.morning('2027-06-02')
    expect(to(lead).slice(3)).toEqual(['Please submit more evidence for the panel by 9 June 2027'])
    expect(await it.lines({ step: 0, kind: 'question' })).toMatchObject([{ not_sent_reason: 'over' }])
  })

  describe('when the email is sent', () => {
    const changes: [string, string, (given: WithAward) => Promise<unknown>][] = [
      [
        'a renewal was submitted',
        'renewal with us',
        ({ id }) => writer()('awards').where({ id }).update({ status: 'renewal with us', valid_to: null }),
      ],
      ['the award ended', 'over', ({ id }) => writer()('awards').where({ id }).update({ status: 'ended' })],
      ['the award lapsed', 'over', ({ id }) => writer()('awards').where({ id }).update({ status: 'lapsed' })],
      ['the date moved', 'date moved', ({ id }) => moveDate(it.service, id, '2027-07-31')],
      [
        'the recipient left',
        'no longer in this role',
        ({ lead }) =>
          writer()('memberships').where({ person_id: lead.id }).update({ ended_at: it.service.clock.now() }),
      ],
      [
        'the recipient was suspended',
        'not active',
        ({ lead }) => writer()('people').where({ id: lead.id }).update({ status: 'suspended' }),
      ],
      [
        'the address changed',
        'address changed',
        ({ lead }) =>
          writer()('people')
            .where({ id: lead.id })
            .update({ email: 'new@library.example', email_key: 'new@library.example' }),
      ],
      [
        'the recipient switched it off',
        'not wanted',
        async ({ lead, organisation }) => {
          await aPersonWho(it.service, { member: [[organisation, 'lead']] })
          await writer()('reminder_opt_outs').insert({
            person_id: lead.id,
            kind: 'award',
            since: it.service.clock.now(),
          })
        },
      ],
    ]
    test.each(changes)('a reminder is left out if %s (the reason is “%s”)', async (_what, reason, change) => {
      const given = await anAwardedLibrary(it.service)
      it.at('2027-04-08')
      await sendReminders(it.service.parts, day('2027-04-08'))
      await change(given)
      await it.send()
      expect([
        it.server.emails,
        (await it.lines({ step: 30, recipient_id: given.lead.id })).map(line => [line.status, line.not_sent_reason]),
      ]).toEqual([[], [['not sent', reason]]])
      expect(await writer()('outbox').where({ name: 'reminders' }).select('status', 'not_sent_reason')).toEqual([
        { status: 'not sent', not_sent_reason: reason === 'address changed' ? reason : 'nothing due any more' },
      ])
    })

    test('a reminder goes to the new shared mailbox if it changed while the email was waiting', async () => {
      const { organisation } = await anAwardedLibrary(it.service)
      const setMailbox = (address: string) =>
        writer()('organisations').where({ id: organisation.id }).update({ role_mailbox: address })
      await setMailbox('old@ashcombe.example')
      it.at('2027-04-08')
      await sendReminders(it.service.parts, day('2027-04-08'))
      await setMailbox('new@ashcombe.example')
      await it.send()
      expect([to({ email: 'old@ashcombe.example' }).length, to({ email: 'new@ashcombe.example' }).length]).toEqual([
        0, 1,
      ])
      expect(
        await writer()('outbox').where({ name: 'reminders', person_id: null }).select('address', 'status'),
      ).toEqual([{ address: 'new@ashcombe.example', status: 'sent' }])
    })

    test('an email leaves out an ended award, and says that a suspended award still needs to be renewed', async () => {
      const [first, second] = [
        await anAwardedLibrary(it.service, { name: 'Ashcombe', status: 'suspended' }),
        await anAwardedLibrary(it.service, { name: 'Borough' }),
      ]
      await writer()('memberships').insert({
        id: newId(),
        person_id: first.lead.id,
        organisation_id: second.organisation.id,
        role: 'lead',
        started_at: instant('2026-01-05T09:00:00Z'),
        readers_confirmed_at: instant('2026-01-05T09:00:00Z'),
        ended_at: null,
      })
      it.at('2027-04-08')
      await sendReminders(it.service.parts, day('2027-04-08'))
      await writer()('awards').where({ id: second.id }).update({ status: 'ended' })
      await it.send()
      expect(
        it.server.emails.map(({ parsed }) => [
          parsed.subject,
          parsed.text!.includes('Borough'),
          parsed.text!.includes('is suspended, but it still needs to be renewed'),
        ]),
      ).toEqual([['Renew your award by 8 May 2027: 30 days left', false, true]])
    })
  })
})
