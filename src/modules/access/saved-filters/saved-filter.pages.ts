import type { Link, Table } from '../../../web/components.ts'
import { errorSummary, textField, tickBox } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'
import { downloadAddress, type DescribedList } from '../list-downloads/list-download.pages.ts'
import type { SavedFilter } from './saved-filter.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'access/saved-filters/list': ReturnType<typeof savedFilterList>
  }
}

/** A saved filter with what it filters, in words. */
export interface DescribedFilter {
  saved: SavedFilter
  described: DescribedList
}

/**
 * The saved filters of a list, and a form to save the current one.
 * @param shown.path the address of this page
 */
export function savedFilterList(
  t: T,
  { path, current, filters }: { path: string; current: DescribedList; filters: readonly DescribedFilter[] },
  form: Form = emptyForm,
) {
  return {
    title: t('saved_filter.title', { list: current.title }),
    back: current.back,
    errors: errorSummary(form),
    table: filters.length > 0 ? filtersTable(t, filters) : null,
    none: filters.length === 0 ? t('saved_filter.none') : null,
    save: {
      action: downloadAddress(path, current.back.href),
      filters: { rows: [{ key: t('list_download.filters'), value: filtersText(t, current) }] },
      name: textField(form, 'name', t('saved_filter.name'), { width: 20 }),
      shared: tickBox(form, 'shared', t('saved_filter.shared')),
    },
  }
}

const filtersTable = (t: T, filters: readonly DescribedFilter[]): Table => ({
  caption: t('saved_filter.table'),
  captionSize: 'm',
  columns: [
    t('saved_filter.column.name'),
    t('list_download.filters'),
    t('saved_filter.column.by'),
    t('saved_filter.column.remove'),
  ],
  rows: filters.map(({ saved, described }) => ({
    cells: [
      { text: saved.name, href: described.back.href },
      { text: filtersText(t, described) },
      { text: whoText(t, saved) },
      saved.isOwn
        ? {
            form: {
              action: `/saved-filters/${saved.id}/removal`,
              text: t('saved_filter.remove'),
              hidden: saved.name,
              kind: 'link',
            },
          }
        : { text: t('saved_filter.others') },
    ],
  })),
})

const filtersText = (t: T, { filters }: DescribedList): string => filters.join('. ') || t('saved_filter.all')

function whoText(t: T, { isOwn, isShared, savedBy }: SavedFilter): string {
  if (!isOwn) return savedBy
  return t(isShared ? 'saved_filter.by.you.shared' : 'saved_filter.by.you')
}

/** The link to the saved filters of a list, for the page of the list. */
export const savedFiltersLink = (t: T, list: string, address: string): Link => ({
  text: t('saved_filter.link'),
  href: downloadAddress(`/saved-filters/${list}`, address),
})
