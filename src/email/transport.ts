/** A complete message to one address. The bodies are text, never a file name or a URL to fetch. */
export interface Message {
  /** the same for every attempt to send the email */
  messageId: string
  to: string
  language: string
  subject: string
  text: string
  html: string
  /** the text of an .ics file with calendar entries; null for an email without one */
  calendar?: string | null
  /** the address for one-click unsubscribing (RFC 8058) */
  unsubscribe?: string | null
  /** a secret name for this email, which mail servers repeat in a delivery report (RFC 3461) */
  envelopeId?: string | null
}

/**
 * The outcome of sending, according to how the SMTP conversation ended:
 * - sent: the server accepted the complete message (250)
 * - down: the server cannot be reached or refuses us
 * - retry: any other failure before the message was complete, or a temporary refusal (4xx)
 * - failed: a permanent refusal of this email
 * - unknown: the message was complete, so it may have arrived
 */
export type Outcome = { is: 'sent' } | { is: 'down' | 'retry' | 'failed' | 'unknown'; reason: string }

export interface Transport {
  /** Builds the bytes of a message, so that sending it begins sooner. */
  prepare?(message: Message): void
  /**
   * Never rejects, because every failure is an outcome.
   * @param mayComplete the server gets the message only when this resolves to true
   */
  send(message: Message, mayComplete?: Promise<boolean>): Promise<Outcome>
  /** Closes an open connection. The next email opens a new one. */
  close(): void
}
