import type { UnitOfWork } from '../db/unit-of-work.ts'
import type { Actor } from '../domain/actor.ts'
import type { Application } from '../domain/application.ts'
import { messages, type Audience } from '../domain/email-kinds.ts'
import { can } from '../domain/permissions.ts'
import { languageOf, translator } from '../words/words.ts'
import { writtenFor, type PlainEmail } from './email.ts'
import { emails, type FactsOf, type EmailName } from './templates.ts'
import { insertEmail } from './outbox.store.ts'
import { mailboxOf, readersFor, type Reader } from './readers.store.ts'

/** The recipient of an email. `personId` is null for an address without an account. */
export interface To {
  personId: string | null
  name: string | null
  address: string
  language: string
}

/** The recipient of an email to this reader, with the reader’s language. */
export const recipientOf = ({ actor, address }: Reader): To & { personId: string } => ({
  personId: actor.id,
  name: actor.name,
  address,
  language: actor.language,
})

/** The record that an email and its token are about. */
export interface About {
  kind:
    | 'invitation'
    | 'seat'
    | 'endorsement'
    | 'person'
    | 'access request'
    | 'application'
    | 'question'
    | 'decision'
    | 'award'
    | 'organisation'
    | 'enquiry'
    | 'meeting'
  id: string
}

export type QueuedEmail<Name extends EmailName> = {
  name: Name
  to: To
  entity: About
  applicationId?: string | null
} & (FactsOf<Name> extends null ? { facts?: null } : { facts: FactsOf<Name> })

/**
 * Puts an email into the outbox, in the transaction of the change that it reports. A job sends it after the commit.
 * @param notBefore the earliest time to send the email
 * @returns the email's id
 */
export async function queueEmail<Name extends EmailName>(
  work: UnitOfWork,
  queued: QueuedEmail<Name>,
  notBefore = work.at,
): Promise<string> {
  const { name, to, entity, applicationId = null, facts } = queued
  const kind = emails[name]
  const t = translator(languageOf(to.language))
  const plain = kind.token === null ? (kind as PlainEmail<unknown>) : null
  const rendered = plain && plain.render(t, facts, await writtenFor(work.trx, t, plain, facts))
  return insertEmail(
    work.trx,
    { name, to, entity, applicationId, text: rendered && { ...rendered, name: to.name } },
    work.at,
    notBefore,
  )
}

interface ApplicationEmail<Name extends EmailName> {
  name: Name
  facts: FactsOf<Name>
}

/** Queues an email about an application for those readers who may know about the application. */
export async function queueApplicationEmails<Name extends EmailName>(
  work: UnitOfWork,
  readers: readonly Reader[],
  application: Application,
  { name, facts }: ApplicationEmail<Name>,
): Promise<void> {
  for (const reader of readers.filter(({ actor }) => can(actor, 'application.know', application))) {
    const entity = { kind: 'application', id: application.id } as const
    await queueEmail(work, {
      name,
      to: recipientOf(reader),
      entity,
      applicationId: application.id,
      facts,
    } as QueuedEmail<Name>)
  }
}

/**
 * Queues an email for its audience (domain/email-kinds.ts), but only for people for whom `only` is true, and not for
 * `except`. Emails to leads also go to the organisation's shared mailbox.
 */
export async function emailReaders<Name extends EmailName>(
  work: UnitOfWork,
  application: Application,
  {
    name,
    facts,
    except,
    only = () => true,
  }: ApplicationEmail<Name> & {
    except?: Pick<Actor, 'id'>
    only?: ((person: Pick<Actor, 'id'>) => boolean) | undefined
  },
): Promise<void> {
  const audience: Audience = messages[name]
  const readers = await readersFor(work.trx, audience, application)
  await queueApplicationEmails(
    work,
    readers.filter(({ actor }) => actor.id !== except?.id && only(actor)),
    application,
    { name, facts },
  )
  if (audience !== 'leads') return
  const entity = { kind: 'application', id: application.id } as const
  const copied = { name, entity, applicationId: application.id, facts } as Omit<QueuedEmail<Name>, 'to'>
  await queueMailboxCopy(work, application, copied)
}

/**
 * Queues a copy of a leads' email to their organisation's shared mailbox, if there is one and emails to it are switched
 * on.
 */
export async function queueMailboxCopy<Name extends EmailName>(
  work: UnitOfWork,
  { organisationId }: { organisationId: string },
  queued: Omit<QueuedEmail<Name>, 'to'>,
  notBefore = work.at,
): Promise<void> {
  const mailbox = await mailboxOf(work.trx, organisationId)
  if (mailbox === null) return
  await queueEmail(work, { ...queued, to: { personId: null, name: null, ...mailbox } } as QueuedEmail<Name>, notBefore)
}
