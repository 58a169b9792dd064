import PostalMime, { type Email } from 'postal-mime'
import { looksLikeId } from '../db/ids.ts'
import { bounceKind, type BounceKind } from '../domain/bounce.ts'

/** One email that did not arrive, according to a mail server. */
export interface Report {
  /** the id of the email in the outbox. It is random, so strangers cannot guess it */
  emailId: string
  kind: BounceKind
  /** the server's answer, shortened to one line */
  answer: string
}

/**
 * `bytes` is the maximum size of one report. A file with several reports has at most `fileBytes` bytes and `reports`
 * reports.
 */
export const reportLimits = { bytes: 256 * 1024, fileBytes: 5 * 1024 * 1024, reports: 1_000 }

const nesting = { maxNestingDepth: 20, maxHeadersSize: 256 * 1024, forceRfc822Attachments: true }
/** The maximum depth at which reports inside forwarded or collected messages are read. */
const deepest = 3
const longestAnswer = 300

/**
 * The delivery reports in a message or mbox file (RFC 3464); none from messages that cannot be used.
 * @param raw the bytes of one message, or of an mbox file
 */
export async function reportsIn(raw: Uint8Array): Promise<Report[]> {
  if (raw.length > reportLimits.fileBytes) return []
  const reports: Report[] = []
  for (const message of messagesOf(raw)) {
    if (reports.length >= reportLimits.reports) break
    reports.push(...(await reportsOfMessage(message, 0)))
  }
  return reports.slice(0, reportLimits.reports)
}

/** Splits an mbox file into messages at lines that begin with "From "; any other text is one message. */
function messagesOf(raw: Uint8Array): Uint8Array[] {
  const text = Buffer.from(raw).toString('latin1')
  if (!text.startsWith('From ')) return [raw]
  return text
    .split(/^From .*\r?\n/m)
    .filter(part => part.trim() !== '')
    .map(part => Buffer.from(part, 'latin1'))
}

async function reportsOfMessage(raw: Uint8Array | string, depth: number): Promise<Report[]> {
  const parsed = raw.length <= reportLimits.fileBytes ? await parse(raw) : null
  if (!parsed) return []
  const status = parsed.attachments.find(({ mimeType }) => /^message\/(global-)?delivery-status$/.test(mimeType))
  if (status) return reportsOfStatus(parsed, textOf(status.content))
  if (depth >= deepest) return []
  const reports: Report[] = []
  for (const { mimeType, content } of parsed.attachments)
    if (mimeType === 'message/rfc822' && reports.length < reportLimits.reports)
      reports.push(...(await reportsOfMessage(textOf(content), depth + 1)))
  return reports
}

const parse = async (raw: Uint8Array | string): Promise<Email | null> =>
  PostalMime.parse(raw, { ...nesting, attachmentEncoding: 'utf8' }).catch(() => null)

const textOf = (content: ArrayBuffer | Uint8Array | string): string =>
  typeof content === 'string' ? content : Buffer.from(content as Uint8Array).toString()

/** A report has a block of fields about the message, then one for each recipient. */
function reportsOfStatus(parsed: Email, text: string): Report[] {
  const [about = {}, ...recipients] = text
    .slice(0, reportLimits.bytes)
    .split(/\r?\n(?:[ \t]*\r?\n)+/)
    .map(fieldsOf)
  const emailId = idFrom(about['original-envelope-id'] ?? '') ?? returnedId(parsed)
  if (emailId === null) return []
  return recipients.flatMap(({ action = '', status = '', 'diagnostic-code': said = '' }): Report[] => {
    const kind = bounceKind(action, status)
    return kind ? [{ emailId, kind, answer: oneLine(`${status} ${said.replace(/^\s*smtp\s*;/i, '')}`) }] : []
  })
}

/** The fields of a block, by name in lower case. */
function fieldsOf(block: string): Record<string, string> {
  const lines = block.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)
  return Object.fromEntries(
    lines.flatMap(line => {
      const at = line.indexOf(':')
      return at > 0 ? [[line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()]] : []
    }),
  )
}

/** The id of the email from the returned message, or from the headers of the report; null when there is none. */
function returnedId(parsed: Email): string | null {
  const returned = parsed.attachments.find(({ mimeType }) => /^(message\/rfc822|text\/rfc822-headers)/.test(mimeType))
  const headers = returned && textOf(returned.content).split(/\r?\n\r?\n/)[0]!
  const fields = headers ? fieldsOf(headers) : {}
  return idFrom(fields['message-id'] ?? '') ?? idFrom(parsed.inReplyTo ?? '') ?? idFrom(parsed.references ?? '')
}

/** The id of an email from its Message-ID or its envelope id; null for any other text. */
export function idFrom(text: string): string | null {
  const id = /<?([a-z2-7]{20})(?:\.email@[^\s<>]*>?)?\s*$/.exec(text.slice(0, 1_000))?.[1]
  return id !== undefined && looksLikeId(id) ? id : null
}

/** A mail server's text on one line, cut off if it is too long. */
export const oneLine = (text: string): string =>
  text
    .replace(/[\s\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, longestAnswer)
    .toWellFormed()
