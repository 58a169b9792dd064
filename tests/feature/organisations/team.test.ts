import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { addDays, addMinutes, dayOf } from '../../../src/domain/time.ts'
import { longDay } from '../../../src/words/format.ts'
import { deleteOldSignIns } from '../../../src/modules/access/access.public.ts'
import { translator } from '../../../src/words/words.ts'
import { eachDatabase } from '../../support/database.ts'
import { anOrganisation, aPersonWho, aRound, signedIn } from '../../support/factories.ts'
import { behavesLikeEveryForm } from '../../support/form-behaviour.ts'
import { aService, type Service } from '../../support/service.ts'

const t = translator('en')

eachDatabase('a team', engine => {
  let service: Service
  beforeAll(async () => {
    service = await aService(engine)
  })
  afterAll(() => service.end())
  const withLead = async () => {
    const organisation = await anOrganisation(service)
    const person = await aPersonWho(service, { member: [[organisation, 'lead']] })
    return {
      organisation,
      person,
      lead: await signedIn(service, person),
      team: `/organisations/${organisation.id}/team`,
    }
  }
  const timesRecorded = async (name: string) => (await service.database.writer('events').where({ name })).length
  const invited = async (team: string) => {
    const row = await service.database
      .writer('invitations')
      .where({ organisation_id: team.split('/')[2]! })
      .first('id')
    return `${team}/invitations/${row!.id}`
  }

  behavesLikeEveryForm('the form that invites a colleague', async () => {
    const { lead, team } = await withLead()
    return {
      person: lead,
      address: team,
      fields: { name: 'Noor Hale', email: 'noor@library.example', role: 'contributor' },
      other: ['name', 'Noor Hale-Brook'],
      refused: { email: 'not an address' },
      saved: () => timesRecorded('invitation.sent'),
      canRepeat: false, // because the first form has already invited this address
    }
  })

  test('a membership ends once, however often the button is pressed', async () => {
    const { organisation, lead, team } = await withLead()
    const colleague = await aPersonWho(service, { name: 'Col Marsh', member: [[organisation, 'contributor']] })
    const { id } = (await service.database.writer('memberships').where({ person_id: colleague.id }).first('id'))!
    const ended = async () => {
      await lead.send(`${team}/${id}/ending`, { idempotencyKey: 'a'.repeat(20) })
      return { status: lead.status, address: lead.address, notices: lead.notices }
    }
    const before = await timesRecorded('organisation.membership_ended')
    const first = await ended()
    expect(first).toEqual({
      status: 200,
      address: team,
      notices: ['Col Marsh’s role has been removed.'],
    })
    expect(await ended()).toEqual(first)
    expect(await timesRecorded('organisation.membership_ended')).toBe(before + 1)
    await lead.send(`${team}/${id}/ending`)
    expect(lead.status).toBe(404)
  })

  test('two leads who remove the same colleague at the same time send one email', async () => {
    const { organisation, lead, team } = await withLead()
    const second = await signedIn(service, await aPersonWho(service, { member: [[organisation, 'lead']] }))
    const colleague = await aPersonWho(service, { name: 'Col Marsh', member: [[organisation, 'contributor']] })
    const { id } = (await service.database.writer('memberships').where({ person_id: colleague.id }).first('id'))!
    await Promise.all([lead.send(`${team}/${id}/ending`), second.send(`${team}/${id}/ending`)])
    expect([lead.status, second.status].toSorted()).toEqual([200, 404])
    const emails = await service.database.writer('outbox').where({ name: 'team changed', entity_id: organisation.id })
    expect(emails).toHaveLength(2) // one to each lead
  })

  test('the role of a suspended lead can be ended while another lead can sign in', async () => {
    const { organisation, lead, team } = await withLead()
    const suspended = await aPersonWho(service, { name: 'Sue Penhallow', member: [[organisation, 'lead']] })
    await service.database.writer('people').where({ id: suspended.id }).update({ status: 'suspended' })
    const { id } = (await service.database.writer('memberships').where({ person_id: suspended.id }).first('id'))!
    await lead.send(`${team}/${id}/ending`, { idempotencyKey: 'c'.repeat(20) })
    expect([lead.status, lead.notices]).toEqual([200, ['Sue Penhallow’s role has been removed.']])
  })

  test('a lead can end their own role if another lead remains, and then sees the home page', async () => {
    const { organisation, person, lead, team } = await withLead()
    const { id } = (await service.database.writer('memberships').where({ person_id: person.id }).first('id'))!
    await lead.send(`${team}/${id}/ending`)
    expect([lead.status, lead.errors]).toEqual([
      422,
      ['Every organisation needs a lead. Invite another lead, and remove this role once they have joined.'],
    ])
    await aPersonWho(service, { member: [[organisation, 'lead']] })
    await lead.open(`${team}/${id}/ending`)
    expect(lead.text).toContain('Criteria assigned to you will no longer be assigned to anyone.')
    await lead.send(`${team}/${id}/ending`)
    expect([lead.status, lead.address, lead.notices]).toEqual([
      200,
      '/home',
      [`Your role at ${organisation.name} has been removed.`],
    ])
  })

  test('a lead sees the effect of removing a role before removing it', async () => {
    const { organisation, lead, team } = await withLead()
    const colleague = await aPersonWho(service, { name: 'Una Dale', member: [[organisation, 'contributor']] })
    await lead.open(team)
    await lead.follow('Remove role Una Dale, Contributor')
    expect(lead.text).toContain('Remove Una Dale’s role?')
    expect(lead.text).toContain('Criteria assigned to them will no longer be assigned to anyone.')
    expect(lead.text).toContain('You can invite this person again later.')
    const roles = () => service.database.writer('memberships').where({ person_id: colleague.id }).whereNull('ended_at')
    expect(await roles()).toHaveLength(1)
    await lead.press('Remove role')
    expect(lead.notices).toEqual(['Una Dale’s role has been removed.'])
    expect(await roles()).toHaveLength(0)
  })

  test('a person with two roles is listed once as a colleague, and keeps one if the other is removed', async () => {
    const { organisation, lead, team } = await withLead()
    await aRound(service)
    const twice = await aPersonWho(service, {
      name: 'Una Dale',
      member: [
        [organisation, 'contributor'],
        [organisation, 'lead'],
      ],
    })
    await lead.open(`/organisations/${organisation.id}/regular-evidence/new`)
    expect(lead.$(`select[name=asked] option[value=${twice.id}]`)).toHaveLength(1)
    await lead.open(team)
    await lead.follow('Remove role Una Dale, Contributor')
    expect(lead.text).not.toContain('Criteria assigned to them')
    await lead.press('Remove role')
    const roles = await service.database.writer('memberships').where({ person_id: twice.id }).whereNull('ended_at')
    expect(roles.map(({ role }) => role)).toEqual(['lead'])
  })

  test('a lead who removes a role sees that the person can still accept another invitation', async () => {
    const { organisation, lead, team } = await withLead()
    const person = await aPersonWho(service, { name: 'Ivo Pell', member: [[organisation, 'contributor']] })
    await aPersonWho(service, { name: 'Ola Dunn', member: [[organisation, 'contributor']] })
    await lead.open(team)
    await lead.press('Send invitation', { name: 'Ivo', email: person.email.toUpperCase(), role: 'observer' })
    await lead.press('Send invitation', { name: 'Fay', email: 'fay@library.example', role: 'lead' })
    expect([lead.status, lead.errors]).toEqual([200, []])
    await lead.follow('Remove role Ivo Pell, Contributor')
    expect(lead.text).toContain('They also have an invitation to this team that they have not accepted yet (Observer).')
    await lead.open(team)
    await lead.follow('Remove role Ola Dunn, Contributor')
    expect(lead.text).not.toContain('invitation to this team')
  })

  test('a second invitation to the same address, for another role in the team, is refused', async () => {
    const { organisation, lead, team } = await withLead()
    await lead.open(team)
    await lead.press('Send invitation', { name: 'Fay', email: 'fay@library.example', role: 'lead' })
    await lead.press('Send invitation', { name: 'Fay', email: 'FAY@library.example', role: 'contributor' })
    expect([lead.status, lead.errors]).toEqual([
      422,
      ['This address has already been invited to join this team as a lead. Cancel that invitation first'],
    ])
    const invitations = service.database.writer('invitations').where({ organisation_id: organisation.id })
    expect(await invitations.pluck('role')).toEqual(['lead'])
  })

  test('a lead who removes a role sees that another role of the person still needs approval', async () => {
    const { organisation, lead, team } = await withLead()
    const db = service.database.writer
    const person = await aPersonWho(service, { name: 'Ivo Pell', member: [[organisation, 'contributor']] })
    await db('access_requests').insert({
      id: newId(),
      person_id: person.id,
      organisation_id: organisation.id,
      role: 'lead',
      status: 'waiting',
      invited_by: null,
      through_seat: 0,
      asked_at: service.clock.now(),
      decided_at: null,
      version: 1,
    })
    await lead.open(team)
    await lead.follow('Remove role Ivo Pell, Contributor')
    expect(lead.text).toContain('They are also waiting for approval of another role in this team (Lead).')
    await lead.press('Remove role')
    expect(await db('memberships').where({ person_id: person.id, ended_at: null })).toEqual([])
    expect(await db('access_requests').where({ person_id: person.id }).pluck('status')).toEqual(['waiting'])
    expect((await signedIn(service, person, team)).status).toBe(404)
  })

  test('a lead sees when an invitation was sent and when its link expires', async () => {
    const { person, team } = await withLead()
    const lead = await signedIn(service, person, team)
    await lead.press('Send invitation', { name: 'Noor', email: 'late@library.example', role: 'observer' })
    expect(lead.text).toContain('late@library.example Email not sent yet')
    await service.post()
    const today = dayOf(service.clock.now())
    const [sent, until] = [longDay(t, today), longDay(t, addDays(today, 14))]
    expect((await lead.open(team)).text).toContain(
      `late@library.example Sent on ${sent}. The link works until ${until}.`,
    )
    service.clock.minutesPass(14 * 24 * 60)
    const later = await signedIn(service, person, team)
    expect(later.text).toContain(`late@library.example Sent on ${sent}. The invitation expired on ${until}.`)
    // On a phone, each row is a card with these labels. A button needs no label, because its text says what it does.
    const labels = later.$('form[action$=resending]').closest('tr').find('.los-compare__label').get()
    expect(labels.map(label => later.$(label).text().trim())).toEqual(['Role', 'Email'])
    await later.press('Send again')
    await service.post()
    expect((await later.open(team)).text).toContain(`late@library.example Sent on ${until}. The link works until `)
  })

  test('an invitation is not shown as sent while the mail server is down', async () => {
    const { person, team } = await withLead()
    const lead = await signedIn(service, person, team)
    await lead.press('Send invitation', { name: 'Kit', email: 'kit@library.example', role: 'observer' })
    const { mail } = service.parts
    const { send } = mail
    mail.send = async () => ({ is: 'down', reason: 'connection refused' })
    await service.post()
    mail.send = send
    expect((await lead.open(team)).text).toContain('kit@library.example Email not sent yet')
    service.clock.minutesPass(5)
    await service.post()
    expect((await lead.open(team)).text).toContain('kit@library.example Sent on ')
  })

  test('an invitation that could not be delivered is shown as undelivered until it is sent again', async () => {
    const { person, team } = await withLead()
    const lead = await signedIn(service, person, team)
    await lead.press('Send invitation', { name: 'Typo', email: 'typo@library.example', role: 'observer' })
    const { mail } = service.parts
    const { send } = mail
    mail.send = async () => ({ is: 'failed', reason: '550 no such user' })
    await service.post()
    mail.send = send
    const undelivered = 'typo@library.example We could not deliver the email. If the address is wrong'
    expect((await lead.open(team)).text).toContain(undelivered)
    service.clock.minutesPass(5)
    const { id } = (await service.database.writer('invitations').where({ email: 'typo@library.example' }).first('id'))!
    await lead.send(`${team}/invitations/${id}/resending`, { idempotencyKey: newId() })
    expect((await lead.open(team)).text).toContain('typo@library.example Email not sent yet')
    await service.post()
    expect((await lead.open(team)).text).toContain('typo@library.example Sent on ')
    await service.database.writer('outbox').where({ entity_id: id }).update({ status: 'bounced' })
    expect((await lead.open(team)).text).toContain(undelivered)
  })

  test('an invitation whose link expired long ago is still shown as sent', async () => {
    const { person, team } = await withLead()
    const lead = await signedIn(service, person, team)
    await lead.press('Send invitation', { name: 'Uma', email: 'uma@library.example', role: 'observer' })
    await service.post()
    const today = dayOf(service.clock.now())
    const [sent, until] = [longDay(t, today), longDay(t, addDays(today, 14))]
    service.clock.minutesPass(120 * 24 * 60)
    await deleteOldSignIns(service.parts.write, service.clock.now())
    const later = await signedIn(service, person, team)
    expect(later.text).toContain(`uma@library.example Sent on ${sent}. The invitation expired on ${until}.`)
  })

  test('an invitation can be sent again, and its cancellation is recorded once', async () => {
    const { lead, team } = await withLead()
    await lead.send(team, { name: 'Ivy Cole', email: 'ivy@library.example', role: 'observer' })
    await service.post()
    const invitation = await invited(team)
    await lead.send(`${invitation}/resending`)
    expect([lead.status, lead.notices, (await service.post()).map(({ to }) => to)]).toEqual([
      200,
      ['We will email a new link to Ivy Cole'],
      ['ivy@library.example'],
    ])
    const before = await timesRecorded('invitation.revoked')
    for (const time of [1, 2]) {
      await lead.send(`${invitation}/revocation`, { idempotencyKey: 'b'.repeat(20) })
      expect([time, lead.status, lead.notices]).toEqual([
        time,
        200,
        ['The invitation to Ivy Cole has been cancelled. Its link no longer works.'],
      ])
    }
    expect(await timesRecorded('invitation.revoked')).toBe(before + 1)
    await lead.send(`${invitation}/resending`)
    expect(lead.status).toBe(409)
  })

  test('a lead reaches every open invitation to the team, however many there are', async () => {
    const { organisation, lead, team } = await withLead()
    const rows = Array.from({ length: 401 }, (_, place) => ({
      id: newId(),
      name: `Invited ${place}`,
      email: `invited${place}@library.example`,
      language: 'en',
      role: 'observer',
      organisation_id: organisation.id,
      invited_by: null,
      created_at: addMinutes(service.clock.now(), Math.floor(place / 5) - 1000),
      accepted_at: null,
      accepted_by: null,
      revoked_at: null,
    }))
    await service.database.writer.batchInsert('invitations', rows, 40)
    await lead.open(team)
    const pages: number[] = []
    const seen = new Set<string>()
    for (;;) {
      const names = [...lead.text.matchAll(/invited(\d+)@library/g)].map(([, place]) => place!)
      pages.push(names.length)
      for (const name of names) seen.add(name)
      if (!lead.links.some(({ text }) => text === 'Older invitations')) break
      await lead.follow('Older invitations')
    }
    expect([pages, seen.size]).toEqual([[200, 200, 1], 401])
    await lead.press('Cancel invitation')
    expect(lead.notices).toEqual([expect.stringMatching(/^The invitation to Invited \d has been cancelled/)])
    await lead.open(team)
    await lead.follow('Older invitations')
    await lead.follow('Newest invitations')
    expect(lead.address).toBe(team)
  })

  test('another library cannot find a team, and a contributor sees it without forms', async () => {
    const { organisation, team } = await withLead()
    const contributor = await signedIn(service, await aPersonWho(service, { member: [[organisation, 'contributor']] }))
    await contributor.open(team)
    expect([contributor.status, contributor.$('main form').length]).toEqual([200, 0])
    const other = await withLead()
    await other.lead.open(team)
    expect(other.lead.status).toBe(404)
  })
})
