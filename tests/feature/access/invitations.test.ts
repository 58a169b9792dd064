import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { withoutRights, type CharityRole } from '../../../src/domain/actor.ts'
import { addMinutes } from '../../../src/domain/time.ts'
import { countInvitation } from '../../../src/modules/access/invitations/invitation.actions.ts'
import { eachDatabase } from '../../support/database.ts'
import { anOrganisation, aPersonWho, signedIn } from '../../support/factories.ts'
import { behavesLikeEveryForm } from '../../support/form-behaviour.ts'
import { inviteToCharity } from '../../support/invitations.ts'
import { aService, type Service } from '../../support/service.ts'
import { aVisitor } from '../../support/visitor.ts'

const addressOf = (name: string) => `${name}@charity.example`

eachDatabase('an invitation to the charity', engine => {
  let service: Service
  beforeAll(async () => {
    service = await aService(engine)
  })
  afterAll(() => service.end())
  const anAdministrator = async () => signedIn(service, await aPersonWho(service, { roles: ['administrator'] }))
  const timesRecorded = async (name: string) => (await service.database.writer('events').where({ name })).length

  let invited = 0
  behavesLikeEveryForm('the form that invites a person', async () => {
    invited += 1
    return {
      person: await anAdministrator(),
      address: '/people/invitations/new',
      fields: { name: 'Morgan Reed', email: `morgan${invited}@charity.example`, role: 'coordinator' },
      other: ['name', 'Morgan Reed-Hall'],
      refused: { role: '' },
      saved: () => timesRecorded('invitation.sent'),
      canRepeat: false, // the address is already invited
    }
  })

  test('an invitation is cancelled once, however often the button is pressed', async () => {
    const administrator = await anAdministrator()
    await administrator.send('/people/invitations/new', {
      name: 'Kit Lowe',
      email: 'kit@charity.example',
      role: 'appraiser',
    })
    const { id } = (await service.database.writer('invitations').where({ email: 'kit@charity.example' }).first('id'))!
    for (const time of [1, 2]) {
      await administrator.send(`/people/invitations/${id}/revocation`, { idempotencyKey: 'a'.repeat(20) })
      expect([time, administrator.status, administrator.address, administrator.notices]).toEqual([
        time,
        200,
        '/people',
        ['Invitation to Kit Lowe cancelled. The link no longer works.'],
      ])
    }
    expect(await timesRecorded('invitation.revoked')).toBe(1)
  })

  test('an invitation to a library’s team cannot be cancelled from the charity’s pages', async () => {
    const id = newId()
    await service.database.writer('invitations').insert({
      id,
      name: 'Ada Grange',
      email: 'ada@library.example',
      language: 'en',
      role: 'lead',
      organisation_id: (await anOrganisation(service)).id,
      invited_by: null,
      created_at: service.clock.now(),
      accepted_at: null,
      accepted_by: null,
      revoked_at: null,
    })
    const administrator = await anAdministrator()
    await administrator.send(`/people/invitations/${id}/revocation`)
    expect(administrator.status).toBe(404)
  })

  test('an invitation is emailed once when the form is sent 20 times simultaneously', async () => {
    const administrator = await anAdministrator()
    await service.post()
    await administrator.open('/people/invitations/new')
    const fields = {
      idempotencyKey: administrator.valueOf('idempotencyKey') as string,
      name: 'Twice',
      email: addressOf('twice'),
      role: 'appraiser',
    }
    const answers = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const tab = aVisitor(service)
        tab.cookies.set('sanctuary', administrator.cookies.get('sanctuary')!)
        return (await tab.send('/people/invitations/new', fields)).address
      }),
    )
    expect(new Set(answers)).toEqual(new Set(['/people']))
    expect(await service.post()).toHaveLength(1)
    await administrator.send('/people/invitations/new', { ...fields, idempotencyKey: '' })
    expect([administrator.status, administrator.errors]).toEqual([
      422,
      ['This address has already been invited to this role. Send the invitation again from the list of invitations'],
    ])
  })

  test('an invitation is resent once when two windows resend it, and at most three times an hour', async () => {
    const administrator = await anAdministrator()
    await service.post()
    await inviteToCharity(service, administrator, { name: 'Tam', email: addressOf('tam') })
    const { id } = (await service.parts
      .db('invitations')
      .where({ email: addressOf('tam') })
      .first('id'))!
    const pressedTwice = async () => {
      const tabs = [aVisitor(service), aVisitor(service)]
      for (const tab of tabs) tab.cookies.set('sanctuary', administrator.cookies.get('sanctuary')!)
      const answers = await Promise.all(
        tabs.map(async tab => (await tab.send(`/people/invitations/${id}/resending`)).status),
      )
      return [answers, (await service.post()).length]
    }
    for (const time of [1, 2, 3]) expect([time, ...(await pressedTwice())]).toEqual([time, [200, 200], 1])
    expect(await pressedTwice()).toEqual([[429, 429], 0])
  })

  test('the invitation form shows an error for each invalid field', async () => {
    const person = await aPersonWho(service, { roles: ['administrator'] })
    const administrator = await signedIn(service, person, '/people/invitations/new')
    await administrator.send('/people/invitations/new', { name: '', email: 'not an address', role: 'king' })
    expect([administrator.status, administrator.errors, administrator.valueOf('email')]).toEqual([
      422,
      ['Enter their name', 'Enter one email address, like name@example.org', 'Choose a role'],
      'not an address',
    ])
    await administrator.press('Send invitation', {
      name: person.name,
      email: person.email.toUpperCase(),
      role: 'administrator',
    })
    expect(administrator.errors).toEqual([
      'Someone with this email address already has this role. Check the address and the role',
    ])
  })

  test('an administrator cannot invite a suspended person, and only administrators are told why', async () => {
    const person = await aPersonWho(service, { name: 'Sol Marsh' })
    await service.database.writer('people').where({ id: person.id }).update({ status: 'suspended' })
    const fields = { name: 'Sol Marsh', email: person.email.toUpperCase(), role: 'appraiser' }
    const administrator = await anAdministrator()
    await administrator.open('/people/invitations/new')
    await administrator.press('Send invitation', fields)
    expect([administrator.status, administrator.errors, administrator.valueOf('name')]).toEqual([
      422,
      ['This account is suspended. Reactivate it before you invite this person'],
      'Sol Marsh',
    ])
    await administrator.follow('See Sol Marsh’s account')
    expect(administrator.address).toBe(`/people/${person.id}`)
    const coordinator = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }))
    await coordinator.open('/people/invitations/new')
    await coordinator.press('Send invitation', { name: 'Sol', email: person.email })
    expect([coordinator.errors, coordinator.notices]).toEqual([[], ['We will email an invitation to Sol']])
  })

  test('an administrator who resends an invitation to a suspended person is told, and nothing is sent', async () => {
    const administrator = await anAdministrator()
    const person = await aPersonWho(service, { name: 'Wyn Marsh' })
    await inviteToCharity(service, administrator, { name: 'Wyn Marsh', email: person.email, role: 'appraiser' })
    await service.database.writer('people').where({ id: person.id }).update({ status: 'suspended' })
    await service.post()
    const { id } = (await service.database.writer('invitations').where({ email: person.email }).first('id'))!
    await administrator.send(`/people/invitations/${id}/resending`)
    expect([administrator.address, administrator.notices, await service.post()]).toEqual([
      `/people/${person.id}`,
      [
        'We did not send the invitation, because this account is suspended. ' +
          'Reactivate it, then send the invitation again.',
      ],
      [],
    ])
    const coordinator = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }))
    await coordinator.send(`/people/invitations/${id}/resending`)
    expect([coordinator.notices, (await service.post()).map(({ to }) => to)]).toEqual([
      ['We will email a new link to Wyn Marsh'],
      [person.email],
    ])
  })

  test('coordinators can send, list, resend and cancel invitations to the pool of appraisers', async () => {
    const administrator = await anAdministrator()
    await inviteToCharity(service, administrator, { name: 'Bo', email: addressOf('bo'), role: 'trustee' })
    const coordinator = await signedIn(service, await aPersonWho(service, { roles: ['coordinator'] }))
    await coordinator.open('/people/invitations/new')
    expect([coordinator.status, coordinator.text.includes(addressOf('bo'))]).toEqual([200, false])
    await coordinator.press('Send invitation', { name: 'Ada Grange', email: addressOf('pool') })
    expect([coordinator.address, coordinator.text.includes(addressOf('pool'))]).toEqual([
      '/people/invitations/new',
      true,
    ])
    const rows = await service.database.writer('invitations').whereIn('email', [addressOf('bo'), addressOf('pool')])
    const [bo, ada] = ['bo', 'pool'].map(name => rows.find(({ email }) => email === addressOf(name))!)
    expect(ada!.role).toBe('appraiser')
    await coordinator.send('/people/invitations/new', { name: 'X', email: addressOf('king'), role: 'administrator' })
    expect(
      await service.database
        .writer('invitations')
        .where({ email: addressOf('king') })
        .pluck('role'),
    ).toEqual(['appraiser'])
    for (const action of ['resending', 'revocation']) {
      expect((await coordinator.send(`/people/invitations/${bo!.id}/${action}`)).status).toBe(404)
      expect((await coordinator.send(`/people/invitations/${ada!.id}/${action}`)).address).toBe(
        '/people/invitations/new',
      )
    }
  })

  test('all administrators are emailed about an invitation, unless it is for an appraiser', async () => {
    await service.database.writer('charity_roles').update({ ended_at: service.clock.now() })
    const [administrator, other] = await Promise.all([
      anAdministrator(),
      aPersonWho(service, { roles: ['administrator'] }),
    ])
    await service.post()
    await inviteToCharity(service, administrator, { name: 'Tess', email: addressOf('tess'), role: 'appraiser' })
    expect(await service.post()).toEqual([])
    await administrator.send('/people/invitations/new', { name: 'Uma', email: addressOf('uma'), role: 'coordinator' })
    const subjects = (await service.post()).filter(({ to }) => to !== addressOf('uma')).map(({ subject }) => subject)
    expect(subjects).toEqual(
      Array.from({ length: 2 }, () => 'Someone was invited to join the team at City of Sanctuary'),
    )
    expect(other.email).toBeTruthy()
  })
})

