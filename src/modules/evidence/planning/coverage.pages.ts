import type { Branch } from '../../organisations/organisations.public.ts'
import { coverages, type Cell, type Coverage, type ItemCoverage } from '../../../domain/coverage.ts'
import type { Framework, Item } from '../../../domain/framework.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import type { Day } from '../../../domain/time.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { Details, EmptyState } from '../../../web/components.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/planning/coverage': ReturnType<typeof coveragePage>
    'evidence/planning/grid': NonNullable<ReturnType<typeof coveragePage>['table']>
  }
}

export interface Grid {
  framework: Framework
  branches: readonly Branch[]
  rows: readonly ItemCoverage<Item>[]
  today: Day
  everything: boolean
  mayAdd: boolean
}

/** So many criteria are named first. */
const widestMost = 5

export function coveragePage(t: T, organisation: Organisation, grid: Grid) {
  const { rows, branches, everything } = grid
  const address = `/organisations/${organisation.id}/coverage`
  const isEmpty = rows.every(({ counts }) => counts.none === branches.length)
  return {
    title: t('coverage.title'),
    wide: true,
    heading: { caption: organisation.name, text: t('coverage.title'), size: 'l' as const },
    back: { text: t('evidence.title'), href: `/organisations/${organisation.id}/evidence` },
    lead: t('coverage.lead', { day: longDay(t, grid.today) }),
    filters: {
      label: t('coverage.filter'),
      items: [
        { text: t('coverage.filter.branches'), href: address, current: !everything },
        { text: t('coverage.filter.all'), href: `${address}?criteria=all`, current: everything },
      ],
    },
    empty: isEmpty ? nothingYet(t, organisation, grid.mayAdd) : null,
    widest: isEmpty ? null : widestGaps(t, rows),
    table: isEmpty ? null : tableOf(t, organisation, grid),
    criteria: isEmpty ? [] : rows.map(row => criterionLine(t, organisation, row, branches)),
  }
}

const nothingYet = (t: T, { id }: Organisation, mayAdd: boolean): EmptyState => ({
  picture: 'shelf',
  heading: t('coverage.empty.heading'),
  text: [t('coverage.empty.text')],
  button: mayAdd ? { text: t('evidence.add.button'), href: `/organisations/${id}/evidence/new` } : null,
})

/** Where most branches have nothing from the period: what is worth collecting next. */
function widestGaps(t: T, rows: readonly ItemCoverage<Item>[]) {
  const gaps = rows
    .map(({ item, counts }) => ({ item, branches: counts.none + counts.old }))
    .filter(({ branches }) => branches > 0)
    .toSorted((a, b) => b.branches - a.branches)
  return gaps.length === 0
    ? { text: t('coverage.widest.none'), lines: [] }
    : {
        text: null,
        lines: gaps
          .slice(0, widestMost)
          .map(({ item, branches }) =>
            t('coverage.widest.line', { code: item.code, title: item.title, count: branches }),
          ),
      }
}

function tableOf(t: T, organisation: Organisation, { framework, rows, branches }: Grid) {
  const areas = framework.areas
    .map(({ id, title }) => ({ title, span: rows.filter(({ item }) => item.area === id).length }))
    .filter(({ span }) => span > 0)
  return {
    caption: t('coverage.table'),
    key: coverages.map(coverage => ({
      mark: markOf(t, coverage, null),
      tone: tones[coverage],
      text: t(`coverage.key.${coverage}`),
    })),
    areas,
    columns: rows.map(({ item }) => ({
      code: item.code,
      title: item.title,
      href: shelfAt(organisation, { item: item.id }),
    })),
    rows: branches.map((branch, place) => ({
      name: branch.name,
      href: shelfAt(organisation, { branch: branch.id }),
      cells: rows.map(({ cells }) => cellOf(t, cells[place]!)),
      missing: String(rows.filter(({ cells }) => isGap(cells[place]!)).length),
    })),
  }
}

const isGap = ({ coverage }: Cell): boolean => coverage === 'none' || coverage === 'old'
const tones = { here: 'here', 'whole service': 'service', old: 'old', none: 'none' } as const satisfies Record<
  Coverage,
  string
>
const cellOf = (t: T, { coverage, evidenceItems }: Cell) => ({
  tone: tones[coverage],
  text: markOf(t, coverage, evidenceItems),
})

/**
 * Each state has its own mark: a number, a word, or nought. @param pieces null in the key, which speaks of any number
 */
function markOf(t: T, coverage: Coverage, evidenceItems: number | null): string {
  if (coverage === 'here')
    return evidenceItems === null ? t('coverage.mark.some') : t('coverage.mark.here', { pieces: evidenceItems })
  return t(`coverage.mark.${coverage}`)
}

/** The same in words, for a narrow screen and for whoever asks about one criterion. */
function criterionLine(
  t: T,
  organisation: Organisation,
  { item, cells, counts }: ItemCoverage<Item>,
  branches: readonly Branch[],
) {
  const gaps = branches.filter((_, place) => isGap(cells[place]!)).map(({ name }) => name)
  const said = coverages
    .filter(coverage => counts[coverage] > 0)
    .map(coverage => t(`coverage.count.${coverage}`, { count: counts[coverage] }))
  const details: Details | null =
    gaps.length === 0 ? null : { summary: t('coverage.gaps', { count: gaps.length, code: item.code }), text: gaps }
  return { link: { text: `${item.code} ${item.title}`, href: shelfAt(organisation, { item: item.id }) }, said, details }
}

const shelfAt = ({ id }: { id: string }, chosen: Record<string, string>): string =>
  `/organisations/${id}/evidence?${new URLSearchParams(chosen).toString()}`
