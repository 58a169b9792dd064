import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId, newId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import type { Row } from '../../../db/tables.ts'
import { placedItems } from '../../../domain/framework-draft.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { FrameworkDocument } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import { NotFound, Stale } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import { readFrameworkDocument } from '../frameworks/framework.forms.ts'

/** One version of a framework with its document, either a draft or published. */
export interface VersionRecord {
  id: string
  frameworkId: string
  streamId: string
  streamName: string
  isDemoStream: boolean
  version: string
  label: string
  document: FrameworkDocument
  publishedAt: Instant | null
  publishedBy: string | null
  basedOnId: string | null
  /** starts at 1 and grows with each change to the draft, for optimistic locking */
  revision: number
  changedAt: Instant | null
  changedBy: string | null
  retiredAt: Instant | null
}

type VersionRow = Pick<Row<'framework_versions'>, (typeof ownColumns)[number]> & {
  stream_id: string
  stream_name: string
  is_demo: number
  publisher: string | null
  changer: string | null
}

const ownColumns = [
  'id',
  'framework_id',
  'version',
  'label',
  'document',
  'published_at',
  'based_on_id',
  'revision',
  'changed_at',
  'retired_at',
] as const
const joinedColumns = ['stream_id', 'stream_name', 'is_demo', 'publisher', 'changer'] as const

/** The first version that matches the condition, as a lookup; null for none. */
const oneVersion = (
  db: Db | Tx,
  condition: (versions: Knex.QueryBuilder) => Knex.QueryBuilder,
): Lookup<VersionRecord | null> =>
  lookup<VersionRow, VersionRecord | null>(
    () =>
      condition(db('framework_versions'))
        .join('frameworks', 'frameworks.id', 'framework_versions.framework_id')
        .join('streams', 'streams.id', 'frameworks.stream_id')
        .leftJoin('people as publishers', 'publishers.id', 'framework_versions.published_by')
        .leftJoin('people as changers', 'changers.id', 'framework_versions.changed_by')
        .limit(1)
        .select(
          ...ownColumns.map(column => `framework_versions.${column}`),
          'frameworks.stream_id',
          'streams.name as stream_name',
          'streams.is_demo',
          'publishers.name as publisher',
          'changers.name as changer',
        ),
    [...ownColumns, ...joinedColumns],
    ([row]) => (row ? toVersion(row) : null),
  )

/** @throws NotFound for an unknown version */
export async function findVersion(db: Db | Tx, id: string): Promise<VersionRecord> {
  const version = looksLikeId(id) ? await versionById(db, id) : null
  if (!version) throw new NotFound()
  return version
}

export interface FindVersion {
  db: Db | Tx
  actor: Actor
  permission: 'frameworks.list' | 'frameworks.edit'
  params: { id: string }
}

/**
 * A draft or published version.
 * @throws NotFound for an unknown version, and when the person does not have the permission
 */
export function versionIn({ db, actor, permission, params }: FindVersion): Promise<VersionRecord> {
  if (!can(actor, permission)) throw new NotFound()
  return findVersion(db, params.id)
}

/**
 * A version that is still a draft.
 * @throws NotFound, also for a published version
 */
export async function draftIn(find: FindVersion): Promise<VersionRecord> {
  const version = await versionIn(find)
  if (version.publishedAt !== null) throw new NotFound()
  return version
}

/**
 * A published version.
 * @throws NotFound, also for a draft
 */
export async function publishedIn(find: FindVersion): Promise<VersionRecord> {
  const version = await versionIn(find)
  if (version.publishedAt === null) throw new NotFound()
  return version
}

const versionById = (db: Db | Tx, id: string): Promise<VersionRecord | null> => runLookup(db, versionWithId(db, id))

const versionWithId = withKeptSql((db: Db | Tx, id: string): Lookup<VersionRecord | null> =>
  oneVersion(db, versions => versions.where('framework_versions.id', id)),
)

/**
 * The version on which a version is based, for a comparison of the two; null for the first version of its framework.
 */
export const versionBefore = async (db: Db | Tx, { basedOnId }: VersionRecord): Promise<VersionRecord | null> =>
  basedOnId === null ? null : versionById(db, basedOnId)

/** The newest published version of a framework, even if it is retired; null when none is published. */
export const newestPublished = (db: Db | Tx, frameworkId: string): Promise<VersionRecord | null> =>
  runLookup(db, newestPublishedLookup(db, frameworkId))

