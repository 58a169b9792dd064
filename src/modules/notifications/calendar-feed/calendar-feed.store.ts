import type { Db, Tx } from '../../../db/connection.ts'
import type { Instant } from '../../../domain/time.ts'
import { hashOfToken, looksLikeToken } from '../../../email/tokens.ts'

/** A person's calendar feed, without its secret. */
export interface Feed {
  madeAt: Instant
  lastUsedAt: Instant | null
}

export async function feedOf(db: Db | Tx, personId: string): Promise<Feed | null> {
  const row = await db('calendar_feeds').where({ person_id: personId }).first('made_at', 'last_used_at')
  return row ? { madeAt: row.made_at, lastUsedAt: row.last_used_at } : null
}

/** @returns null for a token that is unknown or has been replaced */
export async function feedWithToken(
  db: Db,
  token: string,
): Promise<{ personId: string; lastUsedAt: Instant | null } | null> {
  if (!looksLikeToken(token)) return null
  const row = await db('calendar_feeds')
    .where({ token_hash: hashOfToken(token) })
    .first('person_id', 'last_used_at')
  return row ? { personId: row.person_id, lastUsedAt: row.last_used_at } : null
}

/** Replaces the token of a person's feed, so that the previous address stops working. */
export async function saveFeed(trx: Tx, personId: string, token: string, at: Instant): Promise<void> {
  await trx('calendar_feeds')
    .insert({ person_id: personId, token_hash: hashOfToken(token), made_at: at, last_used_at: null })
    .onConflict('person_id')
    .merge(['token_hash', 'made_at', 'last_used_at'])
}

/** @returns false when there was no feed */
export const deleteFeed = async (trx: Tx, personId: string): Promise<boolean> =>
  (await trx('calendar_feeds').where({ person_id: personId }).delete()) > 0

export async function markFeedsUsed(trx: Tx, personIds: readonly string[], at: Instant): Promise<void> {
  await trx('calendar_feeds')
    .whereIn('person_id', [...personIds])
    .update({ last_used_at: at })
}
