import type { Knex } from 'knex'
import { looksLikeId } from '../../../db/ids.ts'
import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, type Lookup } from '../../../db/lookups.ts'
import { sizes, type Region, type Size } from '../../../domain/example.ts'
import { originsOver } from '../../../domain/framework-mapping.ts'
import type { OrganisationKind } from '../../../domain/organisation.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import { sharingOf } from '../../access/access.public.ts'
import { mappingPaths } from '../../frameworks/frameworks.public.ts'

/** A published example as other libraries see it. The library is named only if it agreed to that. */
export interface ExampleLine {
  id: string
  name: string | null
  kind: OrganisationKind
  region: Region
  branches: number
  frameworkVersionId: string
  publishedAt: Instant
}

/** The answer to one criterion of an example. */
export interface AnswerShown {
  exampleId: string
  itemId: string
  answer: string
}

/** The items of one version that are mapped to a criterion of the newest version. */
export interface ItemsAnswering {
  versionId: string
  items: readonly string[]
  /** whether the mapping relates the criterion to these items as anything but `equal` */
  isReworded: boolean
}

/** The published examples of decided applications that an open organisation still shares. */
const openExamples = (db: Db | Tx): Knex.QueryBuilder =>
  withLibraries(db).whereNotNull('examples.published_at').where(isShared)

const withLibraries = (db: Db | Tx): Knex.QueryBuilder =>
  (db('examples') as Knex.QueryBuilder)
    .joinRaw('cross join applications') // so that SQLite reads a page of examples, not all decided applications
    .whereRaw('applications.id = examples.application_id')
    .join('organisations', 'organisations.id', 'applications.organisation_id')

/** Limits a query on applications and organisations to the decided applications that an open organisation shares. */
const isShared = (query: Knex.QueryBuilder): void =>
  void query
    .where('applications.status', 'decided')
    .whereNotNull('applications.decision_letter_released_at')
    .whereNull('organisations.closed_at')
    .whereRaw(`${sharingOf} <> 'no'`)

/**
 * The shared application of an example, for use in `exists`. With `offset 0`, PostgreSQL looks up each application by
 * its id instead of reading all.
 */
const sharedApplication = (db: Db | Tx, streamId: string): Knex.QueryBuilder =>
  (db('applications') as Knex.QueryBuilder)
    .join('organisations', 'organisations.id', 'applications.organisation_id')
    .where('applications.stream_id', streamId)
    .where(isShared)
    .whereRaw('applications.id = examples.application_id limit 1 offset 0')
    .select(db.raw('1'))

const lineColumns = (db: Db | Tx) => [
  'examples.id',
  db.raw(`case when ${sharingOf} = 'named' then organisations.name end as name`),
  'organisations.kind',
  'examples.region',
  'examples.branches',
  'examples.framework_version_id as frameworkVersionId',
  'examples.published_at as publishedAt',
]

const lineFields = ['id', 'name', 'kind', 'region', 'branches', 'frameworkVersionId', 'publishedAt'] as const

export interface ExamplesWanted {
  streamId: string
  /** the items that answer the criterion; null for examples of any criterion */
  answering: readonly ItemsAnswering[] | null
  region: Region | null
  size: Size | null
  /** the last line of the previous page; null for the first page */
  after: { published: string; id: string } | null
  limit: number
}

const newestFirst = [
  { column: 'examples.published_at', order: 'desc' },
  { column: 'examples.id', order: 'desc' },
]

/** The published examples of a stream, newest first. */
export const exampleLines = (db: Db | Tx, wanted: ExamplesWanted): Promise<ExampleLine[]> =>
  runLookup(db, exampleLinesLookup(db, wanted))

