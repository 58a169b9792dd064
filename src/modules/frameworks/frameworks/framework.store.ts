import type { Db, Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { runLookup, lookup, type Lookup } from '../../../db/lookups.ts'
import type { Framework, FrameworkDocument } from '../../../domain/framework.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import { readFramework } from './framework.forms.ts'

interface Version {
  framework: Framework
  publishedAt: Instant | null
}

// Published versions by id. One copy in memory serves every request, because a published version never changes.
const published = new Map<string, Version>()

async function versionById(db: Db | Tx, id: string): Promise<Version> {
  const known = published.get(id)
  if (known) return known
  const row = await db('framework_versions').where({ id }).first('document', 'published_at')
  if (!row) throw new NotFound()
  const version = { framework: readFramework(JSON.parse(row.document) as unknown), publishedAt: row.published_at }
  // Versions read in a transaction are not kept, because the transaction that published them can still be rolled back.
  if (version.publishedAt && !db.isTransaction) published.set(id, version)
  return version
}

/**
 * A framework version, with its criteria.
 * @throws NotFound for an unknown version
 */
export const frameworkVersion = async (db: Db | Tx, id: string): Promise<Framework> =>
  (await versionById(db, id)).framework

/**
 * The time when a version was published; null for a draft.
 * @throws NotFound for an unknown version
 */
export const versionPublishedAt = async (db: Db | Tx, id: string): Promise<Instant | null> =>
  (await versionById(db, id)).publishedAt

/**
 * @returns the framework versions by their ids
 * @throws NotFound for an unknown id
 */
export async function frameworkVersions(db: Db | Tx, ids: readonly string[]): Promise<Map<string, Framework>> {
  const versions = new Map<string, Framework>()
  for (const id of new Set(ids)) versions.set(id, await frameworkVersion(db, id))
  return versions
}

/**
 * The id of a stream's newest published version that is not retired. New rounds and applications use this version.
 * @throws Error when the stream has none
 */
export const latestFrameworkVersionId = (db: Db | Tx, streamId: string): Promise<string> =>
  runLookup(db, latestVersionId(db, streamId))

/** `latestFrameworkVersionId` as a lookup. */
export const latestVersionId = withKeptSql((db: Db | Tx, streamId: string): Lookup<string> => {
  const latest = () =>
    db('framework_versions')
      .join('frameworks', 'frameworks.id', 'framework_versions.framework_id')
      .where('frameworks.stream_id', streamId)
      .whereNotNull('framework_versions.published_at')
      .whereNull('framework_versions.retired_at')
      .orderBy([
        { column: 'framework_versions.published_at', order: 'desc' },
        { column: 'framework_versions.id', order: 'desc' },
      ])
      .limit(1)
      .select('framework_versions.id')
  return lookup<{ id: string }, string>(latest, ['id'], ([row]) => {
    if (!row) throw new Error(`no framework version is published in the stream ${streamId}`)
    return row.id
  })
})

/** For each stream, the id of its newest published version that is not retired. The map's keys are the streams' ids. */
export const latestVersionIds = (db: Db | Tx): Promise<Map<string, string>> => runLookup(db, latestVersionIdsLookup(db))

const latestVersionIdsLookup = withKeptSql((db: Db | Tx): Lookup<Map<string, string>> =>
  lookup<{ stream_id: string; id: string }, Map<string, string>>(
    () =>
      db('framework_versions')
        .join('frameworks', 'frameworks.id', 'framework_versions.framework_id')
        .whereNotNull('framework_versions.published_at')
        .whereNull('framework_versions.retired_at')
        .orderBy(['framework_versions.published_at', 'framework_versions.id'])
        .select('frameworks.stream_id', 'framework_versions.id'),
    ['stream_id', 'id'],
    rows => new Map(rows.map(({ stream_id, id }) => [stream_id, id])),
  ),
)

export interface StreamGiven {
  id: string
  name: string
  isDemo: boolean
}

/**
 * Publishes a document as a version of its framework. Adds the stream and the framework if they do not exist.
 * @returns the version's id; null when the version already exists
 */
export async function insertPublishedVersion(
  trx: Tx,
  document: FrameworkDocument,
  { stream, at }: { stream: StreamGiven; at: Instant },
): Promise<string | null> {
  const { framework: slug, version } = document
  const framework = (await trx('frameworks').where({ slug }).first('id')) ?? { id: newId() }
  await trx('streams')
    .insert({ id: stream.id, name: stream.name, is_demo: stream.isDemo ? 1 : 0, retired_at: null })
    .onConflict('id')
    .ignore()
  await trx('frameworks').insert({ id: framework.id, slug, stream_id: stream.id }).onConflict('slug').ignore()
  const known = await trx('framework_versions').where({ framework_id: framework.id, version }).first('id')
  if (known) return null
  const id = newId()
  await trx('framework_versions').insert({
    id,
    framework_id: framework.id,
    version,
    label: document.label,
    issued: document.issued ? 1 : 0,
    document: JSON.stringify(document),
    published_at: at,
    revision: 1,
  })
  return id
}
