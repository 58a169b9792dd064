import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { dayOf } from '../../../src/domain/time.ts'
import { switchReminders } from '../../../src/email/reminder-switch.store.ts'
import { expireInvitations, remindInvited } from '../../../src/modules/access/access.public.ts'
import { eachDatabase } from '../../support/database.ts'
import { anOrganisation, aPersonWho, signedIn, type AnOrganisation, type APerson } from '../../support/factories.ts'
import { invitationIn } from '../../support/invitations.ts'
import { aService, type Service } from '../../support/service.ts'
import { aVisitor, type Visitor } from '../../support/visitor.ts'

eachDatabase('an invitation that nobody accepts', engine => {
  let service: Service
  let organisation: AnOrganisation
  let person: APerson
  let lead: Visitor
  let invited = 0
  beforeAll(async () => {
    service = await aService(engine)
  })
  afterAll(() => service.end())
  beforeEach(async () => {
    await service.database.writer('invitations').update({ revoked_at: service.clock.now() })
    service.clock.set('2027-03-01T09:00:10Z')
    organisation = await anOrganisation(service)
    person = await aPersonWho(service, { member: [[organisation, 'lead']] })
    lead = await signedIn(service, person)
    await service.post()
  })
  const team = () => `/organisations/${organisation.id}/team`

  /** Invites a new person to join the team. The link works until 15 March 2027 at 9am. */
  async function invites(name = 'Noor Hale', role = 'contributor') {
    invited += 1
    const email = `invited${invited}@library.example`
    await lead.open(team())
    await lead.press('Send invitation', { name, email, role })
    const link = invitationIn(await service.post())
    const { id } = (await service.database.writer('invitations').where({ email }).first('id'))!
    return { id, email, link }
  }
  async function reminds(on: string) {
    service.clock.set(`${on}T07:00:00Z`)
    await remindInvited(service.parts, dayOf(service.clock.now()))
    return service.post()
  }
  function expires(on: string) {
    service.clock.set(`${on}T00:20:00Z`)
    return expireInvitations(service.parts)
  }
  const pressed = async (button: string, { id }: { id: string }) => {
    const action = button === 'Send again' ? 'resending' : 'revocation'
    lead = await signedIn(service, person)
    await lead.send(`${team()}/invitations/${id}/${action}`)
    return service.post()
  }

  test('an invited person gets one reminder, 4 days before the invitation expires', async () => {
    const { email } = await invites()
    expect(await reminds('2027-03-10')).toEqual([])
    const [reminder, ...others] = await reminds('2027-03-11')
    expect([reminder!.to, reminder!.subject, others]).toEqual([
      email,
      'Your invitation to work on Ashcombe Libraries’ award expires on 15 March 2027',
      [],
    ])
    expect(reminder!.text).toContain('It expires on 15 March 2027 at 9am.')
    expect(await reminds('2027-03-11')).toEqual([])
    expect(await reminds('2027-03-12')).toEqual([])
  })

  test('two simultaneous runs of the job queue one reminder', async () => {
    await invites()
    service.clock.set('2027-03-11T07:00:00Z')
    const today = dayOf(service.clock.now())
    const counts = await Promise.all([remindInvited(service.parts, today), remindInvited(service.parts, today)])
    expect([counts.toSorted(), (await service.post()).length]).toEqual([[0, 1], 1])
  })

  test('the reminder has a new link, which expires with the invitation', async () => {
    const { link } = await invites()
    const again = invitationIn(await reminds('2027-03-11'))
    expect(again).not.toBe(link)
    const opens = async (path: string, at: string) => {
      service.clock.set(at)
      const visitor = aVisitor(service, { 'X-Forwarded-For': '198.51.100.9' })
      await visitor.open(path)
      return visitor.status
    }
    expect(await opens(again, '2027-03-15T08:00:00Z')).toBe(200)
    expect([await opens(again, '2027-03-15T09:01:00Z'), await opens(link, '2027-03-15T09:01:00Z')]).toEqual([410, 410])
  })

  test('no reminder is sent about an invitation that was accepted or cancelled', async () => {
    const [accepted, cancelled, open] = [await invites('Ada'), await invites('Kit'), await invites('Una')]
    await service.database.writer('invitations').where({ id: accepted.id }).update({ accepted_at: service.clock.now() })
    await pressed('Cancel invitation', cancelled)
    expect((await reminds('2027-03-11')).map(({ to }) => to)).toEqual([open.email])
  })

  test('no reminder is sent about an invitation that has expired', async () => {
    await invites()
    expect(await reminds('2027-03-16')).toEqual([])
  })

  test('a reminder that is still in the outbox is not sent after the invitation is accepted or expires', async () => {
    const [accepted, other] = [await invites('Ada'), await invites('Kit')]
    service.clock.set('2027-03-11T07:00:00Z')
    expect(await remindInvited(service.parts, dayOf(service.clock.now()))).toBe(2)
    await service.database.writer('invitations').where({ id: accepted.id }).update({ accepted_at: service.clock.now() })
    service.clock.set('2027-03-15T10:00:00Z')
    expect(await service.post()).toEqual([])
    const reasons = await service.database
      .writer('outbox')
      .where({ name: 'invitation reminder' })
      .whereIn('entity_id', [accepted.id, other.id])
      .pluck('not_sent_reason')
    expect(reasons).toEqual(['no longer needed', 'no longer needed'])
  })

  test('no reminder is sent while reminders are switched off, or if the invitation itself bounced', async () => {
    const { id } = await invites()
    await switchReminders(service.database.writer as never, 'off')
    expect(await reminds('2027-03-11')).toEqual([])
    await switchReminders(service.database.writer as never, 'on')
    const email = () => service.database.writer('outbox').where({ name: 'invitation', entity_id: id })
    await email().update({ status: 'bounced' })
    expect(await reminds('2027-03-12')).toEqual([])
    await email().update({ status: 'sent' })
    expect(await reminds('2027-03-12')).toHaveLength(1)
  })

  test('no reminder is sent while emails to the organisation are off', async () => {
    await invites()
    const row = () => service.database.writer('organisations').where({ id: organisation.id })
    const { emails_started_at: started } = (await row().first('emails_started_at'))!
    await row().update({ emails_started_at: null })
    expect(await reminds('2027-03-11')).toEqual([])
    await row().update({ emails_started_at: started })
    expect(await reminds('2027-03-12')).toHaveLength(1)
  })

  test('an invitation that is sent again has 14 more days, and a new reminder', async () => {
    const invitation = await invites()
    expect(await reminds('2027-03-11')).toHaveLength(1)
    service.clock.set('2027-03-12T09:00:00Z')
    expect(await pressed('Send again', invitation)).toHaveLength(1)
    expect([await reminds('2027-03-21'), (await reminds('2027-03-22')).length]).toEqual([[], 1])
    expect([await expires('2027-03-26'), await expires('2027-03-27'), await expires('2027-03-28')]).toEqual([0, 1, 0])
  })

  test('the history says when an invitation expired', async () => {
    const { id } = await invites()
    expect([await expires('2027-03-15'), await expires('2027-03-16'), await expires('2027-03-17')]).toEqual([0, 1, 0])
    const events = await service.database.writer('events').where({ entity_id: id }).orderBy('sequence').pluck('name')
    expect(events).toEqual(['invitation.sent', 'invitation.expired'])
    const [row] = await service.database.writer('invitations').where({ id }).select('expired_at')
    expect(row!.expired_at).toBe('2027-03-15T09:00:10.000Z')
  })
})
