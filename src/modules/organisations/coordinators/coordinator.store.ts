import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { Stale } from '../../../domain/refusals.ts'
import { readersWithRole, type Reader } from '../../../email/readers.store.ts'

export interface OrganisationCoordinator {
  id: string
  name: string
  email: string
}

/** An SQL condition on `people` and `organisations`: the person can be the coordinator for the organisation now. */
export const canCoordinate = `people.status = 'active'
  and exists (select 1 from charity_roles where charity_roles.person_id = people.id
    and charity_roles.role = 'coordinator' and charity_roles.ended_at is null)
  and not exists (select 1 from memberships where memberships.person_id = people.id
    and memberships.organisation_id = organisations.id and memberships.ended_at is null)`

/**
 * The coordinator who was chosen for an organisation, if they are still an active coordinator and do not belong to it.
 * @returns null when there is none
 */
export const organisationCoordinator = (
  db: Db | Tx,
  organisation: { id: string },
): Promise<OrganisationCoordinator | null> => runLookup(db, organisationCoordinatorLookup(db, organisation.id))

/** `organisationCoordinator` as a lookup. */
export const organisationCoordinatorLookup = withKeptSql(
  (db: Db | Tx, id: string): Lookup<OrganisationCoordinator | null> =>
    lookup<OrganisationCoordinator, OrganisationCoordinator | null>(
      () =>
        db('organisations')
          .join('people', 'people.id', 'organisations.coordinator_id')
          .where('organisations.id', id)
          .whereRaw(canCoordinate)
          .select('people.id', 'people.name', 'people.email'),
      ['id', 'name', 'email'],
      ([found]) => found ?? null,
    ),
)

/**
 * The id of the coordinator stored for an organisation, even if that person can no longer coordinate; null for no one.
 */
export const storedCoordinatorId = async (db: Db | Tx, { id }: { id: string }): Promise<string | null> =>
  (await db('organisations').where({ id }).first('coordinator_id'))?.coordinator_id ?? null

/** The people who can become the coordinator for an organisation, by name. Leaves out members of the organisation. */
export async function coordinatorsFor(db: Db | Tx, { id }: { id: string }): Promise<Reader[]> {
  const readers = await readersWithRole(db, 'coordinator')
  return readers
    .filter(({ actor }) => actor.memberships.every(({ organisationId }) => organisationId !== id))
    .toSorted((a, b) => a.actor.name.localeCompare(b.actor.name))
}

/**
 * @param personId null for no one
 * @throws Stale when the organisation was changed since it was read
 */
export async function setCoordinator(
  trx: Tx,
  { id, version }: Pick<Organisation, 'id' | 'version'>,
  personId: string | null,
): Promise<void> {
  const changed = await trx('organisations')
    .where({ id, version })
    .update({ coordinator_id: personId, version: version + 1 })
  if (changed === 0) throw new Stale()
}
