import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { EvidenceSubject } from '../../../domain/evidence.ts'
import type { Day } from '../../../domain/time.ts'
import { evidenceReadableBy } from '../list/list.store.ts'
import { filesColumn, filesFor, type StoredFile } from './export.store.ts'

/** The numbers of files and items of evidence in a download that the library must check before sharing it. */
export interface ToCheck {
  /** the number of files that need a redacted copy */
  toRedact: number
  /** the number of files that have a redacted copy */
  originals: number
  /** the number of restricted items of evidence */
  restricted: number
}

type Row = Omit<EvidenceSubject, 'isConsentWithdrawn'> & { withdrawn: number; files: StoredFile[] }

/**
 * Counts what to check before a download is shared, in evidence that the actor can read and whose consents have not
 * ended.
 * @param ids the selected evidence; null for all of the library's
 */
export const toCheckBeforeSharing = withKeptSql(
  (
    db: Db,
    actor: Actor,
    { organisationId, ids, today }: { organisationId: string; ids: readonly string[] | null; today: Day },
  ): Lookup<ToCheck> =>
    lookup<Row, ToCheck>(
      () => {
        const readable = evidenceReadableBy(db, actor).where('evidence.organisation_id', organisationId)
        if (ids) void readable.whereIn('evidence.id', [...ids])
        return readable
          .where('evidence.panel_until', '>=', today) // the download leaves out other evidence
          .where(query => query.where('evidence.sensitivity', 'restricted').orWhereExists(redactedOrToRedact(db)))
          .select(
            'evidence.id',
            'evidence.organisation_id as organisationId',
            'evidence.owner_id as ownerId',
            'evidence.sensitivity',
            'evidence.panel_until as consentUntil',
            'evidence.consent_withdrawn as withdrawn',
            filesColumn(db),
          )
      },
      ['id', 'organisationId', 'ownerId', 'sensitivity', 'consentUntil', 'withdrawn', 'files'],
      rows => {
        const files = rows
          .flatMap(row => filesFor(actor, { ...row, isConsentWithdrawn: row.withdrawn === 1 }, row.files))
          .filter(({ state }) => state === 'ready')
        return {
          toRedact: files.filter(({ notToShare }) => notToShare === 'to redact').length,
          originals: files.filter(({ notToShare }) => notToShare === 'original').length,
          restricted: rows.filter(({ sensitivity }) => sensitivity === 'restricted').length,
        }
      },
      ['files'],
    ),
)

const redactedOrToRedact = (db: Db) =>
  db('evidence_files')
    .whereRaw('evidence_files.evidence_id = evidence.id')
    .where(file => file.where('to_redact_at', '>', '').orWhere('redacts_file_id', '>', ''))
    .select(db.raw('1'))

/** Whether the library has a consent that the actor can read. */
export const hasConsents = withKeptSql((db: Db, actor: Actor, organisationId: string): Lookup<boolean> =>
  lookup<{ id: string }, boolean>(
    () =>
      evidenceReadableBy(db, actor)
        .where('evidence.organisation_id', organisationId)
        .join('consents', 'consents.evidence_id', 'evidence.id')
        .limit(1)
        .select('consents.id'),
    ['id'],
    rows => rows.length > 0,
  ),
)
