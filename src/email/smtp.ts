import { Readable } from 'node:stream'
import MailComposer from 'nodemailer/lib/mail-composer'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { asciiDomain, isAddress } from './addresses.ts'
import type { Message, Outcome, Transport } from './transport.ts'

/**
 * In milliseconds. `whole` bounds one letter from connecting to the last answer; a letter's lease is longer than that.
 */
export interface Patience {
  connecting: number
  greeting: number
  answer: number
  whole: number
  idle: number
}
const patience: Patience = { connecting: 10_000, greeting: 10_000, answer: 30_000, whole: 90_000, idle: 5_000 }

type Failure = Error & { code?: string; command?: string; responseCode?: number; response?: string }
/**
 * Letters over SMTP, one after the other on one connection that stays open a little while. nodemailer holds the
 * conversation; we keep its connection in hand ourselves, because only so do we know where it broke.
 * @param url smtp://… or smtps://…; without TLS from the start STARTTLS is demanded, except on this machine itself
 */
export function smtpTransport(url: string, from: string, waits: Partial<Patience> = {}): Transport {
  const limits = { ...patience, ...waits }
  let open: SMTPConnection | null = null
  let idle: NodeJS.Timeout | undefined

  const hangUp = (): void => {
    clearTimeout(idle)
    open?.close()
    open = null
  }

  const connected = async (): Promise<SMTPConnection> => {
    clearTimeout(idle)
    open ??= await connect(url, limits, ended => {
      if (open === ended) open = null
    })
    return open
  }

  const converse = async (message: Message): Promise<Outcome> => {
    const built = await compose(message, from)
    const wasOpen = open !== null
    const first = await deliver(connected, built, limits.whole)
    if (first.outcome.is !== 'sent') hangUp()
    // A connection left open may have been closed by the server meanwhile. That says nothing about this letter.
    const { outcome } = wasOpen && first.brokeBefore ? await deliver(connected, built, limits.whole) : first
    if (outcome.is === 'sent') idle = setTimeout(hangUp, limits.idle).unref()
    else hangUp()
    return outcome
  }

  return {
    send: message =>
      isAddress(message.to)
        ? converse(message).catch((failure: Failure) => ({ is: 'retry' as const, reason: said(failure) }))
        : Promise.resolve({ is: 'failed', reason: 'not one address' }),
    close: hangUp,
  }
}

interface Built {
  envelope: { from: string; to: string[]; size: number }
  body: Buffer
}

/**
 * The message in bytes. Addresses are given as parts, so nothing in them is parsed; files and addresses in bodies are
 * refused.
 */
async function compose(
  { messageId, to, language, subject, text, html, calendar = null, unsubscribe = null }: Message,
  from: string,
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
              contentType: 'text/calendar; charset=utf-8; method=PUBLISH',
            },
          ],
  }).compile()
  const body = await composed.build()
  const sender = composed.getEnvelope().from
  return { envelope: { from: sender ? sender : '', to: [address], size: body.length }, body }
}

/**
 * @throws Failure: whatever goes wrong until we may speak of a letter is about the server or about us, so the letter
 * waits
 */
async function connect(
  url: string,
  { connecting, greeting, answer }: Patience,
  onEnd: (ended: SMTPConnection) => void,
): Promise<SMTPConnection> {
  const { protocol, hostname, port, username, password } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '')
  const isHere = ['localhost', '127.0.0.1', '::1'].includes(host)
  const connection = new SMTPConnection({
    host,
    port: port === '' ? (protocol === 'smtps:' ? 465 : 587) : Number(port),
    secure: protocol === 'smtps:',
    requireTLS: !isHere,
    ignoreTLS: isHere,
    connectionTimeout: connecting,
    greetingTimeout: greeting,
    socketTimeout: answer,
    dnsTimeout: connecting,
  })
  connection.on('end', () => onEnd(connection))
  await new Promise<void>((resolve, reject) => {
    connection.once('error', reject)
    connection.connect(failure => (failure ? reject(failure) : resolve()))
  })
  // From here on each letter hears of its own failure; one while nothing is being sent only means connecting again.
  connection.on('error', () => onEnd(connection))
  if (username !== '') {
    const credentials = { user: decodeURIComponent(username), pass: decodeURIComponent(password) }
    await new Promise<void>((resolve, reject) =>
      connection.login({ credentials }, failure => (failure ? reject(failure) : resolve())),
    ).catch((failure: Failure) => {
      connection.close()
      throw failure
    })
  }
  return connection
}

async function deliver(
  connected: () => Promise<SMTPConnection>,
  { envelope, body }: Built,
  whole: number,
): Promise<{ outcome: Outcome; brokeBefore: boolean }> {
  const connection = await connected()
  let isComplete = false
  const message = Readable.from([body])
  message.once('end', () => {
    isComplete = true
  })
  const failure = await new Promise<Failure | null>(resolve => {
    const over = setTimeout(() => resolve(Object.assign(new Error('took too long'), { code: 'ETIMEDOUT' })), whole)
    connection.send(envelope, message, problem => {
      clearTimeout(over)
      resolve(problem ?? null)
    })
  })
  const brokeBefore = failure !== null && !isComplete && !failure.responseCode && failure.code !== 'EENVELOPE'
  return { outcome: failure ? judge(failure, isComplete) : { is: 'sent' }, brokeBefore }
}

const wantsUsToSignIn = 530

/**
 * A final "no" counts when it answers the sender, the address or the message; before that it is about us, and passes.
 */
function judge(failure: Failure, isComplete: boolean): Outcome {
  const { responseCode = 0, command = '', code } = failure
  const reason = said(failure)
  const isAboutTheLetter = ['MAIL FROM', 'RCPT TO', 'DATA'].includes(command) && responseCode !== wantsUsToSignIn
  if (responseCode >= 500 && isAboutTheLetter) return { is: 'failed', reason }
  if (code === 'EENVELOPE' && responseCode === 0) return { is: 'failed', reason }
  if (responseCode >= 400 || !isComplete) return { is: 'retry', reason }
  return { is: 'unknown', reason }
}

/** Short, on one line: it is kept with the letter and read by the coordinator. */
const said = ({ code = 'error', response, message }: Failure): string =>
  `${code}: ${(response ?? message).replace(/[\s\p{Cc}]+/gu, ' ')}`.slice(0, 300)
