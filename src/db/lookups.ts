import type { Knex } from 'knex'
import type { Db, Tx } from './connection.ts'

/** A knex query with rows of any type. */
type Query = Pick<Knex.QueryBuilder, 'toSQL'>

/** A query that has not run yet, and the function that converts its rows. Field names are constants, never input. */
export interface Lookup<Answer> {
  query: Query
  fields: readonly string[]
  lists: readonly string[]
  read(rows: never[]): Answer
}

/**
 * Describes a query. `runLookup` runs it alone, and `runLookups` with others.
 * @param fields the query's columns
 * @param lists the fields that contain JSON, made by `jsonList`
 */
export function lookup<Row, Answer>(
  query: Query,
  fields: readonly (keyof Row & string)[],
  read: (rows: Row[]) => Answer,
  lists: readonly (keyof Row & string)[] = [],
): Lookup<Answer> {
  return { query, fields, lists, read }
}

export async function runLookup<Answer>(db: Db | Tx, asked: Lookup<Answer>): Promise<Answer> {
  return (await runLookups(db, { asked })).asked
}

type AnswerTo<Asked> = Asked extends Lookup<infer Answer> ? Answer : null
/** The results of lookups, by name; null where null was given instead of a lookup. */
export type Answers<Asked> = { [Name in keyof Asked]: AnswerTo<Asked[Name]> }

/**
 * Runs all lookups in one statement: one round trip, and one state of the database. A null in place of a lookup gives
 * null.
 */
export async function runLookups<Asked extends Record<string, Lookup<unknown> | null>>(
  db: Db | Tx,
  asked: Asked,
): Promise<Answers<Asked>> {
  const lookups = Object.entries(asked).flatMap(([name, each]) => (each ? [[name, each] as const] : []))
  const found =
    lookups.length === 0
      ? {}
      : await db.first<Record<string, string>>(...lookups.map(([name, each]) => asJson(db, each, name)))
  const answers = lookups.map(([name, { read, lists }]) => [name, read(rowsIn(found[name]!, lists) as never[])])
  return {
    ...Object.fromEntries(Object.keys(asked).map(name => [name, null])),
    ...(Object.fromEntries(answers) as object),
  } as Answers<Asked>
}

function asJson(db: Db | Tx, { query, fields, lists }: Lookup<unknown>, name: string): Knex.Raw {
  if (db.client.config.client === 'pg')
    return db.raw("(select coalesce(json_agg(r), '[]')::text from ? as r) as ??", [query as Knex.QueryBuilder, name])
  const pairs = fields
    .map(field => `'${field}', ${lists.includes(field) ? `json(r."${field}")` : `r."${field}"`}`)
    .join(', ')
  // built from constants in our stores; see tests/guards/raw-sql
  return db.raw(`(select json_group_array(json_object(${pairs})) from ? as r) as ??`, [
    query as Knex.QueryBuilder,
    name,
  ])
}

/** Parses rows. A nested list arrives as JSON from one database, and as a string of JSON from the other. */
function rowsIn(text: string, lists: readonly string[]): Record<string, unknown>[] {
  const rows = JSON.parse(text) as Record<string, unknown>[]
  for (const row of rows) for (const list of lists) if (typeof row[list] === 'string') row[list] = JSON.parse(row[list])
  return rows
}
