import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import { placedItems } from '../../../domain/framework-draft.ts'
import {
  inverseOf,
  mappingBetween,
  noEntries,
  type Mapping,
  type MappingEntries,
} from '../../../domain/framework-mapping.ts'
import type { FrameworkDocument } from '../../../domain/framework.ts'
import { Stale } from '../../../domain/refusals.ts'
import type { VersionRecord } from '../drafts/draft.store.ts'

/**
 * The confirmed rows of a version's mapping. `version` is the lock number of the mapping, which is 1 before the first
 * change.
 */
export interface StoredMapping {
  entries: MappingEntries
  version: number
}

export const storedMapping = (db: Db | Tx, versionId: string): Promise<StoredMapping> =>
  runLookup(db, storedMappingLookup(db, versionId))

/** `storedMapping` as a lookup. */
export const storedMappingLookup = withKeptSql((db: Db | Tx, versionId: string): Lookup<StoredMapping> =>
  lookup<{ entries: string; version: number }, StoredMapping>(
    () => db('framework_mappings').where({ version_id: versionId }).select('entries', 'version'),
    ['entries', 'version'],
    ([row]) =>
      row
        ? { entries: JSON.parse(row.entries) as MappingEntries, version: row.version }
        : { entries: noEntries, version: 1 },
  ),
)

/** The mapping of a version's items to the items of the previous version. */
export const mappingOf = async (db: Db | Tx, version: VersionRecord, before: VersionRecord): Promise<Mapping> =>
  mappingFrom(await storedMapping(db, version.id), version, before)

/** As `mappingOf`, but from entries that have already been read. */
export const mappingFrom = ({ entries }: StoredMapping, version: VersionRecord, before: VersionRecord): Mapping =>
  mappingBetween(itemsIn(before.document), itemsIn(version.document), entries)

export const itemsIn = (document: FrameworkDocument) => placedItems(document).map(({ item }) => item)

/** @throws Stale when the mapping has been changed since it was read */
export async function saveMapping(
  trx: Tx,
  versionId: string,
  { entries, version }: { entries: MappingEntries; version: number },
): Promise<void> {
  const row = { entries: JSON.stringify(entries), version: version + 1 }
  if (version === 1) {
    const known = await trx('framework_mappings').where({ version_id: versionId }).first('version_id')
    if (known) throw new Stale()
    await trx('framework_mappings').insert({ version_id: versionId, ...row })
    return
  }
  const changed = await trx('framework_mappings').where({ version_id: versionId, version }).update(row)
  if (changed === 0) throw new Stale()
}

interface ChainRow {
  id: string
  based_on_id: string | null
  document: string
  entries: string | null
}

/**
 * Returns the mappings from one version of a framework to another, in order. They are inverted when `to` is the earlier
 * version. Empty for the same version, and when no mappings connect the versions.
 */
export type MappingPaths = (from: string, to: string) => readonly Mapping[]

const noPaths: MappingPaths = () => []

/**
 * Returns a function that finds the mappings from one version to another.
 * @param target the id of the version into which answers are copied
 * @param from the ids of the versions that the answers come from; if all of them are `target`, no query is made
 */
export async function mappingPaths(db: Db | Tx, target: string, from: readonly string[]): Promise<MappingPaths> {
  if (from.every(id => id === target)) return noPaths
  const rows = await runLookup(db, versionsInChain(db, target))
  const byId = new Map(rows.map(row => [row.id, row]))
  const known = new Map<string, Mapping>()
  const stepTo = (row: ChainRow, before: ChainRow): Mapping => {
    const mapping = known.get(row.id) ?? toMapping(row, before)
    known.set(row.id, mapping)
    return mapping
  }
  const forward = (start: string, end: string): Mapping[] | null => {
    const steps: Mapping[] = []
    let row = byId.get(end)
    while (row && row.id !== start) {
      const before = byId.get(row.based_on_id ?? '')
      if (!before) return null
      steps.unshift(stepTo(row, before))
      row = before
    }
    return row ? steps : null
  }
  return (start, end) => forward(start, end) ?? forward(end, start)?.toReversed().map(inverseOf) ?? []
}

