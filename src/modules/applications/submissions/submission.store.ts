import type { Knex } from 'knex'
import { randomBytes } from 'node:crypto'
import type { Db, Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import { jsonList } from '../../../db/json-list.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import type { Application } from '../../../domain/application.ts'
import { compare } from '../../../domain/compare.ts'
import type { Sensitivity, EvidenceSubject } from '../../../domain/evidence.ts'
import type { Part } from '../../../domain/manifest.ts'
import { NotFound } from '../../../domain/refusals.ts'
import { frozenFrom, type FrozenCopy, type FrozenEvidence, type FrozenFile } from '../../../domain/submission.ts'
import type { Instant } from '../../../domain/time.ts'
import { isShown } from '../../evidence/evidence.public.ts'

export interface Submission {
  id: string
  number: number
  receipt: string
  submittedBy: string
  submittedAt: Instant
  sha256: string
  manifest: string
}

/** The submissions of one application, oldest first. */
export const submissionsOf = (db: Db | Tx, { id }: Pick<Application, 'id'>): Promise<Submission[]> =>
  runLookup(db, submissionsLookup(db, id))

const submissionsLookup = withKeptSql((db: Db | Tx, applicationId: string): Lookup<Submission[]> =>
  lookup<Submission, Submission[]>(
    () => submissionQuery(db).where('submissions.application_id', applicationId).orderBy('submissions.number'),
    submissionFields,
    rows => rows,
  ),
)

/** @throws NotFound when no submission has that number */
export async function findSubmission(
  db: Db | Tx,
  { id }: Pick<Application, 'id'>,
  number: string,
): Promise<Submission> {
  const found = /^[1-9]\d{0,3}$/.test(number) ? await runLookup(db, submissionLookup(db, id, Number(number))) : null
  if (!found) throw new NotFound()
  return found
}

const submissionLookup = withKeptSql((db: Db | Tx, applicationId: string, number: number): Lookup<Submission | null> =>
  lookup<Submission, Submission | null>(
    () => submissionQuery(db).where('submissions.application_id', applicationId).where('submissions.number', number),
    submissionFields,
    ([submission]) => submission ?? null,
  ),
)

/** @returns the submission with the highest number; null when nothing was submitted */
export const latestSubmission = (db: Db | Tx, application: Pick<Application, 'id'>): Promise<Submission | null> =>
  runLookup(db, latestSubmissionLookup(db, application.id))

/** `latestSubmission` as a lookup. */
export const latestSubmissionLookup = withKeptSql((db: Db | Tx, id: string): Lookup<Submission | null> =>
  lookup<Submission, Submission | null>(
    () => submissionQuery(db).where('submissions.application_id', id).orderBy('submissions.number', 'desc').limit(1),
    submissionFields,
    ([submission]) => submission ?? null,
  ),
)

export const frozenCopy = (db: Db | Tx, submission: Pick<Submission, 'id'>): Promise<FrozenCopy> =>
  runLookup(db, frozenCopyLookup(db, submission.id))

/** `frozenCopy` as a lookup. */
export const frozenCopyLookup = withKeptSql((db: Db | Tx, id: string): Lookup<FrozenCopy> =>
  lookup<{ name: string; content: string | null }, FrozenCopy>(
    () => db('submission_parts').where({ submission_id: id }).orderBy('position').select('name', 'content'),
    ['name', 'content'],
    frozenFrom,
  ),
)

/** The summary of the last submission; null if there is none. */
export const frozenSummaryLookup = withKeptSql((db: Db | Tx, id: string): Lookup<string | null> =>
  lookup<{ name: string; content: string | null }, string | null>(
    () =>
      db('submission_parts')
        .join('submissions', 'submissions.id', 'submission_parts.submission_id')
        .where('submissions.application_id', id)
        .where('submission_parts.name', 'summary')
        .orderBy('submissions.number', 'desc')
        .limit(1)
        .select('submission_parts.name', 'submission_parts.content'),
    ['name', 'content'],
    ([part]) => (part ? (frozenFrom([part]).summary?.summary ?? null) : null),
  ),
)

/** A query for the id of an application's latest submission. */
export const lastSubmissionId = (db: Db | Tx, applicationId: string) =>
  db('submissions').where({ application_id: applicationId }).orderBy('number', 'desc').limit(1).select('id')

/** An SQL condition that selects the parts submitted with answers: targets, endorsements and the pledge. */
export const withExtraNames = (query: Knex.QueryBuilder): void =>
  void query.where('name', 'like', 'targets/%').orWhere('name', 'like', 'endorsements/%').orWhere({ name: 'pledge' })

/**
 * @returns the current facts that decide who is allowed to open the evidence, by its id. They can have changed since
 * the submission.
 */
export const evidenceSubjects = async (db: Db | Tx, ids: readonly string[]): Promise<Map<string, EvidenceSubject>> =>
  ids.length === 0 ? new Map() : runLookup(db, subjectsLookup(db, ids))

/** `evidenceSubjects` as a lookup, for all evidence in these submissions that has not been erased. */
export const subjectsSubmittedLookup = withKeptSql(
  (db: Db | Tx, submissionIds: readonly string[]): Lookup<Map<string, EvidenceSubject>> =>
    subjectsIn(() =>
      db('evidence').whereIn(
        'id',
        db('submission_parts')
          .whereIn('submission_id', [...submissionIds])
          .where('name', 'like', 'evidence/%')
          .whereNotNull('content')
          .select(db.raw("substr(name, length('evidence/') + 1)")),
      ),
    ),
)

/** `evidenceSubjects` as a lookup. */
export const subjectsLookup = withKeptSql((db: Db | Tx, ids: readonly string[]): Lookup<Map<string, EvidenceSubject>> =>
  subjectsIn(() => db('evidence').whereIn('id', [...ids])),
)

const subjectsIn = (evidence: () => Knex.QueryBuilder): Lookup<Map<string, EvidenceSubject>> =>
  lookup<SubjectRow, Map<string, EvidenceSubject>>(
    () => evidence().select(subjectColumns),
    subjectColumns,
    rows =>
      new Map(
        rows.map(row => [
          row.id,
          {
            id: row.id,
            organisationId: row.organisation_id,
            sensitivity: row.sensitivity as Sensitivity,
            ownerId: row.owner_id,
            consentUntil: row.panel_until,
            isConsentWithdrawn: row.consent_withdrawn === 1,
            distressing: row.distressing === 1,
          },
        ]),
      ),
  )

const readingColumns = ['sensitivity', 'owner_id', 'panel_until', 'consent_withdrawn', 'distressing'] as const
const subjectColumns = ['id', 'organisation_id', ...readingColumns] as const
type SubjectRow = Pick<Row<'evidence'>, (typeof subjectColumns)[number]>

export interface EvidenceToFreeze {
  evidence: Omit<FrozenEvidence, 'supplementary'>
  files: FrozenFile[]
}

/**
 * The current evidence, as a submission stores it. Of each file that the charity can open (`isShown`), it has the
 * newest version.
 * @param at the moment of the submission
 */
export async function evidenceToFreeze(db: Db | Tx, ids: readonly string[], at: Instant): Promise<EvidenceToFreeze[]> {
  if (ids.length === 0) return []
  const rows = await db('evidence')
    .whereIn('id', [...ids])
    .orderBy('id')
    .select<EvidenceItemRow[]>(...frozenColumns(db))
  return rows.map(row => toFreeze(row, at))
}

const frozenColumns = (db: Db | Tx) => [
  'id',
  'title',
  'kind',
  'summary',
  'period_from as periodFrom',
  'period_to as periodTo',
  'language',
  'distressing',
  jsonList(
    db,
    { name: 'branches.name' },
    'from evidence_branches join branches on branches.id = branch_id where evidence_id = evidence.id',
    'branchesJson',
  ),
  jsonList(
    db,
    { address: 'address', seenOn: 'seen_on' },
    'from evidence_links where evidence_id = evidence.id',
    'linksJson',
  ),
  jsonList(
    db,
    { body: 'body', writtenAt: 'written_at' },
    'from evidence_notes where evidence_id = evidence.id',
    'notesJson',
  ),
  jsonList(
    db,
    {
      id: 'evidence_files.id',
      evidence: 'evidence_id',
      name: 'name',
      type: 'type',
      size: 'size',
      sha256: 'sha256',
      state: 'state',
      uploadedAt: 'uploaded_at',
      scannedAt: 'scanned_at',
      removedAt: 'removed_at',
      replacedAt: 'replaced_at',
      toRedactAt: 'to_redact_at',
    },
    "from evidence_files where evidence_id = evidence.id and removed_at is null and state = 'ready'",
    'filesJson',
  ),
]

type EvidenceItemRow = Omit<FrozenEvidence, 'branches' | 'links' | 'notes' | 'supplementary' | 'distressing'> & {
  distressing: number
} & Record<'branchesJson' | 'linksJson' | 'notesJson' | 'filesJson', string>

function toFreeze(row: EvidenceItemRow, at: Instant): EvidenceToFreeze {
  const { branchesJson, linksJson, notesJson, filesJson, distressing, ...evidence } = row
  return {
    evidence: {
      ...evidence,
      ...(distressing === 1 ? { distressing: true as const } : {}),
      branches: (JSON.parse(branchesJson) as { name: string }[]).map(({ name }) => name).toSorted(),
      links: (JSON.parse(linksJson) as FrozenEvidence['links']).toSorted((a, b) => compare(a.address, b.address)),
      notes: (JSON.parse(notesJson) as FrozenEvidence['notes']).toSorted((a, b) => compare(a.writtenAt, b.writtenAt)),
    },
    files: (JSON.parse(filesJson) as (FrozenFile & Parameters<typeof isShown>[1])[])
      .filter(file => isShown([{ at }], file))
      .map(({ id, evidence, name, type, size, sha256 }) => ({ id, evidence, name, type, size: Number(size), sha256 }))
      .toSorted((a, b) => compare(a.id, b.id)),
  }
}

/** @returns a random salt of 32 bytes in hexadecimal, for one part of a submission */
export const newSalt = (): string => randomBytes(32).toString('hex')

/** @param given.evidence ids of the submitted evidence, which is kept for readers of the submission, with its files */
export async function insertSubmission(
  trx: Tx,
  application: Pick<Application, 'id'>,
  given: {
    receipt: Omit<Submission, 'id' | 'submittedBy'> & { submittedById: string }
    parts: readonly Part[]
    evidence: readonly string[]
  },
): Promise<void> {
  const { receipt, parts, evidence } = given
  const id = newId()
  await trx('submissions').insert({
    id,
    application_id: application.id,
    number: receipt.number,
    receipt: receipt.receipt,
    submitted_by: receipt.submittedById,
    submitted_at: receipt.submittedAt,
    sha256: receipt.sha256,
    manifest: receipt.manifest,
  })
  await trx.batchInsert(
    'submission_parts',
    parts.map((part, position) => ({ submission_id: id, position, ...part })),
    50,
  )
  await trx.batchInsert(
    'submission_evidence',
    evidence.map(evidence_id => ({ submission_id: id, evidence_id })),
    100,
  )
}

const submissionFields = ['id', 'number', 'receipt', 'submittedBy', 'submittedAt', 'sha256', 'manifest'] as const

const submissionQuery = (db: Db | Tx) =>
  db('submissions')
    .join('people', 'people.id', 'submissions.submitted_by')
    .select<Submission[]>(
      'submissions.id',
      'submissions.number',
      'submissions.receipt',
      'people.name as submittedBy',
      'submissions.submitted_at as submittedAt',
      'submissions.sha256',
      'submissions.manifest',
    )
