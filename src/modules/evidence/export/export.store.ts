import type { Knex } from 'knex'
import type { Db } from '../../../db/connection.ts'
import { jsonList } from '../../../db/json-list.ts'
import type { Actor } from '../../../domain/actor.ts'
import { compare } from '../../../domain/compare.ts'
import { compareUploads } from '../../../domain/file-order.ts'
import type { EvidenceKind, EvidenceSubject, FileType, Sensitivity } from '../../../domain/evidence.ts'
import { asSeenByMember, whyNotToShare, type Redactable } from '../../../domain/redaction.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import { evidenceReadableBy } from '../list/list.store.ts'

export interface EvidenceFilter {
  kind: EvidenceKind | null
  itemId: string | null
  branchId: string | null
  /** the ids of the items that were selected in the list of evidence; null for all */
  ids: readonly string[] | null
}

export interface FileToExport extends Redactable {
  name: string
  type: FileType
  size: number
  sha256: string
  uploadedBy: string
  replacedAt: Instant | null
  notToShare: NotToShare
}
export type StoredFile = Omit<FileToExport, 'notToShare'>
export type NotToShare = ReturnType<typeof whyNotToShare>
export interface ExportedEvidence {
  id: string
  title: string
  kind: EvidenceKind
  summary: string
  periodFrom: Day | null
  periodTo: Day | null
  language: string
  sensitivity: Sensitivity
  distressing: boolean
  receivedAt: Instant
  consentUntil: Day | null
  organisationId: string
  ownerId: string
  owner: string
  branches: string[]
  items: string[]
  files: FileToExport[]
  links: { address: string; seenOn: Day }[]
  notes: { body: string; writer: string; writtenAt: Instant }[]
}
type Row = Omit<ExportedEvidence, 'distressing' | 'branches' | 'items' | 'files' | 'links' | 'notes'> & {
  distressing: number
  withdrawn: number
} & Record<'branches' | 'items' | 'files' | 'links' | 'notes', string>

export interface ChosenEvidence {
  actor: Actor
  organisation: { id: string }
  filter: EvidenceFilter
  /** evidence received after this time is left out */
  until: Instant
}

/**
 * The chosen evidence that the person can read, with its files, links and notes, oldest first.
 * @param after the last item of the previous call
 */
export async function evidenceToExport(
  db: Db,
  chosen: ChosenEvidence,
  after: Pick<ExportedEvidence, 'receivedAt' | 'id'> | null,
  limit: number,
): Promise<ExportedEvidence[]> {
  const rows = await chosenEvidence(db, chosen)
    .join('people', 'people.id', 'evidence.owner_id')
    .where('evidence.received_at', '<=', chosen.until)
    .modify(query => {
      if (after) query.whereRaw('(evidence.received_at, evidence.id) > (?, ?)', [after.receivedAt, after.id])
    })
    .orderBy(['evidence.received_at', 'evidence.id'])
    .limit(limit)
    .select<Row[]>(...exportedColumns(db))
  return rows.map(row => toExported(row, chosen.actor))
}

const exportedColumns = (db: Db) => [
  'evidence.id',
  'evidence.title',
  'evidence.kind',
  'evidence.summary',
  'evidence.period_from as periodFrom',
  'evidence.period_to as periodTo',
  'evidence.language',
  'evidence.sensitivity',
  'evidence.distressing',
  'evidence.received_at as receivedAt',
  'evidence.panel_until as consentUntil',
  'evidence.consent_withdrawn as withdrawn',
  'evidence.organisation_id as organisationId',
  'evidence.owner_id as ownerId',
  'people.name as owner',
  jsonList(
    db,
    { name: 'branches.name' },
    'from evidence_branches join branches on branches.id = branch_id where evidence_id = evidence.id',
    'branches',
  ),
  jsonList(db, { id: 'item_id' }, 'from evidence_items where evidence_id = evidence.id', 'items'),
  filesColumn(db),
  jsonList(
    db,
    { address: 'address', seenOn: 'seen_on' },
    'from evidence_links where evidence_id = evidence.id',
    'links',
  ),
  jsonList(
    db,
    { body: 'body', writer: 'people.name', writtenAt: 'written_at' },
    'from evidence_notes join people on people.id = written_by where evidence_id = evidence.id',
    'notes',
  ),
]

