import type { Db, Tx } from '../db/connection.ts'
import { newId } from '../db/ids.ts'
import { withKeptSql } from '../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../db/lookups.ts'
import type { Row } from '../db/tables.ts'
import type { BounceKind } from '../domain/bounce.ts'
import type { Instant } from '../domain/time.ts'
import { addressKey } from './addresses.ts'

/** The delivery state of an address to which emails bounced or were stopped. */
export interface EmailAddress {
  id: string
  address: string
  key: string
  hard: number
  soft: number
  /** the first hard bounce that was not cleared; null while the address counts as working */
  bouncesSince: Instant | null
  lastBouncedAt: Instant | null
  /** the mail server's answer to the last email that bounced */
  lastAnswer: string | null
  suppressed: { at: Instant; by: string | null; because: string } | null
  version: number
}

export const isSuppressed = async (db: Db | Tx, address: string): Promise<boolean> =>
  (await suppressedAmong(db, [address])).size > 0

/** The addresses in the list to which someone has stopped emails. */
export async function suppressedAmong(db: Db | Tx, addresses: readonly string[]): Promise<Set<string>> {
  if (addresses.length === 0) return new Set()
  const keys = await runLookup(db, suppressedKeys(db, addresses.map(addressKey)))
  return new Set(addresses.filter(address => keys.includes(addressKey(address))))
}

const suppressedKeys = withKeptSql((db: Db | Tx, keys: readonly string[]): Lookup<string[]> =>
  lookup<{ address_key: string }, string[]>(
    () =>
      db('email_addresses')
        .whereIn('address_key', [...keys])
        .whereNotNull('suppressed_at')
        .select('address_key'),
    ['address_key'],
    rows => rows.map(row => row.address_key),
  ),
)

/** The delivery state of an address; null when no email to it has bounced or been stopped. */
export const emailAddress = (db: Db | Tx, address: string): Promise<EmailAddress | null> =>
  runLookup(db, addressWithKey(db, addressKey(address)))

const columns = [
  'id',
  'address',
  'address_key',
  'hard',
  'soft',
  'bounces_since',
  'last_bounced_at',
  'last_answer',
  'suppressed_at',
  'suppressed_by',
  'suppressed_because',
  'version',
] as const

const addressWithKey = withKeptSql((db: Db | Tx, key: string): Lookup<EmailAddress | null> =>
  lookup<Row<'email_addresses'>, EmailAddress | null>(
    () =>
      db('email_addresses')
        .where({ address_key: key })
        .select(...columns),
    columns,
    ([row]) => (row ? toEmailAddress(row) : null),
  ),
)

/** Counts a bounce. After a hard one, the address counts as not working. */
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
