import { newId, startingVersion } from '../../../db/ids.ts'
import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookups, type Answers, type Lookup } from '../../../db/lookups.ts'
import type { Application } from '../../../domain/application.ts'
import type { Region } from '../../../domain/example.ts'
import { Stale } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'

/** The answer to one criterion in an example. */
export interface ExampleText {
  id: string
  itemId: string
  /** the library's answer, copied from the submission and then edited */
  answer: string
  /** null until a coordinator has read and saved the text */
  editedAt: Instant | null
  version: number
}

export interface Example {
  id: string
  frameworkVersionId: string
  region: Region
  /** the number of branches in the application's scope */
  branches: number
  published: { by: string; at: Instant } | null
  texts: readonly ExampleText[]
}

/** The example of an application; null when it has none. */
export const exampleOf = async (db: Db | Tx, application: Pick<Application, 'id'>): Promise<Example | null> =>
  exampleFrom(await runLookups(db, exampleLookups(db, application)))

/** The queries whose results `exampleFrom` needs, to run in one statement with others. */
export const exampleLookups = (db: Db | Tx, { id }: Pick<Application, 'id'>) => ({
  exampleRow: exampleRow(db, id),
  exampleTexts: exampleTexts(db, id),
})

const exampleRow = withKeptSql((db: Db | Tx, applicationId: string): Lookup<ExampleRow | null> =>
  lookup<ExampleRow, ExampleRow | null>(
    () =>
      db('examples')
        .leftJoin('people', 'people.id', 'examples.published_by')
        .where({ application_id: applicationId })
        .select(
          'examples.id',
          'examples.framework_version_id as frameworkVersionId',
          'examples.region',
          'examples.branches',
          'examples.published_at as publishedAt',
          'people.name as publisher',
        ),
    ['id', 'frameworkVersionId', 'region', 'branches', 'publishedAt', 'publisher'],
    ([row]) => row ?? null,
  ),
)

const exampleTexts = withKeptSql((db: Db | Tx, applicationId: string): Lookup<ExampleText[]> =>
  lookup<ExampleText, ExampleText[]>(
    () =>
      db('example_texts')
        .join('examples', 'examples.id', 'example_texts.example_id')
        .where('examples.application_id', applicationId)
        .orderBy('example_texts.place')
        .select(
          'example_texts.id',
          'example_texts.item_id as itemId',
          'example_texts.answer',
          'example_texts.edited_at as editedAt',
          'example_texts.version',
        ),
    ['id', 'itemId', 'answer', 'editedAt', 'version'],
    rows => rows,
  ),
)

interface ExampleRow extends Pick<Example, 'id' | 'frameworkVersionId' | 'region' | 'branches'> {
  publishedAt: Instant | null
  publisher: string | null
}

export function exampleFrom({
  exampleRow: example,
  exampleTexts: texts,
}: Answers<ReturnType<typeof exampleLookups>>): Example | null {
  if (!example) return null
  const { publishedAt: at, publisher, ...row } = example
  return { ...row, published: at === null ? null : { by: publisher ?? '', at }, texts }
}

/** @returns the id of the new example */
export async function insertExample(
  trx: Tx,
  application: { id: string; frameworkVersionId: string; scope: readonly string[] },
  given: {
    region: Region
    texts: readonly Pick<ExampleText, 'itemId' | 'answer'>[]
    by: string
    at: Instant
  },
): Promise<string> {
  const id = newId()
  await trx('examples').insert({
    id,
    application_id: application.id,
    framework_version_id: application.frameworkVersionId,
    region: given.region,
    branches: application.scope.length,
    prepared_by: given.by,
    prepared_at: given.at,
    published_by: null,
    published_at: null,
  })
  await trx.batchInsert(
    'example_texts',
    given.texts.map(({ itemId, answer }, place) => ({
      id: newId(),
      example_id: id,
      place,
      item_id: itemId,
      answer,
      kept_reason: '',
      edited_by: null,
      edited_at: null,
      version: startingVersion(),
    })),
    50,
  )
  return id
}

/** @throws Stale when the text has been changed since it was read */
export async function updateText(
  trx: Tx,
  { id }: Pick<ExampleText, 'id'>,
  readAt: number,
  text: { answer: string; keptReason: string; by: string; at: Instant },
): Promise<void> {
  const changed = await trx('example_texts')
    .where({ id, version: readAt })
    .update({
      answer: text.answer,
      kept_reason: text.keptReason,
      edited_by: text.by,
      edited_at: text.at,
      version: readAt + 1,
    })
  if (changed === 0) throw new Stale()
}

/** Publishes an example, or unpublishes it when `published` is null. */
export async function updatePublished(
  trx: Tx,
  { id }: Pick<Example, 'id'>,
  published: { by: string; at: Instant } | null,
): Promise<void> {
  await trx('examples')
    .where({ id })
    .update({ published_by: published?.by ?? null, published_at: published?.at ?? null })
}

/**
 * Deletes the example of an application.
 * @returns the id of the deleted example; null when there was none
 */
export async function deleteExampleOf(trx: Tx, { id }: Pick<Application, 'id'>): Promise<string | null> {
  const row = await trx('examples').where({ application_id: id }).forUpdate().first('id')
  if (!row) return null
  await trx('example_texts').where({ example_id: row.id }).delete()
  await trx('examples').where({ id: row.id }).delete()
  return row.id
}

/**
 * Stops showing the published examples of an organisation. After a merge, their texts can contain names of the other
 * organisation, so a coordinator must publish them again.
 */
export async function unpublishExamplesOf(trx: Tx, { id }: { id: string }): Promise<void> {
  await trx('examples')
    .whereIn('application_id', trx('applications').where({ organisation_id: id }).select('id'))
    .update({ published_by: null, published_at: null })
}
