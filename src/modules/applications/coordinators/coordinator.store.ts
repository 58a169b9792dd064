import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Application } from '../../../domain/application.ts'
import { readersFor, type Reader } from '../../../email/readers.store.ts'
import { availableCoordinators } from '../../access/access.public.ts'
import { canCoordinate } from '../../organisations/organisations.public.ts'

/** The coordinator that people working on an application can ask for help. */
export interface Coordinator {
  name: string
  email: string
}

/**
 * The coordinator for an application or, if it has none, for its organisation. Leaves out people who can no longer
 * handle the application. Null when there is none.
 */
export const coordinatorToAsk = withKeptSql((db: Db | Tx, id: string): Lookup<Coordinator | null> =>
  lookup<Coordinator, Coordinator | null>(
    () => coordinators(db, [id]).limit(1).select('people.name', 'people.email'),
    ['name', 'email'],
    ([found]) => found ?? null,
  ),
)

export interface NamedCoordinator {
  id: string
  name: string
  /** false when the application has no coordinator of its own, so this is the organisation's coordinator */
  isOwn: boolean
}

/** The coordinators for several applications, by application id. Makes one query. */
export async function coordinatorsOf(db: Db | Tx, ids: readonly string[]): Promise<Map<string, NamedCoordinator>> {
  if (ids.length === 0) return new Map()
  return runLookup(db, coordinatorsWith(db, ids))
}

/** The coordinator for an application as a lookup; null when there is none. */
export const coordinatorLookup = (db: Db | Tx, { id }: Pick<Application, 'id'>): Lookup<NamedCoordinator | null> => {
  const found = coordinatorsWith(db, [id])
  return { ...found, read: rows => found.read(rows).get(id) ?? null }
}

const coordinatorsWith = withKeptSql((db: Db | Tx, ids: readonly string[]): Lookup<Map<string, NamedCoordinator>> =>
  lookup<{ applicationId: string; own: string; id: string; name: string }, Map<string, NamedCoordinator>>(
    () =>
      coordinators(db, ids).select(
        'applications.id as applicationId',
        'applications.coordinator_id as own',
        'people.id as id',
        'people.name as name',
      ),
    ['applicationId', 'own', 'id', 'name'],
    rows => {
      const named = rows.map(
        ({ applicationId, own, id, name }) => [applicationId, { id, name, isOwn: own === id }] as const,
      )
      return new Map(named.toReversed()) // reversed, so that the first row of each application is kept
    },
  ),
)

/** A query for the coordinators for applications. An application's own coordinator comes before its organisation's. */
const coordinators = (db: Db | Tx, ids: readonly string[]) =>
  db('applications')
    .join('organisations', 'organisations.id', 'applications.organisation_id')
    .joinRaw('join people on people.id in (applications.coordinator_id, organisations.coordinator_id)')
    .whereIn('applications.id', [...ids])
    .whereRaw(`people.id in (select people.id ${availableCoordinators})`)
    .orderByRaw(ownFirst)

const ownFirst = 'case when people.id = applications.coordinator_id then 0 else 1 end'

/** The coordinator that each library can ask for help, by organisation id. */
export type LibraryContacts = ReadonlyMap<string, Coordinator>

/**
 * For each organisation, the coordinator for its newest open application that has one; otherwise the organisation's own
 * coordinator. Has no entry for an organisation without a coordinator.
 */
export const libraryContacts = withKeptSql((db: Db | Tx, organisations: readonly string[]): Lookup<LibraryContacts> => {
  const found = () =>
    db('organisations')
      .joinRaw(
        `left join applications on applications.organisation_id = organisations.id
        and applications.status <> 'withdrawn' and applications.decision_letter_released_at is null`,
      )
      .joinRaw('join people on people.id in (applications.coordinator_id, organisations.coordinator_id)')
      .whereIn('organisations.id', [...organisations])
      .whereRaw(canCoordinate)
      .whereRaw(`(applications.id is null or people.id in (select people.id ${availableCoordinators}))`)
      .orderByRaw(`${ownFirst}, applications.started_at desc, applications.id desc`)
      .select('organisations.id as organisationId', 'people.name', 'people.email') as Knex.QueryBuilder
  type Found = Coordinator & { organisationId: string }
  return lookup<Found, LibraryContacts>(found, ['organisationId', 'name', 'email'], rows => {
    const contacts = rows.map(({ organisationId, name, email }) => [organisationId, { name, email }] as const)
    return new Map(contacts.toReversed()) // reversed, so that the first row of each organisation is kept
  })
})

/**
 * The people who can become the coordinator for an application, sorted by name. Leaves out those with a declared
 * conflict of interest, a role on the panel or a role at the library.
 */
export async function ableCoordinators(db: Db | Tx, application: Application): Promise<Reader[]> {
  const readers = await readersFor(db, 'coordinators', application)
  return readers
    .filter(({ actor }) => actor.charityRoles.includes('coordinator'))
    .toSorted((a, b) => a.actor.name.localeCompare(b.actor.name))
}
