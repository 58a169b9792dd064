import type { Knex } from 'knex'
import type { Db, Tx } from './connection.ts'

/** A query and what becomes of its rows. Its names are ours, never somebody's input. */
export interface Lookup<Answer> {
  query: Knex.QueryBuilder
  fields: readonly string[]
  lists: readonly string[]
  read(rows: never[]): Answer
}

/**
 * @param fields what the query selects, by the names it gives
 * @param lists those among them that are JSON already, as `jsonList` makes it
 */
export function lookup<Row, Answer>(
  query: Knex.QueryBuilder,
  fields: readonly (keyof Row & string)[],
  read: (rows: Row[]) => Answer,
  lists: readonly (keyof Row & string)[] = [],
): Lookup<Answer> {
  return { query, fields, lists, read }
}

export async function lookUp<Answer>(db: Db | Tx, asked: Lookup<Answer>): Promise<Answer> {
  return (await lookUpAll(db, { asked })).asked
}

type AnswerTo<Asked> = Asked extends Lookup<infer Answer> ? Answer : null
type Answers<Asked> = { [Name in keyof Asked]: AnswerTo<Asked[Name]> }

/**
 * All of them in one statement, each answer a JSON text: what a statement costs by itself, the way to the database and
 * the making of each row field by field, is paid once for a page. Null looks nothing up and comes back as null. All see
 * the same state of the database.
 */
export async function lookUpAll<Asked extends Record<string, Lookup<unknown> | null>>(
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
    return db.raw("(select coalesce(json_agg(each_row), '[]')::text from ? as each_row) as ??", [query, name])
  const pairs = fields
    .map(field => `'${field}', ${lists.includes(field) ? `json("${field}")` : `"${field}"`}`)
    .join(', ')
  // eslint-disable-next-line ours/raw-sql -- put together from names in our own stores
  return db.raw(`(select json_group_array(json_object(${pairs})) from ? as each_row) as ??`, [query, name])
}

/** A list within a row comes as JSON from one database and as text that holds JSON from the other. */
function rowsIn(text: string, lists: readonly string[]): Record<string, unknown>[] {
  const rows = JSON.parse(text) as Record<string, unknown>[]
  for (const row of rows) for (const list of lists) if (typeof row[list] === 'string') row[list] = JSON.parse(row[list])
  return rows
}
