import type { Knex } from 'knex'
import type { Database } from '../../src/db/connection.ts'

/** A statement that reads, with the values that it was run with. */
export interface Read {
  sql: string
  bindings: readonly unknown[]
}

/** What is wrong with the plan of a statement: it reads all rows of a growing table, or sorts them before its limit. */
export interface Finding {
  what: 'scan' | 'sort'
  table: string
}

/** Tables whose number of rows does not follow the number of libraries, people or days. */
const smallTables = new Set([
  'streams',
  'frameworks',
  'framework_versions',
  'rounds',
  'charity_roles',
  'settings',
  'wordings', // the texts that coordinators edit
  'held_files', // deleted after a day
  'job_leases',
  'migrations',
])

/** Asks the database how it would run a statement. Nothing is run. */
export async function findingsIn({ db, engine }: Database, read: Read): Promise<Finding[]> {
  return engine === 'sqlite' ? sqliteFindings(db, read) : postgresFindings(db, read)
}

/** The tables of a statement by the names that they have in it. */
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

/** Columns that limit a search to the rows of one record, such as one application. */
const byOwner = /\((?:\w+_id|id|rowid|place)=\?/
/** Tables of which even one library or person can have very many rows. */
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
    if (!table || smallTables.has(table)) return null
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
  Plans?: Node[]
}

/** Plans as if tables were large: PostgreSQL then scans or sorts only where it has no other way. */
async function postgresFindings(db: Knex, { sql, bindings }: Read): Promise<Finding[]> {
  const question = sql.replace(/\$\d+/g, '?')
  const plan = await db.transaction(async trx => {
    await trx.raw('set local enable_seqscan = off')
    await trx.raw('set local enable_sort = off')
    const { rows } = await trx.raw<{ rows: { 'QUERY PLAN': { Plan: Node }[] }[] }>(
      `explain (format json) ${question}`,
      [...bindings] as string[],
    )
    return rows[0]!['QUERY PLAN'][0]!.Plan
  })
  const found: Finding[] = []
  const visit = (node: Node, isLimited: boolean): void => {
    const table = node['Relation Name'] ?? ''
    if (node['Node Type'] === 'Seq Scan' && !smallTables.has(table)) found.push({ what: 'scan', table })
    if (node['Node Type'] === 'Sort' && isLimited) found.push({ what: 'sort', table: firstTable(node) })
    for (const below of node.Plans ?? []) visit(below, node['Node Type'] === 'Limit')
  }
  visit(plan, false)
  return found.filter(({ table }) => !smallTables.has(table))
}

/** The table that the rows of a node come from. */
const firstTable = (node: Node): string =>
  node['Relation Name'] ?? node.Plans?.map(firstTable).find(table => table !== '') ?? ''
