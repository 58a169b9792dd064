import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { withoutRights } from '../../../src/domain/actor.ts'
import { invite } from '../../../src/modules/access/invitations/invitation.actions.ts'
import { eachDatabase } from '../../support/database.ts'
import { anOrganisation, aPersonWho, signedIn } from '../../support/factories.ts'
import { inviteToCharity, invitationIn } from '../../support/invitations.ts'
import { aService, type Service } from '../../support/service.ts'
import { anotherWindow, aVisitor, type Visitor } from '../../support/visitor.ts'

const password = 'open the library door'
const addressOf = (name: string) => `${name}@charity.example`

eachDatabase('an invitation', engine => {
  let service: Service
  let administrator: Visitor
  let beforeWrite: (() => Promise<void>) | null = null
  const anAdministrator = async () => signedIn(service, await aPersonWho(service, { roles: ['administrator'] }))
  beforeAll(async () => {
    service = await aService(engine, {}, parts => ({
      ...parts,
      write: async (actor, act) => {
        await beforeWrite?.()
        return parts.write(actor, act)
      },
    }))
    administrator = await anAdministrator()
  })
  afterAll(() => service.end())
  const invited = (person: { name: string; email: string; role?: string }) =>
    inviteToCharity(service, administrator, person)

  test('an invitation that email scanners have opened can be accepted once, and gives the role in it', async () => {
    const path = await invited({ name: 'nerys', email: addressOf('nerys') })
    expect([administrator.address, administrator.notices]).toEqual([
      '/people',
      ['We will email an invitation to nerys'],
    ])
    for (const _ of [1, 2, 3]) await aVisitor(service).open(path)
    const visitor = await aVisitor(service).open(path)
    expect([visitor.headings[0], visitor.text.includes('Your role: Coordinator'), visitor.valueOf('name')]).toEqual([
      'Accept your invitation',
      true,
      'nerys',
    ])
    await visitor.send('/invitations/accept', {
      name: 'Nerys Ŵyn',
      password,
      role: 'administrator',
      email: 'somebody@else.example',
    })
    expect(visitor.address).toBe('/home')
    expect([
      (await visitor.open('/people')).status,
      (await visitor.open('/account')).text.includes(addressOf('nerys')),
    ]).toEqual([404, true])
    const late = await aVisitor(service).open(path)
    expect([late.status, late.headings]).toEqual([410, ['This link has already been used']])
    expect(
      await service.parts
        .db('events')
        .whereIn('name', ['invitation.sent', 'person.account_opened', 'person.role_given'])
        .orderBy('sequence')
        .pluck('name'),
    ).toEqual(['invitation.sent', 'person.account_opened', 'person.role_given'])
  })

  test('an invitation adds a role to an existing account, and another person cannot accept it', async () => {
    const idris = await aPersonWho(service, { name: 'Idris Vaughan' })
    const path = await invited({ ...idris, role: 'trustee' })
    const other = await signedIn(service, await aPersonWho(service))
    await other.open(path)
    expect([other.text.includes(`This invitation is for ${idris.email}`), other.buttons]).toEqual([true, ['Sign out']])
    expect((await other.send('/invitations/join')).text).toContain('This invitation is for')
    const visitor = await aVisitor(service).open(path)
    await visitor.open(visitor.links.find(({ text }) => text === 'Sign in to accept')!.href)
    await visitor.press('Sign in', { email: idris.email, password })
    expect(visitor.address).toBe('/invitations/accept')
    await visitor.press('Accept invitation')
    expect(visitor.address).toBe('/home')
    expect((await administrator.open(`/people?search=${encodeURIComponent('Idris')}`)).text).toContain('Trustee')
  })

  test('an invitation tells a suspended person that their account is suspended, and whom to ask', async () => {
    const person = await aPersonWho(service)
    const path = await invited({ ...person, role: 'trustee' })
    await service.database.writer('people').where({ id: person.id }).update({ status: 'suspended' })
    const visitor = await aVisitor(service).open(path)
    expect(visitor.text).toContain(
      `The account for ${person.email} is suspended, so you cannot accept this invitation. ` +
        'Ask an administrator at City of Sanctuary to reactivate it, then open the link again.',
    )
    const offered = visitor.links.map(({ text }) => text).filter(text => text === 'Sign in to accept')
    expect([offered, visitor.buttons, visitor.text.includes('need to approve')]).toEqual([[], [], false])
    await service.database.writer('people').where({ id: person.id }).update({ status: 'active' })
    await visitor.open(path)
    await visitor.follow('Sign in to accept')
    await visitor.press('Sign in', { email: person.email, password })
    await visitor.press('Accept invitation')
    expect(visitor.address).toBe('/home')
  })

  test('an invitation creates one account when it is accepted 20 times simultaneously', async () => {
    const path = await invited({ name: 'Gwen', email: addressOf('gwen') })
    const tabs = await Promise.all(Array.from({ length: 20 }, () => aVisitor(service).open(path)))
    const outcomes = await Promise.all(
      tabs.map(async tab => (await tab.send('/invitations/accept', { name: 'Gwen', password })).status),
    )
    expect(outcomes.filter(status => status === 200).length).toBeGreaterThanOrEqual(1)
    expect(outcomes.filter(status => ![200, 409, 410, 422, 503].includes(status))).toEqual([])
    expect(await service.parts.db('people').where({ email_key: addressOf('gwen') })).toHaveLength(1)
    expect(
      await service.parts
        .db('charity_roles')
        .join('people', 'people.id', 'person_id')
        .where('email_key', addressOf('gwen')),
    ).toHaveLength(1)
  })

  test('resending an invitation adds a second link, and cancelling the invitation disables both links', async () => {
    const first = await invited({ name: 'Rhys', email: addressOf('rhys') })
    const invitation = (await service.parts
      .db('invitations')
      .where({ email: addressOf('rhys') })
      .first())!
    await administrator.send(`/people/invitations/${invitation.id}/resending`)
    const second = invitationIn(await service.post())
    expect(second).not.toBe(first)
    expect([(await aVisitor(service).open(first)).status, (await aVisitor(service).open(second)).status]).toEqual([
      200, 200,
    ])
    const visitor = await aVisitor(service).open(second)
    await administrator.send(`/people/invitations/${invitation.id}/revocation`)
    expect((await visitor.press('Create account', { password })).headings).toEqual([
      'This invitation has been cancelled',
    ])
    expect((await aVisitor(service).open(first)).status).toBe(410)
    expect((await administrator.send(`/people/invitations/${invitation.id}/resending`)).status).toBe(409)
    expect((await administrator.send(`/people/invitations/${newId()}/resending`)).status).toBe(404)
  })

  test('when two invitations are open in two windows, each window accepts the invitation that it shows', async () => {
    const idris = await aPersonWho(service, { name: 'Idris Two' })
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const invitedTo = async (name: string) => {
      const { id } = await anOrganisation(service, { name })
      await service.parts.write(withoutRights(coordinator.id), work =>
        invite(work, { name: 'Idris', email: idris.email, role: 'observer', organisationId: id }),
      )
      return { id, path: invitationIn(await service.post()) }
    }
    const [harbour, moor] = [await invitedTo('Harbour Libraries'), await invitedTo('Moor Libraries')]
    const first = await (await signedIn(service, idris)).open(harbour.path)
    const second = await anotherWindow(service, first).open(moor.path)
    for (const [name, value] of second.cookies) first.cookies.set(name, value)
    const joined = () => service.parts.db('memberships').where({ person_id: idris.id }).pluck('organisation_id')
    await first.press('Accept invitation')
    expect([first.address, await joined()]).toEqual(['/home', [harbour.id]])
    for (const [name, value] of first.cookies) second.cookies.set(name, value)
    await second.press('Accept invitation')
    expect([second.address, new Set(await joined())]).toEqual(['/home', new Set([harbour.id, moor.id])])
  })

  test('an invitation expires after 14 days', async () => {
    service.clock.set('2027-04-01T09:00:00Z')
    administrator = await anAdministrator()
    const path = await invited({ name: 'Late', email: addressOf('late') })
    service.clock.minutesPass(14 * 24 * 60 + 1)
    const visitor = await aVisitor(service).open(path)
    expect([visitor.status, visitor.headings, visitor.text.includes('Ask the person who invited you')]).toEqual([
      410,
      ['This link has expired'],
      true,
    ])
    administrator = await anAdministrator()
  })

  test('a person who accepts an invitation to an organisation’s team joins it in the invited role', async () => {
    const organisation = await anOrganisation(service, { name: 'Millbrook Libraries' })
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    await service.parts.write(withoutRights(coordinator.id), work =>
      invite(work, { name: 'Lead', email: addressOf('lead'), role: 'lead', organisationId: organisation.id }),
    )
    const visitor = await aVisitor(service).open(invitationIn(await service.post()))
    expect(visitor.text).toContain('You are invited to work on Millbrook Libraries’ Library of Sanctuary award.')
    await visitor.press('Create account', { password })
    const memberships = await service.parts.db('memberships').where({ organisation_id: organisation.id }).pluck('role')
    expect([visitor.address, memberships]).toEqual(['/home', ['lead']])
  })

  test.each([
    ['a new account', false],
    ['an existing account', true],
  ])('a person who accepts with %s during a merge joins the organisation that is kept', async (_how, hasAccount) => {
    const [from, into] = [await anOrganisation(service, {}), await anOrganisation(service, {})]
    const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
    const member = hasAccount ? await aPersonWho(service) : null
    const email = member?.email ?? addressOf('merged')
    await service.parts.write(withoutRights(coordinator.id), work =>
      invite(work, { name: 'Lead', email, role: 'lead', organisationId: from.id }),
    )
    const path = invitationIn(await service.post())
    const visitor = await (member ? await signedIn(service, member) : aVisitor(service)).open(path)
    const merging = await signedIn(service, coordinator, `/organisations/${from.id}/merge/${into.id}`)
    beforeWrite = async () => {
      beforeWrite = null
      await merging.press('Merge the organisations now', { reason: 'The county runs it now.', sure: 'yes' })
    }
    await (member ? visitor.press('Accept invitation') : visitor.press('Create account', { password }))
    const joined = service.parts.db('memberships').join('people', 'people.id', 'person_id').where('email', email)
    expect([visitor.address, await joined.select('organisation_id', 'role')]).toEqual([
      '/home',
      [{ organisation_id: into.id, role: 'lead' }],
    ])
  })
})
