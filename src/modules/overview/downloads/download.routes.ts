import type { Request } from 'express'
import type { Db, Tx } from '../../../db/connection.ts'
import { parseDay } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { queryText } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import type { Route } from '../../../web/routes.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { listDownload, savedFilters, type DescribedList, type DescribeList } from '../../access/access.public.ts'
import { allStreams } from '../../frameworks/frameworks.public.ts'
import { decisionsAddress } from '../decisions-list/decisions-list.pages.ts'
import { decisionLines, type DecisionLine } from '../decisions-list/decisions-list.store.ts'
import { addressOf, filtersIn } from '../renewals-board/renewals-board.pages.ts'
import type { BoardLine } from '../renewals-board/board-line.store.ts'
import { boardLines } from '../renewals-board/renewals-board.store.ts'
import { decisionColumns, renewalColumns, renewalFiltersInWords } from './download.pages.ts'

export const downloadRoutes = (parts: Parts): Route[] => [
  ...savedFilters(parts, { name: 'renewals', permission: 'renewals.list', describer: describeRenewals }),
  ...savedFilters(parts, { name: 'decisions', permission: 'decisions.list', describer: () => decisionsIn }),

  ...listDownload(parts, {
    path: '/downloads/renewals',
    permission: 'renewals.list',
    name: 'renewals',
    load: async (req, res, permission) => {
      const [actor, { t, today }] = [actorOf(res), res.locals]
      allow(actor, permission)
      const filters = filtersIn(req, await allStreams(parts.db))
      const describe = await describeRenewals(parts.db)
      return {
        ...describe(t, req),
        columns: renewalColumns(t, today),
        read: (last: BoardLine | null, limit) =>
          boardLines(parts.db, actor, { filters, today, after: last && { end: last.endsOn, id: last.id }, limit }),
      }
    },
  }),

  ...listDownload(parts, {
    path: '/downloads/decisions',
    permission: 'decisions.list',
    name: 'decisions',
    load: async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      allow(actor, permission)
      const from = parseDay(queryText(req, 'from'))
      return {
        ...decisionsIn(t, req),
        columns: decisionColumns(t),
        read: (last: DecisionLine | null, limit) =>
          decisionLines(parts.db, actor, { from, after: last && { at: last.decidedAt, id: last.id }, limit }),
      }
    },
  }),
]

/** Describes the list of renewals for the filters in its address. */
async function describeRenewals(db: Db | Tx): Promise<DescribeList> {
  const streams = await allStreams(db)
  return (t, req) => {
    const filters = filtersIn(req, streams)
    return {
      title: t('renewals.title'),
      filters: renewalFiltersInWords(t, filters, streams),
      back: { text: t('renewals.title'), href: addressOf(filters) },
    }
  }
}

/** Describes the list of decisions, which the address can limit to those since a given day. */
function decisionsIn(t: T, req: Pick<Request, 'query'>): DescribedList {
  const from = parseDay(queryText(req, 'from'))
  return {
    title: t('decisions_list.title'),
    filters: from ? [t('decisions_list.since', { day: longDay(t, from) })] : [],
    back: { text: t('decisions_list.title'), href: decisionsAddress(from) },
  }
}
