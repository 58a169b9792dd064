import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { membershipsIn, withoutRights, type Actor } from '../../../domain/actor.ts'
import type { Application } from '../../../domain/application.ts'
import type { ConsequenceFacts } from '../../../domain/consequences.ts'
import { emailReaders } from '../../../email/outbox.ts'
import { readersById, readersFor, rolesWithoutConflict } from '../../../email/readers.store.ts'
import { applicationById, applicationsByIds, membershipsOf } from '../../access/access.public.ts'
import { idsWithTrustee } from './no-trustee.store.ts'

/**
 * Emails the coordinators when an application is with a trustee but no trustee can decide on it. Call this when an
 * application moves to a trustee.
 */
export async function emailIfNoTrustee(work: UnitOfWork, { id }: Pick<Application, 'id'>): Promise<void> {
  const application = await applicationById(work.trx, id)
  if (!application || !isWithTrustee(application)) return
  if ((await readersFor(work.trx, 'trustees', application)).length > 0) return
  const facts = { applicationId: id, organisation: application.organisationName }
  await emailReaders(work, application, { name: 'trustee wanted', facts })
}

/**
 * Emails the coordinators when the last trustee who could decide on an application no longer can. Call this after the
 * change.
 * @param before the application and the person before the change
 */
export async function emailIfLastTrustee(
  work: UnitOfWork,
  before: { application: Application; person: Actor },
): Promise<void> {
  const { application, person } = before
  if (rolesWithoutConflict(person, application).includes('trustee')) await emailIfNoTrustee(work, application)
}

/** Emails the coordinators of applications that nobody can decide on after a trustee lost the role or was suspended. */
export async function emailWithoutTrustee(
  work: UnitOfWork,
  { personId, lost }: ConsequenceFacts['role ended'],
): Promise<void> {
  if (!lost.includes('trustee')) return
  const memberships = await membershipsOf(work.trx, { id: personId })
  const person = { ...withoutRights(personId), memberships, charityRoles: [...lost] }
  for (const application of await applicationsByIds(work.trx, await idsWithTrustee(work.trx)))
    await emailIfLastTrustee(work, { application, person })
}

/** Emails the coordinators of a library's applications that nobody can decide on after a trustee joined the library. */
export async function emailWithoutOutsideTrustee(
  work: UnitOfWork,
  { personId, organisationId }: ConsequenceFacts['membership began'],
): Promise<void> {
  const [reader] = await readersById(work.trx, [personId])
  if (!reader || membershipsIn(reader.actor, organisationId).length > 1) return
  const memberships = reader.actor.memberships.filter(each => each.organisationId !== organisationId)
  const person = { ...reader.actor, memberships }
  for (const application of await applicationsByIds(work.trx, await idsWithTrustee(work.trx)))
    if (application.organisationId === organisationId) await emailIfLastTrustee(work, { application, person })
}

/** Whether the application is with a trustee, or will be again after a hold. */
const isWithTrustee = ({ status, statusBefore }: Application): boolean =>
  status === 'with a trustee' || (status === 'on hold' && statusBefore === 'with a trustee')
