import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Application } from '../../../domain/application.ts'
import { areFindingsIn } from '../../../domain/panel.ts'
import { emailReaders } from '../../../email/outbox.ts'
import { applicationById } from '../../access/access.public.ts'

/**
 * Emails the chair when a change completes the panel's findings, for example when the last seat without findings is
 * withdrawn.
 * @param before the application before the change
 */
export async function emailChairWhenAllAreIn(work: UnitOfWork, before: Application): Promise<void> {
  if (before.status !== 'with the panel' || areFindingsIn(before)) return
  const now = await applicationById(work.trx, before.id)
  if (!now || !areFindingsIn(now)) return
  const facts = { applicationId: now.id, organisation: now.organisationName }
  await emailReaders(work, now, { name: 'all findings are in', facts })
}
