import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { rolesIn } from '../../../domain/actor.ts'
import { emailReaders } from '../../../email/outbox.ts'
import { recordEvent } from '../../../history/record.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { entity } from '../applications/application.actions.ts'
import { updateApplication } from '../applications/application.store.ts'

/**
 * Asks for a panel to read a light renewal that a trustee could confirm alone. Replaces an earlier reason. Coordinators
 * get an email when a trustee asks.
 * @throws Stale when the application has changed since it was read
 */
export async function requestPanel(work: UnitOfWork, application: ApplicationRecord, reason: string): Promise<void> {
  await updateApplication(work.trx, application, { panel_reason: reason })
  await recordEvent(work, 'application.panel_wanted', entity(application))
  if (rolesIn(work.actor, application).includes('coordinator')) return
  await emailReaders(work, application, {
    name: 'panel wanted',
    facts: {
      applicationId: application.id,
      organisation: application.organisationName,
    },
  })
}
