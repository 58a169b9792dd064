import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { FormRefused, Stale } from '../../../domain/refusals.ts'
import { recordEvent } from '../../../history/record.ts'
import { lockOrganisation } from '../branches/branch.store.ts'
import { entity } from '../organisations/organisation.actions.ts'
import { openMattersOf, setClosed } from '../organisations/organisation.store.ts'

/**
 * @throws FormRefused while the organisation has a current award or an open application; Stale when it is already
 * closed, or was changed since it was read
 */
export async function closeOrganisation(work: UnitOfWork, organisation: Organisation, reason: string): Promise<void> {
  if (organisation.closedAt !== null) throw new Stale()
  await lockOrganisation(work.trx, organisation)
  const open = await openMattersOf(work.trx, organisation)
  if (open.awards + open.applications > 0)
    throw new FormRefused('reason', 'organisations.close.open_matters', { ...open })
  await setClosed(work.trx, organisation, { at: work.at, reason })
  await recordEvent(work, 'organisation.closed', entity(organisation))
}

/** @throws Stale when the organisation is open, or was changed since it was read */
export async function reopenOrganisation(work: UnitOfWork, organisation: Organisation): Promise<void> {
  if (organisation.closedAt === null) throw new Stale()
  await setClosed(work.trx, organisation, null)
  await recordEvent(work, 'organisation.reopened', entity(organisation))
}
