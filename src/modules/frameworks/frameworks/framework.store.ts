import type { Db, Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import { lookUp, lookup, type Lookup } from '../../../db/lookups.ts'
import type { Framework } from '../../../domain/framework.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import { readFramework } from './framework.forms.ts'

// A published version never changes, so one copy in memory serves every request.
const published = new Map<string, Framework>()

/** The criteria an application runs on. */
export async function frameworkVersion(db: Db | Tx, id: string): Promise<Framework> {
  const known = published.get(id)
  if (known) return known
  const row = await db('framework_versions').where({ id }).first()
  if (!row) throw new NotFound()
  const framework = readFramework(JSON.parse(row.document) as unknown)
  if (row.published_at) published.set(id, framework)
  return framework
}

/** What new rounds and applications run on. */
export const latestFrameworkVersionId = (db: Db | Tx): Promise<string> => lookUp(db, latestVersionId(db))

/** `latestFrameworkVersionId` as a lookup. */
export function latestVersionId(db: Db | Tx): Lookup<string> {
  const latest = db('framework_versions')
    .whereNotNull('published_at')
    .orderBy([
      { column: 'published_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(1)
    .select('id')
  return lookup<{ id: string }, string>(latest, ['id'], ([row]) => {
    if (!row) throw new Error('no framework version is published; starting the service seeds one')
    return row.id
  })
}

/** What new applications for an award of this framework run on. */
export async function latestVersionIdOf(db: Db | Tx, frameworkId: string): Promise<string> {
  const row = await db('framework_versions')
    .where({ framework_id: frameworkId })
    .whereNotNull('published_at')
    .orderBy([
      { column: 'published_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .first('id')
  if (!row) throw new NotFound()
  return row.id
}

export interface FrameworkLine {
  id: string
  label: string
  issued: boolean
  publishedAt: Instant | null
}

export async function frameworkLines(db: Db): Promise<FrameworkLine[]> {
  const rows = await db('framework_versions')
    .orderBy([
      { column: 'published_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(50)
    .select('id', 'label', 'issued', 'published_at')
  return rows.map(({ id, label, issued, published_at }) => ({
    id,
    label,
    issued: issued === 1,
    publishedAt: published_at,
  }))
}

export async function frameworkIdOf(db: Db | Tx, versionId: string): Promise<string> {
  const row = await db('framework_versions').where({ id: versionId }).first('framework_id')
  if (!row) throw new NotFound()
  return row.framework_id
}

/** Publishes a document as a version, unless that version is there already. */
export async function insertPublishedVersion(
  trx: Tx,
  slug: string,
  stream: string,
  version: { version: string; label: string; issued: boolean },
  document: unknown,
  at: Instant,
): Promise<string | null> {
  const framework = (await trx('frameworks').where({ slug }).first('id')) ?? { id: newId() }
  await trx('frameworks').insert({ id: framework.id, slug, stream }).onConflict('slug').ignore()
  const known = await trx('framework_versions')
    .where({ framework_id: framework.id, version: version.version })
    .first('id')
  if (known) return null
  const id = newId()
  await trx('framework_versions').insert({
    id,
    framework_id: framework.id,
    version: version.version,
    label: version.label,
    issued: version.issued ? 1 : 0,
    document: JSON.stringify(document),
    published_at: at,
  })
  return id
}