/** A column for a query on `evidence`: a list of `StoredFile`. */
export const filesColumn = (db: Db) =>
  jsonList(
    db,
    {
      id: 'id',
      name: 'name',
      type: 'type',
      size: 'size',
      sha256: 'sha256',
      state: 'state',
      uploadedAt: 'uploaded_at',
      uploadedBy: 'uploaded_by',
      removedAt: 'removed_at',
      toRedactAt: 'to_redact_at',
      replacesId: 'replaces_id',
      redactsId: 'redacts_file_id',
      replacedAt: 'replaced_at',
    },
    'from evidence_files where evidence_id = evidence.id',
    'files',
  )

const toExported = ({ withdrawn, ...row }: Row, actor: Actor): ExportedEvidence => ({
  ...row,
  distressing: row.distressing === 1,
  branches: listOf<{ name: string }>(row.branches)
    .map(({ name }) => name)
    .toSorted(),
  items: listOf<{ id: string }>(row.items).map(({ id }) => id),
  files: filesFor(
    actor,
    { ...row, distressing: row.distressing === 1, isConsentWithdrawn: withdrawn === 1 },
    listOf(row.files),
  ),
  links: listOf(row.links),
  notes: listOf<ExportedEvidence['notes'][number]>(row.notes).toSorted((a, b) => compare(a.writtenAt, b.writtenAt)),
})

/**
 * An item as it is now, with the files that the person can see now. Null when it was removed, or when the person can no
 * longer read it.
 */
export async function evidenceNow(
  db: Db,
  chosen: Omit<ChosenEvidence, 'filter'>,
  { id }: Pick<ExportedEvidence, 'id'>,
): Promise<ExportedEvidence | null> {
  const filter = { kind: null, itemId: null, branchId: null, ids: [id] }
  const [evidence] = await evidenceToExport(db, { ...chosen, filter }, null, 1)
  return evidence ?? null
}

/** The files that the person can see, without removed ones. */
export function filesFor(actor: Actor, evidence: EvidenceSubject, stored: readonly StoredFile[]): FileToExport[] {
  const all = stored.map(file => ({ ...file, size: Number(file.size), notToShare: whyNotToShare(stored, file) }))
  const shown = all.filter(({ removedAt }) => removedAt === null)
  return asSeenByMember(actor, evidence, { all, shown })
    .files.filter(({ removedAt }) => removedAt === null)
    .toSorted(compareUploads)
}

const listOf = <Each>(json: string): Each[] => JSON.parse(json) as Each[]

/**
 * Limits a query to the chosen evidence. Evidence without a branch is about the whole service, so it matches each
 * branch.
 */
function chosenEvidence(
  db: Db,
  { actor, organisation, filter: { kind, itemId, branchId, ids } }: ChosenEvidence,
): Knex.QueryBuilder {
  const query = (evidenceReadableBy(db, actor) as Knex.QueryBuilder).where('evidence.organisation_id', organisation.id)
  if (ids) query.whereIn('evidence.id', [...ids])
  if (kind) query.where('evidence.kind', kind)
  if (itemId)
    query.whereExists(
      db('evidence_items')
        .whereRaw('evidence_items.evidence_id = evidence.id')
        .where({ item_id: itemId })
        .select(db.raw('1')),
    )
  if (branchId)
    query.where(from =>
      from
        .whereExists(
          db('evidence_branches')
            .whereRaw('evidence_branches.evidence_id = evidence.id')
            .where({ branch_id: branchId })
            .select(db.raw('1')),
        )
        .orWhereNotExists(
          db('evidence_branches').whereRaw('evidence_branches.evidence_id = evidence.id').select(db.raw('1')),
        ),
    )
  return query
}
