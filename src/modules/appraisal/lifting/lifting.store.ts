import type { Db, Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import type { Application } from '../../../domain/application.ts'
import { Stale } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'

export interface Conflict {
  personId: string
  name: string
  declaredAt: Instant
}

/** The people who declared a conflict on an application, without the details of the conflict. */
export async function conflictsOn(db: Db | Tx, { id }: Pick<Application, 'id'>): Promise<Conflict[]> {
  return db('declarations')
    .join('people', 'people.id', 'declarations.person_id')
    .where({ application_id: id, says: 'conflict' })
    .orderBy(['people.name_key', 'people.id'])
    .select<Conflict[]>('people.id as personId', 'people.name', 'declarations.made_at as declaredAt')
}

/**
 * Archives the declaration as lifted and deletes it, so that the person must declare again.
 * @throws Stale when the conflict has already been lifted
 */
export async function liftDeclaration(
  trx: Tx,
  { id }: Pick<Application, 'id'>,
  lifted: { personId: string; by: string; at: Instant; reason: string },
): Promise<void> {
  const declared = { application_id: id, person_id: lifted.personId, says: 'conflict' }
  const row = await trx('declarations').where(declared).first('reason', 'made_at')
  if (!row || (await trx('declarations').where(declared).delete()) === 0) throw new Stale()
  await trx('lifted_conflicts').insert({
    id: newId(),
    application_id: id,
    person_id: lifted.personId,
    reason: row.reason,
    declared_at: row.made_at,
    lifted_by: lifted.by,
    lifted_at: lifted.at,
    lift_reason: lifted.reason,
  })
}
