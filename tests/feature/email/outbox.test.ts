import { workIn } from '../../support/work.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { Database } from '../../../src/db/connection.ts'
import { addMinutes, millisecondsBetween } from '../../../src/domain/time.ts'
import { deleteOldEmails } from '../../../src/modules/notifications/emails/email.actions.ts'
import { claimEmail, type RenderAtSending, releaseLost, settleEmail } from '../../../src/email/claim.ts'
import { dueEmails } from '../../../src/email/outbox.store.ts'
import { queueEmail } from '../../../src/email/outbox.ts'
import { smtpTransport } from '../../../src/email/smtp.ts'
import { hashOfToken } from '../../../src/email/tokens.ts'
import type { Transport } from '../../../src/email/transport.ts'
import { outageOf } from '../../../src/email/outage.store.ts'
import { isSendingStuck } from '../../../src/modules/notifications/emails/email.store.ts'
import { eachDatabase, freshDatabase } from '../../support/database.ts'
import { mailServer, silentServer, type MailServer } from '../../support/smtp.ts'
import { anEmail, anInvitationEmail, aPerson, aRunner, rowOf, standingClock, start } from '../../support/email-jobs.ts'

const from = 'Library of Sanctuary <no-reply@sanctuary.example>'
/** Time limits for a server that never replies. They are too short for a working server on a busy machine. */
const briefly = { connecting: 1000, greeting: 1000, answer: 1000, whole: 2000 }

const noReminders: RenderAtSending = () => Promise.resolve('nothing due any more')

