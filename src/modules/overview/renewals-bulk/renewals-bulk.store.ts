import type { Db, Tx } from '../../../db/connection.ts'
import type { Row } from '../../../db/tables.ts'
import type { Done } from './renewals-bulk.actions.ts'

/** @returns false when this award had its letter today */
export async function insertManualReminder(trx: Tx, row: Row<'manual_reminders'>): Promise<boolean> {
  return (
    (await trx('manual_reminders').insert(row).onConflict(['award_id', 'day']).ignore().returning('award_id')).length >
    0
  )
}

/** The names of the leads of some organisations, in one query. */
export async function leadNames(db: Db, organisationIds: readonly string[]): Promise<Map<string, string[]>> {
  const names = new Map<string, string[]>()
  if (organisationIds.length === 0) return names
  const rows = await db('memberships')
    .join('people', 'people.id', 'memberships.person_id')
    .whereIn('memberships.organisation_id', [...organisationIds])
    .where('memberships.role', 'lead')
    .whereNull('memberships.ended_at')
    .where('people.status', 'active')
    .orderBy(['people.name', 'people.id'])
    .select<{ organisationId: string; name: string }[]>('memberships.organisation_id as organisationId', 'people.name')
  for (const { organisationId, name } of rows) names.set(organisationId, [...(names.get(organisationId) ?? []), name])
  return names
}

/**
 * What one form did with each of its awards: they are claimed one by one, under the form's id followed by the award's.
 */
export async function doneBy(db: Db, actor: { id: string }, idempotencyKey: string): Promise<Map<string, Done>> {
  const rows = await db('idempotency_keys')
    .where({ person_id: actor.id })
    .where('key', '>', idempotencyKey)
    .where('key', '<', `${idempotencyKey}~`)
    .select('key', 'result')
  return new Map(
    rows.map(({ key, result }) => [
      key.slice(idempotencyKey.length),
      (JSON.parse(result) as { address: Done }).address,
    ]),
  )
}

export const keyOf = (idempotencyKey: string, awardId: string): string => idempotencyKey + awardId
