import { list } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { Chips, Details, SummaryRow } from '../../../web/components.ts'

const most = 12

/**
 * More branches than anybody reads at a glance are counted, and their names stand one step away; null where they are
 * few enough.
 */
const manyBranches = (t: T, names: readonly string[]): Details | null =>
  names.length > most
    ? { summary: t('organisations.branches.count', { count: names.length }), text: [list(t, names)] }
    : null

export function branchesRow(t: T, key: string, names: readonly string[]): SummaryRow {
  const more = manyBranches(t, names)
  return more ? { key, value: [], more } : { key, value: names }
}

export function branchesInScope(t: T, label: string, names: readonly string[]): Chips {
  const more = manyBranches(t, names)
  return { label, items: more ? [] : names, more }
}
