import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { membershipsIn, withoutRights, type Actor } from '../../../domain/actor.ts'
import type { Application } from '../../../domain/application.ts'
import type { ConsequenceFacts } from '../../../domain/consequences.ts'
import { emailReaders } from '../../../email/outbox.ts'
import { readersById, rolesWithoutConflict } from '../../../email/readers.store.ts'
import { applicationById, applicationsByIds, membershipsOf } from '../../access/access.public.ts'
import { idsWithoutCoordinator } from './no-coordinator.store.ts'

/**
 * Emails the trustees when the actor, by declaring a conflict, was the last coordinator who could take on an
 * application, because trustees then do the coordinators' work. Call this after the change.
 * @param before the application before the change
 */
export async function emailStandIns(work: UnitOfWork, before: Application): Promise<void> {
  if (before.everyCoordinatorIsBarred) return
  const now = await applicationById(work.trx, before.id)
  if (!now?.everyCoordinatorIsBarred) return
  const facts = { applicationId: now.id, organisation: now.organisationName }
  await emailReaders(work, now, { name: 'coordinator wanted', facts, except: work.actor })
}

/** Emails the trustees about applications whose last coordinator lost the role or was suspended. */
export async function emailWithoutCoordinator(
  work: UnitOfWork,
  { personId, lost }: ConsequenceFacts['role ended'],
): Promise<void> {
  if (!lost.includes('coordinator')) return
  const memberships = await membershipsOf(work.trx, { id: personId })
  await emailAfterLastCoordinator(work, { ...withoutRights(personId), memberships, charityRoles: [...lost] })
}

/** Emails the trustees about a library's applications whose last coordinator joined the library. */
export async function emailWithoutOutsideCoordinator(
  work: UnitOfWork,
  { personId, organisationId }: ConsequenceFacts['membership began'],
): Promise<void> {
  const [reader] = await readersById(work.trx, [personId])
  if (!reader || membershipsIn(reader.actor, organisationId).length > 1) return
  if (!reader.actor.charityRoles.includes('coordinator')) return
  const memberships = reader.actor.memberships.filter(each => each.organisationId !== organisationId)
  await emailAfterLastCoordinator(work, { ...reader.actor, memberships }, organisationId)
}

/**
 * @param person the person before the change
 * @param organisationId the library whose applications the change is about; without it, those of all libraries
 */
async function emailAfterLastCoordinator(work: UnitOfWork, person: Actor, organisationId?: string): Promise<void> {
  for (const application of await applicationsByIds(work.trx, await idsWithoutCoordinator(work.trx))) {
    if (organisationId !== undefined && application.organisationId !== organisationId) continue
    if (!rolesWithoutConflict(person, application).includes('coordinator')) continue
    const facts = { applicationId: application.id, organisation: application.organisationName }
    await emailReaders(work, application, { name: 'coordinator wanted', facts })
  }
}
