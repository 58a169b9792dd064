import type { Db, Tx } from '../../../db/connection.ts'
import type { Application } from '../../../domain/application.ts'
import { readersFor, type Reader } from '../../../email/readers.store.ts'

/** The coordinator whom people working on an application can ask. */
export interface Coordinator {
  name: string
  email: string
}

/**
 * The coordinator of an application: the person who marked it as checked, unless someone else was chosen since. Only a
 * person who is still a coordinator and has declared no conflict of interest counts.
 * @returns null when there is none. People then write to the shared address
 */
export async function coordinatorOf(db: Db | Tx, { id }: Pick<Application, 'id'>): Promise<Coordinator | null> {
  const found = await coordinators(db, [id]).first<Coordinator | undefined>('people.name', 'people.email')
  return found ?? null
}

export interface NamedCoordinator {
  id: string
  name: string
}

/** The coordinators of several applications, by the id of the application; one query. */
export async function coordinatorsOf(db: Db | Tx, ids: readonly string[]): Promise<Map<string, NamedCoordinator>> {
  if (ids.length === 0) return new Map()
  const rows = await coordinators(db, ids).select<(NamedCoordinator & { applicationId: string })[]>(
    'applications.id as applicationId',
    'people.id as id',
    'people.name as name',
  )
  return new Map(rows.map(({ applicationId, id, name }) => [applicationId, { id, name }]))
}

const coordinators = (db: Db | Tx, ids: readonly string[]) =>
  db('applications')
    .join('people', 'people.id', 'applications.coordinator_id')
    .leftJoin(
      'declarations',
      own => void own.on('declarations.person_id', 'people.id').on('declarations.application_id', 'applications.id'),
    )
    .whereIn('applications.id', [...ids])
    .where('people.status', 'active')
    .whereExists(
      db('charity_roles')
        .whereRaw('charity_roles.person_id = people.id')
        .where({ role: 'coordinator', ended_at: null })
        .select('id'),
    )
    .where(clear => void clear.whereNull('declarations.says').orWhere('declarations.says', 'no conflict'))

/**
 * The people who can become the coordinator of an application, by name. Leaves out coordinators with a conflict of
 * interest, with a seat on the panel, or who belong to the library.
 */
export async function ableCoordinators(db: Db | Tx, application: Application): Promise<Reader[]> {
  const readers = await readersFor(db, 'coordinators', application)
  return readers
    .filter(({ actor }) => actor.charityRoles.includes('coordinator'))
    .toSorted((a, b) => a.actor.name.localeCompare(b.actor.name))
}
