import type { Db, Tx } from '../db/connection.ts'
import type { Row } from '../db/tables.ts'
import { addMilliseconds, addMinutes, type Instant } from '../domain/time.ts'
import { messages } from '../domain/email-kinds.ts'
import { languageOf, translator } from '../words/words.ts'
import { afterSending, afterUnknown, leaseMinutes } from './after-sending.ts'
import {
  emailsPastLease,
  insertToken,
  isActive,
  textColumns,
  updateEmail,
  type AddressedText,
  type NotSentReason,
  type OutboxEmail,
} from './outbox.store.ts'
import { isSuppressed } from './email-address.store.ts'
import { isMailboxFor } from './readers.store.ts'
import { bodiesOf } from './render.ts'
import { carriesToken, digest, kindOf, type EmailName } from './templates.ts'
import { isMeetingEmail } from './templates/meetings.ts'
import { newToken } from './tokens.ts'
import type { Message, Outcome } from './transport.ts'

/** Whether a person is still allowed to get an email, checked when the email is sent. */
export type MayStillKnow = (db: Db, personId: string, email: OutboxEmail, at: Instant) => Promise<boolean>

/** The text and attachments of an email. */
export interface Content {
  /** the recipient's new address, if it changed while the email waited */
  address?: string
  text: AddressedText
  calendar: string | null
  unsubscribePath: string | null
  /** the link contains a token */
  isSecret?: boolean
  /** whether the text is still complete when the email is claimed, later than it was written */
  isComplete?: (trx: Tx) => Promise<boolean>
}

/**
 * Writes the text of an email, such as a reminder email, when it is sent.
 * @returns the text, or the reason why the email is not sent
 */
export type RenderAtSending = (trx: Tx, email: OutboxEmail, at: Instant) => Promise<Content | NotSentReason>

/** The dependencies of sending, besides the outbox. */
export interface SendingContext {
  baseUrl: string
  /** true only in the demo, which stores secret links so that its pages can show them */
  keepsLinks: boolean
  mayStillKnow: MayStillKnow
  renderDigest: RenderAtSending
}

/** An email that only this process sends until `leaseUntil`, with its complete message. */
export interface Claimed {
  email: OutboxEmail
  /** the row before it was claimed */
  before: OutboxEmail
  leaseUntil: Instant
  message: Message
}

/** An email that has been checked and written, but not claimed yet. */
export interface Draft {
  due: OutboxEmail
  content: Content
  message: Message
  /** the time until which the checks are valid */
  freshUntil: Instant
}

/** How long the checks of a draft stay valid. */
const freshMilliseconds = 1_000

/**
 * Checks an email and writes its text while the previous email is sent.
 * @param db a connection that refuses to write
 * @returns null when the email must not be sent, when its text needs a write, such as a token, or after a problem
 */
export async function draftEmail(
  db: Db,
  due: OutboxEmail,
  context: SendingContext,
  at: Instant,
): Promise<Draft | null> {
  if (carriesToken(due)) return null
  try {
    const content = await contentOrReason(db as Tx, due, context, at)
    if (typeof content === 'string') return null
    const message = messageOf(due, content, context.baseUrl)
    return { due, content, message, freshUntil: addMilliseconds(at, freshMilliseconds) }
  } catch {
    return null // the problem occurs again when the email is claimed, and is reported then
  }
}

/**
 * Claims an email for sending. Its SMTP conversation begins only after the commit.
 * @returns null when it must not be sent, or another process has it
 */
export async function claimEmail(
  trx: Tx,
  due: OutboxEmail,
  context: SendingContext,
  at: Instant,
): Promise<Claimed | null> {
  const email = claimedAt(due, at)
  if (!(await updateEmail(trx, due, columnsOf(email)))) return null
  const content = await contentOrReason(trx, email, context, at)
  if (typeof content === 'string') {
    await updateEmail(trx, email, { status: 'not sent', not_sent_reason: content, lease_until: null, failure: null })
    return null
  }
  const columns = columnsToKeep(email, content, context)
  if (Object.keys(columns).length > 0) await updateEmail(trx, email, columns)
  return { email, before: due, leaseUntil: email.leaseUntil!, message: messageOf(email, content, context.baseUrl) }
}

/**
 * Claims a draft, without checking it again. Its SMTP conversation may already have begun (`mayComplete` in
 * transport.ts).
 * @returns null when another process has the email, it was cancelled, or its text is no longer complete
 */
export async function claimDraft(
  trx: Tx,
  { due, content, message }: Draft,
  context: SendingContext,
  at: Instant,
): Promise<Claimed | null> {
  if (content.isComplete && !(await content.isComplete(trx))) return null
  const email = claimedAt(due, at)
  const columns = { ...columnsOf(email), ...columnsToKeep(email, content, context) }
  if (!(await updateEmail(trx, due, columns))) return null
  return { email, before: due, leaseUntil: email.leaseUntil!, message }
}

const claimedAt = (due: OutboxEmail, at: Instant): OutboxEmail => ({
  ...due,
  status: 'sending',
  generation: due.generation + 1,
  leaseUntil: addMinutes(at, leaseMinutes),
  tries: due.tries + 1,
  resent: due.status === 'unknown' ? 1 : due.resent,
})

