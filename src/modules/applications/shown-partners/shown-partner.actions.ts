import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Application } from '../../../domain/application.ts'
import type { ConsequenceFacts } from '../../../domain/consequences.ts'
import type { Item } from '../../../domain/framework.ts'
import { recordEvent } from '../../../history/record.ts'
import { holdApplication } from '../../access/access.public.ts'
import { lockPartner } from '../../evidence/evidence.public.ts'
import { entity } from '../applications/application.actions.ts'
import { deleteAllShown, deleteShown, insertShown } from './shown-partner.store.ts'

/**
 * Shows the partners that the person ticked in an answer, and hides those that they unticked.
 * @param offered the ids of the partners to choose from
 * @param seen the ids of the partners that were ticked when the page was opened
 * @throws Stale when the application's status or criteria have changed
 * @throws NotFound when a partner that the person ticked has been removed
 */
export async function setShownPartners(
  work: UnitOfWork,
  { application, item }: { application: Application; item: Item },
  { offered, seen, chosen }: { offered: readonly string[]; seen: readonly string[]; chosen: readonly string[] },
): Promise<void> {
  await holdApplication(work.trx, application)
  const ticked = chosen.filter(id => !seen.includes(id))
  const unticked = offered.filter(id => seen.includes(id) && !chosen.includes(id))
  for (const id of ticked) await lockPartner(work.trx, { id, organisationId: application.organisationId })
  const place = { applicationId: application.id, itemId: item.id }
  const added = await insertShown(work, place, ticked)
  const removed = await deleteShown(work.trx, place, unticked)
  if (added.length > 0)
    await recordEvent(work, 'application.partners_shown', entity(application), { item: item.id, partners: added })
  if (removed.length > 0)
    await recordEvent(work, 'application.partners_left_out', entity(application), { item: item.id, partners: removed })
}

/** Removes a partner from every application. Submitted copies still contain it. */
export const hideRemovedPartner = ({ trx }: UnitOfWork, facts: ConsequenceFacts['partner removed']): Promise<void> =>
  deleteAllShown(trx, facts.partnerId)