/** The versions of the target's framework, in no particular order. */
const versionsInChain = withKeptSql((db: Db | Tx, target: string): Lookup<ChainRow[]> =>
  lookup<ChainRow, ChainRow[]>(
    () =>
      db('framework_versions')
        .leftJoin('framework_mappings', 'framework_mappings.version_id', 'framework_versions.id')
        .whereIn(
          'framework_versions.framework_id',
          db('framework_versions as targets').where('targets.id', target).select('targets.framework_id'),
        )
        .select(
          'framework_versions.id',
          'framework_versions.based_on_id',
          'framework_versions.document',
          'framework_mappings.entries',
        ),
    ['id', 'based_on_id', 'document', 'entries'],
    rows => rows,
  ),
)

function toMapping(row: ChainRow, before: ChainRow): Mapping {
  const entries = row.entries === null ? noEntries : (JSON.parse(row.entries) as MappingEntries)
  const [then, now] = [before, row].map(({ document }) => itemsIn(JSON.parse(document) as FrameworkDocument))
  return mappingBetween(then!, now!, entries)
}

/** Events that change one copied answer. `confirmingEvents` confirm all copied answers. */
const changingEvents = [
  'application.answer_written',
  'application.evidence_attached',
  'application.evidence_detached',
  'application.partners_shown',
  'application.partners_left_out',
]
const confirmingEvents = ['application.rest_confirmed', 'application.signed_off']

/** SQL for the ids of a version and of all later published versions of its framework. Binds the version's id. */
const fromVersionOn = `(select later.id from framework_versions as later
  join framework_versions as own on own.framework_id = later.framework_id
  where own.id = ? and later.published_at >= own.published_at)`

/**
 * The applications that received earlier answers through a version's mapping. Their award has an earlier application.
 * Exactly one of the two applications uses this version or a later one.
 */
export const applicationsThroughMapping = (db: Db | Tx, versionId: string): Knex.QueryBuilder =>
  (db('applications') as Knex.QueryBuilder).whereRaw(
    `exists (select 1 from applications as earlier where earlier.award_id = applications.award_id
      and earlier.id <> applications.id and earlier.started_at < applications.started_at
      and (earlier.framework_version_id in ${fromVersionOn})
        <> (applications.framework_version_id in ${fromVersionOn}))`,
    [versionId, versionId],
  )

/** Whether a library has edited, confirmed or submitted an answer that it received through this version's mapping. */
export async function isMappingLocked(db: Db | Tx, versionId: string): Promise<boolean> {
  return (await runLookup(db, isAnswerSubmitted(db, versionId))) || runLookup(db, isAnswerChanged(db, versionId))
}

const isAnswerSubmitted = withKeptSql((db: Db | Tx, versionId: string): Lookup<boolean> =>
  lookup<{ id: string }, boolean>(
    () => carriedAnswers(db, versionId).whereNotNull('applications.submitted_at').limit(1).select('answers.id'),
    ['id'],
    rows => rows.length > 0,
  ),
)

const isAnswerChanged = withKeptSql((db: Db | Tx, versionId: string): Lookup<boolean> =>
  lookup<{ itemId: string; name: string; facts: string }, boolean>(
    () =>
      carriedAnswers(db, versionId)
        .join('events', 'events.application_id', 'applications.id')
        .whereIn('events.name', [...changingEvents, ...confirmingEvents])
        .select('answers.item_id as itemId', 'events.name', 'events.facts'),
    ['itemId', 'name', 'facts'],
    rows =>
      rows.some(
        ({ itemId, name, facts }) =>
          confirmingEvents.includes(name) || (JSON.parse(facts) as { item?: string }).item === itemId,
      ),
  ),
)

const carriedAnswers = (db: Db | Tx, versionId: string): Knex.QueryBuilder =>
  applicationsThroughMapping(db, versionId)
    .join('answers', 'answers.application_id', 'applications.id')
    .where('answers.carried', 1)
