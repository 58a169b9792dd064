import type { Db, Tx } from '../db/connection.ts'
import { newId } from '../db/ids.ts'
import type { Row } from '../db/tables.ts'
import type { BounceKind } from '../domain/bounce.ts'
import type { Instant } from '../domain/time.ts'
import { addressKey } from './addresses.ts'

/** The delivery state of an address that bounced, or that someone stopped emails to. */
export interface EmailAddress {
  id: string
  address: string
  key: string
  hard: number
  soft: number
  /**
   * the time of the first hard bounce, after which the address counts as not working; null if there was none or it was
   * cleared
   */
  bouncesSince: Instant | null
  lastBouncedAt: Instant | null
  /** the mail server's answer to the last email that bounced */
  lastAnswer: string | null
  suppressed: { at: Instant; by: string | null; because: string } | null
  version: number
}

export async function isSuppressed(db: Db | Tx, address: string): Promise<boolean> {
  const found = await db('email_addresses')
    .where({ address_key: addressKey(address) })
    .whereNotNull('suppressed_at')
    .first('id')
  return found !== undefined
}

/** The addresses in this list that someone stopped emails to. */
export async function suppressedAmong(db: Db | Tx, addresses: readonly string[]): Promise<Set<string>> {
  if (addresses.length === 0) return new Set()
  const keys = (await db('email_addresses')
    .whereIn('address_key', addresses.map(addressKey))
    .whereNotNull('suppressed_at')
    .pluck('address_key')) as string[]
  return new Set(addresses.filter(address => keys.includes(addressKey(address))))
}

/** The delivery state of an address; null when nothing is known. */
export async function emailAddress(db: Db | Tx, address: string): Promise<EmailAddress | null> {
  const row = await db('email_addresses')
    .where({ address_key: addressKey(address) })
    .first()
  return row ? toEmailAddress(row) : null
}

/** Counts a bounce. After a hard bounce, emails to the address count as not arriving. */
export async function countBounce(
  trx: Tx,
  address: string,
  { kind, answer, at }: { kind: BounceKind; answer: string; at: Instant },
): Promise<void> {
  const known = await knownAddress(trx, address)
  await trx('email_addresses')
    .where({ id: known.id })
    .update({
      [kind]: known[kind] + 1,
      last_bounced_at: at,
      last_answer: answer,
      ...(kind === 'hard' && { bounces_since: known.bouncesSince ?? at }),
      version: known.version + 1,
    })
}

/** The row of an address, created if it does not exist. */
export async function knownAddress(trx: Tx, address: string): Promise<EmailAddress> {
  await trx('email_addresses')
    .insert({
      id: newId(),
      address,
      address_key: addressKey(address),
      hard: 0,
      soft: 0,
      bounces_since: null,
      last_bounced_at: null,
      last_answer: null,
      suppressed_at: null,
      suppressed_by: null,
      suppressed_because: null,
      version: 1,
    })
    .onConflict('address_key')
    .ignore()
  return (await emailAddress(trx, address))!
}

/** Changes an address. @returns false when someone else changed it first */
export async function updateAddress(
  trx: Tx,
  { id, version }: Pick<EmailAddress, 'id' | 'version'>,
  changes: Partial<Row<'email_addresses'>>,
): Promise<boolean> {
  const changed = await trx('email_addresses')
    .where({ id, version })
    .update({ ...changes, version: version + 1 })
  return changed === 1
}

export const toEmailAddress = (row: Row<'email_addresses'>): EmailAddress => ({
  id: row.id,
  address: row.address,
  key: row.address_key,
  hard: row.hard,
  soft: row.soft,
  bouncesSince: row.bounces_since,
  lastBouncedAt: row.last_bounced_at,
  lastAnswer: row.last_answer,
  suppressed:
    row.suppressed_at === null
      ? null
      : { at: row.suppressed_at, by: row.suppressed_by, because: row.suppressed_because ?? '' },
  version: row.version,
})
