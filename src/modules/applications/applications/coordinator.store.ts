import type { Db, Tx } from '../../../db/connection.ts'
import type { Application } from '../../../domain/application.ts'

/** The coordinator whom people working on an application can ask. */
export interface Coordinator {
  name: string
  email: string
}

/**
 * The coordinator of an application: the person who last marked it as checked, if they are still a coordinator without
 * a conflict of interest.
 * @returns null when there is none. People then write to the shared address
 */
export async function coordinatorOf(db: Db | Tx, { id }: Pick<Application, 'id'>): Promise<Coordinator | null> {
  const found = await checkers(db, [id]).first<Coordinator | undefined>('people.name', 'people.email')
  return found ?? null
}

export interface NamedCoordinator {
  id: string
  name: string
}

/** The coordinators of several applications, by the id of the application; one query. */
export async function coordinatorsOf(db: Db, ids: readonly string[]): Promise<Map<string, NamedCoordinator>> {
  if (ids.length === 0) return new Map()
  const rows = await checkers(db, ids).select<(NamedCoordinator & { applicationId: string })[]>(
    'events.application_id as applicationId',
    'people.id as id',
    'people.name as name',
  )
  return new Map(rows.toReversed().map(({ applicationId, id, name }) => [applicationId, { id, name }]))
}

/** Coordinators without a conflict of interest who marked these applications as checked, the latest first. */
const checkers = (db: Db | Tx, ids: readonly string[]) =>
  db('events')
    .join('people', 'people.id', 'events.person_id')
    .join('charity_roles', 'charity_roles.person_id', 'people.id')
    .leftJoin(
      'declarations',
      own =>
        void own.on('declarations.person_id', 'people.id').on('declarations.application_id', 'events.application_id'),
    )
    .whereIn('events.application_id', [...ids])
    .where('events.name', 'application.check')
    .where('charity_roles.role', 'coordinator')
    .whereNull('charity_roles.ended_at')
    .where(clear => void clear.whereNull('declarations.says').orWhere('declarations.says', 'no conflict'))
    .orderBy('events.sequence', 'desc')
