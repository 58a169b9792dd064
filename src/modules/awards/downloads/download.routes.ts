import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { actorOf } from '../../../web/request.ts'
import type { Route } from '../../../web/routes.ts'
import { listDownload } from '../../access/access.public.ts'
import { awardLines, placeOfAward, type AwardLine } from '../awards/award.store.ts'
import { awardColumns } from './download.pages.ts'

export const downloadRoutes = (parts: Parts): Route[] =>
  listDownload(parts, {
    path: '/downloads/awards',
    permission: 'awards.list',
    name: 'awards',
    load: async (_req, res, permission) => {
      allow(actorOf(res), permission)
      const { t } = res.locals
      return {
        title: t('awards.title'),
        filters: [],
        back: { text: t('awards.title'), href: '/awards' },
        columns: awardColumns(t),
        read: (after: AwardLine | null, limit) => awardLines(parts.db, after && placeOfAward(after), limit),
      }
    },
  })
