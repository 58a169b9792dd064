import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import { compare } from '../../../domain/compare.ts'
import type { Evidence, EvidenceKind, Sensitivity } from '../../../domain/evidence.ts'
import { compareUploads } from '../../../domain/file-order.ts'
import type { EvidenceItem } from './evidence-item.store.ts'
import { evidenceListNames, evidenceLists, type EvidenceListRows } from './evidence-list.store.ts'

const evidenceColumns = [
  'id',
  'organisation_id',
  'title',
  'kind',
  'summary',
  'period_from',
  'period_to',
  'expires_on',
  'language',
  'sensitivity',
  'owner_id',
  'received_at',
  'version',
  'to_complete',
  'shows_people',
  'panel_until',
  'consent_withdrawn',
  'distressing',
  'erase_on',
] as const satisfies readonly (keyof Row<'evidence'>)[]
type EvidenceRow = Pick<Row<'evidence'>, (typeof evidenceColumns)[number]>
type EvidenceItemRow = EvidenceRow & EvidenceListRows & { ownerName: string; organisationName: string }

/**
 * The evidence with this id. The caller must check the permission.
 * @param isRemoved true to find only removed evidence that can be restored; false to find only evidence that is not
 * removed
 */
export const evidenceWithId = withKeptSql((db: Db | Tx, id: string, isRemoved = false): Lookup<EvidenceItem | null> =>
  lookup<EvidenceItemRow, EvidenceItem | null>(
    () =>
      db('evidence')
        .join('people as owners', 'owners.id', 'evidence.owner_id')
        .join('organisations', 'organisations.id', 'evidence.organisation_id')
        .where('evidence.id', id)
        .modify(
          query => void (isRemoved ? query.whereNotNull('evidence.erase_on') : query.whereNull('evidence.removed_at')),
        )
        .select(
          ...evidenceColumns.map(column => `evidence.${column}`),
          'owners.name as ownerName',
          'organisations.name as organisationName',
          ...evidenceLists(db),
        ),
    [...evidenceColumns, 'ownerName', 'organisationName', ...evidenceListNames],
    ([row]) => (row ? toEvidenceItem(row) : null),
    evidenceListNames,
  ),
)

function toEvidenceItem(row: EvidenceItemRow): EvidenceItem {
  return {
    ...toEvidence(row),
    branches: row.branch_list.map(({ id }) => id),
    items: row.item_list.map(({ id }) => id),
    organisationName: row.organisationName,
    receivedAt: row.received_at,
    expiresOn: row.expires_on,
    eraseOn: row.erase_on ?? null,
    toComplete: row.to_complete === 1,
    ownerName: row.ownerName,
    files: row.file_list.toSorted(compareUploads),
    links: row.link_list.toSorted((a, b) => compare(a.addedAt + a.id, b.addedAt + b.id)),
    notes: row.note_list.toSorted((a, b) => compare(a.writtenAt + a.id, b.writtenAt + b.id)),
    showings: [...row.submitted_list, ...row.replied_list],
    unredacted: new Map(),
    withheld: 0,
    through: null,
  }
}

const toEvidence = (row: EvidenceRow): Omit<Evidence, 'branches' | 'items'> => ({
  id: row.id,
  organisationId: row.organisation_id,
  title: row.title,
  kind: row.kind as EvidenceKind,
  summary: row.summary,
  periodFrom: row.period_from,
  periodTo: row.period_to,
  language: row.language,
  sensitivity: row.sensitivity as Sensitivity,
  consentUntil: row.panel_until,
  isConsentWithdrawn: row.consent_withdrawn === 1,
  distressing: row.distressing === 1,
  showsPeople: row.shows_people === null ? null : row.shows_people === 1,
  ownerId: row.owner_id,
  version: row.version,
})
