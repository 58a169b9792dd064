import { beforeEach, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { instant } from '../../../src/domain/time.ts'
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

  test('are sent to the colleague who is assigned a criterion before its date, and to no one else', async () => {
    await assign('2027-01-25')
    expect(await sentOn('2027-01-17')).toEqual([])
    expect(await sentOn('2027-01-18')).toEqual([contributor.email])
    expect(it.server.emails.at(-1)!.parsed.text).toContain('A colleague gave you a criterion to write')
    expect(await sentOn('2027-01-19')).toEqual([])
    await writer()('assignments').update({ status: 'ready' })
    expect(await sentOn('2027-01-24')).toEqual([])
  })

  test('are sent to the owner of a target before its date, without its text, until it is reached', async () => {
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
    expect(text).toContain('You are responsible for a target of Ashcombe Libraries, due on 10 February 2027.')
    expect(text).not.toContain('marmalade')
    expect(await sentOn('2027-01-14')).toEqual([])
    await writer()('targets').update({ status: 'reached' })
    expect(await sentOn('2027-02-03')).toEqual([])
  })

  test('are sent the next morning to a person mentioned in a comment, in one email without the text', async () => {
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

  test('are not sent for a mention in a deleted comment, and the charity sees none', async () => {
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
    const coordinator = await aPersonWho(it.service, { roles: ['coordinator'] })
    const visitor = await signedIn(it.service, coordinator, '/mail/reminders')
    expect([visitor.status, visitor.text.includes('mention at'), visitor.text.includes('criterion to write')]).toEqual([
      200,
      false,
      false,
    ])
    await writer()('comment_mentions').delete()
    await writer()('comments').delete()
    expect(await sentOn('2027-01-13')).toEqual([])
  })
})
