import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import { activeLeads } from '../team/team.store.ts'

/** An organisation for which emails are not switched on. */
export interface WithoutEmails {
  id: string
  name: string
  nameKey: string
  place: string
  leads: number
  /** the earliest last day of the organisation's awards that have not ended; null when none has one */
  validTo: Day | null
  importedMailbox: string | null
}

/**
 * One page of the organisations for which emails are not switched on, by name. Leaves out merged and closed
 * organisations.
 * @param after the last line of the previous page
 */
export async function organisationsWithoutEmails(
  db: Db | Tx,
  after: { nameKey: string; id: string } | null,
  limit: number,
): Promise<WithoutEmails[]> {
  const rows = await db('organisations')
    .whereNull('emails_started_at')
    .whereNull('merged_into')
    .whereNull('closed_at')
    .modify(query => {
      if (after) query.whereRaw('(name_key, id) > (?, ?)', [after.nameKey, after.id])
    })
    .orderBy(['name_key', 'id'])
    .limit(limit)
    .select(
      'id',
      'name',
      'name_key as nameKey',
      'place',
      'imported_mailbox as importedMailbox',
      activeLeads(db).as('leads'),
      db('awards')
        .whereRaw('awards.organisation_id = organisations.id')
        .whereNot('awards.status', 'ended')
        .min('valid_to')
        .as('validTo'),
    )
  return (rows as (Omit<WithoutEmails, 'leads'> & { leads: number | string })[]).map(row => ({
    ...row,
    leads: Number(row.leads),
  }))
}

/** @returns the ids of the organisations whose emails were not already switched on */
export async function setEmailsStarted(trx: Tx, ids: readonly string[], at: Instant): Promise<string[]> {
  const rows = await trx('organisations')
    .whereIn('id', [...ids])
    .whereNull('emails_started_at')
    .update({ emails_started_at: at })
    .returning('id')
  return rows.map(({ id }) => id)
}

/**
 * Whether emails are switched on for an organisation. Before that, most emails about it are not sent
 * (docs/decisions/0029).
 */
export const areEmailsStarted = (db: Db | Tx, organisation: { id: string }): Promise<boolean> =>
  runLookup(db, areEmailsStartedLookup(db, organisation.id))

/** `areEmailsStarted` as a lookup. */
export const areEmailsStartedLookup = withKeptSql((db: Db | Tx, id: string): Lookup<boolean> =>
  lookup<{ id: string }, boolean>(
    () => db('organisations').where({ id }).whereNotNull('emails_started_at').select('id'),
    ['id'],
    rows => rows.length > 0,
  ),
)
