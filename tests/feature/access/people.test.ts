import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newId } from '../../../src/db/ids.ts'
import { hashPassword } from '../../../src/web/passwords.ts'
import { keyOfName } from '../../../src/domain/similar-names.ts'
import { eachDatabase } from '../../support/database.ts'
import { anOrganisation, aPersonWho } from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'
import { aVisitor, type Visitor } from '../../support/visitor.ts'

const password = 'open the library door'
let hash = ''
beforeAll(async () => {
  hash = await hashPassword(password)
})

eachDatabase('people', engine => {
  let service: Service
  let administrator: Visitor
  beforeAll(async () => {
    service = await aService(engine)
    await aPerson('administrator', ['administrator'])
    administrator = await signedIn('administrator')
  })
  afterAll(() => service.end())

  const addressOf = (name: string) => `${name.replace(/\s/g, '.').toLowerCase()}@charity.example`
  const aPerson = async (name: string, roles: readonly string[] = []) => {
    const [id, email, at] = [newId(), addressOf(name), service.parts.clock.now()]
    await service.database.writer('people').insert({
      id,
      email,
      email_key: email,
      name_key: keyOfName(name),
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
  test('only administrators see the list of people', async () => {
    await aPerson('trustee', ['trustee', 'appraiser'])
    const trustee = await signedIn('trustee')
    const [theirs, nothing] = [(await trustee.open('/people')).html, (await trustee.open('/nothing')).html]
    expect([trustee.status, theirs]).toEqual([404, nothing])
    expect(
      (await trustee.send('/people/invitations/new', { name: 'X', email: 'x@charity.example', role: 'administrator' }))
        .status,
    ).toBe(404)
    expect((await aVisitor(service).open('/people')).address).toBe('/sign-in?next=%2Fpeople')
  })

  test('removing a role takes effect at the next request; the last administrator cannot lose the role', async () => {
    const id = await aPerson('brief', ['administrator'])
    const brief = await signedIn('brief')
    expect((await brief.open('/people')).status).toBe(200)
    await administrator.open(`/people/${id}`)
    await administrator.follow('Remove this role')
    await administrator.press('Remove this role')
    expect(administrator.notices).toEqual(['brief no longer has the role of Administrator'])
    expect((await brief.open('/people')).status).toBe(404)
    const own = (await service.parts
      .db('people')
      .where({ email: addressOf('administrator') })
      .first())!.id
    await administrator.open(`/people/${own}`)
    await administrator.follow('Remove this role')
    await administrator.press('Remove this role')
    expect([administrator.status, administrator.errors]).toEqual([
      422,
      ['No other administrator can sign in. Invite another administrator first.'],
    ])
    expect((await administrator.send(`/people/${own}/suspension`)).errors).toEqual([
      'You cannot suspend your own account. Ask another administrator.',
    ])
  })

  test('one administrator stays active when the last two suspend each other simultaneously', async () => {
    const [one, two] = [await aPerson('castor', ['administrator']), await aPerson('pollux', ['administrator'])]
    const [castor, pollux] = [await signedIn('castor'), await signedIn('pollux')]
    const own = (await service.parts
      .db('people')
      .where({ email: addressOf('administrator') })
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
    administrator = await signedIn('administrator')
  })

  test('an administrator reads the consequences of a suspension before suspending the account', async () => {
    const id = await aPerson('present')
    const present = await signedIn('present')
    await administrator.open(`/people/${id}`)
    await administrator.follow('Suspend account')
    expect(administrator.text).toContain(
      'Suspend this account? They will be signed out everywhere, and cannot sign in again until an administrator ' +
        'reactivates the account. Their panel seats will become free, and criteria assigned to them will be ' +
        'unassigned. They do not get these back when the account is reactivated. We will keep everything they wrote ' +
        'and decided.',
    )
    await administrator.follow('Cancel')
    expect([administrator.address, (await present.open('/account')).address]).toEqual([`/people/${id}`, '/account'])
  })

  test('the other administrators and leads get an email when an account is suspended or reactivated', async () => {
    const second = await aPerson('second', ['administrator', 'appraiser'])
    const organisation = await anOrganisation(service, { name: 'Lanner Libraries' })
    const [lead, colleague] = [
      await aPersonWho(service, { name: 'Ada Grange', member: [[organisation, 'lead']] }),
      await aPersonWho(service, { member: [[organisation, 'lead']] }),
    ]
    const press = async (id: string, button: string, confirmed: string | null) => {
      await service.post()
      await administrator.open(`/people/${id}`)
      if (confirmed === null) await administrator.press(button)
      else {
        await administrator.follow(button)
        await administrator.press(confirmed)
      }
      return (await service.post()).map(({ to, subject }) => [to, subject])
    }
    const suspend = (id: string) => press(id, 'Suspend account', 'Suspend account')
    const reactivate = (id: string) => press(id, 'Reactivate account', null)
    const suspended = 'Someone at City of Sanctuary has had their account suspended'
    const reactivated = 'Someone at City of Sanctuary has had their account reactivated'
    expect(await suspend(second)).toContainEqual([addressOf('administrator'), suspended])
    expect(await reactivate(second)).toContainEqual([addressOf('administrator'), reactivated])
    const inTeam = 'Someone at Lanner Libraries has had their account'
    expect(await suspend(lead.id)).toEqual([[colleague.email, `${inTeam} suspended`]])
    expect(await reactivate(lead.id)).toContainEqual([colleague.email, `${inTeam} reactivated`])
  })

  test('a suspended person is signed out, and cannot sign in until they are reactivated', async () => {
    const id = await aPerson('away')
    const away = await signedIn('away')
    await administrator.open(`/people/${id}`)
    await administrator.follow('Suspend account')
    await administrator.press('Suspend account')
    expect((await away.open('/account')).address).toBe('/sign-in?next=%2Faccount')
    expect((await away.press('Sign in', { email: addressOf('away'), password })).status).toBe(422)
    await administrator.press('Reactivate account')
    expect((await away.press('Sign in', { email: addressOf('away'), password })).address).toBe('/account')
  })

  test('people are sorted and found by name, ignoring accents and capitals, and found by email address', async () => {
    for (const name of ['Ulla Øst', 'Łucja Nowak', 'Élise Achterberg', 'elif Şahin']) await aPerson(name, ['appraiser'])
    const namesFor = async (search: string) => {
      await administrator.open(`/people?search=${encodeURIComponent(search)}`)
      return administrator
        .$('main tbody tr th, main tbody tr td:first-child')
        .map((_, cell) => administrator.$(cell).text().trim())
        .get()
    }
    const { id } = (await service.parts.db('people').where({ name: 'Ulla Øst' }).first('id'))!
    const email = 'Office.Ulla@charity.example'
    await service.database.writer('people').where({ id }).update({ email, email_key: email.toLowerCase() })
    for (const search of ['OFF', 'office.ulla', 'office.ulla@', 'office.ulla@cha'])
      expect([search, await namesFor(search)]).toEqual([search, ['Ulla Øst']])
    expect(await namesFor('łucja')).toEqual(['Łucja Nowak'])
    expect(await namesFor('LUCJA n')).toEqual(['Łucja Nowak'])
    expect(await namesFor('eli')).toEqual(['elif Şahin', 'Élise Achterberg'])
  })

  test('a person’s organisations are sorted by name, ignoring accents and capitals', async () => {
    const names = ['Zennor Library', 'Ŵyn Library', 'abbey library']
    const member: [{ id: string }, 'lead'][] = []
    for (const name of names) member.push([await anOrganisation(service, { name }), 'lead'])
    const { name } = await aPersonWho(service, { name: 'Member of Three', member })
    await administrator.open(`/people?search=${encodeURIComponent(name)}`)
    const shown = administrator.$('main tbody').text()
    const inOrder = names.toReversed()
    expect(inOrder.toSorted((a, b) => shown.indexOf(a) - shown.indexOf(b))).toEqual(inOrder)
    for (const each of names) expect(shown).toContain(each)
  })

  test('people are listed in pages and found by name, with a constant number of queries', async () => {
    for (let number = 10; number < 80; number += 1) await aPerson(`zed${number}`, ['appraiser'])
    const queries: number[] = []
    const seen = new Set<string>()
    const count = () => {
      queries[queries.length - 1]! += 1
    }
    service.parts.db.on('query', count)
    queries.push(0)
    await administrator.open('/people?search=ZED1')
    expect(administrator.$('main tbody tr').length).toBe(10)
    queries.push(0)
    await administrator.open('/people?search=zed')
    service.parts.db.removeListener('query', count)
    expect(queries[1]).toBe(queries[0])
    for (;;) {
      for (const { text } of administrator.links) if (text.startsWith('zed')) seen.add(text)
      const next = administrator.links.find(({ text }) => text.startsWith('Next page'))
      if (!next) break
      await administrator.open(next.href)
    }
    expect(seen.size).toBe(70)
    expect((await administrator.open('/people?search=%25')).text).toContain(
      'No name or email address starts with what you entered',
    )
    expect((await administrator.open('/people?after=nothing')).status).toBe(404)
  })
})
