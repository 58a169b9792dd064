import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { newId } from '../../../db/ids.ts'
import { membershipsIn } from '../../../domain/actor.ts'
import type { ConsentUse } from '../../../domain/consent.ts'
import { FormRefused, NotFound, Stale } from '../../../domain/refusals.ts'
import { dayOf } from '../../../domain/time.ts'
import { queueEmail } from '../../../email/outbox.ts'
import { readersById } from '../../../email/readers.store.ts'
import { indexEvidence } from '../search-index/search-index.store.ts'
import { lockEvidence, type EvidenceItem } from '../items/evidence-item.store.ts'
import { recordEvent } from '../../../history/record.ts'
import { teamOf } from '../../organisations/organisations.public.ts'
import type { ConsentGiven } from './consent.forms.ts'
import {
  consentsOf,
  deleteConsent,
  findConsent,
  insertConsent,
  viewersOf,
  markWithdrawn,
  updateConsentCover,
  type ConsentLine,
} from './consent.store.ts'

const entity = ({ id, organisationId }: EvidenceItem) => ({ kind: 'evidence', id, organisationId }) as const
const yesNo = (uses: readonly string[], use: ConsentUse) => (uses.includes(use) ? 1 : 0)

/**
 * @throws FormRefused for a day that has not come, or an end that is past; NotFound when the piece was removed
 * meanwhile
 */
export async function recordConsent(work: UnitOfWork, evidence: EvidenceItem, given: ConsentGiven): Promise<void> {
  const today = dayOf(work.at)
  if (given.givenOn > today) throw new FormRefused('givenOn', 'consents.given_on.future')
  if (given.expiresOn !== null && given.expiresOn < today)
    throw new FormRefused('expiresOn', 'consents.expires_on.past')
  if ((await lockEvidence(work.trx, [evidence.id])) === 0) throw new NotFound()
  const id = newId()
  await insertConsent(work.trx, {
    id,
    evidence_id: evidence.id,
    person: given.person,
    guardian: given.guardian || null,
    for_panel: yesNo(given.uses, 'panel'),
    for_charity: yesNo(given.uses, 'charity'),
    for_public: yesNo(given.uses, 'public'),
    language: given.language,
    wording: given.wording,
    held_by: given.heldBy,
    held_where: given.heldWhere,
    given_on: given.givenOn,
    expires_on: given.expiresOn,
    recorded_by: work.actor.id,
    recorded_at: work.at,
  })
  await updateConsentCover(work.trx, evidence.id)
  await indexEvidence(work.trx, [evidence.id])
  await recordEvent(work, 'evidence.consent_recorded', entity(evidence), { consent: id, uses: given.uses })
}

/**
 * Somebody shown in a piece takes back what they agreed to: every form of theirs on it. From the commit on the charity
 * meets the piece nowhere. Whoever outside opened it or took it away is told, and so are the leads when it was not the
 * library that recorded it. Done meanwhile, it does nothing more.
 * @throws NotFound when the piece was removed meanwhile, or the record was struck and nothing of this person's is left
 */
export async function withdrawConsent(work: UnitOfWork, evidence: EvidenceItem, consent: ConsentLine): Promise<void> {
  if ((await lockEvidence(work.trx, [evidence.id])) === 0) throw new NotFound()
  const ids = await markWithdrawn(work.trx, work.actor, evidence.id, consent.person, work.at)
  if (ids.length === 0) return void (await findConsent(work.trx, evidence.id, consent.id))
  await updateConsentCover(work.trx, evidence.id)
  await indexEvidence(work.trx, [evidence.id])
  const viewers = await viewersOf(work.trx, evidence)
  await recordEvent(work, 'evidence.consent_withdrawn', entity(evidence), { consents: ids, emailed: viewers.length })
  const readers = new Map(
    (
      await readersById(
        work.trx,
        viewers.map(({ personId }) => personId),
      )
    ).map(reader => [reader.actor.id, reader]),
  )
  for (const { personId, at: viewedAt } of viewers) {
    const reader = readers.get(personId)
    if (!reader || personId === work.actor.id) continue
    const to = { personId, name: reader.actor.name, address: reader.address, language: reader.actor.language }
    await queueEmail(work, {
      name: 'consent withdrawn',
      to,
      entity: { kind: 'organisation', id: evidence.organisationId },
      facts: { organisation: evidence.organisationName, at: viewedAt },
    })
  }
  if (membershipsIn(work.actor, evidence.organisationId).length === 0) await emailLeads(work, evidence)
}

/**
 * A form that was recorded by mistake goes with the name in it, and nobody is told: it was never about somebody's will.
 * What was taken back stays, or a piece could be opened again against the will of whoever is in it.
 * @returns whether there was something left to strike
 * @throws Stale when it was taken back; NotFound when the piece was removed meanwhile
 */
export async function removeMistakenConsent(
  work: UnitOfWork,
  evidence: EvidenceItem,
  consentId: string,
): Promise<boolean> {
  if ((await lockEvidence(work.trx, [evidence.id])) === 0) throw new NotFound()
  const consent = (await consentsOf(work.trx, evidence.id)).find(({ id }) => id === consentId)
  if (!consent) return false
  if (consent.withdrawnAt !== null) throw new Stale()
  await deleteConsent(work.trx, consent)
  await updateConsentCover(work.trx, evidence.id)
  await indexEvidence(work.trx, [evidence.id])
  await recordEvent(work, 'evidence.consent_struck', entity(evidence), { consent: consent.id, uses: consent.uses })
  return true
}

async function emailLeads(work: UnitOfWork, evidence: EvidenceItem): Promise<void> {
  const leads = (await teamOf(work.trx, { id: evidence.organisationId })).filter(({ role }) => role === 'lead')
  for (const { actor, address } of await readersById(
    work.trx,
    leads.map(({ personId }) => personId),
  )) {
    const to = { personId: actor.id, name: actor.name, address, language: actor.language }
    await queueEmail(work, {
      name: 'consent withdrawn here',
      to,
      entity: { kind: 'organisation', id: evidence.organisationId },
      facts: { organisation: evidence.organisationName, evidenceId: evidence.id },
    })
  }
}
