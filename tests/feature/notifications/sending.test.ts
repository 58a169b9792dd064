import { EventEmitter, once } from 'node:events'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { Database } from '../../../src/db/connection.ts'
import { addMinutes } from '../../../src/domain/time.ts'
import { smtpTransport } from '../../../src/email/smtp.ts'
import type { Transport } from '../../../src/email/transport.ts'
import { sendEmails } from '../../../src/modules/notifications/sending/sending.actions.ts'
import { eachDatabase, freshDatabase } from '../../support/database.ts'
import { anEmail, aPerson, aRunner, rowOf, start, standingClock } from '../../support/email-jobs.ts'
import { mailServer, type MailServer } from '../../support/smtp.ts'

const from = 'Library of Sanctuary <no-reply@sanctuary.example>'

eachDatabase('sending emails', engine => {
  let database: Database
  let server: MailServer
  let transport: Transport
  beforeAll(async () => {
    server = await mailServer()
    const smtp = smtpTransport(server.url, from)
    transport = {
      ...smtp,
      prepare: message => {
        smtp.prepare!(message)
        const [id = ''] = /\w+/.exec(message.messageId)!
        written.push(id)
        checking.emit(`${id} written`)
      },
    }
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

  /** Queues an email to a new person for each name. Each is about an award, so sending first asks `mayKnow`. */
  const queued = (...names: string[]) =>
    database.transaction(async trx => {
      const ids: string[] = []
      for (const [index, name] of names.entries())
        ids.push(await anEmail(trx, await aPerson(trx, name), addMinutes(start, index - names.length)))
      for (const id of ids) await trx('outbox').where({ id }).update({ entity: 'award', entity_id: id })
      return ids
    })
  const statuses = async (ids: readonly string[]) =>
    Promise.all(ids.map(async id => (await rowOf(database, id)).status))
  const readers = () => server.emails.map(({ to }) => to[0])
  let checks: string[] = []
  let written: string[] = []
  const checking = new EventEmitter()
  beforeEach(() => {
    checks = []
    written = []
  })
  const mayKnow = async (_db: unknown, _personId: string, { id }: { id: string }): Promise<boolean> => {
    checks.push(id)
    checking.emit(id)
    return true
  }
  const untilChecked = async (id: string): Promise<void> => {
    if (!checks.includes(id)) await once(checking, id)
  }
  /** Resolves when sending has checked the email and written its text. */
  const untilWritten = async (id: string): Promise<void> => {
    if (!written.includes(id)) await once(checking, `${id} written`)
  }

  test('the next email is drafted while the previous one is being sent, but claimed only afterwards', async () => {
    const ids = await queued('Marian', 'Idris', 'Oda')
    const seen: string[][] = []
    server.onMail('before the answer', async () => {
      const next = ids[server.emails.length]
      if (next) await untilWritten(next)
      seen.push(await statuses(ids))
    })
    expect(await aRunner(database, transport).run(mayKnow)).toBe(3)
    expect(seen).toEqual([
      ['sending', 'waiting', 'waiting'],
      ['sent', 'sending', 'waiting'],
      ['sent', 'sent', 'sending'],
    ])
    expect(checks).toEqual(ids)
  })

  test('an email that cannot be written is tried again in an hour, and does not hold up the others', async () => {
    const ids = await queued('Marian', 'Idris')
    const mayKnowOne: typeof mayKnow = async (db, personId, entity) => {
      if (entity.id === ids[0]) throw new Error('a mistake in the text')
      return mayKnow(db, personId, entity)
    }
    const runner = aRunner(database, transport)
    expect([await runner.run(mayKnowOne), await statuses(ids)]).toEqual([1, ['waiting', 'sent']])
    expect([(await rowOf(database, ids[0]!)).next_try_at, readers()]).toEqual([
      addMinutes(start, 60),
      ['idris@library.example'],
    ])
  })

  test('no database lock is held while the mail server receives an email', async () => {
    const ids = await queued('Marian', 'Idris')
    const changed = once(checking, 'changed') as Promise<[unknown]>
    server.onMail('before the answer', async () => {
      if (server.emails.length > 1) return
      await untilChecked(ids[1]!)
      const change = database.transaction(async trx =>
        trx('outbox').where({ id: ids[1] }).update({ failure: 'changed' }),
      )
      checking.emit('changed', await change.catch(String))
    })
    const slow: typeof mayKnow = async (...given) => {
      const answer = await mayKnow(...given)
      if (checks.length === 2) await changed
      return answer
    }
    expect(await aRunner(database, transport).run(slow)).toBe(2)
    expect([await changed, await statuses(ids)]).toEqual([[1], ['sent', 'sent']])
  })

  test('an email that is cancelled after its check is not sent', async () => {
    const ids = await queued('Marian', 'Idris', 'Oda')
    server.onMail('before the answer', async () => {
      if (server.emails.length > 1) return
      await untilWritten(ids[1]!)
      await database.writer('outbox').where({ id: ids[1] }).update({ status: 'not sent' })
    })
    expect(await aRunner(database, transport).run(mayKnow)).toBe(2)
    expect([readers(), await statuses(ids)]).toEqual([
      ['marian@library.example', 'oda@library.example'],
      ['sent', 'not sent', 'sent'],
    ])
  })

  test('an email is checked again if the mail server takes a long time over the previous one', async () => {
    const ids = await queued('Marian', 'Idris')
    const clock = standingClock()
    server.onMail('before the answer', async () => {
      if (server.emails.length > 1) return
      await untilWritten(ids[1]!)
      clock.forward(1)
      await database.writer('people').where({ name: 'Idris' }).update({ status: 'suspended' })
    })
    expect(await aRunner(database, transport, clock).run(mayKnow)).toBe(1)
    expect([readers(), (await rowOf(database, ids[1]!)).not_sent_reason]).toEqual([
      ['marian@library.example'],
      'not active',
    ])
  })

  test('a run that stops leaves the next email to another run', async () => {
    const ids = await queued('Marian', 'Idris')
    const { parts, run } = aRunner(database, transport)
    const stop = new AbortController()
    server.onMail('before the answer', async () => {
      if (server.emails.length > 1) return
      await untilWritten(ids[1]!)
      stop.abort()
    })
    expect(await sendEmails(parts, stop.signal, mayKnow)).toBe(1)
    expect([readers(), await statuses(ids)]).toEqual([['marian@library.example'], ['sent', 'waiting']])
    expect([await run(), readers()]).toEqual([1, ['marian@library.example', 'idris@library.example']])
  })

  test('an email is recorded as sent even if the next one cannot be written', async () => {
    const ids = await queued('Marian', 'Idris')
    const broken = async (_db: unknown, _personId: string, { id }: { id: string }): Promise<boolean> => {
      if (id === ids[1]) throw new Error('a bug in the next email')
      return true
    }
    expect(await aRunner(database, transport).run(broken)).toBe(1)
    expect([readers(), await statuses(ids)]).toEqual([['marian@library.example'], ['sent', 'waiting']])
  })
})
