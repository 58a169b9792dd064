import type { Link, Table } from '../../../web/components.ts'
import { errorSummary, textField, tickBox } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'
import { downloadAddress, type DescribedList } from '../list-downloads/list-download.pages.ts'
import { wordsOf } from './saved-filter.forms.ts'
import type { SavedFilter } from './saved-filter.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'access/saved-filters/list': ReturnType<typeof savedFilterList>
  }
}

/** A saved filter, with its list and filters described in words. */
export interface DescribedFilter {
  saved: SavedFilter
  described: DescribedList
}

/** The page of a list's saved filters. `list` is the list's name in the address. */
export function savedFilterList(
  t: T,
  { list, current, filters }: { list: string; current: DescribedList; filters: readonly DescribedFilter[] },
  form: Form = emptyForm,
) {
  const words = wordsOf(list)
  return {
    title: t(`${words}.title`, { list: current.title }),
    back: current.back,
    errors: errorSummary(form),
    table: filters.length > 0 ? filtersTable(t, list, filters) : null,
    none: filters.length === 0 ? t(`${words}.none`) : null,
    save: {
      title: t(`${words}.save.title`),
      action: downloadAddress(`/saved-filters/${list}`, current.back.href),
      filters: { rows: [{ key: t(`${words}.what`), value: filtersText(t, list, current) }] },
      name: textField(form, 'name', t(`${words}.name`), { width: 20 }),
      shared: tickBox(form, 'shared', t('saved_filter.shared')),
      button: { text: t(`${words}.save`) },
    },
  }
}

const filtersTable = (t: T, list: string, filters: readonly DescribedFilter[]): Table => ({
  caption: t(`${wordsOf(list)}.link`),
  captionSize: 'm',
  columns: [
    t('saved_filter.column.name'),
    t(`${wordsOf(list)}.what`),
    t('saved_filter.column.by'),
    t('saved_filter.column.remove'),
  ],
  rows: filters.map(({ saved, described }) => ({
    cells: [
      { text: saved.name, href: described.back.href },
      { text: filtersText(t, list, described) },
      { text: whoText(t, saved) },
      saved.isRemovable
        ? {
            form: {
              action: `/saved-filters/${saved.id}/removal`,
              text: t('saved_filter.remove'),
              hidden: saved.name,
              kind: 'link',
            },
          }
        : { text: t(`${wordsOf(list)}.others`) },
    ],
  })),
})

const filtersText = (t: T, list: string, { filters }: DescribedList): string =>
  filters.join('. ') || t(`${wordsOf(list)}.all`)

function whoText(t: T, { isOwn, isShared, savedBy }: SavedFilter): string {
  if (!isOwn) return savedBy
  return t(isShared ? 'saved_filter.by.you.shared' : 'saved_filter.by.you')
}

/** The link from a list's page to its saved filters. The link passes on the current filters. */
export const savedFiltersLink = (t: T, list: string, address: string): Link => ({
  text: t('saved_filter.link'),
  href: downloadAddress(`/saved-filters/${list}`, address),
})
