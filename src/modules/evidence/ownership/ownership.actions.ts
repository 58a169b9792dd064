import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { FormRefused } from '../../../domain/refusals.ts'
import { recordEvent } from '../../../history/record.ts'
import { teamOf, writersIn } from '../../organisations/organisations.public.ts'
import { updateEvidence } from '../editing/editing.store.ts'
import { indexEvidence } from '../search-index/search-index.store.ts'
import type { EvidenceItem } from '../items/evidence-item.store.ts'
import type { OwnershipGiven } from './ownership.forms.ts'

/**
 * Changes the owner and expiry date of evidence. The current owner can stay, even after leaving the team.
 * @throws Stale when the evidence has been changed or removed since version `given.version`
 * @throws FormRefused when a new owner is not an active lead or contributor of the library
 */
export async function changeOwnership(work: UnitOfWork, evidence: EvidenceItem, given: OwnershipGiven): Promise<void> {
  const isNew = given.owner !== evidence.ownerId
  const owners = writersIn(await teamOf(work.trx, { id: evidence.organisationId }))
  if (isNew && !owners.some(({ personId }) => personId === given.owner))
    throw new FormRefused('owner', 'ownership.owner.wrong')
  await updateEvidence(work.trx, evidence.id, given.version, { owner_id: given.owner, expires_on: given.expiresOn })
  await indexEvidence(work.trx, [evidence.id])
  const entity = { kind: 'evidence', id: evidence.id, organisationId: evidence.organisationId } as const
  if (isNew) await recordEvent(work, 'evidence.owner_changed', entity, { from: evidence.ownerId, to: given.owner })
  if (given.expiresOn !== evidence.expiresOn)
    await recordEvent(work, 'evidence.expiry_set', entity, { expiresOn: given.expiresOn })
}
