import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { eachDatabase } from '../support/database.ts'
import { aPersonWho } from '../support/factories.ts'
import { mailServer, type MailServer } from '../support/smtp.ts'
import { anAwardedLibrary, moveDate, reminding, subjects, type Reminding } from './reminding.ts'

eachDatabase('reminders', engine => {
  let server: MailServer
  let it: Reminding
  beforeAll(async () => { server = await mailServer() })
  afterAll(() => server.close())
  beforeEach(async () => {
    server.mails.length = 0
    server.behave('take')
    it = await reminding(engine, server)
  })
  afterEach(() => it.service.end())

  test('each step of the ladder goes to the lead once, on its morning, whatever happens in between', async () => {
    const { lead } = await anAwardedLibrary(it.service)
    for (const on of ['2026-11-08', '2026-11-09', '2026-11-10']) await it.morning(on)
    expect(subjects(server.to(lead.email))).toEqual(['Your renewal is due on 8 May 2027: 180 days left'])
  })
})
