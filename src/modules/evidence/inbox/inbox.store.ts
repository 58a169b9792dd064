import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId } from '../../../db/ids.ts'
import { jsonList } from '../../../db/json-list.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import { compare } from '../../../domain/compare.ts'
import { compareFileNames } from '../../../domain/file-order.ts'
import type { Recognisable } from '../../../domain/upload-link.ts'
import type { FileState, FileType } from '../../../domain/evidence.ts'
import type { DocumentProperty } from '../../../domain/personal-data.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'

/** An item that came through an upload link, and that no lead has added to the evidence or deleted yet. */
export interface InboxItem {
  id: string
  organisationId: string
  branchId: string
  branch: string
  words: string
  sender: string
  people: Recognisable
  arrivedAt: Instant
  files: InboxFile[]
}
export interface InboxFile {
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
export type InboxPosition = Pick<InboxItem, 'arrivedAt' | 'id'>

/** The number of items in a library's inbox, and the bytes of their files. */
export async function waitingAt(
  db: Db | Tx,
  organisation: { id: string },
): Promise<{ inboxItems: number; bytes: number }> {
  const row = await db('inbox_items')
    .leftJoin('inbox_files', 'inbox_files.inbox_item_id', 'inbox_items.id')
    .where('inbox_items.organisation_id', organisation.id)
    .first<{ inboxItems: number | string; bytes: number | string | null }>(
      db.raw('count(distinct inbox_items.id) as "inboxItems"'),
      db.raw('sum(inbox_files.size) as bytes'),
    )
  return { inboxItems: Number(row.inboxItems), bytes: Number(row.bytes ?? 0) }
}

/** A page of a library's inbox, oldest first. */
export const inboxItemsOf = withKeptSql(
  (db: Db, organisationId: string, after: InboxPosition | null, limit: number): Lookup<InboxItem[]> =>
    inboxItemsIn(db, () => {
      const query = itemsOf(db, organisationId).limit(limit)
      if (after) void query.whereRaw('(inbox_items.arrived_at, inbox_items.id) > (?, ?)', [after.arrivedAt, after.id])
      return query
    }),
)

/** Items by their ids, oldest first. Ids that are not in the inbox are ignored. */
export async function inboxItemsWith(
  db: Db | Tx,
  organisation: { id: string },
  ids: readonly string[],
): Promise<InboxItem[]> {
  const wanted = ids.filter(looksLikeId)
  return wanted.length === 0 ? [] : runLookup(db, inboxItemsByIds(db, organisation.id, wanted))
}

/** @throws NotFound for an unknown item, and for an item of another library */
export function inboxItemFor(db: Db | Tx, organisation: { id: string }, id: string): Lookup<InboxItem> {
  if (!looksLikeId(id)) throw new NotFound()
  const found = inboxItemsByIds(db, organisation.id, [id])
  const read = (rows: never[]): InboxItem => {
    const [inboxItem] = found.read(rows)
    if (!inboxItem) throw new NotFound()
    return inboxItem
  }
  return { ...found, read }
}

const inboxItemsByIds = withKeptSql(
  (db: Db | Tx, organisationId: string, ids: readonly string[]): Lookup<InboxItem[]> =>
    inboxItemsIn(db, () => itemsOf(db, organisationId).whereIn('inbox_items.id', [...ids])),
)

const itemsOf = (db: Db | Tx, organisationId: string): Knex.QueryBuilder =>
  db('inbox_items').where('inbox_items.organisation_id', organisationId)

type FileRow = Omit<InboxFile, 'small' | 'properties'> & {
  properties: string
  smallId: string | null
  smallSize: number | null
  smallSha256: string | null
}
type InboxLine = Omit<InboxItem, 'files'> & { files: FileRow[] }
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

const inboxItemsIn = (db: Db | Tx, query: () => Knex.QueryBuilder): Lookup<InboxItem[]> => {
  const selected = () =>
    query()
      .join('branches', 'branches.id', 'inbox_items.branch_id')
      .orderBy(['inbox_items.arrived_at', 'inbox_items.id'])
      .select(
        'inbox_items.id',
        'inbox_items.organisation_id as organisationId',
        'inbox_items.branch_id as branchId',
        'branches.name as branch',
        'inbox_items.words',
        'inbox_items.sender',
        'inbox_items.people',
        'inbox_items.arrived_at as arrivedAt',
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
          'from inbox_files where inbox_item_id = inbox_items.id',
          'files',
        ),
      )
  return lookup<InboxLine, InboxItem[]>(
    selected,
    fields,
    rows =>
      rows.map(row => ({
        ...row,
        files: row.files.map(toFile).toSorted((a, b) => compareFileNames(a.name, b.name) || compare(a.id, b.id)),
      })),
    ['files'],
  )
}

