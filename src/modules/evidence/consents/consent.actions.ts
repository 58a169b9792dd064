import type { Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import type { ConsentUse } from '../../../domain/consent.ts'
import { FormRefused, NotFound, Stale } from '../../../domain/refusals.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
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
export async function recordConsent(
  trx: Tx,
  who: Actor,
  piece: EvidencePiece,
  given: ConsentGiven,
  at: Instant,
): Promise<void> {
  const today = dayOf(at)
  if (given.givenOn > today) throw new FormRefused('givenOn', 'consents.given_on.future')
  if (given.expiresOn !== null && given.expiresOn < today)
    throw new FormRefused('expiresOn', 'consents.expires_on.past')
  if ((await holdEvidence(trx, [piece.id])) === 0) throw new NotFound()
  const id = newId()
  await insertConsent(trx, {
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
    recorded_by: who.id,
    recorded_at: at,
  })
  await settleCover(trx, piece.id)
  await indexEvidence(trx, [piece.id])
  await recordEvent(trx, who, 'evidence.consent_recorded', thing(piece), at, { consent: id, uses: given.uses })
}

/**
 * Somebody shown in a piece takes back what they agreed to: every form of theirs on it. From the commit on the charity meets the piece
 * nowhere. Whoever outside opened it or took it away is told, and so are the leads when it was not the library that recorded it.
 * Done meanwhile, it does nothing more.
 * @throws NotFound when the piece was removed meanwhile, or the record was struck and nothing of this person's is left
 */
export async function withdrawConsent(
  trx: Tx,
  who: Actor,
  piece: EvidencePiece,
  consent: ConsentLine,
  at: Instant,
): Promise<void> {
  if ((await holdEvidence(trx, [piece.id])) === 0) throw new NotFound()
  const ids = await markWithdrawn(trx, who, piece.id, consent.person, at)
  if (ids.length === 0) return void (await findConsent(trx, piece.id, consent.id))
  await settleCover(trx, piece.id)
  await indexEvidence(trx, [piece.id])
  const lookers = await lookersAt(trx, piece)
  await recordEvent(trx, who, 'evidence.consent_withdrawn', thing(piece), at, { consents: ids, told: lookers.length })
  const readers = new Map(
    (
      await readersById(
        trx,
        lookers.map(({ personId }) => personId),
      )
    ).map(reader => [reader.who.id, reader]),
  )
  for (const { personId, at: lookedAt } of lookers) {
    const reader = readers.get(personId)
    if (!reader || personId === who.id) continue
    const to = { personId, name: reader.who.name, address: reader.address, language: reader.who.language }
    await queueLetter(
      trx,
      {
        name: 'consent withdrawn',
        to,
        thing: { kind: 'organisation', id: piece.organisationId },
        facts: { organisation: piece.organisationName, at: lookedAt },
      },
      at,
    )
  }
  if (membershipsIn(who, piece.organisationId).length === 0) await tellLeads(trx, piece, at)
}

/**
 * A form that was recorded by mistake goes with the name in it, and nobody is told: it was never about somebody's will. What was taken back
 * stays, or a piece could be opened again against the will of whoever is in it.
 * @returns whether there was something left to strike
 * @throws Stale when it was taken back; NotFound when the piece was removed meanwhile
 */
export async function strikeConsent(
  trx: Tx,
  who: Actor,
  piece: EvidencePiece,
  consentId: string,
  at: Instant,
): Promise<boolean> {
  if ((await holdEvidence(trx, [piece.id])) === 0) throw new NotFound()
  const consent = (await consentsOf(trx, piece.id)).find(({ id }) => id === consentId)
  if (!consent) return false
  if (consent.withdrawnAt !== null) throw new Stale()
  await deleteConsent(trx, consent)
  await settleCover(trx, piece.id)
  await indexEvidence(trx, [piece.id])
  await recordEvent(trx, who, 'evidence.consent_struck', thing(piece), at, { consent: consent.id, uses: consent.uses })
  return true
}

async function tellLeads(trx: Tx, piece: EvidencePiece, at: Instant): Promise<void> {
  const leads = (await teamOf(trx, { id: piece.organisationId })).filter(({ role }) => role === 'lead')
  for (const { who, address } of await readersById(
    trx,
    leads.map(({ personId }) => personId),
  )) {
    const to = { personId: who.id, name: who.name, address, language: who.language }
    await queueLetter(
      trx,
      {
        name: 'consent withdrawn here',
        to,
        thing: { kind: 'organisation', id: piece.organisationId },
        facts: { organisation: piece.organisationName, evidenceId: piece.id },
      },
      at,
    )
  }
}
