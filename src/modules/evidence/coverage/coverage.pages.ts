import type { Branch } from '../../organisations/organisations.public.ts'
import { coverages, type Cell, type Coverage, type ItemCoverage } from '../../../domain/coverage.ts'
import type { Framework, Item } from '../../../domain/framework.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import type { T } from '../../../words/words.ts'
import type { Details, EmptyState } from '../../../web/components.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/coverage/show': ReturnType<typeof coveragePage>
    'evidence/coverage/grid': NonNullable<ReturnType<typeof coveragePage>['table']>
  }
}

export interface BranchCoverage {
  framework: Framework
  branches: readonly Branch[]
  rows: readonly ItemCoverage<Item>[]
  /** whether the page shows all criteria, or only those about each branch */
  showsAll: boolean
  mayAdd: boolean
}

/** The maximum number of gaps listed above the table. */
const maxGaps = 5

export function coveragePage(t: T, organisation: Organisation, coverage: BranchCoverage) {
  const { rows, branches, showsAll } = coverage
  const address = `/organisations/${organisation.id}/coverage`
  const isEmpty = rows.every(({ counts }) => counts.none === branches.length)
  return {
    title: t('coverage.title'),
    wide: true,
    heading: { caption: organisation.name, text: t('coverage.title'), size: 'l' as const },
    back: { text: t('evidence.title'), href: `/organisations/${organisation.id}/evidence` },
    filters: {
      label: t('coverage.filter'),
      items: [
        { text: t('coverage.filter.branches'), href: address, current: !showsAll },
        { text: t('coverage.filter.all'), href: `${address}?criteria=all`, current: showsAll },
      ],
    },
    empty: isEmpty ? nothingYet(t, organisation, coverage.mayAdd) : null,
    gaps: isEmpty ? null : biggestGaps(t, rows),
    table: isEmpty ? null : tableOf(t, organisation, coverage),
    criteria: isEmpty ? [] : rows.map(row => criterionLine(t, organisation, row, branches)),
  }
}

const nothingYet = (t: T, { id }: Organisation, mayAdd: boolean): EmptyState => ({
  picture: 'shelf',
  heading: t('coverage.empty.heading'),
  text: [t('coverage.empty.text')],
  button: mayAdd ? { text: t('evidence.add.button'), href: `/organisations/${id}/evidence/new` } : null,
})

/** The criteria with the most branches that have no recent evidence, at most `maxGaps`. */
function biggestGaps(t: T, rows: readonly ItemCoverage<Item>[]) {
  const gaps = rows
    .map(({ item, counts }) => ({ item, branches: counts.none + counts.old }))
    .filter(({ branches }) => branches > 0)
    .toSorted((a, b) => b.branches - a.branches)
  return gaps.length === 0
    ? { text: t('coverage.gaps.none'), lines: [] }
    : {
        text: null,
        lines: gaps
          .slice(0, maxGaps)
          .map(({ item, branches }) =>
            t('coverage.gaps.line', { code: item.code, title: item.title, count: branches }),
          ),
      }
}

function tableOf(t: T, organisation: Organisation, { framework, rows, branches }: BranchCoverage) {
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
      href: listAddress(organisation, { item: item.id }),
    })),
    rows: branches.map((branch, place) => ({
      name: branch.name,
      href: listAddress(organisation, { branch: branch.id }),
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
 * The text in a cell: the number of items for `here`, "all" for `whole service`, "old" for `old`, 0 for `none`.
 * @param evidenceItems null in the key to the table, which shows an example number
 */
function markOf(t: T, coverage: Coverage, evidenceItems: number | null): string {
  if (coverage === 'here')
    return evidenceItems === null ? t('coverage.mark.some') : t('coverage.mark.here', { number: evidenceItems })
  return t(`coverage.mark.${coverage}`)
}

/** One criterion of the table as text, for narrow screens. */
function criterionLine(
  t: T,
  organisation: Organisation,
  { item, cells, counts }: ItemCoverage<Item>,
  branches: readonly Branch[],
) {
  const gaps = branches.filter((_, place) => isGap(cells[place]!)).map(({ name }) => name)
  const counted = coverages
    .filter(coverage => counts[coverage] > 0)
    .map(coverage => t(`coverage.count.${coverage}`, { count: counts[coverage] }))
  const details: Details | null =
    gaps.length === 0 ? null : { summary: t('coverage.missing', { count: gaps.length, code: item.code }), text: gaps }
  const link = { text: `${item.code} ${item.title}`, href: listAddress(organisation, { item: item.id }) }
  return { link, counts: counted, details }
}

const listAddress = ({ id }: { id: string }, chosen: Record<string, string>): string =>
  `/organisations/${id}/evidence?${new URLSearchParams(chosen).toString()}`