const newestPublishedLookup = withKeptSql((db: Db | Tx, frameworkId: string): Lookup<VersionRecord | null> =>
  oneVersion(db, versions =>
    versions
      .where('framework_versions.framework_id', frameworkId)
      .whereNotNull('framework_versions.published_at')
      .orderBy([
        { column: 'framework_versions.published_at', order: 'desc' },
        { column: 'framework_versions.id', order: 'desc' },
      ]),
  ),
)

/** The draft of a framework; null when there is none. A framework has at most one. */
export const draftOf = (db: Db | Tx, frameworkId: string): Promise<VersionRecord | null> =>
  runLookup(db, draftLookup(db, frameworkId))

const draftLookup = withKeptSql((db: Db | Tx, frameworkId: string): Lookup<VersionRecord | null> =>
  oneVersion(db, versions =>
    versions.where('framework_versions.framework_id', frameworkId).whereNull('framework_versions.published_at'),
  ),
)

/** Whether the framework has another version with this name. */
export async function isNameTaken(
  db: Db | Tx,
  { frameworkId, id }: { frameworkId: string; id: string },
  name: string,
): Promise<boolean> {
  const row = await db('framework_versions')
    .where({ framework_id: frameworkId, version: name })
    .whereNot({ id })
    .first('id')
  return row !== undefined
}

/** The ids of all items and areas in any version of a framework. */
export async function idsUsedIn(db: Db | Tx, frameworkId: string): Promise<Set<string>> {
  const rows = await db('framework_versions').where({ framework_id: frameworkId }).select('document')
  const documents = rows.map(({ document }) => JSON.parse(document) as FrameworkDocument)
  return new Set(
    documents.flatMap(document => [
      ...placedItems(document).map(({ item }) => item.id),
      ...document.areas.map(({ id }) => id),
    ]),
  )
}

export async function insertDraft(
  trx: Tx,
  given: {
    frameworkId: string
    basedOnId: string | null
    document: FrameworkDocument
    by: string
    at: Instant
  },
): Promise<string> {
  const id = newId()
  await trx('framework_versions').insert({
    id,
    framework_id: given.frameworkId,
    ...columnsOf(given.document),
    published_at: null,
    published_by: null,
    based_on_id: given.basedOnId,
    revision: 1,
    changed_at: given.at,
    changed_by: given.by,
    retired_at: null,
  })
  return id
}

/**
 * Saves a draft's document.
 * @throws Stale when the draft has changed or was published since it was read
 */
export async function updateDraft(
  trx: Tx,
  { id, revision }: Pick<VersionRecord, 'id' | 'revision'>,
  change: { document: FrameworkDocument; by: string; at: Instant },
): Promise<void> {
  const changed = await trx('framework_versions')
    .where({ id, revision })
    .whereNull('published_at')
    .update({
      ...columnsOf(change.document),
      revision: revision + 1,
      changed_at: change.at,
      changed_by: change.by,
    })
  if (changed === 0) throw new Stale()
}

/** @throws Stale when the draft has changed or was published since it was read */
export async function deleteDraft(trx: Tx, { id, revision }: Pick<VersionRecord, 'id' | 'revision'>): Promise<void> {
  await trx('framework_mappings').where({ version_id: id }).delete()
  const deleted = await trx('framework_versions').where({ id, revision }).whereNull('published_at').delete()
  if (deleted === 0) throw new Stale()
}

/**
 * Marks a draft as published, with its final document.
 * @throws Stale when the draft has changed or was published since it was read
 */
export async function updateAsPublished(
  trx: Tx,
  { id, revision }: Pick<VersionRecord, 'id' | 'revision'>,
  change: { document: FrameworkDocument; by: string; at: Instant },
): Promise<void> {
  const changed = await trx('framework_versions')
    .where({ id, revision })
    .whereNull('published_at')
    .update({ ...columnsOf(change.document), published_at: change.at, published_by: change.by })
  if (changed === 0) throw new Stale()
}

const columnsOf = (document: FrameworkDocument) => ({
  version: document.version,
  label: document.label,
  issued: document.issued ? (1 as const) : (0 as const),
  document: JSON.stringify(document),
})

const toVersion = (row: VersionRow): VersionRecord => ({
  id: row.id,
  frameworkId: row.framework_id,
  streamId: row.stream_id,
  streamName: row.stream_name,
  isDemoStream: row.is_demo === 1,
  version: row.version,
  label: row.label,
  document: readFrameworkDocument(JSON.parse(row.document) as unknown),
  publishedAt: row.published_at,
  publishedBy: row.publisher,
  basedOnId: row.based_on_id,
  revision: row.revision,
  changedAt: row.changed_at,
  changedBy: row.changer,
  retiredAt: row.retired_at,
})
