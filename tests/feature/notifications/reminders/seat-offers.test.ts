import { beforeEach, expect, test } from '@jest/globals'
import { theService } from '../../../../src/domain/actor.ts'
import { addDays, instant } from '../../../../src/domain/time.ts'
import { insertEmail } from '../../../../src/email/outbox.store.ts'
import { daysIn } from '../../../support/calendar.ts'
import { eachDatabase } from '../../../support/database.ts'
import { aDeclaration, aPersonWho, aSeat, signedIn, type APerson } from '../../../support/factories.ts'
import { aCase, day, remindingInEachTest, subjects, type CharityTeam } from '../../../support/reminding.ts'
import { aVisitor } from '../../../support/visitor.ts'

const subject = 'Please reply to our offer of a seat on a panel by 15 February 2027'

eachDatabase('reminders about a seat offer', engine => {
  const it = remindingInEachTest(engine)
  const { writer, to } = it
  let panel: CharityTeam
  let person: APerson
  let seat: string
  beforeEach(async () => {
    panel = await aCase(it.service, { status: 'checked' })
    person = await aPersonWho(it.service, { roles: ['appraiser'] })
    seat = await aSeat(it.service, panel.application, person, { offeredBy: panel.coordinator, status: 'offered' })
    await writer()('seats')
      .where({ id: seat })
      .update({ offered_at: instant('2027-02-01T10:00:00Z'), offered_to_email: person.email })
  })
  const everyMorning = async () => {
    const sent: [string, (string | undefined)[]][] = []
    for (let on = day('2027-02-01'); on <= '2027-02-20'; on = addDays(on, 1)) {
      const before = it.server.emails.length
      await it.morning(on)
      await it.morning(on)
      sent.push([on, subjects(it.server.emails.slice(before))])
    }
    return sent.filter(([, emails]) => emails.length > 0)
  }

  test('a person is reminded 5 and 10 days after the offer of a seat', async () => {
    expect(await everyMorning()).toEqual([
      ['2027-02-06', [subject]],
      ['2027-02-11', [subject]],
    ])
    const [first, second] = it.server.to(person.email)
    expect([daysIn(first!), second!.parsed.attachments]).toEqual([['2027-02-15'], []])
    expect(first!.parsed.text).toContain(
      `a seat on the panel for ${panel.organisation.name}. Please accept or decline by 15 February 2027.`,
    )
    expect(first!.parsed.text!.match(/https?:\/\/\S+/g)).toEqual([
      `https://sanctuary.example/applications/${panel.application.id}/seat`,
    ])
  })

  test('a person is reminded 5 and 10 days after the offer is emailed, even if it was made earlier', async () => {
    const offered = {
      name: 'seat offered' as const,
      to: { personId: person.id, name: null, address: person.email, language: 'en' },
      entity: { kind: 'seat' as const, id: seat },
      applicationId: panel.application.id,
      text: null,
    }
    it.at('2027-02-01')
    const email = await it.service.parts.write(theService, ({ trx, at }) => insertEmail(trx, offered, at))
    await writer()('outbox')
      .where({ id: email })
      .update({ status: 'sent', sent_at: instant('2027-02-03T10:00:00Z') })
    const later = 'Please reply to our offer of a seat on a panel by 17 February 2027'
    expect(await everyMorning()).toEqual([
      ['2027-02-08', [later]],
      ['2027-02-13', [later]],
    ])
  })

  test('no one is reminded of an offer during a hold, and no reminder is repeated after it', async () => {
    await aDeclaration(it.service, panel.application, panel.coordinator)
    const casework = (below: string) =>
      signedIn(it.service, panel.coordinator, `/applications/${panel.application.id}${below}`)
    await it.morning('2027-02-06')
    it.at('2027-02-08', '10:00')
    await (await casework('/hold')).press('Put on hold', { reason: 'The library is flooded.' })
    await it.morning('2027-02-11')
    it.at('2027-02-12', '10:00')
    await (await casework('/hold/ending')).press('Take off hold')
    for (const on of ['2027-02-13', '2027-02-15']) await it.morning(on)
    expect(to(person)).toEqual([subject, 'Please reply to our offer of a seat on a panel by 19 February 2027'])
  })

  test.each<[string, () => Promise<unknown>]>([
    ['the person accepted it', () => writer()('seats').where({ id: seat }).update({ status: 'accepted' })],
    ['the person declined it', () => writer()('seats').where({ id: seat }).update({ status: 'declined' })],
    ['the offer was withdrawn', () => writer()('seats').where({ id: seat }).update({ status: 'withdrawn' })],
    [
      'the application was decided',
      () => writer()('applications').where({ id: panel.application.id }).update({ status: 'decided' }),
    ],
    [
      'the person’s role ended',
      () => writer()('charity_roles').where({ person_id: person.id }).update({ ended_at: it.service.clock.now() }),
    ],
    ['the person was suspended', () => writer()('people').where({ id: person.id }).update({ status: 'suspended' })],
  ])('a person is not reminded of an offer after %s', async (_what, change) => {
    await it.morning('2027-02-01')
    expect((await it.lines({ kind: 'seat offer', status: 'planned' })).length).toBe(2)
    await change()
    expect([await everyMorning(), to(person)]).toEqual([[], []])
  })

  test('a person without an account gets the reminder, with a link, at the address that got the offer', async () => {
    await writer()('seats').where({ id: seat }).update({ person_id: null, offered_to_email: 'far@panel.example' })
    expect(await everyMorning()).toEqual([
      ['2027-02-06', [subject]],
      ['2027-02-11', [subject]],
    ])
    const [first] = it.server.to('far@panel.example')
    const links = first!.parsed.text!.match(/https?:\/\/\S+/g)!
    expect([links.length, first!.raw.includes('List-Unsubscribe'), daysIn(first!)]).toEqual([1, false, ['2027-02-15']])
    const calendar = first!.parsed.attachments[0]!.content.toString().replace(/\r\n /g, '')
    expect([/URL/.test(calendar), calendar.includes('use the link in our email')]).toEqual([false, true])
    const visitor = aVisitor(it.service, { 'X-Forwarded-For': '198.51.100.9' })
    it.at('2027-02-12')
    await visitor.open(new URL(links[0]!).pathname)
    expect([visitor.status, visitor.text.includes(panel.organisation.name)]).toEqual([200, true])
    const bodies = await writer()('outbox').where({ name: 'reminders' }).pluck('body')
    expect(bodies.some(body => String(body).includes('/seats/'))).toBe(false)
  })

  test('a person who gets an account after a reminder does not get the same reminder again', async () => {
    await writer()('seats').where({ id: seat }).update({ person_id: null, offered_to_email: person.email })
    await writer()('charity_roles')
      .where({ person_id: person.id })
      .update({ started_at: instant('2027-02-07T10:00:00Z') })
    await it.morning('2027-02-06')
    await writer()('seats').where({ id: seat }).update({ person_id: person.id })
    await it.morning('2027-02-07')
    await it.morning('2027-02-08')
    await it.morning('2027-02-11')
    expect(to(person)).toEqual([subject, subject])
  })

  test('a person is reminded even while the organisation’s emails are off', async () => {
    await writer()('organisations').where({ id: panel.organisation.id }).update({ emails_started_at: null })
    await it.morning('2027-02-06')
    expect(to(person)).toEqual([subject])
  })

  test('a person who has declared a conflict is not reminded', async () => {
    await aDeclaration(it.service, panel.application, person, 'conflict')
    await writer()('seats').where({ id: seat }).update({ status: 'withdrawn', set_aside_at: it.service.clock.now() })
    await it.morning('2027-02-11')
    expect(it.server.emails).toEqual([])
  })
})
