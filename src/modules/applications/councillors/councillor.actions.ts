import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { ConsequenceFacts } from '../../../domain/consequences.ts'
import { recordEvent } from '../../../history/record.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { entity } from '../applications/application.actions.ts'
import type { CouncillorGiven } from './councillor.forms.ts'
import { deleteQuotesFrom, saveCouncillorPage } from './councillor.store.ts'

/**
 * Saves a library's page for councillors.
 * @throws Stale when someone else has saved the page since it was read
 */
export async function changeCouncillorPage(
  work: UnitOfWork,
  application: ApplicationRecord,
  { version: readAt, ...page }: CouncillorGiven,
): Promise<void> {
  await saveCouncillorPage(work.trx, application.id, { page, readAt, by: work.actor.id, at: work.at })
  await recordEvent(work, 'application.councillor_page', entity(application))
}

/** Deletes the quotes that were taken from erased evidence. */
export async function eraseQuotes(
  { trx }: UnitOfWork,
  { evidenceId }: ConsequenceFacts['evidence erased'],
): Promise<void> {
  await deleteQuotesFrom(trx, evidenceId)
}
