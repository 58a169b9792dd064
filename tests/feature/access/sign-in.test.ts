import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openDatabase } from '../../../src/db/connection.ts'
import { newId } from '../../../src/db/ids.ts'
import { theService, withoutRights } from '../../../src/domain/actor.ts'
import { Busy, NoRoom } from '../../../src/domain/refusals.ts'
import {
  deleteOldSignIns,
  personWith,
  setPassword,
  signIn,
} from '../../../src/modules/access/sign-in/sign-in.actions.ts'
import { hashPassword } from '../../../src/web/passwords.ts'
import { hash as argon2 } from '@node-rs/argon2'
import request from 'supertest'
import { eachDatabase } from '../../support/database.ts'
import { aService, type Service } from '../../support/service.ts'
import { until } from '../../support/until.ts'
import { anotherWindow, aVisitor, type Visitor } from '../../support/visitor.ts'

const password = 'open the library door'
let hash = ''
beforeAll(async () => {
  hash = await hashPassword(password)
})

eachDatabase('signing in', engine => {
  let service: Service
  beforeAll(async () => {
    service = await aService(engine, { trustedProxies: 1 })
  })
  afterAll(() => service.end())

  let count = 0
  /** Stores a person with an account; returns their id, email and a network address that no one else has. */
  const aPerson = async (status = 'active') => {
    count += 1
    const person = { id: newId(), email: `person${count}@library.example`, network: `192.0.2.${count}` }
    const { email, id } = person
    await service.database.writer('people').insert({
      id,
      email,
      email_key: email,
      name_key: `person ${count}`,
      name: `Person ${count}`,
      password_hash: hash,
      language: 'en',
      status,
      created_at: service.parts.clock.now(),
      version: 1,
    })
    return person
  }
  const visitorFrom = (network: string) => aVisitor(service, { 'X-Forwarded-For': network })
  const signedIn = async (person: { email: string; network: string }, next = '/account') => {
    const visitor = visitorFrom(person.network)
    await visitor.open(`/sign-in?next=${encodeURIComponent(next)}`)
    return visitor.press('Sign in', { email: person.email, password })
  }

  test('while the disk is full, the sign-in page says who can help and does not offer the form again', async () => {
    const full = await aService(engine, {}, parts => ({ ...parts, write: () => Promise.reject(new NoRoom()) }))
    const visitor = await aVisitor(full).open('/sign-in')
    await visitor.press('Sign in', { email: 'someone@library.example', password })
    expect([visitor.status, visitor.text]).toEqual([507, expect.stringContaining('Nobody can sign in')])
    expect(visitor.text).not.toMatch(/Your text is still here|Keep a copy of your work|Send your form again/)
    await full.end()
  })

  test('the log shows the network of a sign-in only as a hash that changes every day', async () => {
    const person = await aPerson()
    const from = async () => {
      const before = service.logged.length
      const visitor = await signedIn(person)
      await visitor.press('Sign out')
      const lines = service.logged.slice(before).filter(line => line.includes('sign-'))
      expect([lines.length, lines.join('').includes(person.network)]).toEqual([2, false])
      return [...new Set(lines.map(line => (JSON.parse(line) as { from: string }).from))]
    }
    const [first, second] = [await from(), await from()]
    service.clock.minutesPass(24 * 60)
    const third = await from()
    expect([first.length, first[0]]).toEqual([1, expect.stringMatching(/^[\w-]{12}$/)])
    expect([second[0] === first[0], third[0] === first[0]]).toEqual([true, false])
  })

  test('signing in opens the page that the person asked for, and never another website', async () => {
    const person = await aPerson()
    const visitor = await signedIn(person)
    expect([visitor.status, visitor.address, visitor.valueOf('name')]).toEqual([200, '/account', `Person ${count}`])
    expect((await signedIn(person, '//elsewhere.example/account')).address).toBe('/home')
  })

  test('signing in ignores the case of the email address', async () => {
    const person = await aPerson()
    expect((await signedIn({ ...person, email: person.email.toUpperCase() })).address).toBe('/account')
  })

  test('an unknown address, a wrong password and a suspended account get the same page', async () => {
    const [known, suspended] = [await aPerson(), await aPerson('suspended')]
    const responses = []
    for (const [email, typed] of [
      ['nobody@library.example', password],
      [known.email, `${password}!`],
      [suspended.email, password],
    ] as const) {
      const visitor = await visitorFrom(known.network).open('/sign-in')
      await visitor.press('Sign in', { email, password: typed })
      responses.push([
        visitor.status,
        visitor.errors,
        visitor.valueOf('email') === email,
        visitor.valueOf('password'),
        visitor.cookies.size,
        visitor.html.replaceAll(email, ''),
      ])
    }
    expect(responses[0]!.slice(0, 5)).toEqual([
      422,
      ['The email address or password is not right. Check both and try again'],
      true,
      '',
      0,
    ])
    expect(responses[1]).toEqual(responses[0])
    expect(responses[2]).toEqual(responses[0])
  })

  test('a sign-in with a missing or repeated field is refused with errors', async () => {
    const visitor = await visitorFrom('192.0.2.250').open('/sign-in')
    await visitor.press('Sign in', { email: '', password: '' })
    expect([visitor.status, visitor.errors, visitor.title.startsWith('Error:')]).toEqual([
      422,
      ['Enter your email address', 'Enter your password'],
      true,
    ])
    await visitor.send('/sign-in', {
      email: ['a@library.example', 'b@library.example'],
      password: [password, password],
    })
    expect([visitor.status, visitor.errors.length]).toEqual([422, 2])
    await visitor.send('/sign-in', { email: 'a\0@library.example', password: 'p\0p' })
    expect(visitor.status).toBe(422)
  })

  test('no cookie is set and nothing is stored before a person signs in', async () => {
    const before = await service.parts.db('sessions').orderBy('id_hash').select('id_hash')
    const visitor = await visitorFrom('192.0.2.251').open('/sign-in')
    expect([
      visitor.headers['set-cookie'],
      await service.parts.db('sessions').orderBy('id_hash').select('id_hash'),
    ]).toEqual([undefined, before])
  })

  test('the session cookie is HttpOnly and Lax, is for the whole site and ends with the browser session', async () => {
    const person = await aPerson()
    const response = await responseTo(
      service,
      '/sign-in',
      { email: person.email, password },
      { 'X-Forwarded-For': person.network },
    )
    expect(cookiesSetBy(response)).toEqual(['sanctuary=; Path=/; HttpOnly; SameSite=Lax'])
  })

  test('each sign-in gets a new session id, and ends a session that an attacker planted in the browser', async () => {
    const [attacker, victim] = [await aPerson(), await aPerson()]
    const own = await signedIn(attacker)
    const planted = own.cookies.get('sanctuary')!
    const visitor = visitorFrom(victim.network)
    visitor.cookies.set('sanctuary', planted)
    await visitor.send('/sign-in?next=/account', { email: victim.email, password })
    expect([visitor.address, visitor.valueOf('name'), visitor.cookies.get('sanctuary') === planted]).toEqual([
      '/account',
      `Person ${count}`,
      false,
    ])
    expect((await own.open('/account')).address).toMatch(/^\/sign-in/)
  })

  test.each([
    ['of one word', 'invented'],
    ['with a signature', 's%3Ainvented.invented'],
    ['without a signature', 's%3A.'],
    ['of 3,000 characters', 'x'.repeat(3_000)],
  ])('a session id %s that we did not issue is ignored and replaced', async (_what, invented) => {
    const person = await aPerson()
    const visitor = visitorFrom(person.network)
    visitor.cookies.set('sanctuary', invented)
    expect((await visitor.open('/account')).address).toMatch(/^\/sign-in/)
    await visitor.send('/sign-in?next=/account', { email: person.email, password })
    expect([visitor.address, visitor.cookies.get('sanctuary') === invented]).toEqual(['/account', false])
  })

  test('signing in ends the sign-in of another person in the same browser', async () => {
    const [first, second] = [await aPerson(), await aPerson()]
    const browser = aVisitor(service, { 'X-Forwarded-For': first.network })
    await browser.send('/sign-in', { email: first.email, password })
    await browser.send('/sign-in', { email: second.email, password })
    await browser.open('/account')
    expect(browser.text).toContain(second.email)
    const ended = await service.parts.db('sign_ins').where({ person_id: first.id }).pluck('end_reason')
    expect(ended).toEqual(['signed in again'])
  })

  test('signing out ends the session and clears the browser’s data', async () => {
    const visitor = await signedIn(await aPerson())
    const cookie = visitor.cookies.get('sanctuary')!
    const { headers } = await responseTo(service, '/sign-out', {}, { Cookie: `sanctuary=${cookie}` })
    expect([headers['clear-site-data'], headers.location]).toEqual(['"cache", "cookies", "storage"', '/sign-out'])
    visitor.cookies.set('sanctuary', cookie)
    expect((await visitor.open('/sign-out')).headings).toEqual(['You are signed out'])
    expect((await visitor.open('/account')).address).toMatch(/^\/sign-in/)
    expect((await visitor.send('/sign-out')).status).toBe(200)
  })

  test('a slow request that started before the person signed out does not restore the session', async () => {
    const visitor = await signedIn(await aPerson())
    const cookie = visitor.cookies.get('sanctuary')!
    const elsewhere = aVisitor(service)
    elsewhere.cookies.set('sanctuary', cookie)
    const slow = Promise.all(
      Array.from({ length: 8 }, () => {
        const tab = aVisitor(service)
        tab.cookies.set('sanctuary', cookie)
        return tab.send('/account', { name: 'Slow', language: 'en', version: '1' })
      }),
    )
    await elsewhere.send('/sign-out')
    await slow
    elsewhere.cookies.set('sanctuary', cookie)
    expect((await elsewhere.open('/account')).address).toMatch(/^\/sign-in/)
  })

  test('a session ends after 30 minutes without a request, and after 12 hours in any case', async () => {
    service.clock.set('2027-03-02T08:00:00Z')
    const visitor = await signedIn(await aPerson())
    service.clock.minutesPass(31)
    await visitor.open('/account')
    expect([visitor.address, visitor.text.includes('We signed you out because you were inactive.')]).toEqual([
      '/sign-in?next=%2Faccount',
      true,
    ])

    const busy = await signedIn(await aPerson())
    for (let minutes = 29; minutes < 12 * 60; minutes += 29) {
      service.clock.minutesPass(29)
      expect((await busy.open('/account')).address).toBe('/account')
      await seenWritten(service, busy)
    }
    service.clock.minutesPass(29)
    expect((await busy.open('/account')).text).toContain('because you had been signed in for 12 hours')
  })

  test('viewing pages writes only the time of the last request, at most once a minute', async () => {
    service.clock.set('2027-03-03T08:00:00Z')
    const visitor = await signedIn(await aPerson())
    const written = await writesDuring(service, async () => {
      for (const _ of [1, 2, 3]) await visitor.open('/account/security')
    })
    expect(written).toEqual([])
    service.clock.minutesPass(1)
    const later = await writesDuring(service, async () => {
      await visitor.open('/account/security')
      await seenWritten(service, visitor)
      for (const _ of [1, 2]) await visitor.open('/account/security')
    })
    expect(later).toEqual([expect.stringMatching(/^update .sign_ins./)])
  })

  test('a page reads the person, their memberships and their roles in one query', async () => {
    const visitor = await signedIn(await aPerson())
    const queries = await queriesDuring(service, () => visitor.open('/sign-out'))
    expect(queries.length).toBe(1)
  })

  test('one network can try to sign in to one account five times a minute', async () => {
    service.clock.set('2027-03-04T08:00:00Z')
    const person = await aPerson()
    const visitor = await visitorFrom(person.network).open('/sign-in')
    const statuses = []
    for (let tried = 0; tried < 100; tried += 1)
      statuses.push((await visitor.send('/sign-in', { email: person.email, password: `${password} ${tried}` })).status)
    expect(statuses).toEqual([...Array<number>(5).fill(422), ...Array<number>(95).fill(429)])
    expect([visitor.errors, Number(visitor.headers['retry-after']) > 0]).toEqual([
      ['You have tried too many times. Wait a minute, then try again'],
      true,
    ])
    expect((await visitor.send('/sign-in', { email: person.email, password })).status).toBe(429)
    service.clock.minutesPass(2)
    expect((await visitor.send('/sign-in?next=/account', { email: person.email, password })).address).toBe('/account')
  })

  test('20 simultaneous attempts to sign in are limited like 20 in a row', async () => {
    service.clock.set('2027-03-04T09:00:00Z')
    const person = await aPerson()
    const attempt = async () =>
      (await visitorFrom(person.network).send('/sign-in', { email: person.email, password: 'guess' })).status
    const together = await Promise.all(Array.from({ length: 20 }, attempt))
    // A busy database answers some attempts with 503 and does not count them, so the test makes more afterwards.
    const later = [await attempt(), await attempt(), await attempt(), await attempt(), await attempt(), await attempt()]
    expect([...together, ...later].filter(status => status === 422).length).toBe(5)
    expect(together.filter(status => ![422, 429, 503].includes(status))).toEqual([])
    expect([together.includes(422), later.at(-1)]).toEqual([true, 429])
  })

  test('each network always has one attempt a minute, so that an attacker cannot lock the owner out', async () => {
    service.clock.set('2027-03-05T08:00:00Z')
    const person = await aPerson()
    const statuses = []
    for (let place = 0; place < 12; place += 1)
      for (const tried of [1, 2]) {
        statuses.push(
          (await visitorFrom(`198.51.100.${place}`).send('/sign-in', { email: person.email, password: `${tried}` }))
            .status,
        )
      }
    expect(statuses.filter((_, index) => index % 2 === 0)).toEqual(Array(12).fill(422))
    expect(statuses.filter((_, index) => index % 2 === 1)).toEqual([
      ...Array<number>(5).fill(422),
      ...Array<number>(7).fill(429),
    ])
    expect((await signedIn(person)).address).toBe('/account')
  })

  test('an attacker with many IPv6 networks has at most 20 attempts a minute for one account', async () => {
    service.clock.set('2027-03-05T12:00:00Z')
    const person = await aPerson()
    const statuses = []
    for (let place = 0; place < 25; place += 1) {
      const visitor = visitorFrom(`2001:db8:77:${place.toString(16)}::1`)
      statuses.push((await visitor.send('/sign-in', { email: person.email, password: `${place}` })).status)
    }
    expect(statuses).toEqual([...Array<number>(20).fill(422), ...Array<number>(5).fill(429)])
    expect((await signedIn(person)).address).toBe('/account')
    expect((await signedIn({ ...person, network: '2001:db8:78::1' })).address).toBe('/account')
  })

  test('successful sign-ins are not limited, and a network has at most 60 failed attempts a minute', async () => {
    service.clock.set('2027-03-06T08:00:00Z')
    const network = '203.0.113.9'
    const person = { ...(await aPerson()), network }
    for (let morning = 0; morning < 9; morning += 1) expect((await signedIn(person)).address).toBe('/account')
    const strangers = []
    for (let tried = 0; tried < 62; tried += 1)
      strangers.push(
        (await visitorFrom(network).send('/sign-in', { email: `guess${tried}@library.example`, password: 'x' })).status,
      )
    expect([strangers.slice(0, 60).every(status => status === 422), strangers.slice(60)]).toEqual([true, [429, 429]])
  })

  test('attempt counters contain no email or network address, and old ones are deleted', async () => {
    service.clock.set('2027-03-07T08:00:00Z')
    await visitorFrom('203.0.113.10').send('/sign-in', { email: 'late@library.example', password: 'x' })
    expect(await service.parts.db('limit_counters').where('window_started_at', '<', '2027-03-05T08:00')).toEqual([])
    expect(JSON.stringify(await service.parts.db('limit_counters'))).not.toMatch(/203\.0|library\.example/)
  })

  test('an emailed link resets a forgotten password, and the page does not reveal who has an account', async () => {
    service.clock.set('2027-03-08T08:00:00Z')
    const person = await aPerson()
    const other = await signedIn(person)
    const responses = []
    for (const email of [person.email, 'nobody@library.example']) {
      const visitor = await visitorFrom(person.network).open('/password/forgotten')
      await visitor.press('Send link', { email })
      responses.push([visitor.status, visitor.html.replaceAll(email, '')])
    }
    expect(responses[1]).toEqual(responses[0])
    const emails = await service.post()
    expect(emails.map(({ to }) => to)).toEqual([person.email])
    const path = linkIn(emails[0]!.text, '/password/reset/')

    // An email scanner opens the link first.
    expect((await aVisitor(service).open(path)).headings[0]).toBe('Choose a new password')
    const visitor = await aVisitor(service).open(path)
    expect([visitor.address, visitor.headers['referrer-policy']]).toEqual(['/password/reset', 'same-origin'])
    for (const [typed, says] of [
      ['fourteen chars', 'Use 15 characters or more'],
      ['a'.repeat(129), 'Use 128 characters or fewer'],
      [
        'correct horse battery staple',
        'Choose a password that is not a common phrase, your name or your email address',
      ],
      [person.email, 'Choose a password that is not a common phrase, your name or your email address'],
      ['', 'Enter a password'],
    ]) {
      await visitor.press('Save password', { password: typed! })
      expect([visitor.status, visitor.errors]).toEqual([422, [says]])
    }
    const twice = anotherWindow(service, visitor)
    await visitor.press('Save password', { password: 'fifteen letters' })
    await twice.send('/password/reset', { password: 'fifteen letters' })
    expect([twice.status, twice.text.includes('If you have changed your password, sign in with the new one.')]).toEqual(
      [410, true],
    )
    expect([
      visitor.address,
      visitor.html.includes('Your password has been changed. Sign in with your new password.'),
    ]).toEqual(['/sign-in', true])
    expect(visitor.cookies.has('sanctuary')).toBe(false)
    expect((await other.open('/account')).address).toMatch(/^\/sign-in/)
    expect((await service.post()).map(({ to, subject }) => [to, subject])).toEqual([
      [person.email, 'Your password was changed'],
    ])
    const again = await aVisitor(service).open(path)
    expect([again.status, again.headings[0]]).toEqual([410, 'This link has already been used'])
    await visitor.press('Sign in', { email: person.email, password: 'fifteen letters' })
    expect(visitor.address).toBe('/home')
    const events = await service.parts.db('events').where({ person_id: person.id }).pluck('name')
    expect(events).toEqual(['person.password_reset'])
  })

  test('a reset link does not tell a suspended person that their account is suspended', async () => {
    const [person, suspended] = [await aPerson(), await aPerson()]
    const windows: Visitor[] = []
    for (const { email, network } of [person, suspended]) {
      await visitorFrom(network).send('/password/forgotten', { email })
      windows.push(await aVisitor(service).open(linkIn((await service.post())[0]!.text, '/password/reset/')))
    }
    const [active, away] = windows as [Visitor, Visitor]
    const late = anotherWindow(service, active)
    await late.open('/password/reset')
    await active.press('Save password', { password: 'fifteen letters' })
    await service.database.writer('people').where({ id: suspended.id }).update({ status: 'suspended' })
    await late.press('Save password', { password: 'fifteen letters' })
    expect([late.status, late.headings[0]]).toEqual([410, 'This link has already been used'])
    await away.press('Save password', { password: 'correct horse battery staple' })
    expect(away.errors).toEqual(['Choose a password that is not a common phrase, your name or your email address'])
    await away.press('Save password', { password: 'fifteen letters' })
    expect([away.status, away.html]).toEqual([late.status, late.html])
    await service.post()
    const forgotten = []
    for (const email of [suspended.email, 'nobody@library.example']) {
      const visitor = await visitorFrom(suspended.network).open('/password/forgotten')
      await visitor.press('Send link', { email })
      forgotten.push([visitor.status, visitor.html.replaceAll(email, '')])
    }
    expect(forgotten[0]).toEqual(forgotten[1])
    expect(await service.post()).toEqual([])
    expect(await service.parts.db('people').where({ id: suspended.id }).first('password_hash')).toEqual({
      password_hash: hash,
    })
  })

  test('a sign-in is refused if the password is changed while the old one is being checked', async () => {
    const { id, email, network } = await aPerson()
    const { db, write, clock } = service.parts
    const attempt = { account: email, network, at: clock.now() }
    const checked = (await personWith(db, write, email, password))!
    expect(checked).toEqual({ id, passwordHash: hash })
    const changed = await hashPassword('another library door')
    await write(withoutRights(id), work => setPassword(work, id, changed))
    const given = { browser: null, attempt, earlier: null }
    expect(await write(theService, work => signIn(work, checked, given))).toBeNull()
    expect(await db('sign_ins').where({ person_id: id, ended_at: null })).toEqual([])
    const again = (await personWith(db, write, email, 'another library door'))!
    expect(await write(theService, work => signIn(work, again, given))).toEqual({ id: expect.any(String) })
    await service.post()
  })

  test('rehashing a password at sign-in does not overwrite one that was changed in the meantime', async () => {
    const { id, email } = await aPerson()
    const { db, write } = service.parts
    const stores = (hashed: string) => service.database.writer('people').where({ id }).update({ password_hash: hashed })
    await stores(await argon2(password, { memoryCost: 8_192, timeCost: 2, parallelism: 1 }))
    const changed = await hashPassword('another library door')
    const writeAfterChange: typeof write = async (actor, act) => {
      await stores(changed)
      return write(actor, act)
    }
    expect(await personWith(db, writeAfterChange, email, password)).toBeNull()
    expect(await db('people').where({ id }).first('password_hash')).toEqual({ password_hash: changed })
  })

  test('a password reset link is refused after an hour, and when it is incomplete', async () => {
    service.clock.set('2027-03-09T08:00:00Z')
    const person = await aPerson()
    await visitorFrom(person.network).send('/password/forgotten', { email: person.email })
    const path = linkIn((await service.post())[0]!.text, '/password/reset/')
    const early = await aVisitor(service).open(path)
    service.clock.minutesPass(61)
    expect((await early.press('Save password', { password: 'fifteen letters' })).status).toBe(410)
    expect([
      (await aVisitor(service).open(path)).headings[0],
      (await aVisitor(service).open(path.slice(0, -1))).status,
    ]).toEqual(['This link has expired', 404])
    expect((await aVisitor(service).open('/password/reset')).status).toBe(404)
  })

  test('a password reset for several addresses is refused, and sends no email', async () => {
    for (const email of [
      ['a@library.example', 'b@library.example'],
      'a@library.example, b@library.example',
      'a@library.example\nBcc: b@library.example',
    ]) {
      expect((await visitorFrom('192.0.2.249').send('/password/forgotten', { email })).status).toBe(422)
    }
    expect(
      (await visitorFrom('192.0.2.249').send('/password/forgotten', { 'email[]': 'a@library.example' })).status,
    ).toBe(422)
    expect(await service.post()).toEqual([])
  })

  test('no reset email is sent while one is in the outbox or above the limit; the page looks the same', async () => {
    service.clock.set('2027-03-10T08:00:00Z')
    const person = await aPerson()
    const asksTwice = async () => {
      for (const _time of [1, 2]) {
        service.clock.minutesPass(1)
        const visitor = await visitorFrom(person.network).send('/password/forgotten', { email: person.email })
        expect([visitor.address, visitor.headings[0]]).toEqual(['/password/forgotten/sent', 'Check your email'])
      }
      return (await service.post()).length
    }
    expect([await asksTwice(), await asksTwice(), await asksTwice()]).toEqual([1, 1, 0])
  })

  test('an address gets at most eight reset emails an hour, and strangers cannot use them all up', async () => {
    service.clock.set('2027-03-11T08:00:00Z')
    const person = await aPerson()
    const asks = async (network: string) => {
      service.clock.minutesPass(1)
      const visitor = await visitorFrom(network).send('/password/forgotten', { email: person.email })
      expect([visitor.address, visitor.headings[0]]).toEqual(['/password/forgotten/sent', 'Check your email'])
      return (await service.post()).length
    }
    const sent = async (networks: readonly string[]) => {
      const counts: number[] = []
      for (const network of networks) counts.push(await asks(network))
      return counts
    }
    expect(await sent(Array<string>(5).fill('198.51.100.71'))).toEqual([1, 1, 1, 0, 0])
    expect(await sent([1, 2, 3, 4].map(subnet => `2001:db8:8:${subnet}::1`))).toEqual([1, 1, 1, 0])
    expect(await sent([person.network, person.network, person.network])).toEqual([1, 1, 0])
  })

  test('requests get 503 while the session store fails, and no one is signed out', async () => {
    const broken = { on: false }
    const refuse = (): void => {
      if (broken.on) throw Object.assign(new Error('locked'), { code: 'SQLITE_BUSY' })
    }
    const fragile = await aService(engine, {}, parts => ({
      ...parts,
      db: new Proxy(parts.db, {
        apply: (target, self, args) => {
          refuse()
          return Reflect.apply(target, self, args) as unknown
        },
        get: (target, name) => {
          if (name === 'raw') refuse()
          return Reflect.get(target, name) as unknown
        },
      }),
      write: async (actor, act) => {
        if (broken.on) throw new Busy()
        return parts.write(actor, act)
      },
    }))
    await fragile.database.writer('people').insert({
      id: newId(),
      email: 'a@library.example',
      email_key: 'a@library.example',
      name_key: 'a',
      name: 'A',
      password_hash: hash,
      language: 'en',
      status: 'active',
      created_at: fragile.parts.clock.now(),
      version: 1,
    })
    const visitor = await aVisitor(fragile).send('/sign-in?next=/account', { email: 'a@library.example', password })
    expect(visitor.address).toBe('/account')
    broken.on = true
    const outcomes = [
      (await visitor.open('/account')).status,
      (await visitor.send('/account', { name: 'B' })).status,
      (await visitor.send('/sign-out')).status,
    ]
    const stranger = await aVisitor(fragile).send('/sign-in', { email: 'a@library.example', password })
    expect([...outcomes, stranger.status]).toEqual([503, 503, 503, 503])
    broken.on = false
    expect((await visitor.open('/account')).address).toBe('/account')
    await fragile.end()
  })
})