eachDatabase('the list of open invitations', engine => {
  test('administrators and coordinators reach every open invitation, however many there are', async () => {
    const service = await aService(engine)
    const rows = Array.from({ length: 402 }, (_, place) => ({
      id: newId(),
      name: `Invited ${place}`,
      email: addressOf(`invited${place}`),
      language: 'en',
      role: place < 201 ? 'appraiser' : 'trustee', // the appraisers' invitations are the oldest
      organisation_id: null,
      invited_by: null,
      created_at: addMinutes(service.clock.now(), Math.floor(place / 5) - 1000),
      accepted_at: null,
      accepted_by: null,
      revoked_at: null,
    }))
    await service.database.writer.batchInsert('invitations', rows, 40)
    const listed = async (role: CharityRole, address: string) => {
      const visitor = await signedIn(service, await aPersonWho(service, { roles: [role] }), address)
      const pages: number[] = []
      const seen = new Set<string>()
      for (;;) {
        const names = [...visitor.text.matchAll(/invited(\d+)@charity/g)].map(([, place]) => place!)
        pages.push(names.length)
        for (const name of names) seen.add(name)
        if (!visitor.links.some(({ text }) => text === 'Older invitations')) break
        await visitor.follow('Older invitations')
      }
      await visitor.press('Cancel invitation')
      expect(visitor.notices).toEqual([expect.stringMatching(/^Invitation to Invited \d+ cancelled/)])
      return [pages, seen.size]
    }
    expect(await listed('coordinator', '/people/invitations/new')).toEqual([[200, 1], 201])
    expect(await listed('administrator', '/people')).toEqual([[200, 200, 1], 401])
    await service.end()
  })
})

