import { makeAnotherAdministratorLink } from '../../../src/modules/access/administrators/administrator.actions.ts'
import { theService } from '../../../src/domain/actor.ts'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { newId } from '../../../src/db/ids.ts'
import { offerFirstAdministrator } from '../../../src/modules/access/access.public.ts'
import { invite } from '../../../src/modules/access/invitations/invitation.actions.ts'
import { hashPassword } from '../../../src/web/passwords.ts'
import { eachDatabase } from '../../support/database.ts'
import { aService, type Service } from '../../support/service.ts'
import { aVisitor, type Visitor } from '../../support/visitor.ts'

const password = 'open the library door'
let hash = ''
beforeAll(async () => {
  hash = await hashPassword(password)
})

eachDatabase('the first administrator', engine => {
  let service: Service
  beforeAll(async () => {
    service = await aService(engine)
  })
  afterAll(() => service.end())
  const linkFile = () => join(service.parts.config.dataFolder, 'first-administrator')
  const offered = async (isTTY: boolean) => {
    const said: string[] = []
    await offerFirstAdministrator(service.parts, { isTTY, write: (text: string) => said.push(text) > 0 })
    return said.join('')
  }

  test('gets a sign-in link in a file for the operator, printed only to a terminal; older links end', async () => {
    const said = await offered(false)
    const first = (await readFile(linkFile(), 'utf8')).trim()
    expect([said.includes(linkFile()), said.includes('/invitations/'), (await stat(linkFile())).mode & 0o777]).toEqual([
      true,
      false,
      0o600,
    ])
    expect(await offered(true)).toContain('/invitations/')
    const second = (await readFile(linkFile(), 'utf8')).trim()
    expect([second === first, (await aVisitor(service).open(pathOf(first))).status]).toEqual([false, 410])

    service.clock.minutesPass(24 * 60 + 1)
    expect((await aVisitor(service).open(pathOf(second))).headings).toEqual(['This link has expired'])
    await offered(false)
    const third = pathOf((await readFile(linkFile(), 'utf8')).trim())
    await aVisitor(service).open(third)
    const visitor = await aVisitor(service).open(third)
    expect([visitor.address, visitor.headings[0]]).toEqual(['/invitations/accept', 'Create the first account'])
    await visitor.press('Create account', {
      name: 'Olwen Bartley',
      email: 'olwen@charity.example',
      password: 'fourteen chars',
    })
    expect([visitor.status, visitor.errors, visitor.valueOf('name'), visitor.valueOf('password')]).toEqual([
      422,
      ['Use 15 characters or more'],
      'Olwen Bartley',
      '',
    ])
    await visitor.press('Create account', { email: 'olwen@charity.example, other@charity.example', password })
    expect([visitor.status, visitor.errors]).toEqual([422, ['Enter one email address, like name@example.org']])
    await visitor.press('Create account', { email: 'olwen@charity.example', password: 'Olwen Bartley' })
    expect(visitor.status).toBe(422)
    await visitor.press('Create account', { email: 'olwen@charity.example', password })
    expect([visitor.address, visitor.notices]).toEqual(['/home', ['Your account is ready']])
    await expect(stat(linkFile())).rejects.toThrow('ENOENT')
    expect((await aVisitor(service).open(third)).status).toBe(410)
    expect(await offered(true)).toBe('')
    expect(service.logged.join('')).not.toContain(third.slice(-20))
  })

  test('another one later: by a link that is recorded and told to all of them', async () => {
    const path = await service.parts.write(theService, work => makeAnotherAdministratorLink(work))
    const emails = await service.post()
    expect(emails.map(({ to, subject, text }) => [to, subject, text.includes(path)])).toEqual([
      ['olwen@charity.example', 'A link for another administrator was made', false],
    ])
    expect(await service.parts.db('events').where({ name: 'administrator.link_made' }).pluck('actor')).toEqual([
      'the operator',
    ])
    const visitor = await aVisitor(service).open(path)
    await visitor.press('Create account', { name: 'Second', email: 'OLWEN@charity.example', password })
    expect([visitor.status, visitor.errors]).toEqual([
      422,
      ['This address already has an account. Sign in with it, then open the link again.'],
    ])
    await visitor.press('Create account', { name: 'Second', email: 'second@charity.example', password })
    expect((await visitor.open('/people')).headings).toContain('People')
  })
})

