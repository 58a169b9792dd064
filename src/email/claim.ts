import type { Db, Tx } from '../db/connection.ts'
import { addMinutes, type Instant } from '../domain/time.ts'
import { languageOf, translator } from '../words/words.ts'
import { afterSending, afterUnknown, leaseMinutes } from './after-sending.ts'
import { carriesToken, gathered, kindOf } from './templates.ts'
import {
  isActive,
  keepToken,
  emailsPastLease,
  updateEmail,
  wordColumns,
  type NotSentReason,
  type OutboxEmail,
  type Words,
} from './outbox.store.ts'
import { bodiesOf } from './render.ts'
import { newToken } from './tokens.ts'
import type { Message, Outcome } from './transport.ts'

/** Whether somebody may still know of an application or an award, by its id: asked again at the moment of sending. */
export type MayStillKnow = (db: Db, personId: string, id: string) => Promise<boolean>

/**
 * A letter that gathers lines, drawn at the moment of sending, with what goes along with it; or why there is nothing to
 * send.
 */
export interface Gathered {
  words: Words
  calendar: string | null
  unsubscribePath: string | null
}
export type Gather = (trx: Tx, email: OutboxEmail, at: Instant) => Promise<Gathered | NotSentReason>

export interface Post {
  baseUrl: string
  /** the demo shows letters with their links, so there a link is kept with its letter; nowhere else */
  keepsLinks: boolean
  mayStillKnow: MayStillKnow
  gather: Gather
}

/** A letter that is ours until `leaseUntil`, drawn and ready to go. */
export interface Claimed {
  email: OutboxEmail
  leaseUntil: Instant
  message: Message
}

/**
 * Takes a letter for sending: `sending` is committed before the conversation begins, and the write afterwards holds
 * only for whoever holds its generation. Draws what carries a token.
 * @returns null when somebody else has it, or when it must not be sent any more
 */
export async function claimEmail(trx: Tx, due: OutboxEmail, post: Post, at: Instant): Promise<Claimed | null> {
  const leaseUntil = addMinutes(at, leaseMinutes)
  const resent = due.status === 'unknown' ? 1 : due.resent
  const taken = {
    status: 'sending',
    lease_generation: due.generation + 1,
    lease_until: leaseUntil,
    tries: due.tries + 1,
    resent,
  } as const
  if (!(await updateEmail(trx, due, taken))) return null
  const email: OutboxEmail = {
    ...due,
    status: 'sending',
    generation: taken.lease_generation,
    leaseUntil,
    tries: taken.tries,
    resent,
  }
  const drawn =
    (email.name === gathered ? null : await reasonAgainst(trx, email, post)) ?? (await drawNow(trx, email, post, at))
  if (typeof drawn === 'string') {
    await updateEmail(trx, email, { status: 'not sent', not_sent_reason: drawn, lease_until: null, failure: null })
    return null
  }
  const { words } = drawn
  if (email.name === gathered) await updateEmail(trx, email, wordColumns(words))
  if (carriesToken(email))
    await updateEmail(trx, email, wordColumns(post.keepsLinks ? words : { ...words, action: null }))
  return { email, leaseUntil, message: messageOf(email, drawn, post.baseUrl) }
}

/** @returns false when the lease ran out meanwhile and somebody else has it: then this outcome is not written */
export async function settleEmail(trx: Tx, { email }: Claimed, outcome: Outcome, at: Instant): Promise<boolean> {
  return updateEmail(trx, email, afterSending(email, outcome, at))
}

/** Letters whose sender died or hangs: nobody knows whether they arrived. */
export async function releaseLost(trx: Tx, at: Instant): Promise<void> {
  for (const email of await emailsPastLease(trx, at)) {
    await updateEmail(trx, email, {
      ...afterUnknown(email, 'the sending was cut off', at),
      lease_until: null,
      lease_generation: email.generation + 1,
    })
  }
}

async function reasonAgainst(trx: Tx, email: OutboxEmail, { mayStillKnow }: Post): Promise<NotSentReason | null> {
  const { personId, applicationId } = email
  if (personId === null) return null
  if (!(await isActive(trx, personId))) return 'not active'
  const about = applicationId ?? (email.entity === 'award' ? email.entityId : null)
  return about === null || (await mayStillKnow(trx, personId, about)) ? null : 'may not know'
}

async function drawNow(trx: Tx, email: OutboxEmail, { gather }: Post, at: Instant): Promise<Gathered | NotSentReason> {
  if (email.name === gathered) return gather(trx, email, at)
  const kind = kindOf(email.name)
  if (!kind?.token) return email.words ? alone(email.words) : 'no longer needed'
  const token = newToken()
  const found = await kind.drawWith(trx, translator(languageOf(email.language)), email.entityId, token)
  if (!found) return 'no longer needed'
  await keepToken(trx, token, kind.token, email, at)
  return alone({ ...found.drawn, name: found.name })
}

const alone = (words: Words): Gathered => ({ words, calendar: null, unsubscribePath: null })

function messageOf(email: OutboxEmail, { words, calendar, unsubscribePath }: Gathered, baseUrl: string): Message {
  const t = translator(languageOf(email.language))
  const messageId = `<${email.id}.letter@${new URL(baseUrl).hostname}>`
  return {
    messageId,
    to: email.address,
    language: t.language,
    subject: words.subject,
    ...bodiesOf(t, words, baseUrl),
    calendar,
    unsubscribe: unsubscribePath === null ? null : baseUrl + unsubscribePath,
  }
}
