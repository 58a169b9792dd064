import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { FormRefused, Stale } from '../../../domain/refusals.ts'
import { queueEmail, recipientOf } from '../../../email/outbox.ts'
import { recordEvent } from '../../../history/record.ts'
import { entity } from '../organisations/organisation.actions.ts'
import type { CoordinatorGiven } from './coordinator.forms.ts'
import { coordinatorsFor, setCoordinator, storedCoordinatorId } from './coordinator.store.ts'

/**
 * Sets or removes an organisation's coordinator. Emails a new coordinator, unless they chose themselves.
 * @throws FormRefused when the person is suspended, is no longer a coordinator, or belongs to the organisation; Stale
 * when the organisation has changed since the form was opened
 */
export async function chooseCoordinator(
  work: UnitOfWork,
  organisation: Organisation,
  { version, person }: CoordinatorGiven,
): Promise<void> {
  const chosen = (await coordinatorsFor(work.trx, organisation)).find(({ actor }) => actor.id === person)
  if (person !== null && !chosen) throw new FormRefused('person', 'organisations.coordinator.person.missing')
  if (organisation.version !== version) throw new Stale()
  if ((await storedCoordinatorId(work.trx, organisation)) === person) return
  await setCoordinator(work.trx, { id: organisation.id, version }, person)
  await recordEvent(work, 'organisation.coordinator_changed', entity(organisation), { coordinator: person })
  if (!chosen || chosen.actor.id === work.actor.id) return
  await queueEmail(work, {
    name: 'organisation coordinator',
    to: recipientOf(chosen),
    entity: { kind: 'organisation', id: organisation.id },
    facts: { organisation: organisation.name, organisationId: organisation.id },
  })
}
