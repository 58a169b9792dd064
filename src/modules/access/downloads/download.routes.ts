import type { Request } from 'express'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { queryText } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import type { Route } from '../../../web/routes.ts'
import type { T } from '../../../words/words.ts'
import type { DescribedList } from '../list-downloads/list-download.pages.ts'
import { listDownload } from '../list-downloads/list-download.routes.ts'
import { heldBy } from '../people/held-role.store.ts'
import { peopleFrom } from '../people/person.store.ts'
import { savedFilters } from '../saved-filters/saved-filter.routes.ts'
import { personColumns, personLines, type PersonLine } from './download.pages.ts'

export const downloadRoutes = (parts: Parts): Route[] => [
  ...savedFilters(parts, { name: 'people', permission: 'people.manage', describer: () => peopleIn }),

  ...listDownload(parts, {
    path: '/downloads/people',
    permission: 'people.manage',
    name: 'people',
    load: async (req, res, permission) => {
      allow(actorOf(res), permission)
      const { t } = res.locals
      const search = queryText(req, 'search', 100)
      return {
        ...peopleIn(t, req),
        columns: personColumns(t),
        read: async (after: PersonLine | null, limit) => {
          const people = await peopleFrom(parts.db, { after, search, limit })
          return personLines(t, people, await heldBy(parts.db, people))
        },
      }
    },
  }),
]

/** Describes the list of people for the search in the request's address. */
function peopleIn(t: T, req: Pick<Request, 'query'>): DescribedList {
  const search = queryText(req, 'search', 100)
  return {
    title: t('people.title'),
    filters: search ? [t('people.download.search', { text: search })] : [],
    back: { text: t('people.title'), href: search ? `/people?search=${encodeURIComponent(search)}` : '/people' },
  }
}
