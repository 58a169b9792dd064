/**
 * One message to one address, ready to go. Bodies are text, never anything that names a file or an address to fetch.
 */
export interface Message {
  /** stays the same however often this letter is tried */
  messageId: string
  to: string
  language: string
  subject: string
  text: string
  html: string
  /** entries for a calendar, as text of an .ics file */
  calendar?: string | null
  /** where one click ends letters like this one, without signing in (RFC 8058) */
  unsubscribe?: string | null
}

/**
 * What became of it, judged by where the conversation broke:
 * - sent: the server said 250 to the whole message
 * - retry: it said "later" (4xx), or the conversation ended before the message was complete
 * - failed: it said no (5xx) to the sender, the address or the message
 * - unknown: the message was complete and no answer came; it may have arrived
 */
export type Outcome = { is: 'sent' } | { is: 'retry' | 'failed' | 'unknown'; reason: string }

export interface Transport {
  /** Never rejects: whatever happens is an outcome. */
  send(message: Message): Promise<Outcome>
  /** Ends what is still open; a letter sent afterwards opens it again. */
  close(): void
}
