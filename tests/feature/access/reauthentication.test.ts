import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { eachDatabase } from '../../support/database.ts'
import { mustConfirm } from '../../support/approvals.ts'
import { anOrganisation, aPersonWho, signedIn, type APerson } from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'
import { anotherWindow, aVisitor } from '../../support/visitor.ts'

const password = 'open the library door'

eachDatabase('entering the password again', engine => {
  let service: Service
  beforeAll(async () => {
    service = await aService(engine, { trustedProxies: 1 })
  })
  afterAll(() => service.end())
  const signsIn = async (person: APerson) => {
    const visitor = await signedIn(service, person)
    await mustConfirm(service, person)
    return visitor
  }
  const invitations = async () => (await service.database.writer('invitations')).length

  test.each([
    ['a coordinator', 'coordinator'],
    ['an administrator', 'administrator'],
  ] as const)('%s must enter the password before inviting someone to a role in the charity', async (_, role) => {
    const visitor = await signsIn(await aPersonWho(service, { roles: [role] }))
    await visitor.open('/people/invitations/new')
    const before = await invitations()
    const typed = { name: 'Noor Hale', email: `noor-${role}@charity.example` }
    for (const wrong of ['', 'not my password at all', ` ${password}`]) {
      await visitor.press('Send invitation', {
        ...typed,
        ...(role === 'administrator' && { role: 'trustee' }),
        password: wrong,
      })
      expect([visitor.status, visitor.valueOf('name'), visitor.valueOf('password')]).toEqual([422, 'Noor Hale', ''])
    }
    // The form is sent without the password field.
    await visitor.send('/people/invitations/new', { ...typed, role: 'appraiser' })
    expect([visitor.status, await invitations()]).toEqual([422, before])
    await visitor.open('/people/invitations/new')
    await visitor.press('Send invitation', {
      ...typed,
      ...(role === 'administrator' && { role: 'trustee' }),
      password,
    })
    expect([visitor.status, await invitations()]).toEqual([200, before + 1])
  })

  test('a coordinator must enter the password before registering a library or inviting someone to one', async () => {
    const organisation = await anOrganisation(service)
    const visitor = await signsIn(await aPersonWho(service, { roles: ['coordinator'] }))
    const team = `/organisations/${organisation.id}/team`
    const before = await invitations()
    await visitor.send(team, { name: 'Noor', email: 'noor@library.example', role: 'lead' })
    expect([visitor.status, visitor.errors]).toEqual([422, ['Enter your password']])
    const library = {
      name: 'Westmoor',
      kind: 'library',
      place: 'Westmoor',
      leadName: 'Ada',
      leadEmail: 'ada@westmoor.example',
    }
    await visitor.send('/organisations/new', library)
    expect([visitor.status, visitor.errors, await invitations()]).toEqual([422, ['Enter your password'], before])
    await visitor.send('/organisations/new', { ...library, password })
    // The password that the coordinator entered to register the library still counts.
    await visitor.send(team, { name: 'Noor', email: 'noor@library.example', role: 'lead' })
    expect([visitor.status, await invitations()]).toEqual([200, before + 2])
  })

  test('a lead can invite a colleague without entering their password again', async () => {
    const organisation = await anOrganisation(service)
    const visitor = await signsIn(await aPersonWho(service, { member: [[organisation, 'lead']] }))
    await visitor.open(`/organisations/${organisation.id}/team`)
    expect(visitor.html).not.toContain('type="password"')
    await visitor.press('Send invitation', { name: 'Noor', email: 'noor@library.example', role: 'lead' })
    expect(visitor.status).toBe(200)
  })

  test('a password entered in one browser does not count in another, or after signing in again', async () => {
    const person = await aPersonWho(service, { roles: ['coordinator'] })
    const [one, other] = [await signsIn(person), await signsIn(person)]
    const typed = (name: string) => ({ name, email: `${name}@charity.example` })
    expect((await one.send('/people/invitations/new', { ...typed('a'), password })).status).toBe(200)
    expect((await one.send('/people/invitations/new', typed('b'))).status).toBe(200)
    expect((await other.send('/people/invitations/new', typed('c'))).status).toBe(422)
    const again = aVisitor(service, { 'X-Forwarded-For': '198.51.100.20' })
    await again.send('/sign-in', { email: person.email, password })
    expect((await again.send('/people/invitations/new', typed('d'))).status).toBe(422)
  })

  test('a correct password gives the session a new id, which every tab of the browser uses', async () => {
    const visitor = await signsIn(await aPersonWho(service, { roles: ['coordinator'] }))
    const before = anotherWindow(service, visitor)
    const typed = { name: 'Noor Hale', email: 'noor-again@charity.example' }
    await visitor.send('/people/invitations/new', { ...typed, password: 'not my password at all' })
    expect(visitor.cookies).toEqual(before.cookies)
    await visitor.send('/people/invitations/new', { ...typed, password })
    expect([visitor.status, visitor.errors]).toEqual([200, []])
    expect(visitor.cookies).not.toEqual(before.cookies)
    const tab = anotherWindow(service, visitor)
    await tab.open('/account')
    expect([tab.status, tab.address]).toEqual([200, '/account'])
    await before.open('/account')
    expect([before.status, before.address]).toEqual([200, '/account'])
    await before.send('/people/invitations/new', { ...typed, email: 'copied-cookie@charity.example' })
    expect([before.status, before.errors]).toEqual([422, ['Enter your password']])
    service.clock.minutesPass(2)
    await before.open('/account')
    expect(before.address).toMatch(/^\/sign-in/)
    await visitor.send('/people/invitations/new', { ...typed, email: 'noor-later@charity.example' })
    expect(visitor.status).toBe(200)
  })

  test('sending a form with the password twice at the same moment does not sign the person out', async () => {
    const visitor = await signsIn(await aPersonWho(service, { roles: ['coordinator'] }))
    const twice = [anotherWindow(service, visitor), anotherWindow(service, visitor)]
    await Promise.all(twice.map(window => window.open('/people/invitations/new')))
    const typed = { name: 'Ines Doyle', email: 'ines@charity.example', password }
    await Promise.all(twice.map(window => window.send('/people/invitations/new', typed)))
    for (const window of twice) {
      await window.open('/account')
      expect([window.status, window.address]).toEqual([200, '/account'])
    }
  })

  test('password attempts are limited like sign-ins, and the error page does not repeat the password', async () => {
    const visitor = await signsIn(await aPersonWho(service, { roles: ['coordinator'] }))
    const typed = {
      name: 'A name of more than twenty letters',
      email: 'x@charity.example',
      password: 'wrong wrong wrong',
    }
    const answers = []
    for (let time = 1; time <= 6; time += 1) answers.push((await visitor.send('/people/invitations/new', typed)).status)
    expect(answers).toEqual([422, 422, 422, 422, 422, 429])
    expect([visitor.text.includes('A name of more than'), visitor.html.includes('wrong wrong')]).toEqual([true, false])
  })
})
