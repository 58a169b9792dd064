import { newId } from '../../../db/ids.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { membershipsIn } from '../../../domain/actor.ts'
import { FormRefused, NotFound, Stale } from '../../../domain/refusals.ts'
import { dayOf } from '../../../domain/time.ts'
import { queueEmail, recipientOf } from '../../../email/outbox.ts'
import { readersById } from '../../../email/readers.store.ts'
import { recordEvent } from '../../../history/record.ts'
import { teamOf } from '../../organisations/organisations.public.ts'
import { lockEvidence, type EvidenceItem } from '../items/evidence-item.store.ts'
import { indexEvidence } from '../search-index/search-index.store.ts'
import { viewersOf } from '../viewers/viewer.store.ts'
import type { ConsentGiven } from './consent.forms.ts'
import {
  consentsOf,
  deleteConsent,
  findConsent,
  insertConsent,
  markWithdrawn,
  updateConsentCover,
  type ConsentLine,
} from './consent.store.ts'
import { emailViewers } from './withdrawal-email.actions.ts'

/**
 * @throws FormRefused when the consent was signed in the future or has already ended
 * @throws NotFound when the evidence has been removed
 */
export async function recordConsent(work: UnitOfWork, evidence: EvidenceItem, given: ConsentGiven): Promise<void> {
  const today = dayOf(work.at)
  if (given.givenOn > today) throw new FormRefused('givenOn', 'consents.given_on.future')
  if (given.expiresOn !== null && given.expiresOn < today)
    throw new FormRefused('expiresOn', 'consents.expires_on.past')
  await lockOne(work, evidence)
  const id = newId()
  await insertConsent(work.trx, {
    id,
    evidence_id: evidence.id,
    person: given.person,
    guardian: given.guardian || null,
    for_panel: given.uses.includes('panel') ? 1 : 0,
    for_charity: given.uses.includes('charity') ? 1 : 0,
    for_council: given.uses.includes('council') ? 1 : 0,
    for_public: given.uses.includes('public') ? 1 : 0,
    language: given.language,
    wording: given.wording,
    held_by: given.heldBy,
    held_where: given.heldWhere,
    given_on: given.givenOn,
    expires_on: given.expiresOn,
    recorded_by: work.actor.id,
    recorded_at: work.at,
  })
  await updateCoverAndIndex(work, evidence)
  await recordEvent(work, 'evidence.consent_recorded', entity(evidence), { consent: id, uses: given.uses })
}

/**
 * Withdraws every consent of the same person for this evidence. Emails the people outside the library who opened the
 * evidence, and everyone who downloaded it, but not the actor. If the actor is outside the library, emails its leads
 * too. Does nothing if the consent is already withdrawn.
 * @param evidence can also be removed evidence, as long as it can still be restored
 * @throws NotFound when the evidence was removed since it was found, or the consent has been removed
 */
export async function withdrawConsent(work: UnitOfWork, evidence: EvidenceItem, consent: ConsentLine): Promise<void> {
  if (evidence.eraseOn === null) await lockOne(work, evidence)
  const ids = await markWithdrawn(work, evidence.id, consent.person)
  if (ids.length === 0) return void (await findConsent(work.trx, evidence.id, consent.id))
  await updateCoverAndIndex(work, evidence)
  const viewers = await viewersOf(work.trx, evidence)
  await recordEvent(work, 'evidence.consent_withdrawn', entity(evidence), { consents: ids, emailed: viewers.length })
  await emailViewers(work, evidence, viewers)
  if (membershipsIn(work.actor, evidence.organisationId).length === 0) await emailLeads(work, evidence)
}

/**
 * Deletes a consent that was recorded by mistake. No one gets an email, because no one changed their mind.
 * @returns false when the consent had already been deleted
 * @throws Stale when the consent has been withdrawn; NotFound when the evidence has been removed
 */
export async function removeMistakenConsent(
  work: UnitOfWork,
  evidence: EvidenceItem,
  consentId: string,
): Promise<boolean> {
  await lockOne(work, evidence)
  const consent = (await consentsOf(work.trx, evidence.id)).find(({ id }) => id === consentId)
  if (!consent) return false
  // Deleting a withdrawn consent could make the evidence visible against the person's wishes.
  if (consent.withdrawnAt !== null) throw new Stale()
  await deleteConsent(work.trx, consent)
  await updateCoverAndIndex(work, evidence)
  await recordEvent(work, 'evidence.consent_removed', entity(evidence), { consent: consent.id, uses: consent.uses })
  return true
}

const entity = ({ id, organisationId }: EvidenceItem) => ({ kind: 'evidence', id, organisationId }) as const

async function lockOne(work: UnitOfWork, evidence: EvidenceItem): Promise<void> {
  if ((await lockEvidence(work.trx, [evidence.id])) === 0) throw new NotFound()
}

async function updateCoverAndIndex(work: UnitOfWork, evidence: EvidenceItem): Promise<void> {
  await updateConsentCover(work.trx, evidence.id)
  await indexEvidence(work.trx, [evidence.id])
  await work.tell('evidence changed', { evidenceId: evidence.id })
}

async function emailLeads(work: UnitOfWork, evidence: EvidenceItem): Promise<void> {
  const team = await teamOf(work.trx, { id: evidence.organisationId })
  const leadIds = team.filter(({ role }) => role === 'lead').map(({ personId }) => personId)
  for (const reader of await readersById(work.trx, leadIds))
    await queueEmail(work, {
      name: 'consent withdrawn here',
      to: recipientOf(reader),
      entity: { kind: 'organisation', id: evidence.organisationId },
      facts: { organisation: evidence.organisationName, evidenceId: evidence.id },
    })
}
