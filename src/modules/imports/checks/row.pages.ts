import type { ImportKind } from '../../../domain/import-columns.ts'
import type { AwardGiven, Reason } from '../../../domain/import-rows.ts'
import { isDay } from '../../../domain/time.ts'
import type { Status, Table } from '../../../web/components.ts'
import { list, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { ImportRow, RowResult } from '../imports/import-row.store.ts'
import type { Counted } from '../imports/row-counts.store.ts'
import { inWordsOfPages } from './reason-words.pages.ts'

const looks: Record<RowResult, Pick<Status, 'icon' | 'tone'>> = {
  problem: { icon: 'triangle', tone: 'stop' },
  duplicate: { icon: 'ring', tone: 'you' },
  changed: { icon: 'pencil', tone: 'cloth' },
  new: { icon: 'plus', tone: 'done' },
  same: { icon: 'equals', tone: 'quiet' },
}

/**
 * The sentence for a reason. It is empty for a reason that this release does not know, because a newer or older release
 * stored it.
 */
export function reasonText(t: T, { is, with: given = {} }: Reason): string {
  const key = `imports.reason.${is}`
  if (!t.knows(key)) return ''
  const shown = Object.entries({ ...given, ...inWordsOfPages(t, { is, with: given }) }).map(([name, value]) => [
    name,
    typeof value === 'string' && isDay(value) ? longDay(t, value) : value,
  ])
  const say = t as unknown as (key: string, params: Record<string, string | number>) => string
  return say(key, Object.fromEntries(shown))
}

export const reasonsText = (t: T, row: ImportRow): string =>
  row.reasons
    .map(reason => reasonText(t, reason))
    .filter(Boolean)
    .join(' ')

/** A sentence that says how many organisations, branches or other rows an import has. */
export const rowsText = (t: T, kind: ImportKind, { organisations, others }: Counted): string =>
  kind === 'organisations'
    ? list(t, [
        ...(organisations > 0 || others === 0 ? [t('imports.check.organisations', { count: organisations })] : []),
        ...(others > 0 ? [t('imports.check.branches', { count: others })] : []),
      ])
    : t('imports.check.rows', { count: others })

interface RowsShown {
  caption: string
  why: string
  /** why the row will be, or was, saved or left out */
  whyOf(row: ImportRow): string
  /** the row's status after the import or after undoing it; null or left out to show the result of the check */
  statusOf?(row: ImportRow): Status | null
  /** the address of the row's record */
  hrefOf?(row: ImportRow): string | null
}

export const rowsTable = (
  t: T,
  rows: readonly ImportRow[],
  { caption, why, whyOf, statusOf = () => null, hrefOf = () => null }: RowsShown,
): Table => ({
  caption,
  captionSize: 'hidden',
  kind: 'import',
  columns: [t('imports.column.name'), t('imports.column.result'), why],
  rows: rows.map(row => ({
    cells: [
      { text: row.title || t('imports.row.no_name'), href: hrefOf(row), reason: aboutRow(t, row) },
      { status: statusOf(row) ?? resultStatus(t, row) },
      { text: whyOf(row) },
    ],
  })),
})

const resultStatus = (t: T, { result }: ImportRow): Status => ({
  ...looks[result],
  text: t(`imports.result.${result}`),
})

export const aboutRow = (t: T, { number, place }: Pick<ImportRow, 'number' | 'place'>): string =>
  place === '' ? t('imports.row', { row: number }) : t('imports.row.about', { row: number, place })

/** The planned outcome of a row, and the reason for it. */
export function whatWillHappen(t: T, row: ImportRow): string {
  const reasons = reasonsText(t, row)
  const joined = (text: string): string => [text, reasons].filter(Boolean).join(' ')
  if (row.result === 'problem') return joined(t('imports.why.problem'))
  if (row.result === 'same') return t('imports.why.same')
  if (row.result === 'duplicate')
    return joined(row.choice === null ? t('imports.why.undecided') : t(`imports.why.decided.${row.choice}`))
  if (row.result === 'changed') return reasons
  if (row.choice === 'leave out') return t('imports.why.decided.leave out')
  return joined(willBeAdded(t, row))
}

function willBeAdded(t: T, { kind, place, given }: ImportRow): string {
  if (kind === 'branch') return t('imports.why.new.branch', { organisation: place })
  return kind === 'award' ? awardAsRead(t, given as AwardGiven) : t(`imports.why.new.${kind}`)
}

/** The page shows at most this many branches of an award, and this many characters of each name. */
const [branchesShown, longestBranch] = [5, 60]

/** Says how the award was understood, so that a coordinator can check its dates. */
function awardAsRead(t: T, { from, to, branches }: AwardGiven): string {
  const period = { from: longDay(t, from), to: longDay(t, to) }
  if (branches.length === 0) return t('imports.why.new.award.all', period)
  const names = branches.slice(0, branchesShown).map(name => name.slice(0, longestBranch))
  const more = branches.length - names.length
  return more === 0
    ? t('imports.why.new.award', { ...period, branches: list(t, names) })
    : t('imports.why.new.award.more', { ...period, branches: names.join(', '), count: more })
}
