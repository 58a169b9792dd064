import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Application } from '../../../domain/application.ts'
import { emailReaders } from '../../../email/outbox.ts'
import { readersFor } from '../../../email/readers.store.ts'
import { applicationById } from '../../access/access.public.ts'

/**
 * Emails the coordinators when an application is with a trustee but no trustee can decide on it. Call this after a
 * change that could leave no trustee.
 */
export async function emailIfNoTrustee(work: UnitOfWork, { id }: Pick<Application, 'id'>): Promise<void> {
  const application = await applicationById(work.trx, id)
  if (application?.status !== 'with a trustee') return
  if ((await readersFor(work.trx, 'trustees', application)).length > 0) return
  const facts = { applicationId: id, organisation: application.organisationName }
  await emailReaders(work, application, { name: 'trustee wanted', facts })
}
