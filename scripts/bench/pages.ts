import type { Filling } from './measure.ts'
import { seed, type Seeded } from './seed.ts'
import { evidencePages } from './seed-evidence.ts'

/** A page to measure: its address, its reader, and whether it is a list, whose cost must not grow with its rows. */
export interface BenchPage {
  name: string
  path: string
  cookie: string
  isList: boolean
}

export const bare = 'bare signed-in page'

export function pagesOf({ lead, coordinator, libraryLead, application, list, code }: Seeded): BenchPage[] {
  return [
    { name: bare, path: '/bench/bare', cookie: lead, isList: false },
    { name: '/home as lead', path: '/home', cookie: lead, isList: false },
    { name: '/home as coordinator', path: '/home', cookie: coordinator, isList: true },
    { name: '/renewals', path: '/renewals', cookie: coordinator, isList: true },
    { name: 'a criterion', path: `/applications/${application}/criteria/${code}`, cookie: lead, isList: false },
    { name: 'the task list', path: `/applications/${application}`, cookie: lead, isList: false },
    { name: 'the evidence list', path: `/organisations/${list}/evidence`, cookie: libraryLead, isList: true },
  ]
}

const few = 100

/**
 * Sets of pages with few rows and with many. Pages other than lists are measured only with many rows, except the bare
 * page, with which the others are compared.
 */
export const pageSets = (many: number): Filling[] =>
  sizesOf(few, many).map(rows => ({
    rows,
    fill: async db =>
      pagesOf(await seed(db, rows)).filter(({ isList, name }) => rows === many || isList || name === bare),
  }))

/** The pages of an evidence list, for a library with few items and a library with many. */
export const evidenceSets = (many: number): Filling[] =>
  sizesOf(1_000, many).map(rows => ({ rows, fill: db => evidencePages(db, rows) }))

/** The two sizes, or one if they are equal, because each has a database of its own. */
const sizesOf = (...sizes: number[]): number[] => [...new Set(sizes)]
