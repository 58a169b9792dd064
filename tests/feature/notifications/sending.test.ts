import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { Database } from '../../../src/db/connection.ts'
import { addMinutes } from '../../../src/domain/time.ts'
import { prepareEmail } from '../../../src/email/claim.ts'
import { dueEmails } from '../../../src/email/outbox.store.ts'
import { smtpTransport } from '../../../src/email/smtp.ts'
import type { Transport } from '../../../src/email/transport.ts'
import { sendEmails } from '../../../src/modules/notifications/sending/sending.actions.ts'
import { eachDatabase, freshDatabase } from '../../support/database.ts'
import { anEmail, aPerson, aRunner, rowOf, start, standingClock } from '../../support/email-jobs.ts'
import { mailServer, type MailServer } from '../../support/smtp.ts'

const from = 'Library of Sanctuary <no-reply@sanctuary.example>'

eachDatabase('sending', engine => {
  let database: Database
  let server: MailServer
  let transport: Transport
  beforeAll(async () => {
    server = await mailServer()
    transport = smtpTransport(server.url, from)
  })
  afterAll(async () => {
    transport.close()
    await server.close()
  })
  beforeEach(async () => {
    database = await freshDatabase(engine)
    server.behave('take')
    server.onMail('before the answer', () => undefined)
    server.emails.length = 0
  })

  const queued = (...names: string[]) =>
    database.transaction(async trx => {
      const ids: string[] = []
      for (const [index, name] of names.entries())
        ids.push(await anEmail(trx, await aPerson(trx, name), addMinutes(start, index - names.length)))
      return ids
    })
  const statuses = async (ids: readonly string[]) =>
    Promise.all(ids.map(async id => (await rowOf(database, id)).status))
  const readers = () => server.emails.map(({ to }) => to[0])
  /** Resolves when the email has been checked and written, which changes its generation. */
  const prepared = async (id: string): Promise<void> => {
    for (let tries = 0; tries < 200; tries += 1) {
      if ((await rowOf(database, id)).lease_generation > 0) return
      await new Promise(resolve => setTimeout(resolve, 10))
    }
    throw new Error('the email was not prepared')
  }

  test('prepares the next email while the server takes one, and claims it only afterwards', async () => {
    const ids = await queued('Marian', 'Idris', 'Oda')
    const seen: string[][] = []
    server.onMail('before the answer', async () => {
      const next = ids[server.emails.length]
      if (next) await prepared(next)
      seen.push(await statuses(ids))
    })
    expect(await aRunner(database, transport).run()).toBe(3)
    expect(seen).toEqual([
      ['sending', 'waiting', 'waiting'],
      ['sent', 'sending', 'waiting'],
      ['sent', 'sent', 'sending'],
    ])
  })

  test('does not send a prepared email that is no longer needed', async () => {
    const ids = await queued('Marian', 'Idris', 'Oda')
    server.onMail('before the answer', async () => {
      if (server.emails.length > 1) return
      await prepared(ids[1]!)
      await database.writer('outbox').where({ id: ids[1] }).update({ status: 'not sent' })
    })
    expect(await aRunner(database, transport).run()).toBe(2)
    expect([readers(), await statuses(ids)]).toEqual([
      ['marian@library.example', 'oda@library.example'],
      ['sent', 'not sent', 'sent'],
    ])
  })

  test('checks a prepared email again when the server took long for the one before it', async () => {
    const ids = await queued('Marian', 'Idris')
    const clock = standingClock()
    server.onMail('before the answer', async () => {
      if (server.emails.length > 1) return
      await prepared(ids[1]!)
      clock.forward(1)
      await database.writer('people').where({ name: 'Idris' }).update({ status: 'suspended' })
    })
    expect(await aRunner(database, transport, clock).run()).toBe(1)
    expect([readers(), (await rowOf(database, ids[1]!)).not_sent_reason]).toEqual([
      ['marian@library.example'],
      'not active',
    ])
  })

  test('sends an email that another process prepared and did not send', async () => {
    const [id] = await queued('Marian')
    const { run, parts } = aRunner(database, transport)
    const context = {
      baseUrl: parts.config.baseUrl,
      keepsLinks: false,
      mayStillKnow: () => Promise.resolve(true),
      drawDigest: () => Promise.resolve('nothing due any more' as const),
    }
    const [due] = await dueEmails(database.db, start, 1)
    await database.transaction(trx => prepareEmail(trx, due!, context, start))
    expect([await run(), await statuses([id!]), (await rowOf(database, id!)).tries]).toEqual([1, ['sent'], 1])
  })

  test('stops before the next email, which can be sent at once by another run', async () => {
    const ids = await queued('Marian', 'Idris')
    const { parts, run } = aRunner(database, transport)
    const stop = new AbortController()
    server.onMail('before the answer', async () => {
      if (server.emails.length > 1) return
      await prepared(ids[1]!)
      stop.abort()
    })
    expect(await sendEmails(parts, stop.signal, () => Promise.resolve(true))).toBe(1)
    expect([readers(), await statuses(ids)]).toEqual([['marian@library.example'], ['sent', 'waiting']])
    expect([await run(), readers()]).toEqual([1, ['marian@library.example', 'idris@library.example']])
  })

  test('records an email as sent even if the next one cannot be prepared', async () => {
    const ids = await queued('Marian', 'Idris')
    const { parts } = aRunner(database, transport)
    const mayKnow = () => Promise.reject(new Error('a bug in the next email'))
    await database.writer('outbox').where({ id: ids[1] }).update({ entity: 'award' })
    await expect(sendEmails(parts, undefined, mayKnow)).rejects.toThrow('a bug in the next email')
    expect([readers(), await statuses(ids)]).toEqual([['marian@library.example'], ['sent', 'waiting']])
  })
})