test('while the database is locked, pages are shown, signing in is refused, and no one is signed out', async () => {
  const service = await aService('sqlite') // SQLite locks the whole database for one transaction; PostgreSQL does not
  const person = {
    id: newId(),
    email: 'a@library.example',
    email_key: 'a@library.example',
    name_key: 'a',
    name: 'A',
    password_hash: hash,
    language: 'en',
    status: 'active',
  }
  await service.database.writer('people').insert({ ...person, created_at: service.parts.clock.now(), version: 1 })
  const visitor = await aVisitor(service).send('/sign-in?next=/account', { email: person.email, password })
  service.clock.minutesPass(2)
  const stranger = aVisitor(service)
  const other = openDatabase(service.database.where)
  await other.writer.raw('begin immediate')
  await visitor.open('/account')
  await stranger.send('/sign-in', { email: person.email, password })
  const outcomes = [
    visitor.address,
    visitor.status,
    stranger.status,
    stranger.headers['retry-after'],
    (await visitor.send('/sign-out')).status,
  ]
  await other.writer.raw('rollback')
  await other.close()
  expect([...outcomes, service.logged.filter(line => line.includes('a bug'))]).toEqual([
    '/account',
    200,
    503,
    '5',
    503,
    [],
  ])
  expect([
    (await visitor.open('/account')).address,
    (await stranger.send('/sign-in?next=/account', { email: person.email, password })).address,
  ]).toEqual(['/account', '/account'])
  await service.end()
})

