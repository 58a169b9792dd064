import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { addMinutes } from '../../src/domain/time.ts'
import { smtpTransport } from '../../src/email/smtp.ts'
import { startChild } from '../support/child.ts'
import { eachDatabase, freshDatabase } from '../support/database.ts'
import { casesOf } from '../support/long-run.ts'
import { mailServer, type MailServer } from '../support/smtp.ts'
import { anEmail, aPerson, aRunner, standingClock, start } from '../support/email-jobs.ts'

const readers = ['Ash', 'Birch', 'Cedar', 'Damson']
const cases = [1, 2, 4].flatMap(kth =>
  (['before the answer', 'after the answer'] as const).map(moment => [kth, moment] as const),
)

eachDatabase('a worker', engine => {
  let server: MailServer
  beforeAll(async () => {
    server = await mailServer()
  })
  afterAll(() => server.close())

  test.each(casesOf(cases, 2))(
    'a worker killed at email %i, %s of the mail server, loses no email and repeats at most one',
    async (kth, moment) => {
      const database = await freshDatabase(engine)
      await database.transaction(async trx => {
        for (const name of readers) await anEmail(trx, await aPerson(trx, name))
      })
      server.emails.length = 0
      const ended = new Promise<void>(resolve => {
        server.onMail(moment, async () => {
          if (server.emails.length !== kth) return
          child.process.kill('SIGKILL')
          await once(child.process, 'exit')
          resolve()
        })
      })
      const child = await startChild('tests/support/processes/runner.ts', [database.where, server.url])
      await ended
      const transport = smtpTransport(server.url, 'no-reply@sanctuary.example')
      for (const minutes of [1, 11, 75])
        await aRunner(database, transport, standingClock(addMinutes(start, minutes))).run()
      transport.close()
      const rows = await database.db('outbox').select('status', 'resent')
      const resent = rows.reduce((sum, row) => sum + row.resent, 0)
      expect(rows.map(({ status }) => status)).toEqual(readers.map(() => 'sent'))
      expect(new Set(server.emails.map(({ to }) => to[0])).size).toBe(readers.length)
      expect(server.emails.length).toBeLessThanOrEqual(readers.length + resent)
      expect(resent).toBeLessThanOrEqual(1)
      if (moment === 'before the answer') expect(resent).toBe(1)
    },
  )
})
