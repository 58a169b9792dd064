import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { pageOf, placeAfter, queryText } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { streamNamed } from '../streams/stream.pages.ts'
import { allStreams, streamsInUse } from '../streams/stream.store.ts'
import { changeRound, openRound } from './round.actions.ts'
import { roundForm } from './round.forms.ts'
import { formOfRound, newRoundForm, roundList, roundPage, roundsAddress } from './round.pages.ts'
import { findRound, roundLines } from './round.store.ts'

const linesOnAPage = 30

export const roundRoutes = (parts: Parts): Route[] => [
  get('/rounds', 'rounds.manage', async (req, res, permission) => {
    allow(actorOf(res), permission)
    const streams = await allStreams(parts.db)
    const streamId = streamNamed(streams, queryText(req, 'stream'))
    const after = placeAfter(req, 'closesAt', 'id')
    const found = await roundLines(parts.db, actorOf(res), { after, streamId, limit: linesOnAPage + 1 })
    const list = pageOf(found, linesOnAPage, roundsAddress(streamId), ({ closesAt, id }) => ({ closesAt, id }))
    const now = parts.clock.now()
    page(res, 'frameworks/rounds/list', roundList(res.locals.t, { ...list, streams, streamId, now }))
  }),

  get('/rounds/new', 'rounds.manage', async (_req, res, permission) => {
    allow(actorOf(res), permission)
    const streams = await streamsInUse(parts.db)
    page(res, 'frameworks/rounds/edit', roundPage(res.locals.t, { round: null, streams }, newRoundForm))
  }),

  submitForm(parts, {
    path: '/rounds/new',
    permission: 'rounds.manage',
    load: async ({ db, actor, permission }) => {
      allow(actor, permission)
      return streamsInUse(db)
    },
    form: ({ t }) => roundForm(t),
    act: (work, _streams, { data }) => openRound(work, data),
    done: (t, _streams, { data }) => ({ address: '/rounds', notice: t('rounds.saved', { name: data.name }) }),
    redraw: ({ t }, streams, form) => show('frameworks/rounds/edit', roundPage(t, { round: null, streams }, form)),
  }),

  get('/rounds/:id', 'rounds.manage', async (req, res, permission) => {
    allow(actorOf(res), permission)
    const round = await findRound(parts.db, req.params.id)
    page(res, 'frameworks/rounds/edit', roundPage(res.locals.t, { round, streams: [] }, formOfRound(round)))
  }),

  submitForm(parts, {
    path: '/rounds/:id',
    permission: 'rounds.manage',
    load: async ({ db, actor, permission, params }) => {
      allow(actor, permission)
      return findRound(db, params.id)
    },
    form: ({ t }) => roundForm(t),
    act: (work, round, { data }) => changeRound(work, round, data),
    done: (t, _round, { data }) => ({ address: '/rounds', notice: t('rounds.saved', { name: data.name }) }),
    redraw: ({ t }, round, form) => show('frameworks/rounds/edit', roundPage(t, { round, streams: [] }, form)),
  }),
]