test('expired sessions are deleted, and ended sign-ins are deleted after 90 days', async () => {
  const service = await aService()
  const { parts, clock } = service
  const person = {
    id: newId(),
    email: 'a@library.example',
    email_key: 'a@library.example',
    name_key: 'a',
    name: 'A',
    password_hash: hash,
    language: 'en',
    status: 'active',
  }
  await service.database.writer('people').insert({ ...person, created_at: clock.now(), version: 1 })
  const signIn = () => aVisitor(service).send('/sign-in', { email: person.email, password })
  await signIn()
  clock.daysPass(1)
  await signIn()
  await deleteOldSignIns(parts.write, clock.now())
  expect([
    await parts.db('sessions'),
    (await parts.db('sign_ins').orderBy('started_at')).map(row => row.end_reason),
  ]).toEqual([[expect.anything()], ['over', null]])
  clock.daysPass(91)
  await deleteOldSignIns(parts.write, clock.now())
  expect([await parts.db('sessions'), (await parts.db('sign_ins')).map(row => row.end_reason)]).toEqual([[], ['over']])
  await service.end()
})

test('over HTTPS the session cookie has the __Host- prefix, whatever the proxy’s headers say', async () => {
  const service = await aService(undefined, { baseUrl: 'https://sanctuary.example' })
  await service.database.writer('people').insert({
    id: newId(),
    email: 'a@library.example',
    email_key: 'a@library.example',
    name_key: 'a',
    name: 'A',
    password_hash: hash,
    language: 'en',
    status: 'active',
    created_at: service.parts.clock.now(),
    version: 1,
  })
  const visitor = aVisitor(service, { 'X-Forwarded-Proto': 'http' })
  const response = await responseTo(
    service,
    '/sign-in',
    { email: 'a@library.example', password },
    { 'X-Forwarded-Proto': 'http' },
  )
  expect(cookiesSetBy(response)).toEqual(['__Host-sanctuary=; Path=/; HttpOnly; Secure; SameSite=Lax'])
  await visitor.send('/sign-in?next=/account', { email: 'a@library.example', password })
  expect(visitor.headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains')
  await visitor.press('Save', { name: 'B' })
  expect(visitor.address).toBe('/account')
  await service.end()
})

/** The response to a form sent from our own pages; redirects are not followed. */
const responseTo = (
  { server }: Service,
  path: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
) =>
  request(server)
    .post(path)
    .set({ 'Sec-Fetch-Site': 'same-origin', ...headers })
    .type('form')
    .send(fields)
    .redirects(0)

const cookiesSetBy = ({ headers }: { headers: Record<string, unknown> }): string[] =>
  ([headers['set-cookie'] ?? []].flat() as string[]).map(line => line.replace(/=[^;]+/, '='))

function linkIn(text: string, begins: string): string {
  const found = new RegExp(`${begins}[\\w-]+`).exec(text)
  if (!found) throw new Error(`no link in: ${text}`)
  return found[0]
}

async function queriesDuring(service: Service, act: () => Promise<unknown>): Promise<string[]> {
  const seen: string[] = []
  const note = ({ sql }: { sql: string }) => {
    seen.push(sql)
  }
  for (const knex of new Set([service.parts.db, service.database.writer])) knex.on('query', note)
  await act()
  for (const knex of new Set([service.parts.db, service.database.writer])) knex.removeListener('query', note)
  return seen
}

const writesDuring = async (service: Service, act: () => Promise<unknown>): Promise<string[]> =>
  (await queriesDuring(service, act)).filter(sql => /^(insert|update|delete)/i.test(sql))

/** Waits until the time of the last request is stored, which happens after the response. */
const seenWritten = (service: Service, visitor: Visitor): Promise<void> =>
  until(async () => {
    const rows = await service.parts.db('sign_ins').where({ last_seen_at: service.parts.clock.now() })
    return rows.length > 0 || visitor.status !== 200
  })
