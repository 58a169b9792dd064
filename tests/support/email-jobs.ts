import { libraryStream } from '../../src/domain/framework.ts'
import { writeOf, workIn } from './work.ts'
import pino from 'pino'
import type { Config } from '../../src/config.ts'
import type { Database, Tx } from '../../src/db/connection.ts'
import { newId } from '../../src/db/ids.ts'
import type { Row } from '../../src/db/tables.ts'
import type { CharityRole, MemberRole } from '../../src/domain/actor.ts'
import { addMinutes, instant, type Instant } from '../../src/domain/time.ts'
import { publishDraft } from '../../src/modules/frameworks/frameworks/framework.actions.ts'
import { latestFrameworkVersionId } from '../../src/modules/frameworks/frameworks/framework.store.ts'
import { sendEmails } from '../../src/modules/notifications/sending/sending.actions.ts'
import { addressKey } from '../../src/email/addresses.ts'
import type { MayStillKnow } from '../../src/email/claim.ts'
import { queueEmail, type To } from '../../src/email/outbox.ts'
import type { Transport } from '../../src/email/transport.ts'
import type { Parts } from '../../src/parts.ts'
import { keyOfName } from '../../src/domain/similar-names.ts'

export const start = instant('2026-05-04T09:00:00.000Z')

/** A clock that shows the same time until a test moves it forward. */
export function standingClock(at: Instant = start) {
  let now = at
  return {
    now: () => now,
    forward: (minutes: number) => {
      now = addMinutes(now, minutes)
    },
  }
}

const noFiles = {} as Parts['files']

/** Sets up the email job on a test database. `run` sends the emails that are due. */
export function aRunner(database: Database, mail: Transport, clock = standingClock(), demo = false) {
  const config = { baseUrl: 'https://sanctuary.example', demo } as Config
  const parts: Parts = {
    config,
    db: database.db,
    slowDb: database.slowDb,
    write: writeOf(database, clock),
    files: noFiles,
    mail,
    clock,
    log: pino({ level: 'silent' }),
  }
  const everybody: MayStillKnow = () => Promise.resolve(true)
  return { parts, clock, run: (asks: MayStillKnow = everybody) => sendEmails(parts, undefined, asks) }
}

export async function aPerson(
  trx: Tx,
  name: string,
  email = `${name.toLowerCase()}@library.example`,
  status = 'active',
): Promise<To & { personId: string }> {
  const id = newId()
  await trx('people').insert({
    id,
    name,
    email,
    email_key: addressKey(email),
    name_key: keyOfName(name),
    password_hash: null,
    language: 'en',
    status,
    created_at: start,
    version: 1,
  })
  return { personId: id, name, address: email, language: 'en' }
}

export async function anInvitation(trx: Tx, email = 'new@library.example'): Promise<string> {
  const id = newId()
  await trx('invitations').insert({
    id,
    name: 'Wren',
    email,
    language: 'en',
    role: 'coordinator',
    organisation_id: null,
    invited_by: null,
    created_at: start,
    accepted_at: null,
    accepted_by: null,
    revoked_at: null,
  })
  return id
}

/** Queues the email that most tests send, about a changed password. Its text is written when it is queued. */
export const anEmail = (trx: Tx, to: To & { personId: string }, at: Instant = start): Promise<string> =>
  queueEmail(workIn(trx, at), {
    name: 'password changed',
    to,
    entity: { kind: 'person', id: to.personId },
    facts: { at },
  })

export async function anInvitationEmail(
  trx: Tx,
  address = 'new@library.example',
): Promise<{ id: string; invitation: string }> {
  const invitation = await anInvitation(trx, address)
  const to = { personId: null, name: 'Wren', address, language: 'en' }
  return {
    invitation,
    id: await queueEmail(workIn(trx, start), {
      name: 'invitation',
      to,
      entity: { kind: 'invitation', id: invitation },
    }),
  }
}

export async function rowOf({ db }: Database, id: string): Promise<Row<'outbox'>> {
  const row = await db('outbox').where({ id }).first()
  if (!row) throw new Error('no such email')
  return row
}

/** Inserts an application that is with the panel, and its organisation. */
export async function anApplication(trx: Tx, startedBy: string): Promise<{ id: string; organisationId: string }> {
  await publishDraft(workIn(trx, start))
  const [id, organisationId] = [newId(), newId()]
  await trx('organisations').insert({
    id: organisationId,
    name: 'Testport Libraries',
    name_key: 'testport libraries',
    kind: 'library service',
    place: 'Testport',
    role_mailbox: null,
    language: 'en',
    sign_off_wanted: 0,
    created_at: start,
    emails_started_at: start,
    version: 1,
  })
  await trx('applications').insert({
    id,
    number: id.slice(0, 8),
    organisation_id: organisationId,
    stream_id: libraryStream,
    framework_version_id: await latestFrameworkVersionId(trx, libraryStream),
    round_id: null,
    award_id: null,
    kind: 'first',
    status: 'with the panel',
    status_before: null,
    status_since: start,
    summary: '',
    may_be_shared: 0,
    contacts_confirmed_at: null,
    until: null,
    reasons: null,
    items_asked: '[]',
    submitted_at: start,
    decision_letter_released_at: null,
    started_by: startedBy,
    started_at: start,
    version: 1,
  })
  return { id, organisationId }
}

export const hasRole = async (trx: Tx, { personId }: { personId: string }, role: CharityRole): Promise<void> =>
  void (await trx('charity_roles').insert({
    id: newId(),
    person_id: personId,
    role,
    started_at: start,
    ended_at: null,
  }))

export const isMember = async (
  trx: Tx,
  { personId }: { personId: string },
  organisationId: string,
  role: MemberRole,
): Promise<void> =>
  void (await trx('memberships').insert({
    id: newId(),
    person_id: personId,
    organisation_id: organisationId,
    role,
    started_at: start,
    readers_confirmed_at: start,
    ended_at: null,
  }))

export const hasDeclared = async (
  trx: Tx,
  { personId }: { personId: string },
  applicationId: string,
  says: 'no conflict' | 'conflict',
): Promise<void> =>
  void (await trx('declarations').insert({
    id: newId(),
    application_id: applicationId,
    person_id: personId,
    says,
    reason: null,
    independent: null,
    made_at: start,
  }))

export async function hasSeat(
  trx: Tx,
  { personId, name, address }: To & { personId: string },
  applicationId: string,
  { status = 'accepted', chairs = false } = {},
): Promise<string> {
  const id = newId()
  await trx('seats').insert({
    id,
    application_id: applicationId,
    person_id: personId,
    offered_to_name: name ?? '',
    offered_to_email: address,
    kind: 'sector peer',
    independent: 0,
    chairs: chairs ? 1 : 0,
    status,
    shown_name: null,
    declined_reason: null,
    offered_by: personId,
    offered_at: start,
    answered_at: null,
    set_aside_at: null,
    version: 1,
  })
  return id
}
