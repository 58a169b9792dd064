import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals'
import { theService } from '../../src/domain/actor.ts'
import { addDays, instant, instantAt, parseDay, type Day } from '../../src/domain/time.ts'
import { publishDraft } from '../../src/modules/frameworks/frameworks/framework.actions.ts'
import { sendReminders, type MorningOutcome } from '../../src/modules/notifications/mornings/morning.actions.ts'
import { sendEmails } from '../../src/modules/notifications/sending/sending.actions.ts'
import { smtpTransport } from '../../src/email/smtp.ts'
import type { Db } from '../../src/db/connection.ts'
import type { Engine } from './database.ts'
import {
  aDeclaration,
  anApplication,
  anAward,
  anOrganisation,
  aPersonWho,
  aSeat,
  type AnApplication,
  type AnOrganisation,
  type APerson,
} from './factories.ts'
import { aService, type Service } from './service.ts'
import { mailServer, type KeptEmail, type MailServer } from './smtp.ts'

export const day = (text: string): Day => parseDay(text)!

/** A service with a real mail server, and the steps that tests of reminders share. */
export interface Reminding {
  service: Service
  server: MailServer
  /**
   * At 7am on that day: queues the reminders, then sends every email that is due. More than seven days after the last
   * reminders, the sending limit holds the new ones.
   */
  morning(on: string): Promise<MorningOutcome>
  at(on: string, time?: string): void
  send(): Promise<number>
  lines(where?: Record<string, unknown>): Promise<
    {
      step: number
      status: string
      not_sent_reason: string | null
      recipient: string
      recipient_id: string
      due_on: string
    }[]
  >
}

export async function reminding(
  engine: Engine,
  server: MailServer,
  baseUrl = 'https://sanctuary.example',
): Promise<Reminding> {
  const transport = smtpTransport(server.url, 'Library of Sanctuary <no-reply@sanctuary.example>')
  const service = await aService(engine, { baseUrl }, parts => ({ ...parts, mail: transport }))
  await service.parts.write(theService, work => publishDraft(work))
  const at = (on: string, time = '07:00') => service.clock.set(instantAt(day(on), time))
  const send = () => sendEmails(service.parts)
  return {
    service,
    server,
    at,
    send,
    morning: async on => {
      at(on)
      const outcome = await sendReminders(service.parts, day(on))
      await send()
      return outcome
    },
    lines: async (where = {}) =>
      service.parts
        .db('reminders')
        .where(where)
        .orderBy(['due_on', 'recipient_id'])
        .select('step', 'status', 'not_sent_reason', 'recipient', 'recipient_id', 'due_on'),
  }
}

export interface RemindingTests extends Reminding {
  writer(): Db
  /** The subjects of the emails that a person got, oldest first. */
  to(person: { email: string }): (string | undefined)[]
}

/** A mail server for the tests on one database, and a new service for each test. Both are ready in `beforeEach`. */
export function remindingInEachTest(engine: Engine, baseUrl?: string): RemindingTests {
  let server: MailServer
  const it = {
    writer: () => it.service.database.writer,
    to: ({ email }) => subjects(server.to(email)),
  } as RemindingTests
  beforeAll(async () => {
    server = await mailServer()
  })
  afterAll(() => server.close())
  beforeEach(async () => {
    server.emails.length = 0
    server.behave('take')
    Object.assign(it, await reminding(engine, server, baseUrl))
  })
  afterEach(() => it.service.end())
  return it
}

export interface WithAward {
  id: string
  organisation: AnOrganisation
  lead: APerson
  application: string
}

let libraries = 0
/** A library with one lead and an award. By default, the award is valid until 8 May 2027. */
export async function anAwardedLibrary(
  service: Service,
  row: { name?: string; validTo?: string; from?: string; status?: string } = {},
): Promise<WithAward> {
  libraries += 1
  const {
    name = `Library ${libraries}`,
    validTo = '2027-05-08',
    from = addDays(day(validTo), -364),
    status = 'renewal open',
  } = row
  const organisation = await anOrganisation(service, { name, branches: ['Central'] })
  const lead = await aPersonWho(service, { name: `Lead ${libraries}`, member: [[organisation, 'lead']] })
  await service.database
    .writer('memberships')
    .where({ person_id: lead.id })
    .update({ started_at: instant('2026-01-05T09:00:00Z') })
  const award = await anAward(service, organisation, { startedBy: lead, status, from, endsOn: validTo, validTo })
  return { id: award.id, organisation, lead, application: award.application.id }
}

export async function anObserver(
  service: Service,
  { organisation }: Pick<WithAward, 'organisation'>,
): Promise<APerson> {
  return aPersonWho(service, { member: [[organisation, 'observer']] })
}

/** Moves the last valid day of an award, as an extension does, and records the change. */
export async function moveDate(
  { database, clock }: Service,
  award: string,
  to: string | null,
  status = 'extended',
): Promise<void> {
  const [{ number } = { number: 0 }] = await database
    .writer('award_changes')
    .where({ award_id: award })
    .max<{ number: number }[]>('number as number')
  await database
    .writer('awards')
    .where({ id: award })
    .update({ valid_to: to as Day | null, status })
  await database.writer('award_changes').insert({
    id: `${award.slice(0, 17)}${String(number).padStart(3, '0')}`,
    award_id: award,
    number: Number(number) + 1,
    move: 'extend',
    to_status: status,
    from_day: clock.today(),
    valid_to: to as Day | null,
    at: clock.now(),
    reason: null,
  })
}

export const subjects = (emails: readonly KeptEmail[]): (string | undefined)[] =>
  emails.map(({ parsed }) => parsed.subject)

export interface CharityTeam {
  organisation: AnOrganisation
  application: AnApplication
  lead: APerson
  coordinator: APerson
  trustee: APerson
  chair: APerson
  peer: APerson
}

/** An application with its panel: a chair and a peer, who accepted their seats and declared no conflict. */
export async function aCase(
  service: Service,
  row: { status: string; since?: string; kind?: string } & Record<string, unknown>,
): Promise<CharityTeam> {
  const { since = '2027-02-01', ...more } = row
  libraries += 1
  const organisation = await anOrganisation(service, { name: `Library ${libraries}`, branches: ['Central'] })
  const lead = await aPersonWho(service, { name: `Lead ${libraries}`, member: [[organisation, 'lead']] })
  const coordinator = await aPersonWho(service, { roles: ['coordinator'] })
  const application = await anApplication(service, organisation, {
    startedBy: lead,
    status_since: instant(`${since}T10:00:00Z`),
    ...more,
  })
  const panel = [
    await aPersonWho(service, { roles: ['appraiser'] }),
    await aPersonWho(service, { roles: ['appraiser'] }),
  ]
  for (const [place, person] of panel.entries()) {
    await aSeat(service, application, person, { offeredBy: coordinator, chairs: place === 0 })
    await aDeclaration(service, application, person)
  }
  const trustee = await aPersonWho(service, { roles: ['trustee'] })
  return { organisation, application, lead, coordinator, trustee, chair: panel[0]!, peer: panel[1]! }
}
