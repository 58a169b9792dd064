import type { Request } from 'express'
import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { CharityPermission } from '../../../domain/permissions.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import type { T } from '../../../words/words.ts'
import type { DescribedList } from '../list-downloads/list-download.pages.ts'
import { removeFilter, saveFilter } from './saved-filter.actions.ts'
import { savedFilterForm } from './saved-filter.forms.ts'
import { savedFilterList, type DescribedFilter } from './saved-filter.pages.ts'
import { findRemovableFilter, savedFiltersOf } from './saved-filter.store.ts'

/** One of the charity team's lists, such as applications or renewals, whose filters can be saved. */
export interface FilteredList {
  /** the list's name in the address and the database */
  name: string
  permission: CharityPermission
  /** Loads the data for a page once, and returns the function that describes filters with that data. */
  describer(db: Db | Tx): DescribeList | Promise<DescribeList>
}
/** Describes the list with the filters in a query string. Ignores unknown filters. */
export type DescribeList = (t: T, req: Pick<Request, 'query'>) => DescribedList

/** The routes for a list's saved filters: the page, and the form that saves the current filters. */
export function savedFilters(parts: Parts, list: FilteredList): Route[] {
  const { name, permission, describer } = list
  const path = `/saved-filters/${name}`
  return [
    get(path, permission, async (req, res) => {
      const actor = actorOf(res)
      allow(actor, permission)
      const { t } = res.locals
      const { describe, filters } = await describedFilters(parts.db, { t, actor, list })
      page(res, 'access/saved-filters/list', savedFilterList(t, { list: name, current: describe(t, req), filters }))
    }),

    submitForm(parts, {
      path,
      permission,
      // `describe` ignores unknown filters in the address, so only this list's filters are saved
      load: async ({ db, actor, t, query }) => {
        allow(actor, permission)
        const describe = await describer(db)
        return describe(t, { query })
      },
      form: ({ t }) => savedFilterForm(t),
      act: (work, current, { data }) =>
        saveFilter(work, { list: name, name: data.name, isShared: data.shared, query: queryOf(current) }),
      done: (t, _current, { data }) => ({ address: path, notice: t('saved_filter.saved', { name: data.name }) }),
      redraw: async ({ db, t, actor }, current, form) => {
        const { filters } = await describedFilters(db, { t, actor, list })
        return show('access/saved-filters/list', savedFilterList(t, { list: name, current, filters }, form))
      },
    }),
  ]
}

/** The route by which people remove their own saved filters, and those shared by people who have left. */
export const savedFilterRoutes = (parts: Parts): Route[] => [
  submitForm(parts, {
    path: '/saved-filters/:id/removal',
    permission: 'signed in',
    load: ({ db, actor, params }) => findRemovableFilter(db, actor, params.id),
    act: (work, filter) => removeFilter(work, filter),
    done: (t, { list, name }) => ({
      address: `/saved-filters/${list}`,
      notice: t('saved_filter.removed', { name }),
    }),
  }),
]

async function describedFilters(
  db: Db | Tx,
  { t, actor, list }: { t: T; actor: Actor; list: FilteredList },
): Promise<{ describe: DescribeList; filters: DescribedFilter[] }> {
  const describe = await list.describer(db)
  const saved = await savedFiltersOf(db, actor, list.name)
  const filters = saved.map(each => ({
    saved: each,
    described: describe(t, { query: Object.fromEntries(new URLSearchParams(each.query)) }),
  }))
  return { describe, filters }
}

/** The query string of a list's address with its filters. */
const queryOf = ({ back }: DescribedList): string => new URL(back.href, 'http://localhost').search.slice(1)
