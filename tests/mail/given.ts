import pino from 'pino'
import type { Config } from '../../src/config.ts'
import type { Database, Tx } from '../../src/db/connection.ts'
import { newId } from '../../src/db/ids.ts'
import type { OutboxRow } from '../../src/db/rows.ts'
import { addMinutes, instant, type Instant } from '../../src/domain/time.ts'
import { sendMail } from '../../src/jobs/send-mail.ts'
import { addressKey } from '../../src/mail/addresses.ts'
import type { MayStillKnow } from '../../src/mail/claim.ts'
import { queueLetter, type To } from '../../src/mail/outbox.ts'
import type { Transport } from '../../src/mail/transport.ts'

export const start = instant('2026-05-04T09:00:00.000Z')

/** A clock that stands until it is moved. */
export function standingClock(at: Instant = start) {
  let now = at
  return { now: () => now, forward: (minutes: number) => { now = addMinutes(now, minutes) } }
}

/** One runner of the job over a database, with what a test wants to be different. */
export function aRunner(database: Database, mail: Transport, clock = standingClock(), demo = false) {
  const config = { baseUrl: 'https://sanctuary.example', demo } as Config
  const parts = { config, db: database.db, write: database.write, mail, clock, log: pino({ level: 'silent' }) }
  const everybody: MayStillKnow = () => Promise.resolve(true)
  return { parts, clock, run: (asks: MayStillKnow = everybody) => sendMail(parts, undefined, asks) }
}

export async function aPerson(trx: Tx, name: string, email = `${name.toLowerCase()}@library.example`, status = 'active'): Promise<To & { personId: string }> {
  const id = newId()
  await trx('people').insert({ id, name, email, email_key: addressKey(email), password_hash: null, language: 'en', status, created_at: start, version: 1 })
  return { personId: id, name, address: email, language: 'en' }
}

export async function anInvitation(trx: Tx, email = 'new@library.example'): Promise<string> {
  const id = newId()
  await trx('invitations').insert({
    id, name: 'Wren', email, language: 'en', role: 'coordinator', organisation_id: null, invited_by: null, created_at: start,
    accepted_at: null, accepted_by: null, revoked_at: null,
  })
  return id
}

/** The letter most tests send: drawn when queued, about nothing but a password. */
export const aLetter = (trx: Tx, to: To & { personId: string }, at: Instant = start): Promise<string> =>
  queueLetter(trx, { name: 'password changed', to, thing: { kind: 'person', id: to.personId }, facts: { at } }, at)

export async function anInvitationLetter(trx: Tx, address = 'new@library.example'): Promise<{ id: string; invitation: string }> {
  const invitation = await anInvitation(trx, address)
  const to = { personId: null, name: 'Wren', address, language: 'en' }
  return { invitation, id: await queueLetter(trx, { name: 'invitation', to, thing: { kind: 'invitation', id: invitation } }, start) }
}

export async function rowOf({ db }: Database, id: string): Promise<OutboxRow> {
  const row = await db('outbox').where({ id }).first()
  if (!row) throw new Error('no such letter')
  return row
}
