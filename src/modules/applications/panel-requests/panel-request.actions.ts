import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { rolesIn } from '../../../domain/actor.ts'
import { emailReaders } from '../../../email/outbox.ts'
import { recordEvent } from '../../../history/record.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { entity } from '../applications/application.actions.ts'
import { updateApplication } from '../applications/application.store.ts'
import type { PanelRequestGiven } from './panel-request.forms.ts'

/**
 * Asks for a panel to read a light renewal that a trustee could confirm alone. Replaces an earlier reason. Coordinators
 * get an email when a trustee asks.
 * @param version the version of the application that the page showed
 * @throws Stale when the application has changed since then
 */
export async function requestPanel(
  work: UnitOfWork,
  application: ApplicationRecord,
  { reason, version }: PanelRequestGiven,
): Promise<void> {
  await updateApplication(work.trx, { ...application, version }, { panel_reason: reason })
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
