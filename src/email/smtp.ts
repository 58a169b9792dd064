import { Readable } from 'node:stream'
import MailComposer from 'nodemailer/lib/mail-composer'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { asciiDomain, isAddress } from './addresses.ts'
import type { Message, Outcome, Transport } from './transport.ts'

/**
 * Milliseconds. `whole` limits connecting and, separately, sending one email. Two attempts and a new connection must
 * take less time than the lease of an email.
 */
export interface Timeouts {
  connecting: number
  greeting: number
  answer: number
  whole: number
  idle: number
}
/**
 * `answer` is more than 30 seconds, because Exchange can wait that long before it accepts a message (its setting
 * MaxAcknowledgementDelay).
 */
export const defaultTimeouts: Timeouts = {
  connecting: 10_000,
  greeting: 10_000,
  answer: 60_000,
  whole: 120_000,
  idle: 5_000,
}

class ServerDown extends Error {}

type Failure = Error & { code?: string; command?: string; responseCode?: number; response?: string }

/** Delivery reports go to `bouncesTo`, by default to the sender. */
export interface Sender {
  from: string
  bouncesTo?: string | null
}

/**
 * Sends emails over SMTP, one after the other. This file opens the connection, because nodemailer would not report at
 * which step it failed.
 * @param url smtp://… or smtps://…. With smtp://, STARTTLS is required, except on this machine
 */
export function smtpTransport(url: string, sender: string | Sender, timeouts: Partial<Timeouts> = {}): Transport {
  const from = typeof sender === 'string' ? { from: sender } : sender
  const limits = { ...defaultTimeouts, ...timeouts }
  const connection = keptConnection(url, limits)

  const prepared = new WeakMap<Message, Promise<Built>>()
  const prepare = (message: Message): void => {
    const building = compose(message, from)
    building.catch(() => undefined) // sending the message reports the error
    prepared.set(message, building)
  }

  const sendOne = async (message: Message, mayComplete: Promise<boolean>): Promise<Outcome> => {
    const built = await (prepared.get(message) ?? compose(message, from))
    const wasOpen = connection.isOpen()
    const conversation = { built, mayComplete, whole: limits.whole }
    const first = await deliver(connection.open, conversation)
    if (first.outcome.is !== 'sent') connection.close()
    // The server may have closed an idle connection, so try again.
    const isTriedAgain = wasOpen && first.brokeBefore && (await mayComplete)
    const { outcome } = isTriedAgain ? await deliver(connection.open, conversation) : first
    if (outcome.is === 'sent') connection.closeWhenIdle()
    else connection.close()
    return outcome
  }

  return {
    prepare,
    send: (message, mayComplete = Promise.resolve(true)) =>
      isAddress(message.to)
        ? sendOne(message, mayComplete).catch((failure: Failure) => ({
            is: failure instanceof ServerDown ? ('down' as const) : ('retry' as const),
            reason: reasonOf(failure instanceof ServerDown ? (failure.cause as Failure) : failure),
          }))
        : Promise.resolve({ is: 'failed', reason: 'not a single email address' }),
    close: connection.close,
  }
}

/** One connection, which is opened when an email needs it. */
function keptConnection(url: string, limits: Timeouts) {
  let current: SMTPConnection | null = null
  let idle: NodeJS.Timeout | undefined
  const close = (): void => {
    clearTimeout(idle)
    current?.close()
    current = null
  }
  const open = async (): Promise<SMTPConnection> => {
    clearTimeout(idle)
    current ??= await connect(url, limits, ended => {
      if (current === ended) current = null
    }).catch((cause: unknown) => {
      throw new ServerDown('not connected', { cause })
    })
    return current
  }
  const closeWhenIdle = (): void => {
    idle = setTimeout(close, limits.idle).unref()
  }
  return { open, isOpen: () => current !== null, close, closeWhenIdle }
}

interface Built {
  envelope: { from: string; to: string[]; size: number; dsn?: { envid: string; ret: 'HDRS'; notify: 'FAILURE' } }
  body: Buffer
}

