import type { Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Application } from '../../../domain/application.ts'
import type { ApplicationPermission } from '../../../domain/permissions.ts'
import { Stale } from '../../../domain/refusals.ts'
import { findApplication, type ApplicationRecord } from './application.store.ts'

/** Locks the application until this transaction ends. */
export async function lockApplication(trx: Tx, id: string): Promise<void> {
  await trx('applications').where({ id }).forUpdate().first('id')
}

/**
 * Locks the application, then reads it and checks the actor's permission on it.
 * @throws as `findApplication` does
 */
export async function lockAndFindApplication(
  trx: Tx,
  actor: Actor,
  permission: ApplicationPermission,
  id: string,
): Promise<ApplicationRecord> {
  await lockApplication(trx, id)
  return findApplication(trx, actor, permission, id)
}

/**
 * Locks the application, so that it cannot be submitted before this transaction ends.
 * @throws Stale when its status or, if passed, its framework version has changed since it was read
 */
export async function holdApplication(
  trx: Tx,
  { id, status, frameworkVersionId }: Pick<Application, 'id' | 'status'> & { frameworkVersionId?: string },
): Promise<void> {
  const onCriteria = frameworkVersionId ? { framework_version_id: frameworkVersionId } : {}
  const held = await trx('applications')
    .where({ id, status, ...onCriteria })
    .forShare()
    .first('id')
  if (!held) throw new Stale()
}