const columnsOf = ({ status, generation, leaseUntil, tries, resent }: OutboxEmail): Partial<Row<'outbox'>> => ({
  status,
  lease_generation: generation,
  lease_until: leaseUntil,
  tries,
  resent,
})

/** What changes in the row of an email when its content is written: its text and, if it changed, its address. */
function columnsToKeep(email: OutboxEmail, content: Content, context: SendingContext): Partial<Row<'outbox'>> {
  const text = textToKeep(email, content, context)
  return { ...(text ? textColumns(text) : {}), ...(content.address ? { address: content.address } : {}) }
}

/** The text to store when an email is sent: null when it is already stored. Only the demo stores secret links. */
function textToKeep(email: OutboxEmail, content: Content, { keepsLinks }: SendingContext): AddressedText | null {
  const isSecret = carriesToken(email) || content.isSecret === true
  if (!isSecret && !isRenderedWhenSent(email)) return null
  if (keepsLinks) return withLinks(content)
  return isSecret ? { ...content.text, action: null } : content.text
}

const contentOrReason = async (
  trx: Tx,
  email: OutboxEmail,
  context: SendingContext,
  at: Instant,
): Promise<Content | NotSentReason> =>
  (await reasonNotToSend(trx, email, context, at)) ?? (await contentOf(trx, email, context, at))

/** Adds the email's calendar file and unsubscribe path to its text, so that the demo's pages can show them. */
const withLinks = ({ text, calendar, unsubscribePath }: Content): AddressedText => ({
  ...text,
  ...(calendar === null ? {} : { calendar }),
  ...(unsubscribePath === null ? {} : { unsubscribePath }),
})

/** Whether the text of an email without a token is written when it is sent. */
const isRenderedWhenSent = ({ name }: OutboxEmail): boolean =>
  name === digest || name === 'weekly list' || isMeetingEmail(name)

/** Whether an email is a copy for a library's shared mailbox. */
export const isForMailbox = ({ name, personId }: OutboxEmail): boolean =>
  personId === null && name !== digest && messages[name] === 'leads'

/** Emails that are sent even if the reader can no longer open the application. */
const ownNews: readonly string[] = ['seat withdrawn', 'consent withdrawn'] satisfies EmailName[]

async function reasonNotToSend(
  trx: Tx,
  email: OutboxEmail,
  context: SendingContext,
  at: Instant,
): Promise<NotSentReason | null> {
  const { personId, applicationId } = email
  if (email.name !== digest && (await isSuppressed(trx, email.address))) return 'address suppressed'
  if (isRenderedWhenSent(email)) return null
  if (personId === null) {
    const isOurs = !isForMailbox(email) || (await isMailboxFor(trx, email.address, applicationId ?? email.entityId))
    return isOurs ? null : 'no longer needed'
  }
  if (!(await isActive(trx, personId))) return 'not active'
  if (ownNews.includes(email.name)) return null
  return (await context.mayStillKnow(trx, personId, email, at)) ? null : 'may not know'
}

async function contentOf(
  trx: Tx,
  email: OutboxEmail,
  { renderDigest }: SendingContext,
  at: Instant,
): Promise<Content | NotSentReason> {
  if (isRenderedWhenSent(email)) return renderDigest(trx, email, at)
  const kind = kindOf(email.name)
  if (!kind?.token) return email.text ? textOnly(email.text) : 'no longer needed'
  const token = newToken()
  const found = await kind.renderWith(trx, translator(languageOf(email.language)), email.entityId, token)
  if (!found || (found.until && found.until <= at)) return 'no longer needed'
  await insertToken(trx, token, { ...kind.token, email, at, until: found.until })
  return textOnly({ ...found.rendered, name: found.name })
}

const textOnly = (text: AddressedText): Content => ({ text, calendar: null, unsubscribePath: null })

function messageOf(email: OutboxEmail, content: Content, baseUrl: string): Message {
  const { text, calendar, unsubscribePath, address = email.address } = content
  const t = translator(languageOf(email.language))
  return {
    messageId: `<${email.id}.email@${new URL(baseUrl).hostname}>`,
    envelopeId: email.id,
    to: address,
    language: t.language,
    subject: text.subject,
    ...bodiesOf(t, text, baseUrl),
    calendar,
    unsubscribe: unsubscribePath === null ? null : baseUrl + unsubscribePath,
  }
}

/**
 * Records the outcome of an attempt to send.
 * @returns false when the lease has ended and another process has the email, so the outcome was not recorded
 */
export async function settleEmail(
  trx: Tx,
  { email, before }: Claimed,
  outcome: Outcome,
  at: Instant,
): Promise<boolean> {
  return updateEmail(trx, email, afterSending(email, { outcome, before }, at))
}

/** Ends claims whose process died or hangs. Their emails may have arrived. */
export async function releaseLost(trx: Tx, at: Instant): Promise<void> {
  for (const email of await emailsPastLease(trx, at)) {
    await updateEmail(trx, email, {
      ...afterUnknown(email, 'sending was interrupted', at),
      lease_until: null,
      lease_generation: email.generation + 1,
    })
  }
}
