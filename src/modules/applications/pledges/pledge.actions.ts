import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { pledgeItem } from '../../../domain/pledge.ts'
import { recordEvent } from '../../../history/record.ts'
import { holdApplication, type ApplicationRecord } from '../../access/access.public.ts'
import { entity } from '../applications/application.actions.ts'
import { askForSignOffAgain } from '../sign-offs/sign-off.actions.ts'
import type { PledgeGiven } from './pledge.forms.ts'
import { savePledge, type SavedPledge } from './pledge.store.ts'

/**
 * Saves who signed the pledge, and when. Saving unchanged details does nothing.
 * @throws Stale when the details, or the application's status or criteria, have changed since they were read
 */
export async function recordPledge(
  work: UnitOfWork,
  { application, pledge }: { application: ApplicationRecord; pledge: SavedPledge | null },
  { version, ...given }: PledgeGiven,
): Promise<void> {
  await holdApplication(work.trx, application)
  if (pledge && isSame(pledge, given)) return
  await savePledge(work.trx, application, given, { readAt: version, by: work.actor.id, at: work.at })
  await recordEvent(work, 'application.pledge_saved', entity(application), { item: pledgeItem })
  await askForSignOffAgain(work, application)
}

const isSame = (pledge: SavedPledge, given: Omit<PledgeGiven, 'version'>): boolean =>
  (['signedBy', 'role', 'signedOn', 'wording'] as const).every(field => pledge[field] === given[field])