const toFile = ({ smallId, smallSize, smallSha256, properties, ...file }: FileRow): InboxFile => ({
  ...file,
  properties: JSON.parse(properties) as DocumentProperty[],
  size: Number(file.size),
  small: smallId === null ? null : { id: smallId, size: Number(smallSize), sha256: smallSha256! },
})

/** Whether a virus was found in any of these files. */
export const isAnyRefused = async (trx: Tx, fileIds: readonly string[]): Promise<boolean> =>
  (await trx('inbox_files')
    .whereIn('id', [...fileIds])
    .where('state', 'refused' satisfies FileState)
    .first('id')) !== undefined

/**
 * Deletes items and the rows of their files.
 * @param keep ids of files whose bytes are still needed
 * @returns the ids of stored objects, including thumbnails, to remove after the commit; null if an item was missing
 */
export async function deleteInboxItems(
  trx: Tx,
  ids: readonly string[],
  keep: readonly string[] = [],
): Promise<string[] | null> {
  const files = await trx('inbox_files')
    .whereIn('inbox_item_id', [...ids])
    .select('id', 'small_id')
  await trx('inbox_files')
    .whereIn('inbox_item_id', [...ids])
    .delete()
  if (
    (await trx('inbox_items')
      .whereIn('id', [...ids])
      .delete()) < ids.length
  )
    return null
  return files.flatMap(({ id, small_id: small }) => [...(keep.includes(id) ? [] : [id]), ...(small ? [small] : [])])
}

export interface Inbox {
  organisationId: string
  count: number
  /** when the oldest item arrived */
  oldestAt: Instant
}

/** The evidence inboxes of these libraries. Empty inboxes are left out. */
export const inboxesOf = withKeptSql((db: Db, organisations: readonly string[]): Lookup<Inbox[]> =>
  lookup<Omit<Inbox, 'count'> & { count: number | string }, Inbox[]>(
    () =>
      db('inbox_items')
        .whereIn('organisation_id', [...organisations])
        .groupBy('organisation_id')
        .select(
          'organisation_id as organisationId',
          db.raw('count(*) as count'),
          db.raw('min(arrived_at) as "oldestAt"'),
        ),
    ['organisationId', 'count', 'oldestAt'],
    rows => rows.map(row => ({ ...row, count: Number(row.count) })),
  ),
)

/** The libraries whose emails are switched on and whose inbox has an item that no email has reported yet. */
export async function inboxesToEmailAbout(db: Db): Promise<{ id: string; name: string }[]> {
  return db('inbox_items')
    .join('organisations', 'organisations.id', 'inbox_items.organisation_id')
    .whereNull('inbox_items.emailed_at')
    .whereNotNull('organisations.emails_started_at')
    .distinct<{ id: string; name: string }[]>('organisations.id', 'organisations.name')
    .orderBy('organisations.id')
}

/**
 * Records that the leads got an email about all items now in the inbox.
 * @returns the number of items for which this is new
 */
export async function markEmailed(trx: Tx, organisation: { id: string }, at: Instant): Promise<number> {
  return trx('inbox_items').where({ organisation_id: organisation.id, emailed_at: null }).update({ emailed_at: at })
}

export async function inboxItemsBefore(
  db: Db | Tx,
  at: Instant,
  limit = 200,
): Promise<{ id: string; organisationId: string }[]> {
  return db('inbox_items')
    .where('arrived_at', '<', at)
    .orderBy(['arrived_at', 'id'])
    .limit(limit)
    .select('id', 'organisation_id as organisationId')
}

/** @returns the item that a file belongs to; null when the file is in no inbox */
export async function inboxItemOfFile(trx: Tx, fileId: string): Promise<{ id: string; organisationId: string } | null> {
  const row = await trx('inbox_files')
    .join('inbox_items', 'inbox_items.id', 'inbox_files.inbox_item_id')
    .where('inbox_files.id', fileId)
    .first<{ id: string; organisationId: string } | undefined>(
      'inbox_items.id',
      'inbox_items.organisation_id as organisationId',
    )
  return row ?? null
}
