import type { Request } from 'express'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { queryText } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import type { Route } from '../../../web/routes.ts'
import type { T } from '../../../words/words.ts'
import { listDownload, savedFilters, type DescribedList } from '../../access/access.public.ts'
import type { Branch } from '../branches/branch.store.ts'
import { organisationsAddress } from '../organisations/organisation.pages.ts'
import { organisationLines, type FoundOrganisation } from '../organisations/organisation-list.store.ts'
import { findOrganisation } from '../organisations/organisation.store.ts'
import { branchColumns, branchLineColumns, organisationColumns } from './download.pages.ts'
import { branchesAfter, branchLines, type BranchLine } from './download.store.ts'

export const downloadRoutes = (parts: Parts): Route[] => [
  ...savedFilters(parts, { name: 'organisations', permission: 'organisations.list', describer: () => organisationsIn }),

  ...listDownload(parts, {
    path: '/downloads/organisations',
    permission: 'organisations.list',
    name: 'organisations',
    load: async (req, res, permission) => {
      allow(actorOf(res), permission)
      const { t, today } = res.locals
      const search = queryText(req, 'name')
      return {
        ...organisationsIn(t, req),
        columns: organisationColumns(t),
        read: (after: FoundOrganisation | null, limit) => organisationLines(parts.db, { search, after, today, limit }),
      }
    },
  }),

  ...listDownload(parts, {
    path: '/downloads/branches',
    permission: 'branches.list',
    name: 'branches',
    load: async (req, res, permission) => {
      allow(actorOf(res), permission)
      const { t } = res.locals
      const search = queryText(req, 'name')
      return {
        ...organisationsIn(t, req),
        title: t('organisations.download.branches'),
        columns: branchLineColumns(t),
        read: (after: BranchLine | null, limit) => branchLines(parts.db, { search, after, limit }),
      }
    },
  }),

  ...listDownload(parts, {
    path: '/organisations/:id/downloads/branches',
    permission: 'organisation.read',
    name: 'branches',
    load: async (req, res, permission) => {
      const organisation = await findOrganisation(parts.db, actorOf(res), permission, req.params.id)
      const { t } = res.locals
      const title = t('organisations.branches.title', { name: organisation.name })
      return {
        title,
        filters: [],
        back: { text: title, href: `/organisations/${organisation.id}/branches` },
        organisationId: organisation.id,
        columns: branchColumns(t),
        read: (after: Branch | null, limit) => branchesAfter(parts.db, { organisation, after, limit }),
      }
    },
  }),
]

/** Describes the list of organisations for the search in the request's address. */
function organisationsIn(t: T, req: Pick<Request, 'query'>): DescribedList {
  const search = queryText(req, 'name')
  return {
    title: t('organisations.title'),
    filters: search ? [t('organisations.download.search', { text: search })] : [],
    back: { text: t('organisations.title'), href: organisationsAddress(search) },
  }
}
