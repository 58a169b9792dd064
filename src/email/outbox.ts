import type { UnitOfWork } from '../db/unit-of-work.ts'
import type { Actor } from '../domain/actor.ts'
import type { Application } from '../domain/application.ts'
import { messages, type Audience } from '../domain/messages.ts'
import { can } from '../domain/permissions.ts'
import { languageOf, translator } from '../words/words.ts'
import type { PlainEmail } from './email.ts'
import { emails, type FactsOf, type EmailName } from './templates.ts'
import { insertEmail } from './outbox.store.ts'
import { readersFor, type Reader } from './readers.store.ts'

/**
 * Where a letter goes. `personId` is null for an address without an account: an invitation, an organisation's mailbox.
 */
export interface To {
  personId: string | null
  name: string | null
  address: string
  language: string
}

/**
 * Which thing a letter is about: for one with a token the row that its link opens (the invitation, the seat, the
 * person).
 */
export interface About {
  kind: 'invitation' | 'seat' | 'person' | 'application' | 'question' | 'decision' | 'award' | 'organisation'
  id: string
}

export type QueuedEmail<Name extends EmailName> = {
  name: Name
  to: To
  entity: About
  applicationId?: string | null
} & (FactsOf<Name> extends null ? { facts?: null } : { facts: FactsOf<Name> })

/**
 * Puts a letter into the outbox, in the transaction of what it tells of; the job sends it after the commit.
 * One with a token is drawn at the moment of sending, every other one now, in its reader's language. Gives its id.
 * @param notBefore it waits until then
 */
export async function queueEmail<Name extends EmailName>(
  work: UnitOfWork,
  queued: QueuedEmail<Name>,
  notBefore = work.at,
): Promise<string> {
  const { name, to, entity, applicationId = null, facts } = queued
  const kind = emails[name]
  const t = translator(languageOf(to.language))
  const drawn = kind.token === null ? (kind as PlainEmail<unknown>).draw(t, facts) : null
  return insertEmail(
    work.trx,
    { name, to, entity, applicationId, words: drawn && { ...drawn, name: to.name } },
    work.at,
    notBefore,
  )
}

/**
 * The same letter about one application to several readers: only to those who may know of it, and they are asked about
 * once more at the moment of sending.
 */
export async function queueApplicationEmails<Name extends EmailName>(
  work: UnitOfWork,
  name: Name,
  readers: readonly Reader[],
  application: Application,
  facts: FactsOf<Name>,
  notBefore = work.at,
): Promise<void> {
  for (const { actor, address } of readers.filter(reader => can(reader.actor, 'application.know', application))) {
    const to = { personId: actor.id, name: actor.name, address, language: actor.language }
    const entity = { kind: 'application', id: application.id } as const
    await queueEmail(work, { name, to, entity, applicationId: application.id, facts } as QueuedEmail<Name>, notBefore)
  }
}

/**
 * To everybody whom domain/messages.ts names for this letter, as they meet this application. `except` leaves out who
 * did it.
 */
export async function emailReaders<Name extends EmailName>(
  work: UnitOfWork,
  name: Name,
  application: Application,
  facts: FactsOf<Name>,
  except?: Pick<Actor, 'id'>,
  notBefore = work.at,
): Promise<void> {
  const audience: Audience = messages[name]
  const readers = await readersFor(work.trx, audience, application)
  await queueApplicationEmails(
    work,
    name,
    readers.filter(({ actor }) => actor.id !== except?.id),
    application,
    facts,
    notBefore,
  )
}
