import type { Db, Tx } from '../db/connection.ts'
import { addMinutes, type Instant } from '../domain/time.ts'
import { languageOf, translator } from '../words/words.ts'
import { afterSending, afterUnknown, leaseMinutes } from './after-sending.ts'
import { carriesToken, gathered, kindOf } from './templates.ts'
import {
  isActive,
  keepToken,
  lettersOutOfLease,
  updateLetter,
  wordColumns,
  type NotSentReason,
  type OutboxLetter,
  type Words,
} from './outbox.store.ts'
import { bodiesOf } from './render.ts'
import { newToken } from './tokens.ts'
import type { Message, Outcome } from './transport.ts'

/** Whether somebody may still know of an application or an award, by its id: asked again at the moment of sending. */
export type MayStillKnow = (db: Db, personId: string, id: string) => Promise<boolean>

/** A letter that gathers lines, drawn at the moment of sending, with what goes along with it; or why there is nothing to send. */
export interface Gathered {
  words: Words
  calendar: string | null
  unsubscribePath: string | null
}
export type Gather = (trx: Tx, letter: OutboxLetter, at: Instant) => Promise<Gathered | NotSentReason>

export interface Post {
  baseUrl: string
  /** the demo shows letters with their links, so there a link is kept with its letter; nowhere else */
  keepsLinks: boolean
  mayStillKnow: MayStillKnow
  gather: Gather
}

/** A letter that is ours until `leaseUntil`, drawn and ready to go. */
export interface Claimed {
  letter: OutboxLetter
  leaseUntil: Instant
  message: Message
}

/**
 * Takes a letter for sending: `sending` is committed before the conversation begins, and the write afterwards holds only for whoever
 * holds its generation. Draws what carries a token.
 * @returns null when somebody else has it, or when it must not be sent any more
 */
export async function claimLetter(trx: Tx, due: OutboxLetter, post: Post, at: Instant): Promise<Claimed | null> {
  const leaseUntil = addMinutes(at, leaseMinutes)
  const resent = due.status === 'unknown' ? 1 : due.resent
  const taken = {
    status: 'sending',
    lease_generation: due.generation + 1,
    lease_until: leaseUntil,
    tries: due.tries + 1,
    resent,
  } as const
  if (!(await updateLetter(trx, due, taken))) return null
  const letter: OutboxLetter = {
    ...due,
    status: 'sending',
    generation: taken.lease_generation,
    leaseUntil,
    tries: taken.tries,
    resent,
  }
  const drawn =
    (letter.name === gathered ? null : await reasonAgainst(trx, letter, post)) ?? (await drawNow(trx, letter, post, at))
  if (typeof drawn === 'string') {
    await updateLetter(trx, letter, { status: 'not sent', not_sent_because: drawn, lease_until: null, failure: null })
    return null
  }
  const { words } = drawn
  if (letter.name === gathered) await updateLetter(trx, letter, wordColumns(words))
  if (carriesToken(letter))
    await updateLetter(trx, letter, wordColumns(post.keepsLinks ? words : { ...words, action: null }))
  return { letter, leaseUntil, message: messageOf(letter, drawn, post.baseUrl) }
}

/** @returns false when the lease ran out meanwhile and somebody else has it: then this outcome is not written */
export async function settleLetter(trx: Tx, { letter }: Claimed, outcome: Outcome, at: Instant): Promise<boolean> {
  return updateLetter(trx, letter, afterSending(letter, outcome, at))
}

/** Letters whose sender died or hangs: nobody knows whether they arrived. */
export async function releaseLost(trx: Tx, at: Instant): Promise<void> {
  for (const letter of await lettersOutOfLease(trx, at)) {
    await updateLetter(trx, letter, {
      ...afterUnknown(letter, 'the sending was cut off', at),
      lease_until: null,
      lease_generation: letter.generation + 1,
    })
  }
}

async function reasonAgainst(trx: Tx, letter: OutboxLetter, { mayStillKnow }: Post): Promise<NotSentReason | null> {
  const { personId, applicationId } = letter
  if (personId === null) return null
  if (!(await isActive(trx, personId))) return 'not active'
  const about = applicationId ?? (letter.thing === 'award' ? letter.thingId : null)
  return about === null || (await mayStillKnow(trx, personId, about)) ? null : 'may not know'
}

async function drawNow(
  trx: Tx,
  letter: OutboxLetter,
  { gather }: Post,
  at: Instant,
): Promise<Gathered | NotSentReason> {
  if (letter.name === gathered) return gather(trx, letter, at)
  const kind = kindOf(letter.name)
  if (!kind?.token) return letter.words ? alone(letter.words) : 'no longer needed'
  const token = newToken()
  const found = await kind.drawWith(trx, translator(languageOf(letter.language)), letter.thingId, token)
  if (!found) return 'no longer needed'
  await keepToken(trx, token, kind.token, letter, at)
  return alone({ ...found.drawn, name: found.name })
}

const alone = (words: Words): Gathered => ({ words, calendar: null, unsubscribePath: null })

function messageOf(letter: OutboxLetter, { words, calendar, unsubscribePath }: Gathered, baseUrl: string): Message {
  const t = translator(languageOf(letter.language))
  const messageId = `<${letter.id}.letter@${new URL(baseUrl).hostname}>`
  return {
    messageId,
    to: letter.address,
    language: t.language,
    subject: words.subject,
    ...bodiesOf(t, words, baseUrl),
    calendar,
    unsubscribe: unsubscribePath === null ? null : baseUrl + unsubscribePath,
  }
}
