import { beforeEach, describe, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { instant } from '../../../src/domain/time.ts'
import { previewLines } from '../../../src/modules/notifications/previews/preview.actions.ts'
import { planReminders } from '../../../src/modules/notifications/reminders/reminder.actions.ts'
import { eachDatabase } from '../../support/database.ts'
import {
  anApplication,
  anOrganisation,
  aPersonWho,
  aRound,
  signedIn,
  type AnApplication,
  type AnOrganisation,
  type APerson,
} from '../../support/factories.ts'
import { day, remindingInEachTest } from '../../support/reminding.ts'

eachDatabase('reminders between colleagues', engine => {
  const it = remindingInEachTest(engine)
  const { writer } = it
  let organisation: AnOrganisation
  let application: AnApplication
  let lead: APerson
  let contributor: APerson
  beforeEach(async () => {
    organisation = await anOrganisation(it.service)
    lead = await aPersonWho(it.service, { member: [[organisation, 'lead']] })
    contributor = await aPersonWho(it.service, { member: [[organisation, 'contributor']] })
    application = await anApplication(it.service, organisation, {
      startedBy: lead,
      round: await aRound(it.service),
    })
  })
  const sentOn = async (on: string): Promise<string[]> => {
    const before = it.server.emails.length
    await it.morning(day(on))
    await it.morning(day(on))
    return it.server.emails.slice(before).map(({ to: [address] }) => String(address))
  }

  const assign = (due: string) =>
    writer()('assignments').insert({
      id: newId(),
      application_id: application.id,
      item_id: 'staff-training',
      person_id: contributor.id,
      due_on: day(due),
      status: 'to write',
      status_since: instant('2027-01-11T09:00:00Z'),
      assigned_by: lead.id,
      assigned_at: instant('2027-01-11T09:00:00Z'),
      version: 1,
    })

  test('the reminder after the date of a criterion says that the answer was due', async () => {
    await assign('2027-01-25')
    await sentOn('2027-01-25')
    expect(await sentOn('2027-01-28')).toEqual([contributor.email])
    expect(it.server.emails.map(({ parsed }) => parsed.subject)).toEqual([
      'You have a criterion to answer by 25 January 2027',
      'Your answer to a criterion was due on 25 January 2027',
    ])
  })

  test('only the colleague who is assigned a criterion is reminded before its date', async () => {
    await assign('2027-01-25')
    expect(await sentOn('2027-01-17')).toEqual([])
    expect(await sentOn('2027-01-18')).toEqual([contributor.email])
    expect(it.server.emails.at(-1)!.parsed.text).toContain('You have a criterion to answer')
    expect(await sentOn('2027-01-19')).toEqual([])
    await writer()('assignments').update({ status: 'ready' })
    expect(await sentOn('2027-01-24')).toEqual([])
  })

  test('when the panel asks for more evidence, people are reminded only of the criteria that it chose', async () => {
    await assign('2027-01-25')
    const ask = (items: string[]) =>
      writer()('applications').update({ status: 'more evidence asked', items_asked: JSON.stringify(items) })
    await ask(['celebration'])
    expect(await sentOn('2027-01-18')).toEqual([])
    await ask(['celebration', 'staff-training'])
    expect(await sentOn('2027-01-24')).toEqual([contributor.email])
  })

  test('the owner of a target is reminded of it until it is reached, in emails that do not quote it', async () => {
    await writer()('targets').insert({
      id: newId(),
      organisation_id: organisation.id,
      body: 'The marmalade canary',
      owner_id: contributor.id,
      due_on: day('2027-02-10'),
      status: 'not started',
      progress: '',
      progress_at: null,
      progress_by: null,
      made_by: lead.id,
      made_at: instant('2027-01-04T09:00:00Z'),
      version: 1,
    })
    expect(await sentOn('2027-01-12')).toEqual([])
    expect(await sentOn('2027-01-13')).toEqual([contributor.email])
    const { text } = it.server.emails.at(-1)!.parsed
    expect(text).toContain('You are responsible for one of Ashcombe Libraries’ targets, due on 10 February 2027.')
    expect(text).not.toContain('marmalade')
    expect(await sentOn('2027-01-14')).toEqual([])
    await writer()('targets').update({ status: 'reached' })
    expect(await sentOn('2027-02-03')).toEqual([])
  })

  test('a person mentioned in a comment gets one email the next morning, which does not quote it', async () => {
    const [comment, mention] = [newId(), newId()]
    await writer()('comments').insert({
      id: comment,
      application_id: application.id,
      item_id: 'staff-training',
      body: 'The marmalade canary',
      written_by: lead.id,
      written_at: instant('2027-01-11T14:00:00Z'),
      edited_at: null,
      version: 1,
    })
    const mentioned = { id: mention, comment_id: comment, person_id: contributor.id, mentioned_on: day('2027-01-11') }
    await writer()('comment_mentions').insert(mentioned)
    expect(await sentOn('2027-01-12')).toEqual([contributor.email])
    const { text } = it.server.emails.at(-1)!.parsed
    expect(text).toContain('mentioned you in a comment')
    expect(text).not.toContain('marmalade')
    expect(await sentOn('2027-01-13')).toEqual([])
  })

  test('a mention that is more than 7 days old is not sent, even if its reminder was planned in time', async () => {
    const comment = newId()
    await writer()('comments').insert({
      id: comment,
      application_id: application.id,
      item_id: 'staff-training',
      body: 'Words',
      written_by: lead.id,
      written_at: instant('2027-01-11T14:00:00Z'),
      edited_at: null,
      version: 1,
    })
    const mentions = [contributor, lead].map(({ id }, place) => ({
      id: newId(),
      comment_id: comment,
      person_id: id,
      mentioned_on: day(place === 0 ? '2027-01-11' : '2027-01-12'),
    }))
    await sentOn('2027-01-12')
    await writer()('comment_mentions').insert(mentions)
    await planReminders(it.service.parts, day('2027-01-12'))
    expect(await sentOn('2027-01-19')).toEqual([lead.email])
    const [old] = await it.lines({ kind: 'mention', recipient_id: contributor.id })
    expect(old).toMatchObject({ status: 'not sent', not_sent_reason: 'over' })
  })

  test('the charity cannot see reminders about mentions in comments or assigned criteria', async () => {
    const comment = newId()
    await writer()('comments').insert({
      id: comment,
      application_id: application.id,
      item_id: 'staff-training',
      body: 'Words',
      written_by: lead.id,
      written_at: instant('2027-01-11T14:00:00Z'),
      edited_at: null,
      version: 1,
    })
    await writer()('comment_mentions').insert({
      id: newId(),
      comment_id: comment,
      person_id: contributor.id,
      mentioned_on: day('2027-01-11'),
    })
    await assign('2027-01-19')
    expect(await sentOn('2027-01-12')).toEqual([contributor.email])
    const { text } = it.server.emails.at(-1)!.parsed
    expect(text).toContain('mentioned you in a comment')
    expect(text).toContain('You have a criterion to answer')
    const coordinator = await aPersonWho(it.service, { roles: ['coordinator'] })
    const visitor = await signedIn(it.service, coordinator, '/mail/reminders')
    expect([
      visitor.status,
      visitor.text.includes('Mention in a comment'),
      visitor.text.includes('Criterion to answer'),
    ]).toEqual([200, false, false])
    await visitor.open('/mail/preview?day=2027-01-18')
    expect([
      visitor.text.includes('We would send 1 email on 18 January 2027.'),
      visitor.text.includes('1 more person is not listed'),
      visitor.text.includes(contributor.email),
    ]).toEqual([true, true, false])
    expect(await previewLines(it.service.parts, day('2027-01-18'))).toEqual([
      'We would send 1 email on 18 January 2027.',
      '1 more person is not listed, because only their library can see their reminders.',
    ])
  })

  describe('a sign-off', () => {
    let observer: APerson
    beforeEach(async () => {
      await writer()('organisations').where({ id: organisation.id }).update({ sign_off_wanted: 1 })
      observer = await aPersonWho(it.service, { member: [[organisation, 'observer']] })
      await aPersonWho(it.service, {
        member: [
          [organisation, 'observer'],
          [organisation, 'contributor'],
        ],
      })
    })
    const signOff = (row: { asked?: string; signed?: string | null; changed?: string | null } = {}) =>
      writer()('sign_offs').insert({
        id: newId(),
        application_id: application.id,
        asked_by: lead.id,
        asked_at: instant(row.asked ?? '2027-04-12T09:00:00Z'),
        signed_by: row.signed ? observer.id : null,
        signed_at: row.signed ? instant(row.signed) : null,
        changed_at: row.changed ? instant(row.changed) : null,
        seen: null,
      })
    /** The observer’s address, once for each email that they get on a morning. */
    const toObserver = async (on: string): Promise<string[]> =>
      (await sentOn(on)).filter(address => address === observer.email)

    test('an observer who has not signed off is reminded before the round closes on 30 April', async () => {
      await signOff()
      const mornings: string[] = []
      for (const on of ['2027-04-22', '2027-04-23', '2027-04-24', '2027-04-27', '2027-04-29', '2027-04-30'])
        if ((await toObserver(on)).length > 0) mornings.push(on)
      expect(mornings).toEqual(['2027-04-23', '2027-04-27', '2027-04-29'])
      const { subject, text } = it.server.to(observer.email).at(-1)!.parsed
      expect(subject).toBe('Please sign off your library’s application before 30 April 2027')
      expect(text).toContain(`/applications/${application.id}/sign-off`)
      const people = await writer()('reminders').where({ kind: 'sign-off' }).distinct().pluck('recipient_id')
      expect(people).toEqual([observer.id])
    })

    test.each([
      ['is not reminded after signing off', { signed: '2027-04-13T09:00:00Z' }, []],
      [
        'is reminded if the text has changed since they signed off',
        { signed: '2027-04-13T09:00:00Z', changed: '2027-04-14T09:00:00Z' },
        ['sent'],
      ],
      ['is not reminded on the morning when the sign-off was asked for', { asked: '2027-04-23T05:00:00Z' }, []],
    ])('an observer %s', async (_what, row, expected) => {
      await signOff(row)
      expect((await toObserver('2027-04-23')).map(() => 'sent')).toEqual(expected)
    })

    test('an observer is not reminded when the library no longer requires a sign-off', async () => {
      await signOff()
      await writer()('organisations').where({ id: organisation.id }).update({ sign_off_wanted: 0 })
      expect(await toObserver('2027-04-23')).toEqual([])
    })

    test('an observer is reminded of a returned application before its date', async () => {
      await signOff()
      await writer()('applications')
        .where({ id: application.id })
        .update({
          status: 'returned',
          status_since: instant('2027-04-12T09:00:00Z'),
          until: day('2027-04-28'),
        })
      expect(await toObserver('2027-04-21')).toEqual([observer.email])
      expect(await toObserver('2027-04-23')).toEqual([])
      await writer()('applications').where({ id: application.id }).update({ status: 'submitted' })
      expect(await toObserver('2027-04-25')).toEqual([])
    })

    test('the charity cannot see reminders about a sign-off', async () => {
      await signOff()
      expect(await toObserver('2027-04-23')).toEqual([observer.email])
      const coordinator = await aPersonWho(it.service, { roles: ['coordinator'] })
      const visitor = await signedIn(it.service, coordinator, '/mail/reminders')
      expect([visitor.status, visitor.text.includes('Sign-off of')]).toEqual([200, false])
    })
  })
})
