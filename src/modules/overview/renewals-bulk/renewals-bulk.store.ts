import type { Db, Tx } from '../../../db/connection.ts'
import type { Row } from '../../../db/tables.ts'
import type { SentForm } from '../../../web/idempotency.ts'
import type { Done } from './renewals-bulk.actions.ts'

/** @returns false when the leads of this award have already been reminded today */
export async function insertManualReminder(trx: Tx, row: Row<'manual_reminders'>): Promise<boolean> {
  return (
    (await trx('manual_reminders').insert(row).onConflict(['award_id', 'day']).ignore().returning('award_id')).length >
    0
  )
}

/** The idempotency key for one award: the form's key followed by the award's id. */
export const keyOf = (formKey: string, awardId: string): string => formKey + awardId

/** The results of one form, by award id. */
export async function resultsOfForm(db: Db, actor: { id: string }, formKey: string): Promise<Map<string, Done>> {
  const rows = await db('idempotency_keys')
    .where({ person_id: actor.id })
    .where('key', '>', formKey)
    .where('key', '<', `${formKey}~`)
    .select('key', 'result')
  return new Map(
    rows.map(({ key, result }) => [key.slice(formKey.length), (JSON.parse(result) as { address: Done }).address]),
  )
}

/** Whether a form with this key was sent before with other values. */
export async function wasSentWithOtherText(db: Db, actor: { id: string }, { key, sha256 }: SentForm): Promise<boolean> {
  const other = await db('idempotency_keys')
    .where({ person_id: actor.id })
    .where('key', '>', key)
    .where('key', '<', `${key}~`)
    .whereNot('fields_sha256', sha256)
    .first('key')
  return other !== undefined
}
