import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { queryText } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import type { Route } from '../../../web/routes.ts'
import { listDownload } from '../../access/access.public.ts'
import { allStreams, streamNamed, streamNameIn } from '../../frameworks/frameworks.public.ts'
import { awardsAddress } from '../awards/award.pages.ts'
import { awardLines, placeOfAward, type AwardLine } from '../awards/award-list.store.ts'
import { awardColumns } from './download.pages.ts'

export const downloadRoutes = (parts: Parts): Route[] =>
  listDownload(parts, {
    path: '/downloads/awards',
    permission: 'awards.list',
    name: 'awards',
    load: async (req, res, permission) => {
      allow(actorOf(res), permission)
      const { t } = res.locals
      const streams = await allStreams(parts.db)
      const streamId = streamNamed(streams, queryText(req, 'stream'))
      return {
        title: t('awards.title'),
        filters: streamId ? [streamNameIn(streams, streamId)] : [],
        back: { text: t('awards.title'), href: awardsAddress(streamId) },
        columns: awardColumns(t, streams.length > 1),
        read: (after: AwardLine | null, limit) =>
          awardLines(parts.db, { after: after && placeOfAward(after), streamId, limit }),
      }
    },
  })
