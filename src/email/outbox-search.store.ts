import type { Knex } from 'knex'
import type { Db, Tx } from '../db/connection.ts'
import { containing, namesWith, nameSearch } from '../db/name-search.ts'
import { plannedEachTime } from '../db/postgres-statements.ts'
import { keyOfName } from '../domain/similar-names.ts'
import type { About } from './outbox.ts'
import type { OutboxEmail } from './outbox.store.ts'

const isPostgres = (db: Db) => db.client.config.client === 'pg'

/** The length of the shortest text that a trigram index can find. */
const fewest = 3
const maxWords = 8
/** On SQLite, the search examines at most this many of the newest matching emails. */
const maxFound = 2_000
const maxOrganisations = 50

const address = 'lower(outbox.address)'
/** the expression of the index `outbox_words` on PostgreSQL */
const addressAndSubject = "lower(outbox.address || ' ' || coalesce(outbox.subject, ''))"

type Condition = (query: Knex.QueryBuilder) => void

/**
 * SQL condition on `outbox`: the status is one of `undelivered`. The partial index `outbox_undelivered` has the same
 * condition.
 */
export const isUndelivered = "('failed' = outbox.status or 'bounced' = outbox.status)"

/**
 * Narrows a query on `outbox` to emails with every word of three or more characters in their address or subject. If no
 * word is that long, finds addresses that start with the first word (docs/decisions/0031).
 * @param hidesSubject selects the emails whose subject the reader cannot see; only their address is searched
 */
export function withWords(db: Db, query: Knex.QueryBuilder, text: string, hidesSubject: Condition): void {
  const words = [...new Set(text.toLowerCase().split(/\s+/))].filter(word => word !== '').slice(0, maxWords)
  const long = words.filter(word => [...word].length >= fewest)
  if (words.length === 0) return
  if (long.length === 0) {
    query.where('outbox.address', '>=', words[0]!).where('outbox.address', '<', `${words[0]!}\uffff`)
    return
  }
  query.where(open => {
    void open.whereNot(hidesSubject).orWhere(addressed => {
      for (const word of long) void addressed.where(contains(address, word))
    })
  })
  if (isPostgres(db)) {
    for (const word of long) query.where(contains(addressAndSubject, word))
    return
  }
  query.whereRaw(
    `outbox.id in (select email_id from outbox_words_places where place in
      (select rowid from outbox_words where outbox_words match ? order by rowid desc limit ?))`,
    [long.map(word => `"${word.replace(/"/g, '""')}"`).join(' AND '), maxFound],
  )
}

/**
 * The text contains the word. `lower` changes only ASCII letters on SQLite, and on PostgreSQL with the collation `C`.
 * So the condition has a pattern for each usual way to write the word in capitals.
 * @param word in lower case
 */
const contains =
  (text: typeof address | typeof addressAndSubject, word: string): Condition =>
  either => {
    const written = new Set([word, withCapital(word), word.toUpperCase()].map(inLowerAscii))
    for (const each of written)
      void either.orWhereRaw(`${text} like lower(?) escape '!' ${plannedEachTime}`, [containing(each)])
  }

const withCapital = (word: string): string => word.replace(/^./u, letter => letter.toUpperCase())
const inLowerAscii = (word: string): string => word.replace(/[A-Z]+/g, letters => letters.toLowerCase())

/**
 * Narrows a query on `outbox` to emails about organisations with a matching name, including their reminders.
 * @param isShown selects the reminders that the reader can see
 */
export function aboutOrganisation(db: Db, query: Knex.QueryBuilder, name: string, isShown: Condition): void {
  const organisations = (db('organisations') as Knex.QueryBuilder)
    .modify(found => namesWith(db, found, nameSearch(keyOfName(name))))
    .orderBy('name_key')
    .limit(maxOrganisations)
    .select('organisations.id')
  const about = () => db.from('named').select('named.id') as Knex.QueryBuilder
  // a `with` clause, so that both parts of the union search the names once
  query.with('named', organisations).whereIn(
    'outbox.id',
    (db('outbox as of_organisation') as Knex.QueryBuilder)
      .whereIn('of_organisation.organisation_id', about())
      .select('of_organisation.id')
      .union([
        (db('reminders') as Knex.QueryBuilder)
          .whereIn('reminders.organisation_id', about())
          .whereNotNull('reminders.email_id')
          .modify(isShown)
          .select('reminders.email_id'),
      ]),
  )
}

/** The organisation that an email is about, for the search; null when it is about none. */
export async function organisationOf(
  trx: Tx,
  { kind, id }: About,
  applicationId: string | null,
): Promise<string | null> {
  if (kind === 'organisation') return id
  const table = kind === 'award' || kind === 'invitation' ? (`${kind}s` as const) : 'applications'
  const about = table === 'applications' ? applicationId : id
  if (about === null) return null
  return (await trx(table).where({ id: about }).first('organisation_id'))?.organisation_id ?? null
}

/** @returns the id of a newer waiting email of the same kind to the same reader about the same record; null for none */
export async function laterEmailOf(
  trx: Tx,
  { id, name, personId, entityId, queuedAt }: OutboxEmail,
): Promise<string | null> {
  const later = await trx('outbox')
    .where({ name, person_id: personId, entity_id: entityId, status: 'waiting' })
    .where('queued_at', '>', queuedAt)
    .whereNot({ id })
    .orderBy('queued_at', 'desc')
    .first('id')
  return later?.id ?? null
}
