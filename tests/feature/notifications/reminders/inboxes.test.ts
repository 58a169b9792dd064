import { beforeEach, expect, test } from '@jest/globals'
import { newId } from '../../../../src/db/ids.ts'
import { addDays, instantAt } from '../../../../src/domain/time.ts'
import { deleteOldInboxItems } from '../../../../src/modules/evidence/inbox/inbox.actions.ts'
import { sendReminders } from '../../../../src/modules/notifications/mornings/morning.actions.ts'
import { eachDatabase } from '../../../support/database.ts'
import { anOrganisation, aPersonWho, type AnOrganisation, type APerson } from '../../../support/factories.ts'
import { day, remindingInEachTest } from '../../../support/reminding.ts'

eachDatabase('reminders about an evidence inbox', engine => {
  const it = remindingInEachTest(engine)
  const { writer, to } = it
  let organisation: AnOrganisation
  let lead: APerson
  let contributor: APerson
  let link: string
  beforeEach(async () => {
    organisation = await anOrganisation(it.service, { name: 'Ashcombe', branches: ['Central'] })
    lead = await aPersonWho(it.service, { member: [[organisation, 'lead']] })
    contributor = await aPersonWho(it.service, { member: [[organisation, 'contributor']] })
    await writer()('organisations').where({ id: organisation.id }).update({ role_mailbox: 'library@ashcombe.example' })
    await writer()('memberships').update({ started_at: instantAt(day('2026-01-05'), '09:00') })
    link = newId()
    await writer()('upload_links').insert({
      id: link,
      organisation_id: organisation.id,
      branch_id: organisation.branches[0]!,
      token_hash: 'a'.repeat(64),
      made_by: lead.id,
      made_at: it.service.clock.now(),
      ends_on: day('2027-12-31'),
      ended_at: null,
      ended_by: null,
    })
  })

  const arrives = async (on: string): Promise<string> => {
    const id = newId()
    await writer()('inbox_items').insert({
      id,
      link_id: link,
      organisation_id: organisation.id,
      branch_id: organisation.branches[0]!,
      words: 'The welcome table',
      sender: '',
      people: 'no',
      arrived_at: instantAt(day(on), '10:00'),
      emailed_at: instantAt(day(on), '10:05'),
    })
    return id
  }
  const sorted = (id: string) => writer()('inbox_items').where({ id }).delete()
  const queuedOn = async (on: string) => {
    await it.morning(addDays(day(on), -1))
    it.at(on)
    await sendReminders(it.service.parts, day(on))
  }

  test('leads get one email two weeks before the first deletion, and another for much later items', async () => {
    for (const on of ['2027-01-01', '2027-01-06', '2027-01-30']) await arrives(on)
    const sent: string[] = []
    for (let on = day('2027-06-12'); on <= '2027-07-31'; on = addDays(on, 1)) {
      const before = it.server.emails.length
      await it.morning(on)
      if (it.server.emails.length > before) sent.push(on)
      await deleteOldInboxItems(it.service.parts)
    }
    expect([sent, await writer()('inbox_items').select('id')]).toEqual([['2027-06-16', '2027-07-15'], []])
    expect([to(lead), to(contributor), to({ email: 'library@ashcombe.example' })]).toEqual([
      ['Please check your evidence inbox before 30 June 2027', 'Please check your evidence inbox before 29 July 2027'],
      [],
      [],
    ])
    const [first] = it.server.to(lead.email)
    expect(first!.parsed.text).toContain(
      'The oldest item in Ashcombe’s evidence inbox will be deleted on or after 30 June 2027, and others may follow.',
    )
    expect(first!.parsed.text!.match(/https?:\/\/\S+/g)).toEqual([
      `https://sanctuary.example/organisations/${organisation.id}/inbox`,
    ])
    expect(first!.parsed.attachments).toEqual([])
  })

  test('the email is not sent after the oldest item has been sorted, and a later item has its own email', async () => {
    const oldest = await arrives('2027-01-01')
    const later = await arrives('2027-01-06')
    await queuedOn('2027-06-16')
    await sorted(oldest)
    await it.send()
    expect([to(lead), (await it.lines()).map(each => each.not_sent_reason)]).toEqual([[], ['date moved']])
    await queuedOn('2027-06-21')
    expect((await it.lines({ status: 'in an email' })).length).toBe(1)
    await sorted(later)
    await it.send()
    expect([to(lead), (await it.lines({ status: 'not sent' })).length]).toEqual([[], 2])
  })

  test('the email is not sent to a person who is no longer a lead, or while emails are off', async () => {
    await arrives('2027-01-01')
    await queuedOn('2027-06-16')
    await writer()('memberships').where({ person_id: lead.id }).update({ role: 'contributor' })
    await it.send()
    expect([to(lead), (await it.lines()).map(each => each.not_sent_reason)]).toEqual([[], ['no longer in this role']])
    await writer()('memberships').where({ person_id: lead.id }).update({ role: 'lead' })
    await writer()('reminders').delete()
    await writer()('organisations').where({ id: organisation.id }).update({ emails_started_at: null })
    await it.morning('2027-06-17')
    expect([to(lead), await it.lines()]).toEqual([[], []])
  })
})
