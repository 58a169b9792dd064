import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { lookup, runLookups, type Answers } from '../../../db/lookups.ts'
import type { Application } from '../../../domain/application.ts'
import type { IdentifyingNames } from '../../../domain/identifying-names.ts'
import { idsWithMerged } from '../../organisations/organisations.public.ts'

/**
 * The names that must not be in a case: of the library, its places and partners, and of the members, panel, endorsers
 * and pledge signers.
 */
export const namesAround = async (db: Db | Tx, application: Around): Promise<IdentifyingNames> =>
  namesFrom(await runLookups(db, namesLookups(db, application)))

type Around = Pick<Application, 'id' | 'organisationId'>

/** The lookups for `namesFrom`, to combine with others. */
export function namesLookups(db: Db | Tx, { id, organisationId }: Around) {
  const ids = idsWithMerged(db, { id: organisationId })
  return {
    namesOfOrganisations: namesLookup(db('organisations').whereIn('id', ids).select('name', 'place'), [
      'name',
      'place',
    ]),
    namesOfBranches: namesLookup(db('branches').whereIn('organisation_id', ids).select('name', 'place'), [
      'name',
      'place',
    ]),
    namesOfPartners: namesLookup(
      db('partners').whereIn('organisation_id', ids).select('name', 'english_name as english', 'place'),
      ['name', 'english', 'place'],
    ),
    namesOfMembers: namesLookup(
      db('memberships')
        .join('people', 'people.id', 'memberships.person_id')
        .whereIn('memberships.organisation_id', ids)
        .distinct('people.name'),
      ['name'],
    ),
    namesOfEndorsers: namesLookup(
      db('endorsements')
        .join('applications', 'applications.id', 'endorsements.application_id')
        .whereIn('applications.organisation_id', ids)
        .distinct('endorsements.group_name as group', 'endorsements.name'),
      ['group', 'name'],
    ),
    namesOfSigners: namesLookup(
      db('pledges')
        .join('applications', 'applications.id', 'pledges.application_id')
        .whereIn('applications.organisation_id', ids)
        .distinct('pledges.signed_by as name'),
      ['name'],
    ),
    namesOfPanel: namesLookup(
      db('seats').where({ application_id: id }).select('offered_to_name as offered', 'shown_name as shown'),
      ['offered', 'shown'],
    ),
  }
}

const namesLookup = <Name extends string>(query: Knex.QueryBuilder, fields: readonly Name[]) =>
  lookup<Record<Name, string | null>, Record<Name, string | null>[]>(
    () => query,
    fields,
    rows => rows,
  )

export const namesFrom = (found: Answers<ReturnType<typeof namesLookups>>): IdentifyingNames => ({
  places: named([
    ...found.namesOfOrganisations.flatMap(({ name, place }) => [name, place]),
    ...found.namesOfBranches.flatMap(({ name, place }) => [name, place]),
    ...found.namesOfPartners.map(({ place }) => place),
  ]),
  groups: named([
    ...found.namesOfPartners.flatMap(({ name, english }) => [name, english]),
    ...found.namesOfEndorsers.map(({ group }) => group),
  ]),
  people: named([
    ...found.namesOfEndorsers.map(({ name }) => name),
    ...found.namesOfSigners.map(({ name }) => name),
    ...found.namesOfMembers.map(({ name }) => name),
    ...found.namesOfPanel.flatMap(({ offered, shown }) => [offered, shown]),
  ]),
})

const named = (names: readonly (string | null)[]): string[] => [
  ...new Set(names.flatMap(name => (name === null || name.trim() === '' ? [] : [name]))),
]