eachDatabase('the outbox', engine => {
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
    server.emails.length = 0
  })

  const queued = (name = 'Marian') => database.transaction(async trx => anEmail(trx, await aPerson(trx, name)))
  const outcome = async (id: string) => {
    const { status, tries, resent, sent_at } = await rowOf(database, id)
    return { status, tries, resent, isSent: sent_at !== null }
  }

  test('an email is queued only when its transaction commits', async () => {
    await expect(
      database.transaction(async trx => {
        await anEmail(trx, await aPerson(trx, 'Marian'))
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    expect(await aRunner(database, transport).run()).toBe(0)
    await queued()
    expect(await aRunner(database, transport).run()).toBe(1)
    expect(server.emails.map(({ to }) => to)).toEqual([['marian@library.example']])
  })

  test('an email has plain text and simple HTML with a greeting, the message and one link', async () => {
    const id = await queued()
    await aRunner(database, transport).run()
    const { text, html, messageId, subject } = server.emails[0]!.parsed
    expect([messageId, subject]).toEqual([`<${id}.email@sanctuary.example>`, 'Your password was changed'])
    expect(text).toMatch(/^Hello Marian,\n\nYour password was changed on 4 May 2026/)
    expect(text?.match(/https?:\/\/\S+/g)).toEqual(['https://sanctuary.example/password/forgotten'])
    expect(html).toContain('<a href="https://sanctuary.example/password/forgotten">')
    expect(await outcome(id)).toEqual({ status: 'sent', tries: 1, resent: 0, isSent: true })
  })

  test('names in the HTML of an email are escaped', async () => {
    const name = '<script>alert(1)</script> & {gap} %s <%= 1 %>'
    await database.transaction(async trx => anEmail(trx, { ...(await aPerson(trx, 'Odd')), name }))
    await aRunner(database, transport).run()
    const { text, html } = server.emails[0]!.parsed
    expect(text).toContain(`Hello ${name},`)
    expect(html).toContain('Hello &lt;script&gt;alert(1)&lt;/script&gt; &amp; {gap} %s &lt;%= 1 %&gt;,')
  })

  test('after a 4xx reply, an email is retried with growing pauses, and fails within three days', async () => {
    const usual = [1, 2, 4, 8, 16, 32, 64, 128, ...Array<number>(10).fill(240)]
    const id = await queued()
    const { run, clock } = aRunner(database, transport)
    server.behave({ at: 'recipient', code: 451 })
    const pauses: number[] = []
    for (let tries = 1; tries <= usual.length; tries += 1) {
      await run()
      expect(await outcome(id)).toEqual({ status: 'waiting', tries, resent: 0, isSent: false })
      const pause = millisecondsBetween(clock.now(), (await rowOf(database, id)).next_try_at) / 60_000
      pauses.push(pause)
      clock.forward(pause - 0.01)
      await run()
      expect((await outcome(id)).tries).toBe(tries)
      clock.forward(0.01)
    }
    // each pause is varied randomly by up to a quarter
    expect(pauses.map(pause => usual.find(minutes => Math.abs(pause / minutes - 1) <= 0.251))).toEqual(usual)
    await run()
    expect(await outcome(id)).toEqual({ status: 'failed', tries: 19, resent: 0, isSent: false })
    const { failure, failed_at } = await rowOf(database, id)
    expect(failure).toContain('451')
    expect(millisecondsBetween(start, failed_at!)).toBeLessThan(3 * 24 * 60 * 60_000)
  })

  test('a clock that was far ahead neither ends the retries of an email early nor makes them endless', async () => {
    const day = 24 * 60
    const wrong = standingClock(addMinutes(start, 400 * day))
    const before = await queued()
    const during = await database.transaction(async trx => anEmail(trx, await aPerson(trx, 'Osric'), wrong.now()))
    server.behave({ at: 'recipient', code: 451 })
    await aRunner(database, transport, wrong).run()
    expect((await Promise.all([before, during].map(outcome))).map(({ status }) => status)).toEqual([
      'waiting',
      'waiting',
    ])
    const { run, clock } = aRunner(database, transport)
    for (let hours = 0; hours < 72; hours += 1) {
      await run()
      clock.forward(60)
    }
    expect((await Promise.all([before, during].map(outcome))).map(({ status }) => status)).toEqual(['failed', 'failed'])
    expect(await rowOf(database, during)).toMatchObject({ failed_at: expect.stringMatching(/^2026-05-0/) })
  })

  test('an email is sent once when a retry after a 4xx reply succeeds', async () => {
    const id = await queued()
    const { run, clock } = aRunner(database, transport)
    server.behave({ at: 'message', code: 452 })
    await run()
    server.behave('take')
    server.emails.length = 0
    clock.forward(2)
    expect(await run()).toBe(1)
    expect([server.emails.length, await outcome(id)]).toEqual([
      1,
      { status: 'sent', tries: 2, resent: 0, isSent: true },
    ])
  })

  test('an email is not retried after a 5xx reply, and the reply is stored', async () => {
    const id = await queued()
    const { run, clock } = aRunner(database, transport)
    server.behave({ at: 'recipient', code: 550 })
    await run()
    server.behave('take')
    clock.forward(3 * 24 * 60)
    await run()
    expect([server.emails.length, (await outcome(id)).status, (await rowOf(database, id)).failure]).toEqual([
      0,
      'failed',
      'EENVELOPE: 550 not here',
    ])
  })

  test('no email is lost and no attempt is counted while the mail server is down for five days', async () => {
    const ids = [await queued('Marian'), await queued('Osric')]
    const { run, clock, parts } = aRunner(database, transport)
    transport.close()
    server.behave({ at: 'connect', code: 421 })
    const down = clock.now()
    for (let hours = 0; hours < 120; hours += 4) {
      expect(await run()).toBe(0)
      clock.forward(240)
    }
    expect(await Promise.all(ids.map(outcome))).toEqual(
      ids.map(() => ({ status: 'waiting', tries: 0, resent: 0, isSent: false })),
    )
    expect(await outageOf(parts.db)).toMatchObject({ since: down, tries: 30 })
    server.behave({ at: 'recipient', code: 451 })
    expect(await run()).toBe(0)
    expect(await Promise.all(ids.map(outcome))).toEqual(
      ids.map(() => ({ status: 'waiting', tries: 1, resent: 0, isSent: false })),
    )
    server.behave('take')
    clock.forward(2)
    expect([await run(), server.emails.length]).toEqual([2, 2])
    expect([await outageOf(parts.db), await isSendingStuck(parts.db, clock.now())]).toEqual([null, false])
  })

  test('a mail server that is down is tried about once a minute, not once for every email', async () => {
    for (const name of ['Marian', 'Osric', 'Petra', 'Quill', 'Rhea']) await queued(name)
    const { run, clock, parts } = aRunner(database, transport)
    transport.close()
    server.behave({ at: 'connect', code: 421 })
    for (let seconds = 0; seconds < 600; seconds += 1) {
      await run()
      clock.forward(1 / 60)
    }
    expect(await outageOf(parts.db)).toMatchObject({ since: start, tries: 13 })
  })

  test('emails wait while the mail server is silent or gone', async () => {
    const id = await queued()
    const silent = await silentServer()
    const mute = smtpTransport(silent.url, from, briefly)
    await aRunner(database, mute).run()
    await silent.close()
    const clock = standingClock(addMinutes(start, 10))
    await aRunner(database, mute, clock).run()
    expect(await outcome(id)).toEqual({ status: 'waiting', tries: 0, resent: 0, isSent: false })
    clock.forward(10)
    await aRunner(database, transport, clock).run()
    expect([server.emails.length, (await outcome(id)).status]).toEqual([1, 'sent'])
  })

  test('an email that was not confirmed is sent again after an hour, with the same Message-ID', async () => {
    const id = await queued()
    const { run, clock } = aRunner(database, transport)
    server.behave('drop after the message')
    await run()
    expect(await outcome(id)).toEqual({ status: 'unknown', tries: 1, resent: 0, isSent: false })
    server.behave('take')
    clock.forward(59)
    await run()
    expect(server.emails.length).toBe(1)
    clock.forward(1)
    await run()
    expect(await outcome(id)).toEqual({ status: 'sent', tries: 2, resent: 1, isSent: true })
    expect(new Set(server.emails.map(({ parsed }) => parsed.messageId))).toEqual(
      new Set([`<${id}.email@sanctuary.example>`]),
    )
  })

  test('an email is marked as failed when the server does not confirm the second attempt either', async () => {
    const id = await queued()
    const { run, clock } = aRunner(database, transport)
    server.behave('drop after the message')
    for (let hours = 0; hours < 5; hours += 1) {
      await run()
      clock.forward(61)
    }
    expect([server.emails.length, await outcome(id)]).toEqual([
      2,
      { status: 'failed', tries: 2, resent: 1, isSent: false },
    ])
  })

  test('an email is sent again when the process was killed before recording that it was sent', async () => {
    const id = await queued()
    const { run, parts, clock } = aRunner(database, transport)
    const context = {
      baseUrl: parts.config.baseUrl,
      keepsLinks: false,
      mayStillKnow: () => Promise.resolve(true),
      renderDigest: noReminders,
    }
    const [due] = await dueEmails(database.db, start, 1)
    const claimed = await database.transaction(trx => claimEmail(trx, due!, context, start))
    await transport.send(claimed!.message) // as if the process were killed after this line
    clock.forward(9)
    expect([await run(), (await outcome(id)).status]).toEqual([0, 'sending'])
    clock.forward(2)
    expect([await run(), (await outcome(id)).status]).toEqual([0, 'unknown'])
    expect(
      await database.transaction(trx => settleEmail(trx, claimed!, { is: 'failed', reason: 'late' }, clock.now())),
    ).toBe(false)
    clock.forward(61)
    expect([await run(), await outcome(id)]).toEqual([1, { status: 'sent', tries: 2, resent: 1, isSent: true }])
    expect([server.emails.length, new Set(server.emails.map(({ parsed }) => parsed.messageId)).size]).toEqual([2, 1])
  })

  test('the result of a runner that was paused past its lease is ignored', async () => {
    const id = await queued()
    const context = {
      baseUrl: 'https://sanctuary.example',
      keepsLinks: false,
      mayStillKnow: () => Promise.resolve(true),
      renderDigest: noReminders,
    }
    const claim = async (minutes: number) => {
      const at = addMinutes(start, minutes)
      await database.transaction(trx => releaseLost(trx, at))
      const [due] = await dueEmails(database.db, at, 1)
      return due ? database.transaction(trx => claimEmail(trx, due, context, at)) : null
    }
    const paused = await claim(0)
    expect(await claim(10)).toBeNull()
    const second = await claim(75)
    expect(second?.email.resent).toBe(1)
    expect(await database.transaction(trx => settleEmail(trx, paused!, { is: 'sent' }, addMinutes(start, 76)))).toBe(
      false,
    )
    expect(await database.transaction(trx => settleEmail(trx, second!, { is: 'sent' }, addMinutes(start, 76)))).toBe(
      true,
    )
    expect((await outcome(id)).status).toBe('sent')
  })

  test('two runners on one outbox send every email once', async () => {
    const many = Array.from({ length: 24 }, (_, number) => `reader${number}`)
    await database.transaction(async trx => {
      for (const name of many) await anEmail(trx, await aPerson(trx, name))
    })
    server.behave('slow')
    const others = [1, 2].map(() => smtpTransport(server.url, from))
    const clock = standingClock()
    const runners = others.map(other => aRunner(database, other, clock))
    const sent = await Promise.all(runners.map(({ run }) => run()))
    others.forEach(other => other.close())
    expect(sent[0]! + sent[1]!).toBe(many.length)
    expect(server.emails.map(({ to }) => to[0]).sort()).toEqual(many.map(name => `${name}@library.example`).sort())
    expect(await database.db('outbox').whereNot({ status: 'sent' })).toEqual([])
  })

  test('only the hash of a token is stored, never the token', async () => {
    const { id, invitation } = await database.transaction(trx => anInvitationEmail(trx))
    expect([(await rowOf(database, id)).body, await database.db('email_tokens')]).toEqual([null, []])
    await aRunner(database, transport).run()
    const token = /\/invitations\/(\S+)/.exec(server.emails[0]!.parsed.text!)![1]!
    const [kept, ...others] = await database.db('email_tokens')
    expect(others).toEqual([])
    expect(kept).toMatchObject({
      kind: 'invitation',
      about_id: invitation,
      token_hash: hashOfToken(token),
      used_at: null,
      expires_at: addMinutes(start, 14 * 24 * 60),
    })
    const row = await rowOf(database, id)
    expect([row.status, row.subject]).toEqual(['sent', 'You are invited to help with the Library of Sanctuary award'])
    expect(JSON.stringify([row, kept])).not.toContain(token)
    const { text } = server.emails[0]!.parsed
    // The email does not greet the invited person by name, because the sender of the invitation entered the name.
    expect([text!.includes('Hello,'), text!.includes('Wren')]).toEqual([true, false])
  })

  test('each attempt sends a new token, and earlier tokens stay valid', async () => {
    await database.transaction(trx => anInvitationEmail(trx))
    const { run, clock } = aRunner(database, transport)
    server.behave('drop after the message')
    await run()
    server.behave('take')
    clock.forward(61)
    await run()
    const tokens = server.emails.map(({ parsed }) => /\/invitations\/(\S+)/.exec(parsed.text!)![1]!)
    expect(new Set(tokens).size).toBe(2)
    expect((await database.db('email_tokens').whereNull('used_at').pluck('token_hash')).sort()).toEqual(
      tokens.map(hashOfToken).sort(),
    )
  })

  test('in the demo, the link is stored with the email', async () => {
    const { id } = await database.transaction(trx => anInvitationEmail(trx))
    await aRunner(database, transport, standingClock(), true).run()
    const token = /\/invitations\/(\S+)/.exec(server.emails[0]!.parsed.text!)![1]!
    expect((await rowOf(database, id)).body).toContain(`/invitations/${token}`)
  })

  test('an invitation that was cancelled is not sent, and gets no token', async () => {
    const { id, invitation } = await database.transaction(trx => anInvitationEmail(trx))
    await database.transaction(
      async trx => void (await trx('invitations').where({ id: invitation }).update({ revoked_at: start })),
    )
    await aRunner(database, transport).run()
    const { status, not_sent_reason } = await rowOf(database, id)
    expect([status, not_sent_reason, server.emails, await database.db('email_tokens')]).toEqual([
      'not sent',
      'no longer needed',
      [],
      [],
    ])
  })

  test('no email is sent to a person who is suspended or is no longer allowed to know of the application', async () => {
    const [barred, left] = await database.transaction(async trx => {
      const work = workIn(trx, start)
      const to = await aPerson(work.trx, 'Barred')
      const about = { kind: 'application', id: 'a'.repeat(20) } as const
      const facts = { applicationId: about.id, organisation: 'Testport Libraries' }
      return [
        await queueEmail(work, { name: 'panel may begin', to, entity: about, applicationId: about.id, facts }),
        await anEmail(work.trx, await aPerson(work.trx, 'Left', 'left@library.example', 'suspended')),
      ]
    })
    await aRunner(database, transport).run(() => Promise.resolve(false))
    const reasons = [await rowOf(database, barred!), await rowOf(database, left!)].map(
      ({ status, not_sent_reason }) => [status, not_sent_reason],
    )
    expect([reasons, server.emails]).toEqual([
      [
        ['not sent', 'may not know'],
        ['not sent', 'not active'],
      ],
      [],
    ])
  })

  test.each([
    'a@b.example\r\nBcc: thief@evil.example',
    'a@b.example, thief@evil.example',
    '<thief@evil.example> a@b.example',
  ])('no email is sent to the address %j', async address => {
    const { id } = await database.transaction(trx => anInvitationEmail(trx, address))
    await aRunner(database, transport).run()
    expect([(await rowOf(database, id)).status, server.emails]).toEqual(['failed', []])
  })

  test('the text of an email is deleted 30 days after sending, and its row is kept', async () => {
    const id = await queued()
    const { run, parts, clock } = aRunner(database, transport)
    await run()
    clock.forward(30 * 24 * 60)
    expect([await deleteOldEmails(parts), (await rowOf(database, id)).body === null]).toEqual([0, false])
    clock.forward(1)
    expect(await deleteOldEmails(parts)).toBe(1)
    const { body, subject, status } = await rowOf(database, id)
    expect([body, subject, status]).toEqual([null, 'Your password was changed', 'sent'])
  })
})
