import { can } from '../../../domain/permissions.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { pageOf, placeAfter } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { allStreams } from '../../frameworks/frameworks.public.ts'
import { addressOf, boardPage, filtersIn } from './renewals-board.pages.ts'
import { board } from './renewals-board.store.ts'

const awardsOnAPage = 30

export const renewalsBoardRoutes = ({ db }: Parts): Route[] => [
  get('/renewals', 'renewals.list', async (req, res, permission) => {
    const [actor, { t, today }] = [actorOf(res), res.locals]
    allow(actor, permission)
    const streams = await allStreams(db)
    const filters = filtersIn(req, streams)
    const after = placeAfter(req, 'end', 'id')
    const { lines: found, counts } = await board(db, actor, { filters, today, after, limit: awardsOnAPage + 1 })
    const { lines, next } = pageOf(found, awardsOnAPage, addressOf(filters), ({ endsOn, id }) => ({ end: endsOn, id }))
    const mayManage = can(actor, 'renewals.manage')
    page(
      res,
      'overview/renewals-board/board',
      boardPage(t, { lines, next, counts, filters, streams, today, mayManage }),
    )
  }),
]
