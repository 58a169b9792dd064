import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId } from '../../../db/ids.ts'
import { jsonList } from '../../../db/json-list.ts'
import { lookup, lookUp, type Lookup } from '../../../db/lookups.ts'
import type { Recognisable } from '../../../domain/capture.ts'
import type { FileState, FileType } from '../../../domain/evidence.ts'
import type { DocumentProperty } from '../../../domain/harm.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import type { StoredFile } from '../../../web/store-all.ts'

/** Something that came through a link and waits to be sorted. */
export interface Capture {
  id: string
  organisationId: string
  branchId: string
  branch: string
  words: string
  sender: string
  people: Recognisable
  arrivedAt: Instant
  files: CapturedFile[]
}
export interface CapturedFile {
  id: string
  name: string
  type: FileType
  size: number
  sha256: string
  state: FileState
  scannedBy: string | null
  properties: readonly DocumentProperty[]
  small: { id: string; size: number; sha256: string } | null
}
export interface CapturePlace {
  arrivedAt: Instant
  id: string
}

/** @returns whether it is new: what is sent twice is there once */
export async function insertCapture(
  trx: Tx,
  row: {
    id: string
    link_id: string
    organisation_id: string
    branch_id: string
    words: string
    sender: string
    people: Recognisable
    arrived_at: Instant
  },
): Promise<boolean> {
  const inserted = await trx('captures')
    .insert({ ...row, told_at: null })
    .onConflict('id')
    .ignore()
    .returning('id')
  return inserted.length > 0
}

/** @returns how many of them are new to it */
export async function insertCaptureFiles(
  trx: Tx,
  captureId: string,
  files: readonly StoredFile[],
  at: Instant,
): Promise<number> {
  if (files.length === 0) return 0
  const inserted = await trx('capture_files')
    .insert(
      files.map(({ scannedBy, scannedAt, properties = [], ...file }) => ({
        ...file,
        properties: JSON.stringify(properties),
        capture_id: captureId,
        scanned_by: scannedBy,
        scanned_at: scannedAt,
        uploaded_at: at,
        drawn: null,
        small_id: null,
        small_size: null,
        small_sha256: null,
      })),
    )
    .onConflict(['capture_id', 'sha256'])
    .ignore()
    .returning('id')
  return inserted.length
}

export async function countCaptureFiles(trx: Tx, captureId: string): Promise<number> {
  const [row] = await trx('capture_files')
    .where({ capture_id: captureId })
    .count<{ count: number | string }[]>('id as count')
  return Number(row?.count ?? 0)
}

/** What waits in a library's tray, and the bytes of its files. */
export async function waitingAt(
  db: Db | Tx,
  organisation: { id: string },
): Promise<{ captures: number; bytes: number }> {
  const row = await db('captures')
    .leftJoin('capture_files', 'capture_files.capture_id', 'captures.id')
    .where('captures.organisation_id', organisation.id)
    .first<{ captures: number | string; bytes: number | string | null }>(
      db.raw('count(distinct captures.id) as captures'),
      db.raw('sum(capture_files.size) as bytes'),
    )
  return { captures: Number(row.captures), bytes: Number(row.bytes ?? 0) }
}

/** A page of the tray, the oldest first: it has waited longest. */
export function capturesOf(
  db: Db,
  organisation: { id: string },
  after: CapturePlace | null,
  limit: number,
): Lookup<Capture[]> {
  const query = db('captures').where('captures.organisation_id', organisation.id)
  if (after) void query.whereRaw('(captures.arrived_at, captures.id) > (?, ?)', [after.arrivedAt, after.id])
  return capturesIn(db, query.limit(limit) as unknown as Knex.QueryBuilder)
}

/** Those that are there of the ones that were chosen, the oldest first. */
export async function capturesWith(db: Db, organisation: { id: string }, ids: readonly string[]): Promise<Capture[]> {
  const wanted = ids.filter(looksLikeId)
  return wanted.length === 0
    ? []
    : lookUp(
        db,
        capturesIn(
          db,
          db('captures')
            .where('captures.organisation_id', organisation.id)
            .whereIn('captures.id', wanted) as unknown as Knex.QueryBuilder,
        ),
      )
}

/** @throws NotFound also for another library's */
export async function findCapture(db: Db, organisation: { id: string }, id: string): Promise<Capture> {
  const [capture] = await capturesWith(db, organisation, [id])
  if (!capture) throw new NotFound()
  return capture
}

