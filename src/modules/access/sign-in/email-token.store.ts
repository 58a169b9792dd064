import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId, newId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { Instant } from '../../../domain/time.ts'
import { hashOfToken, looksLikeToken } from '../../../email/tokens.ts'
import type { EmailToken, TokenRows } from '../../../web/email-links.ts'

/** Finds links of these kinds, by the secret or the id. */
export const tokenRows = (db: Db, kinds: readonly string[]): TokenRows => ({
  withSecret: async secret =>
    looksLikeToken(secret) ? runLookup(db, tokenBy(db, 'token_hash', hashOfToken(secret), kinds)) : null,
  withId: async id => (looksLikeId(id) ? runLookup(db, tokenBy(db, 'id', id, kinds)) : null),
})

const tokenBy = withKeptSql(
  (db: Db, column: 'token_hash' | 'id', value: string, kinds: readonly string[]): Lookup<EmailToken | null> =>
    lookup<EmailToken, EmailToken | null>(
      () =>
        db('email_tokens')
          .where(column, value)
          .whereIn('kind', [...kinds])
          .select(
            'id',
            'kind',
            'about_id as aboutId',
            'person_id as personId',
            'expires_at as expiresAt',
            'used_at as usedAt',
          ),
      ['id', 'kind', 'aboutId', 'personId', 'expiresAt', 'usedAt'],
      ([token]) => token ?? null,
    ),
)

/** @returns false when the link was used before or has expired */
export async function useToken(trx: Tx, id: string, at: Instant): Promise<boolean> {
  return (
    (await trx('email_tokens')
      .where({ id })
      .whereNull('used_at')
      .where('expires_at', '>', at)
      .update({ used_at: at })) > 0
  )
}

export async function insertToken(trx: Tx, row: Omit<Row<'email_tokens'>, 'id' | 'used_at'>): Promise<void> {
  await trx('email_tokens').insert({ ...row, id: newId(), used_at: null })
}

/** Ends all unused links of this kind about this record. */
export async function endTokens(trx: Tx, kind: string, aboutId: string | null, at: Instant): Promise<void> {
  await trx('email_tokens').where({ kind, about_id: aboutId }).whereNull('used_at').update({ used_at: at })
}

/**
 * Extends unused links of this kind about this record so that they work until `until`. Leaves out links that have
 * expired by `expiringAfter`, and never shortens a link.
 */
export async function extendTokens(
  trx: Tx,
  kind: string,
  aboutId: string,
  { expiringAfter, until }: { expiringAfter: Instant; until: Instant },
): Promise<void> {
  await trx('email_tokens')
    .where({ kind, about_id: aboutId })
    .whereNull('used_at')
    .where('expires_at', '>', expiringAfter)
    .where('expires_at', '<', until)
    .update({ expires_at: until })
}
