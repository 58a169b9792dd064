import type { Db } from '../db/connection.ts'
import type { T } from '../words/words.ts'

/** The parts of an email's text. */
export interface EmailText {
  subject: string
  paragraphs: readonly string[]
  /** its only link. `path`, such as /home, is on this service */
  action: { label: string; path: string } | null
  /** small print at the end: how to change which emails the reader gets */
  note?: string
}

/** An email whose text is written when it is queued. */
export interface PlainEmail<Facts> {
  token: null
  draw(t: T, facts: Facts): EmailText
}

export const tokenUses = ['invitation', 'seat offer', 'password reset'] as const
export type TokenUse = (typeof tokenUses)[number]

/** An email with a secret link. Its text is written each time it is sent, with a new token. */
export interface TokenEmail {
  token: { use: TokenUse; lastsMinutes: number }
  /** null when it is no longer needed: the invitation was revoked, or the seat withdrawn */
  drawWith(db: Db, t: T, entityId: string, token: string): Promise<{ name: string | null; drawn: EmailText } | null>
}

export type Email<Facts = never> = PlainEmail<Facts> | TokenEmail

/** Declares an email whose text is written when it is queued. */
export const email = <Facts>(draw: (t: T, facts: Facts) => EmailText): PlainEmail<Facts> => ({ token: null, draw })

/** Declares an email with a secret link: the facts to read when it is sent, and the text around the token. */
export function tokenEmail<Facts extends { name: string | null }>(
  token: TokenEmail['token'],
  facts: (db: Db, entityId: string) => Promise<Facts | null>,
  draw: (t: T, facts: Facts, token: string) => EmailText,
): TokenEmail {
  return {
    token,
    async drawWith(db, t, entityId, secret) {
      const found = await facts(db, entityId)
      return found && { name: found.name, drawn: draw(t, found, secret) }
    },
  }
}
