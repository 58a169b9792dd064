import type { Knex } from 'knex'
import type { Db, Tx } from './connection.ts'

/** A knex query with rows of any type. */
type Query = Pick<Knex.QueryBuilder, 'toSQL'>

/** SQL with `?` for each value. */
export interface Statement {
  sql: string
  bindings: readonly unknown[]
}

/** A query that has not run yet, and the function that converts its rows. Field names are constants, never input. */
export interface Lookup<Answer> {
  /** the statement of its query */
  statement(): Statement
  fields: readonly string[]
  lists: readonly string[]
  read(rows: never[]): Answer
}

/**
 * Describes a query, for `runLookup` or `runLookups`.
 * @param query builds the query
 * @param fields the query's columns
 * @param lists the fields that contain JSON, made by `jsonList`
 */
export function lookup<Row, Answer>(
  query: () => Query,
  fields: readonly (keyof Row & string)[],
  read: (rows: Row[]) => Answer,
  lists: readonly (keyof Row & string)[] = [],
): Lookup<Answer> {
  const statement = (): Statement => {
    const { sql, bindings } = query().toSQL()
    return { sql, bindings }
  }
  return { statement, fields, lists, read }
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
  const found = lookups.length === 0 ? {} : await firstRow(db, lookups)
  const answers = lookups.map(([name, { read, lists }]) => [name, read(rowsIn(found[name]!, lists) as never[])])
  return {
    ...Object.fromEntries(Object.keys(asked).map(name => [name, null])),
    ...(Object.fromEntries(answers) as object),
  } as Answers<Asked>
}

/** @returns the rows of each lookup as JSON, by its name */
async function firstRow(
  db: Db | Tx,
  lookups: readonly (readonly [string, Lookup<unknown>])[],
): Promise<Record<string, string>> {
  const statements = lookups.map(([, each]) => each.statement())
  const columns = lookups.map(([name, each], index) => `${asJson(db, each, statements[index]!.sql)} as "${name}"`)
  const bindings = statements.flatMap(statement => statement.bindings) as Knex.Value[]
  // built by knex and from constants in our stores; see tests/guards/raw-sql
  const found = await db.raw<Record<string, string>[] | { rows: Record<string, string>[] }>(
    `select ${columns.join(', ')}`,
    bindings,
  )
  return ('rows' in found ? found.rows : found)[0]!
}

function asJson(db: Db | Tx, { fields, lists }: Lookup<unknown>, sql: string): string {
  if (db.client.config.client === 'pg') return `(select coalesce(json_agg(r), '[]')::text from (${sql}) as r)`
  const pairs = fields
    .map(field => `'${field}', ${lists.includes(field) ? `json(r."${field}")` : `r."${field}"`}`)
    .join(', ')
  return `(select json_group_array(json_object(${pairs})) from (${sql}) as r)`
}

/** Parses rows. A nested list arrives as JSON from one database, and as a string of JSON from the other. */
function rowsIn(text: string, lists: readonly string[]): Record<string, unknown>[] {
  const rows = JSON.parse(text) as Record<string, unknown>[]
  for (const row of rows) for (const list of lists) if (typeof row[list] === 'string') row[list] = JSON.parse(row[list])
  return rows
}
