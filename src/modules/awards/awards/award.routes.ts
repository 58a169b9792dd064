import { can } from '../../../domain/permissions.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { pageOf, placeAfter, queryText } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { allStreams, streamNamed } from '../../frameworks/frameworks.public.ts'
import { awardList, awardsAddress } from './award.pages.ts'
import { awardLines, placeOfAward } from './award-list.store.ts'

const linesOnAPage = 50

export const awardRoutes = ({ db }: Parts): Route[] => [
  get('/awards', 'awards.list', async (req, res, permission) => {
    allow(actorOf(res), permission)
    const streams = await allStreams(db)
    const streamId = streamNamed(streams, queryText(req, 'stream'))
    const after = placeAfter(req, 'validTo', 'id')
    const found = await awardLines(db, { after, streamId, limit: linesOnAPage + 1 })
    const list = pageOf(found, linesOnAPage, awardsAddress(streamId), placeOfAward)
    const mayRecord = can(actorOf(res), 'organisation.register')
    page(res, 'awards/awards/list', awardList(res.locals.t, { ...list, streams, streamId, mayRecord }))
  }),
]