const exampleLinesLookup = withKeptSql(
  (db: Db | Tx, { streamId, answering, region, size, after, limit }: ExamplesWanted): Lookup<ExampleLine[]> => {
    const page = () => {
      const query = (db('examples') as Knex.QueryBuilder)
        .whereNotNull('examples.published_at')
        .whereExists(sharedApplication(db, streamId))
      if (answering) query.whereIn('examples.id', textsAnswering(db, answering).select('example_texts.example_id'))
      if (region) query.where('examples.region', region)
      if (size) query.whereBetween('examples.branches', [...sizes[size]])
      if (after) query.whereRaw('(examples.published_at, examples.id) < (?, ?)', [after.published, after.id])
      return query.orderBy(newestFirst).limit(limit).select('examples.id')
    }
    // The ids of the page are found first, because PostgreSQL would join all examples before it sorts them.
    const examples = () =>
      withLibraries(db)
        .whereIn('examples.id', page())
        .orderBy(newestFirst)
        .select(...lineColumns(db))
    return lookup<ExampleLine, ExampleLine[]>(examples, lineFields, rows => rows)
  },
)

function textsAnswering(db: Db | Tx, answering: readonly ItemsAnswering[]): Knex.QueryBuilder {
  const texts = (db('example_texts') as Knex.QueryBuilder).join(
    'examples as answered',
    'answered.id',
    'example_texts.example_id',
  )
  return texts.where(some => {
    some.whereRaw('1 = 0')
    for (const { versionId, items } of answering)
      some.orWhere(one =>
        one.where('answered.framework_version_id', versionId).whereIn('example_texts.item_id', [...items]),
      )
  })
}

/**
 * For each version with examples, the items that are mapped to a criterion of the newest version. An item with the same
 * id as the criterion is left out unless it is mapped.
 */
export async function itemsAnswering(
  db: Db | Tx,
  { streamId, versionId: newest, itemId }: { streamId: string; versionId: string; itemId: string },
): Promise<ItemsAnswering[]> {
  const versions = await runLookup(db, versionsOfExamples(db, streamId))
  const paths = await mappingPaths(db, newest, versions)
  return versions.flatMap((versionId): ItemsAnswering[] => {
    if (versionId === newest) return [{ versionId, items: [itemId], isReworded: false }]
    const origin = originsOver(paths(versionId, newest)).get(itemId)
    return origin ? [{ versionId, items: origin.from, isReworded: origin.relation !== 'equal' }] : []
  })
}

const versionsOfExamples = withKeptSql((db: Db | Tx, streamId: string): Lookup<string[]> =>
  lookup<{ versionId: string }, string[]>(
    () =>
      openExamples(db).where('applications.stream_id', streamId).distinct('examples.framework_version_id as versionId'),
    ['versionId'],
    rows => rows.map(({ versionId }) => versionId),
  ),
)

/**
 * The answers of these examples, grouped by example and in the order of the criteria.
 * @param answering only the answers to these items; null for all
 */
export const answersShown = (
  db: Db | Tx,
  exampleIds: readonly string[],
  answering: readonly ItemsAnswering[] | null,
): Promise<AnswerShown[]> => runLookup(db, answersShownLookup(db, exampleIds, answering))

const answersShownLookup = withKeptSql(
  (db: Db | Tx, exampleIds: readonly string[], answering: readonly ItemsAnswering[] | null): Lookup<AnswerShown[]> =>
    lookup<AnswerShown, AnswerShown[]>(
      () =>
        (answering ? textsAnswering(db, answering) : (db('example_texts') as Knex.QueryBuilder))
          .whereIn('example_texts.example_id', [...exampleIds])
          .orderBy(['example_texts.example_id', 'example_texts.place'])
          .select('example_texts.example_id as exampleId', 'example_texts.item_id as itemId', 'example_texts.answer'),
      ['exampleId', 'itemId', 'answer'],
      rows => rows,
    ),
)

/** @throws NotFound when there is no such example, or it is no longer published and shared */
export async function findExample(db: Db | Tx, id: string): Promise<ExampleLine & { streamId: string }> {
  const example = looksLikeId(id) ? await runLookup(db, exampleWithId(db, id)) : null
  if (!example) throw new NotFound()
  return example
}

const exampleWithId = withKeptSql((db: Db | Tx, id: string): Lookup<(ExampleLine & { streamId: string }) | null> =>
  lookup<ExampleLine & { streamId: string }, (ExampleLine & { streamId: string }) | null>(
    () =>
      openExamples(db)
        .where('examples.id', id)
        .limit(1)
        .select(...lineColumns(db), 'applications.stream_id as streamId'),
    [...lineFields, 'streamId'],
    ([row]) => row ?? null,
  ),
)
