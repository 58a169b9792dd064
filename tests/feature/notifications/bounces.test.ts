import { createHmac } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import request from 'supertest'
import { theService } from '../../../src/domain/actor.ts'
import { addressKey } from '../../../src/email/addresses.ts'
import { queueEmail } from '../../../src/email/outbox.ts'
import { readBounces } from '../../../src/modules/notifications/bounces/bounce.actions.ts'
import { mailboxUnreadableSince } from '../../../src/modules/notifications/bounces/bounce.store.ts'
import { eachDatabase } from '../../support/database.ts'
import { deliveryReport } from '../../support/delivery-reports.ts'
import { aPersonWho, type APerson } from '../../support/factories.ts'
import { imapServer, type ImapServer } from '../../support/imap.ts'
import { aService, type Service } from '../../support/service.ts'

const secret = 'a secret that both programs know, long enough'

eachDatabase('bounces', engine => {
  let service: Service
  let imap: ImapServer
  let marian: APerson
  beforeAll(async () => {
    imap = await imapServer()
  })
  afterAll(() => imap.close())
  beforeEach(async () => {
    service = await aService(engine, { bounceSecret: secret, bouncesUrl: imap.url })
    marian = await aPersonWho(service, { name: 'Marian' })
  })
  afterEach(() => service.end())

  const db = () => service.parts.db
  const queue = (person = marian) =>
    service.parts.write(theService, work =>
      queueEmail(work, {
        name: 'password changed',
        to: { personId: person.id, name: 'Marian', address: person.email, language: 'en' },
        entity: { kind: 'person', id: person.id },
        facts: { at: work.at },
      }),
    )
  const sent = async (person = marian) => {
    const id = await queue(person)
    await service.post()
    return id
  }
  const row = (id: string) => db()('outbox').where({ id }).first('status', 'bounce', 'bounced_at', 'failure')
  const address = () =>
    db()('email_addresses')
      .where({ address_key: addressKey(marian.email) })
      .first('hard', 'soft', 'bounces_since')
  const events = () => db()('events').where({ name: 'email.bounced' }).pluck('entity_id')
  const unread = () => imap.messages().filter(({ flags }) => !flags.includes('\\Seen')).length
  const sign = (body: string | Buffer, at = Date.parse(service.clock.now()) / 1000, key = secret) => ({
    'X-Timestamp': String(at),
    'X-Signature': `sha256=${createHmac('sha256', key).update(`${at}.`).update(body).digest('hex')}`,
  })
  const hook = (body: string, headers: Record<string, string> = sign(body), type = 'application/json') =>
    request(service.server)
      .post('/webhooks/bounces')
      .set({ 'Content-Type': type, ...headers })
      .send(body)
  const json = (...bounces: object[]) => JSON.stringify({ bounces })

  describe('bounces in a mailbox', () => {
    test('a bounce is recorded once for its email and address, and its message is marked as read', async () => {
      const id = await sent()
      const large = deliveryReport({ id: await sent(), said: 'x'.repeat(300_000) })
      imap.add(deliveryReport({ id }), 'Subject: I am away\r\n\r\nUntil Monday', deliveryReport({ id }), large)
      expect(unread()).toBe(4)
      await readBounces(service.parts)
      const now = service.clock.now()
      expect(await row(id)).toEqual({
        status: 'bounced',
        bounce: 'hard',
        bounced_at: now,
        failure: '5.1.1 550 5.1.1 No such person here',
      })
      expect(await address()).toEqual({ hard: 1, soft: 0, bounces_since: now })
      expect([await events(), unread()]).toEqual([[id], 0])
      await readBounces(service.parts)
      expect((await address())?.hard).toBe(1)
    })

    test('one run reads all 413 bounces in a mailbox', async () => {
      const ids: string[] = []
      for (let n = 0; n < 413; n += 1) ids.push(await queue())
      await service.post()
      imap.add(...ids.map(id => deliveryReport({ id, status: '5.2.2' })))
      await readBounces(service.parts)
      expect(await address()).toEqual({ hard: 0, soft: 413, bounces_since: null })
      expect(unread()).toBe(0)
    })

    test('bounces that were not recorded because the service stopped are recorded by the next run', async () => {
      const ids: string[] = []
      for (let n = 0; n < 30; n += 1) ids.push(await queue())
      await service.post()
      imap.add(...ids.map(id => deliveryReport({ id, status: '5.2.2' })))
      const stopping = new AbortController()
      const { write } = service.parts
      const stopAfterFirst: typeof write = (...args) => write(...args).finally(() => stopping.abort())
      await readBounces({ ...service.parts, write: stopAfterFirst }, stopping.signal)
      expect((await address())?.soft).toBe(25)
      await readBounces(service.parts)
      expect((await address())?.soft).toBe(30)
      expect(unread()).toBe(0)
    })

    test('the time at which the mailbox became unreadable is kept until it can be read again', async () => {
      const at = service.clock.now()
      const { config } = service.parts
      service.parts.config = { ...config, bouncesUrl: imap.url.replace('bounces', 'nobody') }
      await readBounces(service.parts)
      service.clock.minutesPass(30)
      await readBounces(service.parts)
      expect(await mailboxUnreadableSince(db())).toBe(at)
      service.parts.config = config
      await readBounces(service.parts)
      expect(await mailboxUnreadableSince(db())).toBe(null)
    })

    test('a mailbox no longer counts as unreadable after its setting is removed', async () => {
      const { config } = service.parts
      service.parts.config = { ...config, bouncesUrl: imap.url.replace('bounces', 'nobody') }
      await readBounces(service.parts)
      expect(await mailboxUnreadableSince(db())).toBe(service.clock.now())
      service.parts.config = { ...config, bouncesUrl: null }
      await readBounces(service.parts)
      expect(await mailboxUnreadableSince(db())).toBe(null)
    })
  })

  describe('bounces from a webhook', () => {
    test('a bounce marks only the email that it names', async () => {
      const id = await sent()
      const body = json(
        { messageId: `<${id}.email@sanctuary.example>`, kind: 'soft', reason: 'full' },
        { messageId: `<${'a'.repeat(20)}.email@sanctuary.example>`, kind: 'hard' },
        { messageId: 'nothing of ours', kind: 'hard' },
      )
      const { status, body: said } = await hook(body)
      expect([status, said]).toEqual([200, { reports: 2, recorded: 1 }])
      expect(await row(id)).toMatchObject({ status: 'bounced', bounce: 'soft', failure: 'full' })
      expect(await db()('email_addresses').pluck('address')).toEqual([marian.email])
      expect((await hook(body)).body).toEqual({ reports: 2, recorded: 0 })
      await hook(json({ messageId: id, kind: 'hard' }))
      expect(await address()).toMatchObject({ hard: 1, soft: 1 })
    })

    test('the webhook accepts one file of delivery reports from a mail server', async () => {
      const ids = [await sent(), await sent()]
      const body = ids.map(id => `From a b\r\n${deliveryReport({ id })}`).join('\r\n')
      expect((await hook(body, sign(body), 'application/mbox')).body).toEqual({ reports: 2, recorded: 2 })
    })

    test('413 reports in one file are all recorded, and count once when the file is sent again', async () => {
      const ids: string[] = []
      for (let n = 0; n < 413; n += 1) ids.push(await queue())
      await service.post()
      const body = ids
        .map(id => `From MAILER-DAEMON Thu Mar 11 08:00:00 2027\r\n${deliveryReport({ id })}`)
        .join('\r\n')
      expect((await hook(body, sign(body), 'application/mbox')).body).toEqual({ reports: 413, recorded: 413 })
      expect(await address()).toEqual({ hard: 413, soft: 0, bounces_since: service.clock.now() })
      expect(await db()('outbox').where({ status: 'bounced' }).count({ all: '*' }).first()).toEqual({ all: 413 })
      expect((await hook(body, sign(body), 'application/mbox')).body).toEqual({ reports: 413, recorded: 0 })
    })

    test('a bounce cannot mark an email that has not been sent', async () => {
      const id = await queue()
      expect((await hook(json({ messageId: id, kind: 'hard' }))).body).toEqual({ reports: 1, recorded: 0 })
      expect(await row(id)).toMatchObject({ status: 'waiting' })
    })

    test('a bounce with a wrong or expired signature gets an empty 401, and only the attempt is counted', async () => {
      const id = await sent()
      const body = json({ messageId: id, kind: 'hard' })
      const now = Date.parse(service.clock.now()) / 1000
      const wrong: Record<string, string>[] = [
        {},
        sign(body, now, `${secret}!`),
        sign(`${body} `),
        sign(body, now - 301),
        sign(body, now + 301),
        { ...sign(body), 'X-Timestamp': String(now - 1) },
        { ...sign(body), 'X-Signature': sign(body)['X-Signature'].toUpperCase() },
        { ...sign(body), 'X-Signature': 'sha256=' },
        { ...sign(body), 'X-Timestamp': '1e9' },
      ]
      for (const headers of wrong) {
        const { status, text } = await hook(body, headers)
        expect([status, text]).toEqual([401, ''])
      }
      expect(await row(id)).toMatchObject({ status: 'sent' })
      expect(await db()('limit_counters').where('counted', 'like', 'bounce signature %').pluck('count')).toEqual([
        wrong.length,
      ])
      expect((await hook(body)).status).toBe(200)
    })

    test('after many wrong signatures, a request gets 429 with Retry-After', async () => {
      for (let n = 0; n < 60; n += 1) await hook('{}', {})
      const { status, headers } = await hook('{}', {})
      expect([status, Number(headers['retry-after']) > 0]).toEqual([429, true])
    })

    test.each([
      ['text that is not JSON', '{', 400],
      ['JSON of another format', '[]', 422],
      ['a kind that does not exist', json({ messageId: 'a', kind: 'medium' }), 422],
      ['more than 1,000 bounces', json(...Array<object>(1_001).fill({ messageId: 'a', kind: 'hard' })), 422],
      ['a __proto__ key', '{"__proto__":{"bounces":[]}}', 422],
    ])('a webhook request with %s is refused', async (_what, body, status) => {
      expect((await hook(body)).status).toBe(status)
    })

    test('a webhook request above the size limit gets 413', async () => {
      const body = ' '.repeat(6 * 1024 ** 2)
      expect((await hook(body)).status).toBe(413)
    })

    test('the webhook does not exist when no secret is set', async () => {
      service.parts.config = { ...service.parts.config, bounceSecret: null }
      expect((await hook('{}')).status).toBe(404)
    })
  })
})
