import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { newId } from '../../../db/ids.ts'
import { membershipsIn } from '../../../domain/actor.ts'
import type { ConsentUse } from '../../../domain/consent.ts'
import { FormRefused, NotFound, Stale } from '../../../domain/refusals.ts'
import { dayOf } from '../../../domain/time.ts'
import { queueLetter } from '../../../email/outbox.ts'
import { readersById } from '../../../email/readers.store.ts'
import { indexEvidence } from '../search-index/search-index.store.ts'
import { holdEvidence, type EvidencePiece } from '../items/evidence-item.store.ts'
import { recordEvent } from '../../../history/record.ts'
import { teamOf } from '../../organisations/organisations.public.ts'
import type { ConsentGiven } from './consent.forms.ts'
import {
  consentsOf,
  deleteConsent,
  findConsent,
  insertConsent,
  lookersAt,
  markWithdrawn,
  settleCover,
  type ConsentLine,
} from './consent.store.ts'

const thing = ({ id, organisationId }: EvidencePiece) => ({ kind: 'evidence', id, organisationId }) as const
const yesNo = (uses: readonly string[], use: ConsentUse) => (uses.includes(use) ? 1 : 0)

/** @throws FormRefused for a day that has not come, or an end that is past; NotFound when the piece was removed meanwhile */
export async function recordConsent(work: UnitOfWork, piece: EvidencePiece, given: ConsentGiven): Promise<void> {
  const today = dayOf(work.at)
  if (given.givenOn > today) throw new FormRefused('givenOn', 'consents.given_on.future')
  if (given.expiresOn !== null && given.expiresOn < today)
    throw new FormRefused('expiresOn', 'consents.expires_on.past')
  if ((await holdEvidence(work.trx, [piece.id])) === 0) throw new NotFound()
  const id = newId()
  await insertConsent(work.trx, {
    id,
    evidence_id: piece.id,
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
  await settleCover(work.trx, piece.id)
  await indexEvidence(work.trx, [piece.id])
  await recordEvent(work, 'evidence.consent_recorded', thing(piece), { consent: id, uses: given.uses })
}

/**
 * Somebody shown in a piece takes back what they agreed to: every form of theirs on it. From the commit on the charity meets the piece
 * nowhere. Whoever outside opened it or took it away is told, and so are the leads when it was not the library that recorded it.
 * Done meanwhile, it does nothing more.
 * @throws NotFound when the piece was removed meanwhile, or the record was struck and nothing of this person's is left
 */
export async function withdrawConsent(work: UnitOfWork, piece: EvidencePiece, consent: ConsentLine): Promise<void> {
  if ((await holdEvidence(work.trx, [piece.id])) === 0) throw new NotFound()
  const ids = await markWithdrawn(work.trx, work.actor, piece.id, consent.person, work.at)
  if (ids.length === 0) return void (await findConsent(work.trx, piece.id, consent.id))
  await settleCover(work.trx, piece.id)
  await indexEvidence(work.trx, [piece.id])
  const lookers = await lookersAt(work.trx, piece)
  await recordEvent(work, 'evidence.consent_withdrawn', thing(piece), { consents: ids, told: lookers.length })
  const readers = new Map(
    (
      await readersById(
        work.trx,
        lookers.map(({ personId }) => personId),
      )
    ).map(reader => [reader.who.id, reader]),
  )
  for (const { personId, at: lookedAt } of lookers) {
    const reader = readers.get(personId)
    if (!reader || personId === work.actor.id) continue
    const to = { personId, name: reader.who.name, address: reader.address, language: reader.who.language }
    await queueLetter(work, {
      name: 'consent withdrawn',
      to,
      thing: { kind: 'organisation', id: piece.organisationId },
      facts: { organisation: piece.organisationName, at: lookedAt },
    })
  }
  if (membershipsIn(work.actor, piece.organisationId).length === 0) await tellLeads(work, piece)
}

/**
 * A form that was recorded by mistake goes with the name in it, and nobody is told: it was never about somebody's will. What was taken back
 * stays, or a piece could be opened again against the will of whoever is in it.
 * @returns whether there was something left to strike
 * @throws Stale when it was taken back; NotFound when the piece was removed meanwhile
 */
export async function strikeConsent(work: UnitOfWork, piece: EvidencePiece, consentId: string): Promise<boolean> {
  if ((await holdEvidence(work.trx, [piece.id])) === 0) throw new NotFound()
  const consent = (await consentsOf(work.trx, piece.id)).find(({ id }) => id === consentId)
  if (!consent) return false
  if (consent.withdrawnAt !== null) throw new Stale()
  await deleteConsent(work.trx, consent)
  await settleCover(work.trx, piece.id)
  await indexEvidence(work.trx, [piece.id])
  await recordEvent(work, 'evidence.consent_struck', thing(piece), { consent: consent.id, uses: consent.uses })
  return true
}

async function tellLeads(work: UnitOfWork, piece: EvidencePiece): Promise<void> {
  const leads = (await teamOf(work.trx, { id: piece.organisationId })).filter(({ role }) => role === 'lead')
  for (const { who, address } of await readersById(
    work.trx,
    leads.map(({ personId }) => personId),
  )) {
    const to = { personId: who.id, name: who.name, address, language: who.language }
    await queueLetter(work, {
      name: 'consent withdrawn here',
      to,
      thing: { kind: 'organisation', id: piece.organisationId },
      facts: { organisation: piece.organisationName, evidenceId: piece.id },
    })
  }
}
