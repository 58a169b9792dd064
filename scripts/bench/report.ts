import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'
import { projectFolder } from '../../src/config.ts'
import type { DocumentsMeasured } from './documents.ts'
import { median } from './load.ts'
import type { EmailPace } from './emails.ts'
import type { Engine, Measured } from './measure.ts'
import { bare } from './pages.ts'
import { p99, type UploadsMeasured } from './uploads.ts'

export const named: Readonly<Record<Engine, string>> = { sqlite: 'SQLite', postgresql: 'PostgreSQL' }

/** CPU time as a multiple of the bare page's in the same round, so that a busy moment affects both. */
function ratioOf(each: Measured, all: readonly Measured[]): string {
  const base = all.find(({ engine, rows, page }) => engine === each.engine && rows === each.rows && page.name === bare)
  return base ? median(each.cpu.map((cpu, round) => cpu / base.cpu[round]!)).toFixed(2) : ''
}

const figures = (each: Measured): string[] => [median(each.cpu).toFixed(2), each.p50.toFixed(1), each.p99.toFixed(1)]

export function pagesTable(all: readonly Measured[]): string {
  const lines = all.map(each => [
    each.page.name,
    each.engine === null ? '' : named[each.engine],
    each.rows === 0 ? '' : each.rows.toLocaleString('en-GB'),
    ...figures(each),
    ratioOf(each, all),
  ])
  return tableOf(['page', 'database', 'rows behind it', 'CPU, ms', 'p50, ms', 'p99, ms', '× bare page'], lines)
}

/** Compares each page of a long list with the same page of a short one, round by round. */
export function listsTable(all: readonly Measured[]): string {
  const [short, long] = [...new Set(all.filter(({ engine }) => engine).map(({ rows }) => rows))].toSorted(
    (a, b) => a - b,
  )
  const lines = all
    .filter(({ engine, rows }) => engine && rows === long)
    .map(each => {
      const base = all.find(
        ({ engine, rows, page }) => engine === each.engine && rows === short && page.name === each.page.name,
      )!
      return [
        each.page.name,
        named[each.engine!],
        median(base.cpu).toFixed(2),
        median(each.cpu).toFixed(2),
        base.p50.toFixed(1),
        each.p50.toFixed(1),
        median(each.cpu.map((cpu, round) => cpu / base.cpu[round]!)).toFixed(2),
      ]
    })
  const over = (rows = 0) => rows.toLocaleString('en-GB')
  return tableOf(
    [
      'evidence',
      'database',
      `CPU over ${over(short)}, ms`,
      `over ${over(long)}, ms`,
      `p50 over ${over(short)}, ms`,
      `over ${over(long)}, ms`,
      '× CPU',
    ],
    lines,
  )
}

/** The ratio is the median over the parts of all runs, each compared with the bare loop beside it. */
export function emailsTable(paces: readonly EmailPace[]): string {
  return tableOf(
    ['reminders over one connection', 'emails in a run', 'a second', 'bare loop, a second', '× bare loop'],
    paces.map(({ engine, emails, ours, bare }) => [
      named[engine],
      emails.toLocaleString('en-GB'),
      median(ours).toFixed(2),
      median(bare).toFixed(2),
      median(ours.map((pace, part) => pace / bare[part]!)).toFixed(2),
    ]),
  )
}

export function uploadsTable({ files, toDisk, alone, toUs, memory, idle, meanwhile, zip }: UploadsMeasured): string {
  const [whole, ratio] = [
    (value: number) => Math.round(value).toLocaleString('en-GB'),
    (values: number[], of: number[]) => median(values.map((value, round) => value / of[round]!)).toFixed(2),
  ]
  return tableOf(
    ['large files', 'measured', 'beside it', '×'],
    [
      [
        `${files} × 10 MB at once, MB a second`,
        whole(median(alone)),
        `${whole(median(toDisk))} written by Node alone`,
        ratio(alone, toDisk),
      ],
      ['the same while eight ask for pages without a pause', whole(median(toUs)), '', ratio(toUs, toDisk)],
      [
        'a page meanwhile, p99, ms',
        whole(p99(meanwhile)),
        `${whole(p99(idle))} when idle`,
        (p99(meanwhile) / p99(idle)).toFixed(2),
      ],
      ['memory meanwhile, MB above idle', whole(Math.max(...memory)), '', ''],
      [`taken out as a ZIP of ${whole(zip.megabytes)} MB, MB a second`, whole(zip.pace), '', ''],
      ['its first byte, ms', whole(zip.firstByte), '', ''],
      ['memory meanwhile, MB above idle', whole(zip.memory), '', ''],
    ],
  )
}

export function documentsTable({ documents, idle, reading, seconds, memory }: DocumentsMeasured): string {
  const whole = (value: number) => Math.round(value).toLocaleString('en-GB')
  return tableOf(
    ['documents', 'measured', 'beside it', '×'],
    [
      [`${documents} documents of 100 pages read together, seconds`, median(seconds).toFixed(1), '', ''],
      [
        'a page while they are read, p99, ms',
        whole(p99(reading)),
        `${whole(p99(idle))} when idle`,
        (p99(reading) / p99(idle)).toFixed(2),
      ],
      ['memory while they are read, MB above idle', whole(Math.max(...memory)), '', ''],
    ],
  )
}

export const tableOf = (head: readonly string[], lines: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...lines].map(cells => `| ${cells.join(' | ')} |`).join('\n')

export const machine = (): string =>
  `Node ${process.versions.node} on ${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}).`

const path = join(projectFolder, 'docs', 'performance.md')
const [begins, ends] = ['<!-- written by npm run bench -- --write -->', '<!-- end of measurements -->']

/** Writes the tables into docs/performance.md. */
export function writeReport(report: string): void {
  const [before, rest] = readFileSync(path, 'utf8').split(begins)
  const after = rest?.split(ends)[1]
  if (before === undefined || after === undefined) throw new Error(`${path} has no place for what was measured`)
  writeFileSync(path, `${before}${begins}\n\n${report}\n\n${ends}${after}`)
}
