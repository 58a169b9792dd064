import { beforeEach, expect, test } from '@jest/globals'
import { newId } from '../../../../src/db/ids.ts'
import { addDays, instant } from '../../../../src/domain/time.ts'
import { daysIn } from '../../../support/calendar.ts'
import { eachDatabase } from '../../../support/database.ts'
import {
  anApplication,
  anOrganisation,
  aPersonWho,
  aRound,
  type AnApplication,
  type AnOrganisation,
  type APerson,
} from '../../../support/factories.ts'
import { day, remindingInEachTest } from '../../../support/reminding.ts'

const said = 'Please submit your application by 30 April 2027'

eachDatabase('reminders about a draft', engine => {
  const it = remindingInEachTest(engine)
  const { writer, to } = it
  let organisation: AnOrganisation
  let application: AnApplication
  let round: string
  let lead: APerson
  let contributor: APerson
  let observer: APerson
  beforeEach(async () => {
    round = await aRound(it.service)
    organisation = await anOrganisation(it.service)
    lead = await aPersonWho(it.service, { member: [[organisation, 'lead']] })
    contributor = await aPersonWho(it.service, { member: [[organisation, 'contributor']] })
    observer = await aPersonWho(it.service, { member: [[organisation, 'observer']] })
    application = await anApplication(it.service, organisation, { startedBy: lead, round })
  })
  const days = async (first = '2027-03-30', last = '2027-05-05') => {
    const sent: [string, string[]][] = []
    for (let on = day(first); on <= last; on = addDays(on, 1)) {
      const before = it.server.emails.length
      await it.morning(on)
      await it.morning(on)
      sent.push([
        on,
        it.server.emails
          .slice(before)
          .map(({ to: [address] }) => String(address))
          .toSorted(),
      ])
    }
    return sent.filter(([, emails]) => emails.length > 0)
  }

  test('reminders follow the new closing date when a round is extended for the library', async () => {
    await days('2027-04-27', '2027-04-28')
    await writer()('round_extensions').insert({
      id: newId(),
      round_id: round,
      organisation_id: organisation.id,
      closes_at: instant('2027-05-14T16:00:00Z'),
      accepts_until: instant('2027-05-14T16:00:00Z'),
      reason: 'The lead was ill',
      extended_by: lead.id,
      extended_at: instant('2027-04-28T10:00:00Z'),
    })
    expect((await days('2027-04-29', '2027-05-20')).map(([on]) => on)).toEqual([
      '2027-04-30',
      '2027-05-07',
      '2027-05-11',
      '2027-05-13',
    ])
    expect(to(lead).at(-1)).toBe('Please submit your application by 14 May 2027')
  })

  test('before the round closes, leads and contributors are reminded, but not observers or the mailbox', async () => {
    await writer()('organisations').where({ id: organisation.id }).update({ role_mailbox: 'library@ashcombe.example' })
    const all = [lead.email, contributor.email].toSorted()
    expect(await days()).toEqual(
      ['2027-04-02', '2027-04-16', '2027-04-23', '2027-04-27', '2027-04-29'].map(on => [on, all]),
    )
    expect([new Set(to(lead)), to(observer)]).toEqual([new Set([said]), []])
    const [first, second] = it.server.to(contributor.email)
    expect([daysIn(first!), second!.parsed.attachments]).toEqual([['2027-04-30'], []])
    expect(first!.parsed.text!.match(/https?:\/\/\S+/g)).toEqual([
      `https://sanctuary.example/applications/${application.id}`,
    ])
  })

  test('no one is reminded of a draft that was submitted or withdrawn, or while emails are off', async () => {
    await it.morning('2027-04-02')
    expect(to(lead)).toEqual([said])
    await writer()('applications').where({ id: application.id }).update({ status: 'submitted' })
    await days('2027-04-16', '2027-04-16')
    await writer()('applications').where({ id: application.id }).update({ status: 'withdrawn' })
    await days('2027-04-23', '2027-04-23')
    await writer()('applications').where({ id: application.id }).update({ status: 'draft' })
    await writer()('organisations').where({ id: organisation.id }).update({ emails_started_at: null })
    await days('2027-04-27', '2027-04-29')
    expect(to(lead)).toEqual([said])
  })

  test('a draft with no round or a closed round gets reminders about the next closing date', async () => {
    await writer()('applications').where({ id: application.id }).update({ round_id: null })
    const other = await anApplication(it.service, await anOrganisation(it.service, { name: 'Borough' }), {
      startedBy: lead,
      round,
    })
    const late = await aPersonWho(it.service, { member: [[other.organisation, 'lead']] })
    await it.morning('2027-04-16')
    expect([to(lead), to(late)]).toEqual([[said], [said]])
    await writer()('rounds')
      .where({ id: round })
      .update({ closes_at: instant('2027-04-20T16:00:00Z') })
    await aRound(it.service, {
      name: 'Summer round',
      opensAt: '2027-05-01T09:00:00Z',
      closesAt: '2027-06-30T16:00:00Z',
    })
    expect(await days('2027-04-21', '2027-05-01')).toEqual([])
    await writer()('reminder_mornings').delete()
    await it.morning('2027-06-16')
    expect(to(late).slice(1)).toEqual(['Please submit your application by 30 June 2027'])
  })

  test('no reminder about a draft is sent in the grace period; later reminders are about the next round', async () => {
    await writer()('rounds')
      .where({ id: round })
      .update({ accepts_until: instant('2027-05-01T16:00:00Z') })
    await aRound(it.service, {
      name: 'Summer round',
      opensAt: '2027-05-01T09:00:00Z',
      closesAt: '2027-05-15T16:00:00Z',
    })
    expect((await days('2027-05-01', '2027-05-08')).map(([on]) => on)).toEqual(['2027-05-02', '2027-05-08'])
    expect(new Set(to(lead))).toEqual(new Set(['Please submit your application by 15 May 2027']))
  })

  test('coordinators are reminded of a draft only when no lead can be reached', async () => {
    const coordinator = await aPersonWho(it.service, { roles: ['coordinator'] })
    await it.morning('2027-04-02')
    expect(to(coordinator)).toEqual([])
    await writer()('memberships').where({ person_id: lead.id }).update({ ended_at: it.service.clock.now() })
    await writer()('reminder_mornings').delete()
    await it.morning('2027-04-16')
    expect(to(coordinator)).toEqual([`${organisation.name} has no lead`])
    const { text } = it.server.to(coordinator.email)[0]!.parsed
    expect(text).toContain(`${organisation.name} has no lead. The library has a deadline on 30 April 2027.`)
    expect(text).toContain(`/organisations/${organisation.id}`)
  })
})
