import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { recordEvent } from '../../../history/record.ts'
import type { EvidenceItem } from '../items/evidence-item.store.ts'
import { partnerEntity, type PartnerId } from '../partners/partner.actions.ts'
import { lockPartner } from '../partners/partner.store.ts'
import { deletePartnerEvidence, insertPartnerEvidence } from './partner-evidence.store.ts'

/**
 * @param evidenceIds the ids of evidence that belongs to the partner's library and that the actor can read
 * @throws NotFound when the partner has been removed
 */
export async function attachToPartner(
  work: UnitOfWork,
  partner: PartnerId,
  evidenceIds: readonly string[],
): Promise<void> {
  await lockPartner(work.trx, partner)
  const evidence = await insertPartnerEvidence(work, partner.id, evidenceIds)
  if (evidence.length > 0) await recordEvent(work, 'partner.evidence_attached', partnerEntity(partner), { evidence })
}

/**
 * Detaches evidence from a partner. Does nothing when it is not attached.
 * @throws NotFound when the partner has been removed
 */
export async function detachFromPartner(work: UnitOfWork, partner: PartnerId, evidence: EvidenceItem): Promise<void> {
  await lockPartner(work.trx, partner)
  if (await deletePartnerEvidence(work.trx, partner.id, evidence.id))
    await recordEvent(work, 'partner.evidence_detached', partnerEntity(partner), { evidence: [evidence.id] })
}

/**
 * Attaches evidence to the partners that the person ticked, and detaches it from those that they unticked.
 * @param offered the ids of the partners to choose from
 * @param seen the ids of the partners that were ticked when the page was opened
 * @throws NotFound when one of the changed partners has been removed
 */
export async function setPartnersOfEvidence(
  work: UnitOfWork,
  evidence: EvidenceItem,
  { offered, seen, chosen }: { offered: readonly string[]; seen: readonly string[]; chosen: readonly string[] },
): Promise<void> {
  for (const id of offered.filter(each => seen.includes(each) !== chosen.includes(each))) {
    const partner = { id, organisationId: evidence.organisationId }
    if (chosen.includes(id)) await attachToPartner(work, partner, [evidence.id])
    else await detachFromPartner(work, partner, evidence)
  }
}
