import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { ConsequenceFacts } from '../../../domain/consequences.ts'
import type { Quote } from '../../../domain/councillor-page.ts'
import { FormRefused } from '../../../domain/refusals.ts'
import { recordEvent } from '../../../history/record.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { entity } from '../applications/application.actions.ts'
import type { CouncillorGiven } from './councillor.forms.ts'
import { deleteQuotesFrom, saveCouncillorPage } from './councillor.store.ts'

/**
 * Saves a library's page for councillors.
 * @param withheld the saved quotes that the form left out
 * @throws FormRefused when the page has a withheld quote
 * @throws Stale when the page has been saved since it was read
 */
export async function changeCouncillorPage(
  work: UnitOfWork,
  application: ApplicationRecord,
  { version: readAt, ...page }: CouncillorGiven,
  withheld: readonly Quote[],
): Promise<void> {
  const refused = page.quotes.findIndex(quote => withheld.some(({ words }) => words === quote.words))
  if (refused >= 0) throw new FormRefused(`words${refused + 1}`, 'councillors.words.withheld')
  await saveCouncillorPage(work.trx, application.id, { page, withheld, readAt, by: work.actor.id, at: work.at })
  await recordEvent(work, 'application.councillor_page', entity(application))
}

/** Deletes the quotes that were taken from erased evidence. */
export async function eraseQuotes(
  { trx }: UnitOfWork,
  { evidenceId }: ConsequenceFacts['evidence erased'],
): Promise<void> {
  await deleteQuotesFrom(trx, evidenceId)
}
