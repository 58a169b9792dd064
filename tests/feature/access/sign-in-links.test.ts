import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { hashOfToken } from '../../../src/email/tokens.ts'
import { eachDatabase } from '../../support/database.ts'
import { anOrganisation, aPersonWho, type APerson } from '../../support/factories.ts'
import { aService, type Service } from '../../support/service.ts'
import { aVisitor, type Visitor } from '../../support/visitor.ts'

eachDatabase('signing in with an emailed link', engine => {
  let service: Service
  let networks = 0
  beforeAll(async () => {
    service = await aService(engine, { trustedProxies: 1 })
  })
  afterAll(() => service.end())

  const visitorFrom = (network: string): Visitor => aVisitor(service, { 'X-Forwarded-For': network })
  const aNetwork = (): Visitor => {
    networks += 1
    return visitorFrom(`192.0.2.${networks}`)
  }
  const asksForLink = async ({ email }: { email: string }, visitor = aNetwork()): Promise<Visitor> => {
    await visitor.open('/sign-in')
    await visitor.follow('Are you on a panel, or helping a panel member? Get a sign-in link by email')
    return visitor.press('Email me a link', { email })
  }
  const linkFor = async (person: APerson): Promise<string> => {
    await asksForLink(person)
    const [email] = (await service.post()).filter(({ to }) => to === person.email)
    return linkIn(email!.text, '/sign-in/link/')
  }
  const aHelper = () => aPersonWho(service, { roles: ['helper'] })

  test('a link signs a helper in once, and only when the button is pressed', async () => {
    const person = await aHelper()
    const path = await linkFor(person)
    expect((await aVisitor(service).open(path)).headings[0]).toBe('Sign in') // like an email scanner
    const visitor = await aVisitor(service).open(path)
    expect([visitor.address, visitor.headers['referrer-policy']]).toEqual(['/sign-in/link', 'same-origin'])
    expect(visitor.text).not.toContain(person.name)
    await visitor.press('Sign in')
    expect([visitor.status, visitor.address]).toEqual([200, '/home'])
    expect((await visitor.open('/account')).valueOf('name')).toBe(person.name)
    const again = await aVisitor(service).open(path)
    expect([again.status, again.headings[0]]).toEqual([410, 'This link has already been used'])
  })

  test('in the browser that requested it, a link opens the page that the person first wanted', async () => {
    const person = await aHelper()
    const visitor = aNetwork()
    await visitor.open('/account/notifications')
    await visitor.follow('Are you on a panel, or helping a panel member? Get a sign-in link by email')
    await visitor.press('Email me a link', { email: '' })
    await visitor.press('Email me a link', { email: person.email })
    const [email] = (await service.post()).filter(({ to }) => to === person.email)
    await visitor.open(linkIn(email!.text, '/sign-in/link/'))
    await visitor.press('Sign in')
    expect([visitor.status, visitor.address]).toEqual([200, '/account/notifications'])

    const other = await aVisitor(service).open(await linkFor(await aHelper()))
    await other.press('Sign in')
    expect(other.address).toBe('/home')
    await visitor.open('/sign-in/email?next=https%3A%2F%2Felsewhere.example')
    expect((await visitor.press('Email me a link', { email: person.email })).address).toBe('/sign-in/email/sent')
    const [second] = (await service.post()).filter(({ to }) => to === person.email)
    await visitor.open(linkIn(second!.text, '/sign-in/link/'))
    await visitor.press('Sign in')
    expect([visitor.status, visitor.address]).toEqual([200, '/home'])
  })

  test('only a hash of the link is stored, and the link expires after 15 minutes', async () => {
    const person = await aHelper()
    const path = await linkFor(person)
    const secret = path.split('/').at(-1)!
    const rows = await service.database.writer('email_tokens').where({ about_id: person.id })
    expect(rows.map(({ kind, token_hash }) => [kind, token_hash])).toEqual([['sign-in link', hashOfToken(secret)]])
    expect(JSON.stringify(await service.database.writer('outbox').select())).not.toContain(secret)
    const early = await aVisitor(service).open(path)
    service.clock.minutesPass(16)
    await early.press('Sign in')
    expect([early.status, early.headings[0]]).toEqual([410, 'This link has expired'])
    expect((await aVisitor(service).open(path)).status).toBe(410)
    expect((await aVisitor(service).open(`${path}x`)).status).toBe(404)
    expect((await aVisitor(service).open('/account')).address).toMatch(/^\/sign-in/)
  })

  test('a link is sent only to people whose roles are all on panels, and everyone sees the same page', async () => {
    const organisation = await anOrganisation(service, { name: 'Elsewhere' })
    const may = await aPersonWho(service, { roles: ['appraiser', 'helper'] })
    const mayNot = [
      await aPersonWho(service, { roles: ['appraiser'], member: [[organisation, 'observer']] }),
      await aPersonWho(service, { roles: ['appraiser', 'coordinator'] }),
      await aPersonWho(service, { roles: ['trustee'] }),
      await aPersonWho(service, { roles: ['administrator'] }),
      await aPersonWho(service, { member: [[organisation, 'lead']] }),
      await aPersonWho(service, {}),
    ]
    const suspended = await aHelper()
    await service.database.writer('people').where({ id: suspended.id }).update({ status: 'suspended' })
    const answers: unknown[] = []
    for (const email of [may, ...mayNot, suspended, { email: 'nobody@library.example' }].map(each => each.email)) {
      const visitor = await asksForLink({ email })
      answers.push([visitor.status, visitor.address, visitor.html.replaceAll(email, '')])
    }
    expect(new Set(answers.map(each => JSON.stringify(each))).size).toBe(1)
    expect(answers[0]).toEqual([200, '/sign-in/email/sent', expect.stringContaining('It expires after 15 minutes.')])
    expect((await service.post()).map(({ to, subject }) => [to, subject])).toEqual([[may.email, 'Your sign-in link']])
  })

  test.each(['suspended', 'a lead', 'a coordinator'])(
    'a link is refused if the person has since become %s',
    async change => {
      const person = await aHelper()
      const visitor = await aVisitor(service).open(await linkFor(person))
      const db = service.database.writer
      const at = service.clock.now()
      if (change === 'suspended') await db('people').where({ id: person.id }).update({ status: 'suspended' })
      if (change === 'a lead') {
        const { id } = await anOrganisation(service, { name: 'New library' })
        const row = { id, person_id: person.id, organisation_id: id, role: 'lead', started_at: at, ended_at: null }
        await db('memberships').insert(row)
      }
      if (change === 'a coordinator')
        await db('charity_roles').where({ person_id: person.id }).update({ role: 'coordinator' })
      await visitor.press('Sign in')
      expect([visitor.status, visitor.headings[0]]).toEqual([410, 'This link has already been used'])
      expect((await visitor.open('/account')).address).toMatch(/^\/sign-in/)
    },
  )

  test('a link works once when two browsers use it simultaneously', async () => {
    const path = await linkFor(await aHelper())
    const browsers = await Promise.all([1, 2].map(() => aVisitor(service).open(path)))
    await Promise.all(browsers.map(browser => browser.press('Sign in')))
    expect(browsers.map(({ status }) => status).toSorted()).toEqual([200, 410])
  })

  test('an address gets at most eight links an hour, and signing in with one ends the others', async () => {
    const person = await aHelper()
    const paths: string[] = []
    for (let asked = 0; asked < 10; asked += 1) {
      const visitor = await asksForLink(person)
      expect([visitor.status, visitor.address]).toEqual([200, '/sign-in/email/sent'])
      for (const { text } of await service.post()) paths.push(linkIn(text, '/sign-in/link/'))
    }
    expect(paths).toHaveLength(8)
    const visitor = await aVisitor(service).open(paths[1]!)
    await visitor.press('Sign in')
    expect(visitor.address).toBe('/home')
    for (const path of paths) expect((await aVisitor(service).open(path)).status).toBe(410)
  })

  test.each([
    ['an IPv4 network', () => '192.0.2.200'],
    ['an IPv6 site', (asked: number) => `2001:db8:7:${asked}::1`],
  ])('%s can request three links an hour for an address, and the owner can still request one', async (_where, from) => {
    const person = await aHelper()
    let sent = 0
    for (let asked = 0; asked < 5; asked += 1) {
      const stranger = await asksForLink(person, visitorFrom(from(asked)))
      expect([stranger.status, stranger.address]).toEqual([200, '/sign-in/email/sent'])
      sent += (await service.post()).length
    }
    expect(sent).toBe(3)
    const owner = await aVisitor(service).open(await linkFor(person))
    await owner.press('Sign in')
    expect(owner.address).toBe('/home')
  })

  test('a missing or invalid address is refused, and so are too many attempts from one network', async () => {
    const visitor = await aNetwork().open('/sign-in/email')
    for (const [email, says] of [
      ['', 'Enter your email address'],
      ['not an address', 'Enter one email address, like name@example.org'],
    ]) {
      await visitor.press('Email me a link', { email: email! })
      expect([visitor.status, visitor.errors]).toEqual([422, [says]])
    }
    const statuses: number[] = []
    for (let tried = 0; tried < 70; tried += 1)
      statuses.push((await visitor.send('/sign-in/email', { email: `guess${tried}@library.example` })).status)
    expect([statuses[0], statuses.at(-1)]).toEqual([200, 429])
    expect(await service.post()).toEqual([])
  })
})

function linkIn(text: string, begins: string): string {
  const found = new RegExp(`${begins}[\\w-]+`).exec(text)
  if (!found) throw new Error(`no link in: ${text}`)
  return found[0]
}
