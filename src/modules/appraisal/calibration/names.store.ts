import type { Db, Tx } from '../../../db/connection.ts'
import type { Application } from '../../../domain/application.ts'
import type { IdentifyingNames } from '../../../domain/identifying-names.ts'

/**
 * The names that must not be in a case: of the library, its places and partners, and of the members, panel, endorsers
 * and pledge signers.
 */
export async function namesAround(
  db: Db | Tx,
  { id, organisationId }: Pick<Application, 'id' | 'organisationId'>,
): Promise<IdentifyingNames> {
  const organisations = await db('organisations')
    .where({ id: organisationId })
    .orWhere({ merged_into: organisationId })
    .select('id', 'name', 'place')
  const ids = organisations.map(each => each.id)
  const branches = await db('branches').whereIn('organisation_id', ids).select('name', 'place')
  const partners = await db('partners').whereIn('organisation_id', ids).select('name', 'english_name', 'place')
  const members = await db('memberships')
    .join('people', 'people.id', 'memberships.person_id')
    .whereIn('memberships.organisation_id', ids)
    .distinct<{ name: string }[]>('people.name')
  const endorsements = await db('endorsements')
    .join('applications', 'applications.id', 'endorsements.application_id')
    .whereIn('applications.organisation_id', ids)
    .distinct<{ group: string; name: string | null }[]>('endorsements.group_name as group', 'endorsements.name')
  const pledges = await db('pledges')
    .join('applications', 'applications.id', 'pledges.application_id')
    .whereIn('applications.organisation_id', ids)
    .distinct<{ name: string }[]>('pledges.signed_by as name')
  const seats = await db('seats').where({ application_id: id }).select('offered_to_name', 'shown_name')
  return {
    places: named([
      ...organisations.flatMap(({ name, place }) => [name, place]),
      ...branches.flatMap(({ name, place }) => [name, place]),
      ...partners.map(({ place }) => place),
    ]),
    groups: named([
      ...partners.flatMap(({ name, english_name: english }) => [name, english]),
      ...endorsements.map(({ group }) => group),
    ]),
    people: named([
      ...endorsements.map(({ name }) => name),
      ...pledges.map(({ name }) => name),
      ...members.map(({ name }) => name),
      ...seats.flatMap(({ offered_to_name: offered, shown_name: shown }) => [offered, shown]),
    ]),
  }
}

const named = (names: readonly (string | null)[]): string[] => [
  ...new Set(names.flatMap(name => (name === null || name.trim() === '' ? [] : [name]))),
]
