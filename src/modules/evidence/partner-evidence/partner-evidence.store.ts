import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { runLookup, lookup, type Lookup } from '../../../db/lookups.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { PartnerDetails } from '../../../domain/partner.ts'
import { evidenceReadableBy, newestFirst, type EvidenceLine } from '../list/list.store.ts'

type PartnerName = Pick<PartnerDetails, 'id' | 'name' | 'englishName'>

/** The partners that an item of evidence is about, in order of their names. */
export const partnersAbout = (db: Db | Tx, evidenceId: string): Promise<PartnerName[]> =>
  runLookup(db, partnersIn(db, evidenceId))

/** `partnersAbout` as a lookup. */
export const partnersIn = withKeptSql((db: Db | Tx, evidenceId: string): Lookup<PartnerName[]> =>
  lookup<PartnerName, PartnerName[]>(
    () =>
      db('partners')
        .join('partner_evidence', 'partner_evidence.partner_id', 'partners.id')
        .where('partner_evidence.evidence_id', evidenceId)
        .whereNull('partners.removed_at')
        .orderBy(['partners.name_key', 'partners.id'])
        .select('partners.id', 'partners.name', 'partners.english_name as englishName'),
    ['id', 'name', 'englishName'],
    rows => rows,
  ),
)

/** A subselect for the ids of the evidence about a partner. */
export const evidenceAbout = (db: Db | Tx, partnerId: string) =>
  db('partner_evidence').where({ partner_id: partnerId }).select('evidence_id')

/** The evidence about a partner that the actor can read, newest first. */
export const evidenceLinesAbout = withKeptSql(
  (db: Db | Tx, actor: Actor, partnerId: string, limit: number): Lookup<EvidenceLine[]> =>
    newestFirst(db, () => evidenceReadableBy(db, actor).whereIn('evidence.id', evidenceAbout(db, partnerId)), limit),
)

/** @returns the ids of the evidence that was not attached to the partner before */
export async function insertPartnerEvidence(
  { trx, at }: UnitOfWork,
  partnerId: string,
  evidenceIds: readonly string[],
): Promise<string[]> {
  if (evidenceIds.length === 0) return []
  const inserted = await trx('partner_evidence')
    .insert(evidenceIds.map(evidence_id => ({ partner_id: partnerId, evidence_id, attached_at: at })))
    .onConflict(['partner_id', 'evidence_id'])
    .ignore()
    .returning('evidence_id')
  return inserted.map(({ evidence_id }) => evidence_id)
}

/** @returns false when the evidence was not attached */
export async function deletePartnerEvidence(trx: Tx, partnerId: string, evidenceId: string): Promise<boolean> {
  return (await trx('partner_evidence').where({ partner_id: partnerId, evidence_id: evidenceId }).delete()) > 0
}
