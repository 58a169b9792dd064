import type { Db, Tx } from '../../../db/connection.ts'
import { jsonList } from '../../../db/json-list.ts'
import type { EvidenceFile, EvidenceLink, EvidenceNote, Showing } from './evidence-item.store.ts'

export interface EvidenceListRows {
  branch_list: { id: string }[]
  item_list: { id: string }[]
  file_list: EvidenceFile[]
  link_list: EvidenceLink[]
  note_list: EvidenceNote[]
  submitted_list: Showing[]
  replied_list: Showing[]
}
export const evidenceListNames = [
  'branch_list',
  'item_list',
  'file_list',
  'link_list',
  'note_list',
  'submitted_list',
  'replied_list',
] as const satisfies readonly (keyof EvidenceListRows)[]

/**
 * Columns that contain everything linked to evidence as JSON lists: branches, items, files, links, notes, submissions
 * and replies. The lists are short, and always read with the evidence.
 */
export function evidenceLists(db: Db | Tx) {
  return [
    jsonList(db, { id: 'branch_id' }, 'from evidence_branches where evidence_id = evidence.id', 'branch_list'),
    jsonList(db, { id: 'item_id' }, 'from evidence_items where evidence_id = evidence.id', 'item_list'),
    jsonList(
      db,
      {
        id: 'evidence_files.id',
        name: 'evidence_files.name',
        type: 'type',
        size: 'size',
        sha256: 'sha256',
        state: 'state',
        scannedBy: 'scanned_by',
        scannedAt: 'scanned_at',
        redactsId: 'redacts_file_id',
        replacesId: 'replaces_id',
        replacedAt: 'replaced_at',
        uploadedBy: 'uploaded_by',
        uploader: 'people.name',
        uploadedAt: 'uploaded_at',
        removedAt: 'removed_at',
        eraseOn: 'erase_on',
        toRedactAt: 'to_redact_at',
        caption: 'caption',
        alternative: 'alternative',
        pages: 'pages',
        drawn: 'drawn',
      },
      'from evidence_files join people on people.id = uploaded_by where evidence_id = evidence.id',
      'file_list',
    ),
    jsonList(
      db,
      { id: 'id', address: 'address', seenOn: 'seen_on', addedAt: 'added_at' },
      'from evidence_links where evidence_id = evidence.id',
      'link_list',
    ),
    jsonList(
      db,
      { id: 'evidence_notes.id', body: 'body', writer: 'people.name', writtenAt: 'written_at' },
      'from evidence_notes join people on people.id = written_by where evidence_id = evidence.id',
      'note_list',
    ),
    jsonList(
      db,
      { applicationId: 'application_id', at: 'submitted_at' },
      'from submission_evidence join submissions on submissions.id = submission_id where evidence_id = evidence.id',
      'submitted_list',
    ),
    jsonList(
      db,
      { applicationId: 'application_id', at: 'replied_at' },
      `from reply_evidence join questions on questions.id = question_id where evidence_id = evidence.id
        and replied_at is not null`,
      'replied_list',
    ),
  ]
}
