import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { ConsequenceFacts } from '../../../domain/consequences.ts'
import { recordEvent } from '../../../history/record.ts'
import { clearConfirmations } from './contacts.store.ts'

/** Asks a library to confirm its changed contacts again in the light renewal that it is writing. */
export async function unconfirmContacts(
  work: UnitOfWork,
  { organisationId }: ConsequenceFacts['contacts changed'],
): Promise<void> {
  for (const id of await clearConfirmations(work.trx, { organisationId }))
    await recordEvent(work, 'application.contacts_unconfirmed', {
      kind: 'application',
      id,
      organisationId,
      applicationId: id,
    })
}
