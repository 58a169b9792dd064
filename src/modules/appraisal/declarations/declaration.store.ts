import type { Db, Tx } from '../../../db/connection.ts'
import { runLookups, type Answers } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { Application } from '../../../domain/application.ts'
import { Stale } from '../../../domain/refusals.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { branchesIn, teamIn, writersIn } from '../../organisations/organisations.public.ts'

/** The information about an application that a person sees before they declare: no content, and no panel members. */
export interface BeforeDeclaring {
  application: ApplicationRecord
  /** names of the branches in scope */
  branches: readonly string[]
  /** names of the leads and contributors */
  team: readonly string[]
}

export const beforeDeclaring = async (db: Db | Tx, application: ApplicationRecord): Promise<BeforeDeclaring> =>
  beforeDeclaringFrom(application, await runLookups(db, beforeDeclaringLookups(db, application)))

/** The queries whose results `beforeDeclaringFrom` needs, for use with other lookups. */
export const beforeDeclaringLookups = (db: Db | Tx, { organisationId: id }: ApplicationRecord) => ({
  branches: branchesIn(db, id),
  team: teamIn(db, id),
})

export const beforeDeclaringFrom = (
  application: ApplicationRecord,
  { branches, team }: Answers<ReturnType<typeof beforeDeclaringLookups>>,
): BeforeDeclaring => ({
  application,
  branches: branches.filter(({ id }) => application.scope.includes(id)).map(({ name }) => name),
  team: writersIn(team).map(({ name }) => name),
})

/** @throws Stale when this person has already declared */
export async function insertDeclaration(trx: Tx, row: Row<'declarations'>): Promise<void> {
  const inserted = await trx('declarations').insert(row).onConflict().ignore().returning('id')
  if (inserted.length === 0) throw new Stale()
}

/**
 * Deletes a person's declarations of "no conflict" on an organisation's applications. Keeps those on applications on
 * which the person still has a seat.
 * @returns the ids of the applications whose declarations were deleted
 */
export async function deleteDeclarationsOf(
  trx: Tx,
  { personId, organisationId }: { personId: string; organisationId: string },
): Promise<string[]> {
  const rows = await trx('declarations')
    .where({ person_id: personId, says: 'no conflict' })
    .whereIn('application_id', trx('applications').where({ organisation_id: organisationId }).select('id'))
    .whereNotIn(
      'application_id',
      trx('seats').where({ person_id: personId, status: 'accepted', set_aside_at: null }).select('application_id'),
    )
    .orderBy('application_id')
    .select('id', 'application_id as applicationId')
  const ids = rows.map(({ id }) => id)
  if (ids.length > 0) await trx('declarations').whereIn('id', ids).delete()
  return rows.map(({ applicationId }) => applicationId)
}

/**
 * Deletes a person's declaration of "no conflict" on one application, so that they must declare again.
 * @returns whether there was one
 */
export async function deleteDeclaration(trx: Tx, { id }: Pick<Application, 'id'>, personId: string): Promise<boolean> {
  const declared = { application_id: id, person_id: personId, says: 'no conflict' }
  return (await trx('declarations').where(declared).delete()) > 0
}

/**
 * Changes a declaration of "no conflict".
 * @throws Stale when the person has none
 */
export async function updateDeclaration(
  trx: Tx,
  { id }: Pick<Application, 'id'>,
  personId: string,
  changes: Partial<Pick<Row<'declarations'>, 'says' | 'reason' | 'independent' | 'made_at'>>,
): Promise<void> {
  const changed = await trx('declarations')
    .where({ application_id: id, person_id: personId, says: 'no conflict' })
    .update(changes)
  if (changed === 0) throw new Stale()
}
