import type { Knex } from 'knex'
import type { Database } from '../../src/db/connection.ts'

/** A select statement and its values. */
export interface Read {
  sql: string
  bindings: readonly unknown[]
}

/** A problem with the plan of a statement: it reads all rows of a growing table, or sorts them to find a few. */
export interface Finding {
  what: 'scan' | 'sort'
  table: string
}

/** Tables that do not grow with the number of libraries, people or days. */
const smallTables = new Set([
  'streams',
  'frameworks',
  'framework_versions',
  'rounds',
  'charity_roles',
  'settings',
  'wordings', // the text that coordinators edit
  'held_files', // deleted after a day
  'job_leases',
  'service_problems', // one row for each kind of problem
  'migrations',
])

/** The problems in a statement’s query plan. Uses EXPLAIN, so the statement is not executed. */
export async function findingsIn({ db, engine }: Database, read: Read): Promise<Finding[]> {
  if (engine !== 'sqlite') return postgresFindings(db, read)
  const found = await Promise.all(queriesIn(read).map(query => sqliteFindings(db, query)))
  return found.flat()
}

const combined = /\(select json_group_array\(json_object\((?:(?! from ).)*\)\) from \((.*?)\) as r\) as /gs

/** The queries that `runLookups` combined in a statement, or the statement itself if it did not combine any. */
function queriesIn({ sql, bindings }: Read): Read[] {
  const queries = [...sql.matchAll(combined)].map(({ 0: all, 1: query = '', index }) => {
    const start = index + all.lastIndexOf(`(${query}) as r`) + 1
    const first = bindingsIn(sql.slice(0, start))
    return { sql: query, bindings: bindings.slice(first, first + bindingsIn(query)) }
  })
  return queries.length === 0 ? [{ sql, bindings }] : queries
}

const bindingsIn = (sql: string): number => sql.split('?').length - 1

/** The tables of a statement by alias. */
function tablesIn(sql: string): Map<string, string> {
  const named = new Map<string, string>()
  for (const [, table, alias] of sql.matchAll(/(?:from|join)\s+["`]?(\w+)["`]?(?:\s+as\s+["`]?(\w+)["`]?)?/gi))
    named.set(alias ?? table!, table!)
  return named
}

interface PlanLine {
  id: number
  parent: number
  detail: string
}

/** Columns that limit a search to the rows of one record, such as an application. */
const byOwner = /\((?:\w+_id|id|rowid|place)=\?/
/** Tables that can have very many rows for a single library or person. */
const longTables = new Set(['evidence', 'events', 'access_log', 'outbox', 'reminders', 'evidence_words'])

async function sqliteFindings(db: Knex, { sql, bindings }: Read): Promise<Finding[]> {
  const lines = (await db.raw(`explain query plan ${sql}`, [...bindings] as string[])) as PlanLine[]
  const tables = tablesIn(sql)
  const tableOf = (detail: string): string => {
    const name = /^(?:SCAN|SEARCH) (\w+)/.exec(detail)?.[1] ?? ''
    return tables.get(name) ?? ''
  }
  const growing = (detail: string): string | null => {
    const table = tableOf(detail)
    const isRecursive = new RegExp(`with recursive ["\`]?${table}\\b`, 'i').test(sql)
    if (!table || smallTables.has(table) || isRecursive) return null
    return detail.startsWith('SCAN') || longTables.has(table) || !byOwner.test(detail) ? table : null
  }
  const isLimited = / limit /i.test(sql)
  const sorted = new Set(lines.filter(({ detail }) => detail.includes('TEMP B-TREE FOR')).map(({ parent }) => parent))
  return lines.flatMap(({ detail, parent }): Finding[] => {
    const table = growing(detail)
    if (table === null) return []
    const isFirst = lines.find(line => line.parent === parent && /^(SCAN|SEARCH)/.test(line.detail))!.detail === detail
    if (sorted.has(parent) && isLimited && isFirst) return [{ what: 'sort', table }]
    return detail.startsWith('SCAN') && !isLimited ? [{ what: 'scan', table }] : []
  })
}

interface Node {
  'Node Type': string
  'Relation Name'?: string
  'Parent Relationship'?: string
  Plans?: Node[]
}

/**
 * Plans the statement twice, as if its tables were large: once with scans disabled, and once with sorts disabled.
 * PostgreSQL then scans or sorts only if it has no other way. With both disabled together, it would choose one of them
 * by its statistics.
 */
async function postgresFindings(db: Knex, read: Read): Promise<Finding[]> {
  const found: Finding[] = []
  visit(withoutSubPlans(await planWithout(db, 'enable_seqscan', read)), false, node => {
    if (node['Node Type'] === 'Seq Scan') found.push({ what: 'scan', table: node['Relation Name'] ?? '' })
  })
  visit(withoutSubPlans(await planWithout(db, 'enable_sort', read)), false, (node, isLimited) => {
    if (node['Node Type'] === 'Sort' && isLimited)
      // The first table in alphabetical order, because the order of the joins depends on statistics.
      found.push({ what: 'sort', table: tablesUnder(node).toSorted()[0] ?? '' })
  })
  return found.filter(({ table }) => table !== '' && !smallTables.has(table))
}

/**
 * The plan without its subplans, such as those of `exists`. In a subplan, PostgreSQL chooses between an index and a
 * scan by its statistics, even with scans disabled.
 */
const withoutSubPlans = (node: Node): Node => ({
  ...node,
  Plans: (node.Plans ?? []).filter(below => below['Parent Relationship'] !== 'SubPlan').map(withoutSubPlans),
})

const tablesUnder = (node: Node): string[] => [
  ...(node['Relation Name'] && !smallTables.has(node['Relation Name']) ? [node['Relation Name']] : []),
  ...(node.Plans ?? []).flatMap(tablesUnder),
]

const planWithout = (db: Knex, setting: 'enable_seqscan' | 'enable_sort', { sql, bindings }: Read): Promise<Node> =>
  db.transaction(async trx => {
    await trx.raw(`set local ${setting} = off`)
    const { rows } = await trx.raw<{ rows: { 'QUERY PLAN': { Plan: Node }[] }[] }>(
      `explain (format json) ${sql.replace(/\$\d+/g, '?')}`,
      [...bindings] as string[],
    )
    return rows[0]!['QUERY PLAN'][0]!.Plan
  })

function visit(node: Node, isLimited: boolean, look: (node: Node, isLimited: boolean) => void): void {
  look(node, isLimited)
  for (const below of node.Plans ?? []) visit(below, node['Node Type'] === 'Limit', look)
}