type FileRow = Omit<CapturedFile, 'small' | 'properties'> & {
  properties: string
  smallId: string | null
  smallSize: number | null
  smallSha256: string | null
}
type CaptureLine = Omit<Capture, 'files'> & { files: FileRow[] }
const fields = [
  'id',
  'organisationId',
  'branchId',
  'branch',
  'words',
  'sender',
  'people',
  'arrivedAt',
  'files',
] as const

function capturesIn(db: Db, query: Knex.QueryBuilder): Lookup<Capture[]> {
  const selected = query
    .join('branches', 'branches.id', 'captures.branch_id')
    .orderBy(['captures.arrived_at', 'captures.id'])
    .select(
      'captures.id',
      'captures.organisation_id as organisationId',
      'captures.branch_id as branchId',
      'branches.name as branch',
      'captures.words',
      'captures.sender',
      'captures.people',
      'captures.arrived_at as arrivedAt',
      jsonList(
        db,
        {
          id: 'id',
          name: 'name',
          type: 'type',
          size: 'size',
          sha256: 'sha256',
          state: 'state',
          scannedBy: 'scanned_by',
          properties: 'properties',
          smallId: 'small_id',
          smallSize: 'small_size',
          smallSha256: 'small_sha256',
        },
        'from capture_files where capture_id = captures.id',
        'files',
      ),
    )
  return lookup<CaptureLine, Capture[]>(
    selected,
    fields,
    rows =>
      rows.map(row => ({
        ...row,
        files: row.files.map(toFile).toSorted((a, b) => (a.name + a.id < b.name + b.id ? -1 : 1)),
      })),
    ['files'],
  )
}

const toFile = ({ smallId, smallSize, smallSha256, properties, ...file }: FileRow): CapturedFile => ({
  ...file,
  properties: JSON.parse(properties) as DocumentProperty[],
  size: Number(file.size),
  small: smallId === null ? null : { id: smallId, size: Number(smallSize), sha256: smallSha256! },
})

/**
 * Out of the tray.
 * @returns the objects that are of no use now: files, unless `keep` names them, and every small picture. Null when one was not there any more
 */
export async function deleteCaptures(
  trx: Tx,
  ids: readonly string[],
  keep: readonly string[] = [],
): Promise<string[] | null> {
  const files = await trx('capture_files')
    .whereIn('capture_id', [...ids])
    .select('id', 'small_id')
  await trx('capture_files')
    .whereIn('capture_id', [...ids])
    .delete()
  if (
    (await trx('captures')
      .whereIn('id', [...ids])
      .delete()) < ids.length
  )
    return null
  return files.flatMap(({ id, small_id: small }) => [...(keep.includes(id) ? [] : [id]), ...(small ? [small] : [])])
}

/** How much waits in the trays of these libraries. */
export const traysOf = (
  db: Db,
  organisations: readonly string[],
): Lookup<{ organisationId: string; count: number }[]> => {
  const waiting = db('captures')
    .whereIn('organisation_id', [...organisations])
    .groupBy('organisation_id')
    .select('organisation_id as organisationId', db.raw('count(*) as count'))
  return lookup<{ organisationId: string; count: number | string }, { organisationId: string; count: number }[]>(
    waiting as unknown as Knex.QueryBuilder,
    ['organisationId', 'count'],
    rows => rows.map(row => ({ ...row, count: Number(row.count) })),
  )
}

/** Libraries with something in their tray that nobody wrote to their leads about. */
export async function untoldTrays(db: Db): Promise<string[]> {
  return db('captures')
    .whereNull('told_at')
    .distinct('organisation_id')
    .orderBy('organisation_id')
    .pluck('organisation_id')
}

/** @returns how many waited for that */
export async function markTold(trx: Tx, organisation: { id: string }, at: Instant): Promise<number> {
  return trx('captures').where({ organisation_id: organisation.id, told_at: null }).update({ told_at: at })
}

export async function capturesBefore(
  db: Db | Tx,
  at: Instant,
  limit = 200,
): Promise<{ id: string; organisationId: string }[]> {
  return db('captures')
    .where('arrived_at', '<', at)
    .orderBy(['arrived_at', 'id'])
    .limit(limit)
    .select('id', 'organisation_id as organisationId')
}

/** @returns whose tray a file waits in; null when it waits in none */
export async function trayOfFile(trx: Tx, fileId: string): Promise<{ id: string; organisationId: string } | null> {
  const row = await trx('capture_files')
    .join('captures', 'captures.id', 'capture_files.capture_id')
    .where('capture_files.id', fileId)
    .first<{ id: string; organisationId: string } | undefined>(
      'captures.id',
      'captures.organisation_id as organisationId',
    )
  return row ?? null
}
