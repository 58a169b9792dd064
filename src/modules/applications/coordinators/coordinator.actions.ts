import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { FormRefused } from '../../../domain/refusals.ts'
import { queueApplicationEmails } from '../../../email/outbox.ts'
import { recordEvent } from '../../../history/record.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { entity } from '../applications/application.actions.ts'
import { updateApplication } from '../applications/application.store.ts'
import type { CoordinatorGiven } from './coordinator.forms.ts'
import { ableCoordinators, coordinatorsOf } from './coordinator.store.ts'

/**
 * Changes the coordinator for an application, and emails the new coordinator unless it is the actor. Does nothing when
 * the application's own coordinator is chosen again.
 * @throws FormRefused for a person not among `ableCoordinators`
 * @throws Stale when the application has changed since it was read
 */
export async function changeCoordinator(
  work: UnitOfWork,
  application: ApplicationRecord,
  { version, person }: CoordinatorGiven,
): Promise<void> {
  const chosen = (await ableCoordinators(work.trx, application)).filter(({ actor }) => actor.id === person)
  if (chosen.length === 0) throw new FormRefused('person', 'coordinators.person.missing')
  const now = (await coordinatorsOf(work.trx, [application.id])).get(application.id)
  if (now?.isOwn && now.id === person) return
  await updateApplication(work.trx, { id: application.id, version }, { coordinator_id: person })
  await recordEvent(work, 'application.coordinator_changed', entity(application), { coordinator: person })
  await queueApplicationEmails(
    work,
    chosen.filter(({ actor }) => actor.id !== work.actor.id),
    application,
    {
      name: 'coordinator changed',
      facts: { applicationId: application.id, organisation: application.organisationName },
    },
  )
}