eachDatabase('people', engine => {
  let service: Service
  let keeper: Visitor
  beforeAll(async () => {
    service = await aService(engine)
    await aPerson('keeper', ['administrator'])
    keeper = await signedIn('keeper')
  })
  afterAll(() => service.end())

  const addressOf = (name: string) => `${name}@charity.example`
  const aPerson = async (name: string, roles: readonly string[] = []) => {
    const [id, email, at] = [newId(), addressOf(name), service.parts.clock.now()]
    await service.database.writer('people').insert({
      id,
      email,
      email_key: email,
      name,
      password_hash: hash,
      language: 'en',
      status: 'active',
      created_at: at,
      version: 1,
    })
    for (const role of roles)
      await service.database
        .writer('charity_roles')
        .insert({ id: newId(), person_id: id, role, started_at: at, ended_at: null })
    return id
  }
  const signedIn = (name: string) =>
    aVisitor(service).send('/sign-in?next=/account', { email: addressOf(name), password })
  const invited = async (name: string, role = 'coordinator') => {
    await (
      await keeper.open('/people/invitations/new')
    ).press('Send invitation', { name, email: addressOf(name), role })
    const [email] = await service.post()
    return pathOf(/\/invitations\/[\w-]+/.exec(email!.text)![0])
  }

  test('nobody but administrators finds the page', async () => {
    await aPerson('trustee', ['trustee', 'coordinator', 'appraiser'])
    const trustee = await signedIn('trustee')
    const [theirs, nothing] = [(await trustee.open('/people')).html, (await trustee.open('/nothing')).html]
    expect([trustee.status, theirs]).toEqual([404, nothing])
    expect(
      (await trustee.send('/people/invitations/new', { name: 'X', email: 'x@charity.example', role: 'administrator' }))
        .status,
    ).toBe(404)
    expect((await aVisitor(service).open('/people')).address).toBe('/sign-in?next=%2Fpeople')
  })

  test('an invitation is accepted once, even after a scanner opened it; the account has its role', async () => {
    const path = await invited('nerys')
    expect([keeper.address, keeper.notices]).toEqual(['/people', ['We will email an invitation to nerys']])
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
    expect([late.status, late.headings]).toEqual([410, ['This link has been used']])
    expect(
      await service.parts
        .db('events')
        .whereIn('name', ['invitation.sent', 'person.account_opened', 'person.role_given'])
        .orderBy('sequence')
        .pluck('name'),
    ).toEqual(['invitation.sent', 'person.account_opened', 'person.role_given'])
  })

  test('who has an account signs in and the role is added; nobody accepts for somebody else', async () => {
    await aPerson('idris')
    const path = await invited('idris', 'trustee')
    const other = await signedIn('trustee')
    await other.open(path)
    expect([other.text.includes('This invitation is for idris@charity.example'), other.buttons]).toEqual([
      true,
      ['Sign out'],
    ])
    expect((await other.send('/invitations/join')).text).toContain('This invitation is for')
    const visitor = await aVisitor(service).open(path)
    await visitor.open(visitor.links.find(({ text }) => text === 'Sign in to accept')!.href)
    await visitor.press('Sign in', { email: addressOf('idris'), password })
    expect(visitor.address).toBe('/invitations/accept')
    await visitor.press('Accept invitation')
    expect(visitor.address).toBe('/home')
    expect((await keeper.open('/people?search=idris')).text).toContain('Trustee')
  })

  test('twenty at once open one account', async () => {
    const path = await invited('gwen')
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

  test('sending a form twice, or twenty times at once, invites once and shows the same page', async () => {
    await keeper.open('/people/invitations/new')
    const fields = {
      idempotencyKey: keeper.valueOf('idempotencyKey') as string,
      name: 'Twice',
      email: addressOf('twice'),
      role: 'appraiser',
    }
    const answers = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const tab = aVisitor(service)
        tab.cookies.set('sanctuary', keeper.cookies.get('sanctuary')!)
        return (await tab.send('/people/invitations/new', fields)).address
      }),
    )
    expect(new Set(answers)).toEqual(new Set(['/people']))
    expect(await service.post()).toHaveLength(1)
    await keeper.send('/people/invitations/new', { ...fields, idempotencyKey: '' })
    expect([keeper.status, keeper.errors]).toEqual([
      422,
      ['This address has been invited already. You can send the invitation again from the list.'],
    ])
  })

  test('pressed often, an invitation is sent again once, and at most three times an hour', async () => {
    await invited('tam')
    const { id } = (await service.parts
      .db('invitations')
      .where({ email: addressOf('tam') })
      .first('id'))!
    const pressedTwice = async () => {
      const tabs = [aVisitor(service), aVisitor(service)]
      for (const tab of tabs) tab.cookies.set('sanctuary', keeper.cookies.get('sanctuary')!)
      const answers = await Promise.all(
        tabs.map(async tab => (await tab.send(`/people/invitations/${id}/resending`)).status),
      )
      return [answers, (await service.post()).length]
    }
    for (const time of [1, 2, 3]) expect([time, ...(await pressedTwice())]).toEqual([time, [200, 200], 1])
    expect(await pressedTwice()).toEqual([[429, 429], 0])
  })

  test('an invitation that is sent again has a new link; one that is taken back opens nothing', async () => {
    const first = await invited('rhys')
    const invitation = (await service.parts
      .db('invitations')
      .where({ email: addressOf('rhys') })
      .first())!
    await keeper.send(`/people/invitations/${invitation.id}/resending`)
    const [email] = await service.post()
    const second = pathOf(/\/invitations\/[\w-]+/.exec(email!.text)![0])
    expect(second).not.toBe(first)
    expect([(await aVisitor(service).open(first)).status, (await aVisitor(service).open(second)).status]).toEqual([
      200, 200,
    ])
    const visitor = await aVisitor(service).open(second)
    await keeper.send(`/people/invitations/${invitation.id}/revocation`)
    expect((await visitor.press('Create account', { password })).headings).toEqual([
      'This invitation has been cancelled',
    ])
    expect((await aVisitor(service).open(first)).status).toBe(410)
    expect((await keeper.send(`/people/invitations/${invitation.id}/resending`)).status).toBe(409)
    expect((await keeper.send(`/people/invitations/${newId()}/resending`)).status).toBe(404)
  })

  test('an invitation ends after fourteen days', async () => {
    service.clock.set('2027-04-01T09:00:00Z')
    keeper = await signedIn('keeper')
    const path = await invited('late')
    service.clock.minutesPass(14 * 24 * 60 + 1)
    const visitor = await aVisitor(service).open(path)
    expect([visitor.status, visitor.headings, visitor.text.includes('Ask the person who invited you')]).toEqual([
      410,
      ['This link has expired'],
      true,
    ])
    keeper = await signedIn('keeper')
  })

  test('the form says what is missing or wrong beside each field', async () => {
    await keeper.open('/people/invitations/new')
    await keeper.send('/people/invitations/new', { name: '', email: 'not an address', role: 'king' })
    expect([keeper.status, keeper.errors, keeper.valueOf('email')]).toEqual([
      422,
      ['Enter their name', 'Enter one email address, like name@example.org', 'Choose a role'],
      'not an address',
    ])
    await keeper.press('Send invitation', {
      name: 'Keeper',
      email: 'KEEPER@charity.example',
      role: 'administrator',
    })
    expect(keeper.errors).toEqual(['A person with this address already has this role'])
  })

  test('ending a role counts at the next request; the last administrator stays', async () => {
    const id = await aPerson('brief', ['administrator'])
    const brief = await signedIn('brief')
    expect((await brief.open('/people')).status).toBe(200)
    await keeper.open(`/people/${id}`)
    await keeper.press('Remove this role')
    expect([keeper.notices, (await brief.open('/people')).status]).toEqual([['The role has ended'], 404])
    const own = (await service.parts
      .db('people')
      .where({ email: addressOf('keeper') })
      .first())!.id
    await keeper.open(`/people/${own}`)
    await keeper.press('Remove this role')
    expect([keeper.status, keeper.errors]).toEqual([
      422,
      ['This is the only administrator who can sign in. Invite another administrator first.'],
    ])
    expect((await keeper.send(`/people/${own}/suspension`)).errors).toEqual([
      'You cannot suspend your own account. Ask another administrator.',
    ])
  })

  test('two administrators who end each other at once leave one', async () => {
    const [one, two] = [await aPerson('castor', ['administrator']), await aPerson('pollux', ['administrator'])]
    const [castor, pollux] = [await signedIn('castor'), await signedIn('pollux')]
    const own = (await service.parts
      .db('people')
      .where({ email: addressOf('keeper') })
      .first())!.id
    await castor.send(`/people/${own}/suspension`)
    await Promise.all([castor.send(`/people/${two}/suspension`), pollux.send(`/people/${one}/suspension`)])
    const active = await service.parts
      .db('charity_roles')
      .join('people', 'people.id', 'person_id')
      .where({ role: 'administrator' })
      .where('people.status', 'active')
      .whereNull('ended_at')
    expect(active.length).toBe(1)
    await service.database.writer('people').update({ status: 'active' })
    keeper = await signedIn('keeper')
  })

  test('a suspended person is out at the next request and cannot come back until reactivated', async () => {
    const id = await aPerson('away')
    const away = await signedIn('away')
    await keeper.open(`/people/${id}`)
    await keeper.press('Suspend account')
    expect((await away.open('/account')).address).toBe('/sign-in?next=%2Faccount')
    expect((await away.press('Sign in', { email: addressOf('away'), password })).status).toBe(422)
    await keeper.press('Reactivate account')
    expect((await away.press('Sign in', { email: addressOf('away'), password })).address).toBe('/account')
  })

  test('the list has pages and finds the beginning of a name; its queries do not grow with its length', async () => {
    for (let number = 10; number < 80; number += 1) await aPerson(`zed${number}`, ['appraiser'])
    const queries: number[] = []
    const seen = new Set<string>()
    const count = () => {
      queries[queries.length - 1]! += 1
    }
    service.parts.db.on('query', count)
    queries.push(0)
    await keeper.open('/people?search=ZED1')
    expect(keeper.$('main tbody tr').length).toBe(10)
    queries.push(0)
    await keeper.open('/people?search=zed')
    service.parts.db.removeListener('query', count)
    expect(queries[1]).toBe(queries[0])
    for (;;) {
      for (const { text } of keeper.links) if (text.startsWith('zed')) seen.add(text)
      const next = keeper.links.find(({ text }) => text.startsWith('Next page'))
      if (!next) break
      await keeper.open(next.href)
    }
    expect(seen.size).toBe(70)
    expect((await keeper.open('/people?search=%25')).text).toContain('Nobody begins with these letters')
    expect((await keeper.open('/people?after=nothing')).status).toBe(404)
  })

  test('a lead is invited into an organisation in the same way', async () => {
    const organisation = { id: newId(), name: 'Millbrook Libraries' }
    await service.database.writer('organisations').insert({
      ...organisation,
      name_key: 'millbrook libraries',
      kind: 'library service',
      place: 'Millbrook',
      role_mailbox: null,
      language: 'en',
      sign_off_wanted: 0,
      created_at: service.parts.clock.now(),
      version: 1,
    })
    const actor = {
      id: (await service.parts.db('people').first())!.id,
      name: '',
      language: 'en',
      memberships: [],
      charityRoles: [],
    }
    await service.parts.write(actor, work =>
      invite(work, { name: 'Lead', email: addressOf('lead'), role: 'lead', organisationId: organisation.id }),
    )
    const [email] = await service.post()
    const visitor = await aVisitor(service).open(/\/invitations\/[\w-]+/.exec(email!.text)![0])
    expect(visitor.text).toContain('Millbrook Libraries has invited you')
    await visitor.press('Create account', { password })
    const memberships = await service.parts.db('memberships').where({ organisation_id: organisation.id }).pluck('role')
    expect([visitor.address, memberships]).toEqual(['/home', ['lead']])
  })
})

const pathOf = (link: string): string => link.replace('http://localhost:3000', '')
