import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookups, type Answers } from '../../../db/lookups.ts'
import type { Application } from '../../../domain/application.ts'
import type { IdentifyingNames } from '../../../domain/identifying-names.ts'
import { idsWithMerged } from '../../organisations/organisations.public.ts'

/**
 * The names that can identify a library or a person in a case or an example. They are names of branches, partners,
 * members, panel members, endorsers and others. Includes names from libraries that were merged into this one.
 */
export const namesAround = async (db: Db | Tx, application: Around): Promise<IdentifyingNames> =>
  namesFrom(await runLookups(db, namesLookups(db, application)))

type Around = Pick<Application, 'id' | 'organisationId'>

/** The queries whose results `namesFrom` needs. A caller can add its own lookups to the same statement. */
export const namesLookups = (db: Db | Tx, { id, organisationId }: Around) => ({
  namesOfOrganisations: namesOfOrganisations(db, organisationId),
  namesOfBranches: namesOfBranches(db, organisationId),
  namesOfPartners: namesOfPartners(db, organisationId),
  namesOfMembers: namesOfMembers(db, organisationId),
  namesOfEndorsers: namesOfEndorsers(db, organisationId),
  namesOfSigners: namesOfSigners(db, organisationId),
  namesOfPanel: namesOfPanel(db, id),
})

const namesLookup = <Name extends string>(
  fields: readonly Name[],
  query: (db: Db | Tx, id: string) => Knex.QueryBuilder,
) =>
  withKeptSql((db: Db | Tx, id: string) =>
    lookup<Record<Name, string | null>, Record<Name, string | null>[]>(
      () => query(db, id),
      fields,
      rows => rows,
    ),
  )

const namesOfOrganisations = namesLookup(['name', 'place'], (db, id) =>
  db('organisations').whereIn('id', idsWithMerged(db, { id })).select('name', 'place'),
)
const namesOfBranches = namesLookup(['name', 'place'], (db, id) =>
  db('branches').whereIn('organisation_id', idsWithMerged(db, { id })).select('name', 'place'),
)
const namesOfPartners = namesLookup(['name', 'english', 'place'], (db, id) =>
  db('partners')
    .whereIn('organisation_id', idsWithMerged(db, { id }))
    .select('name', 'english_name as english', 'place'),
)
const namesOfMembers = namesLookup(['name'], (db, id) =>
  db('memberships')
    .join('people', 'people.id', 'memberships.person_id')
    .whereIn('memberships.organisation_id', idsWithMerged(db, { id }))
    .distinct('people.name'),
)
const namesOfEndorsers = namesLookup(['group', 'name'], (db, id) =>
  db('endorsements')
    .join('applications', 'applications.id', 'endorsements.application_id')
    .whereIn('applications.organisation_id', idsWithMerged(db, { id }))
    .distinct('endorsements.group_name as group', 'endorsements.name'),
)
const namesOfSigners = namesLookup(['name'], (db, id) =>
  db('pledges')
    .join('applications', 'applications.id', 'pledges.application_id')
    .whereIn('applications.organisation_id', idsWithMerged(db, { id }))
    .distinct('pledges.signed_by as name'),
)
const namesOfPanel = namesLookup(['offered', 'shown'], (db, id) =>
  db('seats').where({ application_id: id }).select('offered_to_name as offered', 'shown_name as shown'),
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
