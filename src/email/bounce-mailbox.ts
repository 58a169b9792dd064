import type { ImapFlow } from 'imapflow'
import { reportLimits, reportsIn, type Report } from './delivery-report.ts'

/** The maximum number of messages read in one run. The next run reads the rest. */
const messagesAtOnce = 500
/** The number of messages that are marked as read together, after their reports are recorded. */
const batch = 50
const usualWait = 20_000

/**
 * Reads the new delivery reports of a mailbox over IMAP. Marks messages as read once their reports are recorded.
 * @param url imaps://user:password@host/folder; with imap:// STARTTLS is required, except on this machine
 * @param record gets the reports of a few messages; if it fails, those messages stay unread
 * @param wait how long to wait for the server to answer, in milliseconds
 * @returns how many messages were read
 * @throws Error when the mailbox cannot be read; any error of `record`
 */
export async function readBounceMailbox(
  url: string,
  record: (reports: readonly Report[]) => Promise<unknown>,
  { stop, wait = usualWait }: { stop?: AbortSignal | undefined; wait?: number } = {},
): Promise<number> {
  const { client, folder } = await clientFor(url, wait)
  await client.connect()
  try {
    const lock = await client.getMailboxLock(folder)
    try {
      return await readUnread(client, record, stop)
    } finally {
      lock.release()
    }
  } finally {
    await client.logout().catch(() => client.close())
  }
}

async function readUnread(
  client: ImapFlow,
  record: (reports: readonly Report[]) => Promise<unknown>,
  stop?: AbortSignal,
): Promise<number> {
  const found = (await client.search({ seen: false }, { uid: true })) || []
  const unread = found.slice(0, messagesAtOnce)
  for (let from = 0; from < unread.length; from += batch) {
    if (stop?.aborted) return from
    const uids = unread.slice(from, from + batch)
    await record(await reportsOf(client, uids))
    // `record` may have stopped early, so these messages stay unread and the next run reads them again
    if (stop?.aborted) return from
    await client.messageFlagsAdd(uids, ['\\Seen'], { uid: true })
  }
  return unread.length
}

/** Delivery reports are small, so larger messages are not fetched. */
async function reportsOf(client: ImapFlow, uids: readonly number[]): Promise<Report[]> {
  const small: number[] = []
  for await (const { uid, size } of client.fetch([...uids], { uid: true, size: true }, { uid: true }))
    if (size !== undefined && size <= reportLimits.bytes) small.push(uid)
  if (small.length === 0) return []
  const reports: Report[] = []
  for await (const { source } of client.fetch(small, { uid: true, source: true }, { uid: true }))
    if (source) reports.push(...(await reportsIn(source)))
  return reports
}

async function clientFor(url: string, wait: number): Promise<{ client: ImapFlow; folder: string }> {
  const { ImapFlow } = await import('imapflow') // imported here so that the service starts faster
  const { protocol, hostname, port, username, password, pathname } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '')
  const isHere = ['localhost', '127.0.0.1', '::1'].includes(host)
  const isSecure = protocol === 'imaps:'
  const ownPort = isSecure ? 993 : 143
  const client = new ImapFlow({
    host,
    port: port === '' ? ownPort : Number(port),
    secure: isSecure,
    ...(isSecure ? {} : { doSTARTTLS: !isHere }),
    auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: wait,
    greetingTimeout: wait,
    socketTimeout: wait,
    maxLiteralSize: 2 * reportLimits.bytes,
  })
  client.on('error', () => {}) // prevents a crash: the pending call rejects with the same error
  return { client, folder: decodeURIComponent(pathname.slice(1)) || 'INBOX' }
}