eachDatabase('the limit on invitations', engine => {
  let service: Service
  beforeAll(async () => {
    service = await aService(engine)
  })
  afterAll(() => service.end())
  const outbox = async () => (await service.database.writer('outbox')).length
  const limit = 'You have reached today’s limit for invitations. Send this one tomorrow'

  test('a lead can send 20 invitations a day; the 21st is refused, and its form keeps what was entered', async () => {
    const organisation = await anOrganisation(service)
    const lead = await signedIn(service, await aPersonWho(service, { member: [[organisation, 'lead']] }))
    const team = `/organisations/${organisation.id}/team`
    const invites = (number: number) =>
      lead.send(team, { name: `Colleague ${number}`, email: `c${number}@library.example`, role: 'observer' })
    for (let number = 1; number <= 20; number += 1)
      expect([number, (await invites(number)).status]).toEqual([number, 200])
    const before = await outbox()
    await invites(21)
    expect([lead.status, lead.errors, lead.valueOf('name'), await outbox()]).toEqual([
      429,
      [limit],
      'Colleague 21',
      before,
    ])
    const [first] = await service.database.writer('invitations').where({ email: 'c1@library.example' })
    await service.post()
    const sent = await outbox()
    expect([(await lead.send(`${team}/invitations/${first!.id}/resending`)).status, await outbox()]).toEqual([
      429,
      sent,
    ])
    const second = await signedIn(service, await aPersonWho(service, { member: [[organisation, 'lead']] }))
    await second.send(team, { name: 'One more', email: 'more@library.example', role: 'observer' })
    expect(second.status).toBe(200) // each person has a limit of their own
    service.clock.minutesPass(24 * 60 + 60)
    const tomorrow = await signedIn(service, await aPersonWho(service, { member: [[organisation, 'lead']] }))
    await tomorrow.send(team, { name: 'Colleague', email: 'c22@library.example', role: 'observer' })
    expect(tomorrow.status).toBe(200)
  })

  test('a person at the charity can send 500 invitations a day, including to leads of new organisations', async () => {
    const person = await aPersonWho(service, { roles: ['administrator', 'coordinator'] })
    await service.parts.write(withoutRights(person.id), async work => {
      for (let number = 0; number < 499; number += 1) await countInvitation(work, null)
    })
    const visitor = await signedIn(service, person)
    const invites = (name: string) =>
      visitor.send('/people/invitations/new', { name, email: addressOf(name), role: 'appraiser' })
    expect((await invites('last')).status).toBe(200)
    const before = await outbox()
    await invites('above')
    expect([visitor.status, visitor.errors, visitor.valueOf('email')]).toEqual([429, [limit], addressOf('above')])
    const lead = { leadName: 'Ada', leadEmail: 'ada@westmoor.example' }
    await visitor.send('/organisations/new', { name: 'Westmoor', kind: 'library', place: 'Westmoor', ...lead })
    expect([visitor.status, visitor.errors, visitor.valueOf('leadEmail')]).toEqual([429, [limit], lead.leadEmail])
    expect([await outbox(), await service.database.writer('organisations').where({ name: 'Westmoor' })]).toEqual([
      before,
      [],
    ])
  })
})
