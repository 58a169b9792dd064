import type { Growth } from './growth.ts'
import { named, tableOf } from './report.ts'
import type { Spent } from './thread-times.ts'

const total = ({ own, others }: Spent): number => own + others

/** The cost of the page with more data, as a multiple of its cost with less. */
export const growthOf = ({ cpu }: Growth): number => total(cpu.at(-1)!) / total(cpu[0]!)

/**
 * Each page of each role, largest growth first. In a cell with two figures, the first is for the country's data and the
 * second for more data.
 */
export function growthTable(all: readonly Growth[], engine: Growth['engine']): string {
  const lines = all
    .filter(each => each.engine === engine)
    .toSorted((one, other) => growthOf(other) - growthOf(one))
    .map(each => [
      each.name,
      each.role,
      each.statements.join(' · '),
      each.bytes.map(bytes => (bytes / 1_000).toFixed(0)).join(' · '),
      each.cpu.map(cpu => total(cpu).toFixed(2)).join(' · '),
      each.cpu.map(({ others }) => others.toFixed(2)).join(' · '),
      each.cpu.map(cpu => (total(cpu) / each.hello).toFixed(0)).join(' · '),
      growthOf(each).toFixed(2),
    ])
  return `### ${named[engine]}\n\n${tableOf(
    ['page', 'role', 'statements', 'kB', 'CPU, ms', 'of which other threads', '× "hello"', 'growth'],
    lines,
  )}`
}