/** Builds the message as bytes. The recipient's address is an object, so that nodemailer does not parse it. */
async function compose(
  { messageId, to, language, subject, text, html, calendar = null, unsubscribe = null, envelopeId }: Message,
  { from, bouncesTo }: Sender,
): Promise<Built> {
  const address = `${to.slice(0, to.indexOf('@'))}@${asciiDomain(to.slice(to.indexOf('@') + 1))}`
  const composed = new MailComposer({
    from,
    to: { name: '', address },
    subject: subject.replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim(),
    text: String(text),
    html: String(html),
    messageId,
    disableFileAccess: true,
    disableUrlAccess: true,
    headers: {
      'Auto-Submitted': 'auto-generated',
      'Content-Language': language,
      ...(unsubscribe === null
        ? {}
        : { 'List-Unsubscribe': `<${unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
    },
    attachments:
      calendar === null
        ? []
        : [
            {
              filename: 'dates.ics',
              content: String(calendar),
              contentType: `text/calendar; charset=utf-8; method=${calendarMethod(calendar)}`,
            },
          ],
  }).compile()
  const body = await composed.build()
  const sender = bouncesTo ?? composed.getEnvelope().from
  const dsn = envelopeId ? { dsn: { envid: envelopeId, ret: 'HDRS' as const, notify: 'FAILURE' as const } } : {}
  return { envelope: { from: sender ? sender : '', to: [address], size: body.length, ...dsn }, body }
}

/** Mail programs read the method from the headers, so it must match the method in the file. */
const calendarMethod = (calendar: string): string => /^METHOD:([A-Z]+)\r?$/m.exec(calendar)?.[1] ?? 'PUBLISH'

const portOf = (protocol: string, port: string): number => {
  if (port !== '') return Number(port)
  return protocol === 'smtps:' ? 465 : 587
}

/**
 * Opens a connection.
 * @throws Failure when the connection fails
 */
async function connect(
  url: string,
  { connecting, greeting, answer, whole }: Timeouts,
  onEnd: (ended: SMTPConnection) => void,
): Promise<SMTPConnection> {
  const { protocol, hostname, port, username, password } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '')
  const isHere = ['localhost', '127.0.0.1', '::1'].includes(host)
  const connection = new SMTPConnection({
    host,
    port: portOf(protocol, port),
    secure: protocol === 'smtps:',
    requireTLS: !isHere,
    ignoreTLS: isHere,
    connectionTimeout: connecting,
    greetingTimeout: greeting,
    socketTimeout: answer,
    dnsTimeout: connecting,
  })
  connection.on('end', () => onEnd(connection))
  let over: NodeJS.Timeout | undefined
  const failing = new Promise<never>((_resolve, reject) => {
    connection.on('error', reject)
    over = setTimeout(() => reject(Object.assign(new Error('took too long'), { code: 'ETIMEDOUT' })), whole)
  })
  await Promise.race([openConnection(connection, { username, password }), failing])
    .catch((failure: Failure) => {
      connection.close()
      throw failure
    })
    .finally(() => clearTimeout(over))
  // After an error between two emails, the next email opens a new connection.
  connection.on('error', () => onEnd(connection))
  return connection
}

/**
 * Connects and signs in. It would wait without end for a server that never stops sending, so `connect` limits its time.
 */
async function openConnection(
  connection: SMTPConnection,
  { username, password }: Pick<URL, 'username' | 'password'>,
): Promise<void> {
  await new Promise<void>((resolve, reject) => connection.connect(failure => (failure ? reject(failure) : resolve())))
  if (username === '') return
  const credentials = { user: decodeURIComponent(username), pass: decodeURIComponent(password) }
  await new Promise<void>((resolve, reject) =>
    connection.login({ credentials }, failure => (failure ? reject(failure) : resolve())),
  )
}

/** An email to deliver. `whole` is the time limit for sending it, in milliseconds. */
interface Conversation {
  built: Built
  mayComplete: Promise<boolean>
  whole: number
}

/**
 * Yields the message when `mayComplete` resolves to true. Otherwise throws, so that the server discards the message.
 */
async function* bytesOf({ built: { body }, mayComplete }: Conversation): AsyncGenerator<Buffer> {
  if (!(await mayComplete)) throw new Error('not to be sent')
  yield body
}

async function deliver(
  openConnection: () => Promise<SMTPConnection>,
  conversation: Conversation,
): Promise<{ outcome: Outcome; brokeBefore: boolean }> {
  const connection = await openConnection()
  let isComplete = false
  const { built, whole } = conversation
  const message = Readable.from(bytesOf(conversation))
  message.once('end', () => {
    isComplete = true
  })
  const failure = await new Promise<Failure | null>(resolve => {
    const over = setTimeout(() => resolve(Object.assign(new Error('took too long'), { code: 'ETIMEDOUT' })), whole)
    connection.send(built.envelope, message, problem => {
      clearTimeout(over)
      resolve(problem ?? null)
    })
  })
  const brokeBefore = failure !== null && !isComplete && !failure.responseCode && failure.code !== 'EENVELOPE'
  return { outcome: failure ? outcomeOf(failure, isComplete) : { is: 'sent' }, brokeBefore }
}

/** "Service not available, closing" (RFC 5321): the server is going down. */
const closing = 421
/** The SMTP code for "Authentication required" (RFC 4954). It is about the service's account, not about the email. */
const authenticationRequired = 530

/**
 * The outcome of an attempt that failed. It is `failed` only if nodemailer refused the addresses, or the server
 * permanently refused (5xx) the sender, the address or the message.
 */
function outcomeOf(failure: Failure, isComplete: boolean): Outcome {
  const { responseCode = 0, command = '', response, code } = failure
  const reason = reasonOf(failure)
  const isAboutTheEmail = ['MAIL FROM', 'RCPT TO', 'DATA'].includes(command) && responseCode !== authenticationRequired
  const [isTemporary, isPermanent] = [4, 5].map(digit => Math.floor(responseCode / 100) === digit)
  if (isPermanent && isAboutTheEmail) return { is: 'failed', reason }
  if (command === 'API' && code === 'EENVELOPE') return { is: 'failed', reason } // nodemailer refused the addresses
  if (responseCode === authenticationRequired || (responseCode === closing && !isComplete))
    return { is: 'down', reason }
  // a temporary refusal of our sender address, which is the same for every email
  if (command === 'MAIL FROM' && response !== undefined) return { is: 'down', reason }
  if (isTemporary || !isComplete) return { is: 'retry', reason }
  return { is: 'unknown', reason }
}

/** The reason as one line of at most 300 characters. */
const reasonOf = ({ code = 'error', response, message }: Failure): string =>
  `${code}: ${(response ?? message).replace(/[\s\p{Cc}]+/gu, ' ')}`.slice(0, 300)
