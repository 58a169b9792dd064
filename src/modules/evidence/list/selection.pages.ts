import { bulkChangeKinds } from '../../../domain/bulk-change.ts'
import type { HiddenField, Link, RowPick } from '../../../web/components.ts'
import type { T } from '../../../words/words.ts'
import { filterNames, type Filters, type Selection } from './list.forms.ts'

/**
 * The checkbox of one item; null when all matching evidence is selected, because single items cannot be selected then.
 */
export const pickOf = (t: T, { id, title }: { id: string; title: string }, selected: Selection): RowPick | null =>
  selected === 'every'
    ? null
    : {
        name: 'evidence',
        value: id,
        text: t('bulk_changes.list.pick', { title }),
        checked: selected === 'page',
      }

interface Selecting {
  filters: Filters
  selected: Selection
  here: string
  isFirstPage: boolean
  next: string | null
  mayAdd: boolean
}

/** The buttons below the list, and the links that select many items. Observers can only download. */
export function bulkPart(
  t: T,
  { id }: { id: string },
  { filters, selected, here, isFirstPage, next, mayAdd }: Selecting,
) {
  const address = `/organisations/${id}/evidence/changes`
  const linkTo = (selection: Selection): Link => ({
    text: t(`bulk_changes.list.${selection}`),
    href: withSelection(here, selection),
  })
  const isLong = next !== null || !isFirstPage
  const offered = (['page', ...(isLong ? (['every'] as const) : []), 'none'] as const).filter(each => each !== selected)
  return {
    address,
    fields: selected === 'every' ? filterFields(filters) : [],
    text: selected === 'every' ? t(`bulk_changes.list.every.chosen${mayAdd ? '' : '.read'}`, { max: itemsMost }) : null,
    selections: offered.map(linkTo),
    buttons: mayAdd
      ? bulkChangeKinds.map(kind => ({
          text: t(`bulk_changes.${kind}`),
          kind: 'secondary' as const,
          name: 'change',
          value: kind,
        }))
      : [],
    download: { text: t('bulk_changes.download'), kind: 'secondary' as const, goal: `/organisations/${id}/export` },
  }
}

/** The maximum number of items that one form can change. */
export const itemsMost = 400

/** The hidden fields that the next page needs to find all evidence that matches. */
const filterFields = ({ search, chosen, order }: Filters): HiddenField[] => [
  { name: 'every', value: 'yes' },
  ...(search === '' ? [] : [{ name: 'search', value: search }]),
  ...filterNames.filter(name => chosen[name] !== '').map(name => ({ name, value: chosen[name] })),
  ...(order === 'newest' ? [] : [{ name: 'order', value: order }]),
]

/** The address of this page with another selection. */
function withSelection(here: string, selection: Selection): string {
  const url = new URL(here, 'http://localhost')
  if (selection === 'none') url.searchParams.delete('selected')
  else url.searchParams.set('selected', selection)
  return `${url.pathname}${url.search}#selection`
}
