import type { Db, Tx } from '../../../db/connection.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { queryText } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import type { Route } from '../../../web/routes.ts'
import { listDownload, savedFilters, type DescribeList } from '../../access/access.public.ts'
import { allStreams, streamNamed, streamNameIn } from '../../frameworks/frameworks.public.ts'
import { findOrganisation } from '../../organisations/organisations.public.ts'
import { listAddress, listOf } from '../list/list.pages.ts'
import { applicationLines, type ApplicationLine } from '../list/list.store.ts'
import { recommendationsOfOrganisation, type RecommendationLine } from '../recommendations/recommendation.store.ts'
import { applicationColumns, recommendationColumns } from './download.pages.ts'

export const downloadRoutes = (parts: Parts): Route[] => [
  ...savedFilters(parts, { name: 'applications', permission: 'applications.list', describer: describeApplications }),

  ...listDownload(parts, {
    path: '/downloads/applications',
    permission: 'applications.list',
    name: 'applications',
    load: async (req, res, permission) => {
      const actor = actorOf(res)
      allow(actor, permission)
      const { t } = res.locals
      const list = listOf(queryText(req, 'show'))
      const streams = await allStreams(parts.db)
      const streamId = streamNamed(streams, queryText(req, 'stream'))
      const describe = await describeApplications(parts.db)
      return {
        ...describe(t, req),
        columns: applicationColumns(t, streams.length > 1),
        read: (last: ApplicationLine | null, limit) =>
          applicationLines(parts.db, actor, {
            list,
            streamId,
            after: last && { since: last.statusSince, id: last.id },
            limit,
          }),
      }
    },
  }),

  ...listDownload(parts, {
    path: '/organisations/:id/downloads/recommendations',
    permission: 'recommendation.list',
    name: 'recommendations',
    load: async (req, res, permission) => {
      const actor = actorOf(res)
      const organisation = await findOrganisation(parts.db, actor, permission, req.params.id)
      const { t } = res.locals
      const title = t('recommendations.download.title', { organisation: organisation.name })
      return {
        title,
        filters: [],
        back: { text: t('recommendations.title'), href: `/organisations/${organisation.id}/recommendations` },
        organisationId: organisation.id,
        columns: recommendationColumns(t),
        // one organisation has few recommendations, so its list is not paginated
        read: async (after: RecommendationLine | null) =>
          after ? [] : recommendationsOfOrganisation(parts.db, actor, organisation),
      }
    },
  }),
]

/** Returns a function that describes the list of applications at an address. */
async function describeApplications(db: Db | Tx): Promise<DescribeList> {
  const streams = await allStreams(db)
  return (t, req) => {
    const list = listOf(queryText(req, 'show'))
    const streamId = streamNamed(streams, queryText(req, 'stream'))
    return {
      title: t('applications.title'),
      filters: [t(`applications.list.${list}`), ...(streamId ? [streamNameIn(streams, streamId)] : [])],
      back: { text: t('applications.title'), href: listAddress(list, streamId) },
    }
  }
}
