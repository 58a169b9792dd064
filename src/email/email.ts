import type { Db } from '../db/connection.ts'
import type { T } from '../words/words.ts'

/** A letter in words. `path` is ours, such as /home; the address of the service goes in front when it is sent. */
export interface Drawn {
  subject: string
  paragraphs: readonly string[]
  action: { label: string; path: string } | null
  /** what stands small at its foot: how to get no more of these */
  note?: string
}

/** Drawn when it is queued, from what the feature knows then. */
export interface PlainEmail<Facts> {
  token: null
  draw(t: T, facts: Facts): Drawn
}

export const tokenUses = ['invitation', 'seat offer', 'password reset'] as const
export type TokenUse = (typeof tokenUses)[number]

/** Carries a link that is a secret, so it is drawn at the moment of sending, from ids, with a new token each time. */
export interface TokenEmail {
  token: { use: TokenUse; lastsMinutes: number }
  /** null when there is nothing to write any more: the invitation was revoked, the seat withdrawn */
  drawWith(db: Db, t: T, entityId: string, token: string): Promise<{ name: string; drawn: Drawn } | null>
}

export type Email<Facts = never> = PlainEmail<Facts> | TokenEmail

/** Declares a letter that is drawn when it is queued. */
export const email = <Facts>(draw: (t: T, facts: Facts) => Drawn): PlainEmail<Facts> => ({ token: null, draw })

/**
 * Declares a letter with a link that is a secret: what to read at the moment of sending, and the words around the
 * token.
 */
export function tokenEmail<Facts extends { name: string }>(
  token: TokenEmail['token'],
  facts: (db: Db, entityId: string) => Promise<Facts | null>,
  draw: (t: T, facts: Facts, token: string) => Drawn,
): TokenEmail {
  return {
    token,
    async drawWith(db, t, entityId, secret) {
      const found = await facts(db, entityId)
      return found && { name: found.name, drawn: draw(t, found, secret) }
    },
  }
}
