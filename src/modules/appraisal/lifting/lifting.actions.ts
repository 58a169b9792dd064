import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Application } from '../../../domain/application.ts'
import { can } from '../../../domain/permissions.ts'
import { queueEmail, recipientOf } from '../../../email/outbox.ts'
import { readersById } from '../../../email/readers.store.ts'
import { recordEvent } from '../../../history/record.ts'
import { applicationById, lockAndFindApplication } from '../../access/access.public.ts'
import { entity } from '../../applications/applications.public.ts'
import { liftDeclaration } from './lifting.store.ts'

/**
 * Lifts a conflict that someone else declared by mistake. Their seat stays empty, and they must declare again.
 * @throws Stale when the conflict has already been lifted
 */
export async function liftConflict(
  work: UnitOfWork,
  { id }: Pick<Application, 'id'>,
  { person, reason }: { person: string; reason: string },
): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'declaration.lift', id)
  await liftDeclaration(work.trx, application, { personId: person, by: work.actor.id, at: work.at, reason })
  await recordEvent(work, 'declaration.lifted', entity(application))
  const lifted = await applicationById(work.trx, id)
  const readers = (await readersById(work.trx, [person])).filter(
    ({ actor }) => lifted !== null && can(actor, 'application.know', lifted),
  )
  for (const reader of readers)
    await queueEmail(work, {
      name: 'conflict lifted',
      to: recipientOf(reader),
      entity: { kind: 'application', id },
      applicationId: id,
      facts: { applicationId: id, organisation: application.organisationName },
    })
}
