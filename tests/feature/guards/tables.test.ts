import { expect, test } from '@jest/globals'
import { pathToFileURL } from 'node:url'
import type { TableDescription } from '../../../src/db/tables.ts'
import { freshDatabase } from '../../support/database.ts'
import { sourceFiles } from '../../support/source.ts'

// Compares the *.tables.ts files with the schema: they must list every column that refers to an organisation, a person
// or a stored file, or holds text.

type Description = TableDescription<string>
interface Column {
  name: string
  type: string
}
interface ForeignKey {
  from: string
  table: string
}

const { db } = await freshDatabase('sqlite')
const named = (await db('sqlite_master')
  .where({ type: 'table' })
  .whereNot('name', 'like', 'sqlite_%')
  .whereNot('name', 'like', 'evidence_words_%')
  .whereNot('name', 'like', 'organisation_names%')
  .whereNot('name', 'like', 'outbox_words%')
  .orderBy('name')
  .pluck('name')) as string[]
const tables = named.filter(name => name !== 'migrations')
const columnsOf = (table: string): Promise<Column[]> => db.raw(`pragma table_info(${table})`)
const foreignKeysOf = (table: string): Promise<ForeignKey[]> => db.raw(`pragma foreign_key_list(${table})`)

const described = new Map<string, { file: string; description: Description }[]>()
for (const { path: file } of sourceFiles('src', '.tables.ts')) {
  const exported = (await import(pathToFileURL(file).href)) as Record<string, Record<string, Description>>
  for (const [table, description] of Object.values(exported).flatMap(each => Object.entries(each)))
    described.set(table, [...(described.get(table) ?? []), { file, description }])
}
const descriptionOf = (table: string): Description => described.get(table)![0]!.description
/** The sorted column names, with the file to correct if the comparison fails. */
const inFileOf = (table: string, columns: readonly string[]) => ({
  file: described.get(table)![0]!.file,
  columns: columns.toSorted(),
})

test('every table is described once', () => {
  expect([...described.keys()].sort()).toEqual(tables)
  expect([...described].filter(([, places]) => places.length > 1)).toEqual([])
})

test.each(tables)('table %s has every column that its description names', async table => {
  const columns = new Set((await columnsOf(table)).map(({ name }) => name))
  const { organisation = [], person = [], text = [], written = [], file = [] } = descriptionOf(table)
  const names = [...organisation, ...person, ...text, ...written, ...file]
  expect(names.filter(name => !columns.has(name))).toEqual([])
})

test.each(tables)('the description of table %s names each column about an organisation or a person', async table => {
  const keys = await foreignKeysOf(table)
  const columns = await columnsOf(table)
  const pointingAt = (target: string, pattern: RegExp): string[] =>
    columns
      .map(({ name }) => name)
      .filter(name => keys.some(key => key.from === name && key.table === target) || pattern.test(name))
  const { organisation = [], person = [] } = descriptionOf(table)
  const own = (kind: string): string[] => (table === kind ? ['id'] : [])
  expect(inFileOf(table, organisation)).toEqual(
    inFileOf(table, [...own('organisations'), ...pointingAt('organisations', /^organisation_id$/)]),
  )
  expect(inFileOf(table, person)).toEqual(
    inFileOf(table, [...own('people'), ...pointingAt('people', /^(person|recipient)_id$/)]),
  )
})

test.each(tables)('the description of table %s says for each text column whether people enter it', async table => {
  const { text = [], written = [] } = descriptionOf(table)
  const columns = (await columnsOf(table)).filter(({ type }) => type.toLowerCase() === 'text')
  const names = columns.map(({ name }) => name)
  expect(inFileOf(table, [...text, ...written])).toEqual(inFileOf(table, names))
})

test.each(tables)('the description of table %s names each column with the id of a stored file', async table => {
  const files = new Set(['evidence_files', 'inbox_files', 'held_files', 'evidence_previews'])
  const keys = await foreignKeysOf(table)
  const columns = await columnsOf(table)
  const expected = columns
    .map(({ name }) => name)
    .filter(
      name =>
        (name === 'id' && files.has(table)) ||
        keys.some(key => key.from === name && files.has(key.table)) ||
        /(^|_)(file|small)_id$/.test(name),
    )
  expect(inFileOf(table, descriptionOf(table).file ?? [])).toEqual(inFileOf(table, expected))
})
