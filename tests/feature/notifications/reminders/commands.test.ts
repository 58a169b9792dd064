import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { theClock } from '../../../../src/domain/actor.ts'
import { addDays, dayOf, systemClock } from '../../../../src/domain/time.ts'
import { recordEvent } from '../../../../src/history/record.ts'
import { runChild } from '../../../support/child.ts'
import { eachDatabase } from '../../../support/database.ts'
import { aRound } from '../../../support/factories.ts'
import { mailServer, type MailServer } from '../../../support/smtp.ts'
import { dateIsRight } from '../../../support/wrong-clock.ts'
import { anAwardedLibrary, reminding, type Reminding } from '../../../support/reminding.ts'

eachDatabase('the command that runs a job', engine => {
  let server: MailServer
  let it: Reminding
  let env: Record<string, string>
  const today = dayOf(systemClock.now())
  beforeAll(async () => {
    server = await mailServer()
    it = await reminding(engine, server)
    it.at(addDays(today, 400)) // this clock must differ from the machine’s, whenever the test runs
    const id = await aRound(it.service)
    await it.service.parts.write(theClock, work => recordEvent(work, 'round.changed', { kind: 'round', id }))
    const { where, dataFolder } = it.service.database
    env = {
      BASE_URL: 'http://localhost:3000',
      SMTP_URL: server.url,
      SCANNER: 'none',
      DATA_DIR: dataFolder,
      LOG_LEVEL: 'silent',
      ...(engine === 'postgresql' ? { DATABASE_URL: where } : {}),
    }
  })
  afterAll(async () => {
    await it.service.end()
    await server.close()
  })

  test('the command previews the reminders of a day, then sends them once', async () => {
    const { lead } = await anAwardedLibrary(it.service, { validTo: today })
    const dry = await runChild('src/job.ts', ['send-reminders', '--day', today, '--dry-run'], env)
    expect([dry.code, dry.stdout.split('\n')[1]]).toEqual([
      0,
      expect.stringMatching(`^${lead.email}: Renew your award today, `),
    ])
    expect(await it.lines()).toEqual([])
    // the test wrote its rows with another clock, so the service holds the job
    expect(await runChild('src/job.ts', ['send-reminders', '--day', today], env)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('/settings/clock'),
    })
    await dateIsRight({ parts: it.service.parts, clock: systemClock })
    expect(await runChild('src/job.ts', ['send-reminders', '--day', today], env)).toMatchObject({
      code: 0,
      stdout: `send-reminders has run for ${today}: done, 1 emails\n`,
    })
    expect(await runChild('src/job.ts', ['send-reminders', '--day', today], env)).toMatchObject({
      code: 0,
      stdout: `send-reminders has run for ${today}: nothing new, 0 emails\n`,
    })
    // any day, because midnight may have passed since `today` was read
    expect(await runChild('src/job.ts', ['send-emails'], env)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^send-emails has run for \d{4}-\d\d-\d\d: 1\n$/),
    })
    expect(server.to(lead.email)).toHaveLength(1)
  })
})
