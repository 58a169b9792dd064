import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { pageOf, placeAfter } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { changeRound, openRound } from './round.actions.ts'
import { roundForm } from './round.forms.ts'
import { formOfRound, newRoundForm, roundList, roundPage } from './round.pages.ts'
import { findRound, roundLines } from './round.store.ts'

const linesOnAPage = 30

export const roundRoutes = (parts: Parts): Route[] => [
  get('/rounds', 'rounds.manage', async (req, res, permission) => {
    allow(actorOf(res), permission)
    const lines = await roundLines(parts.db, placeAfter(req, 'closesAt', 'id'), linesOnAPage + 1)
    const list = pageOf(lines, linesOnAPage, '/rounds', ({ closesAt, id }) => ({ closesAt, id }))
    page(res, 'frameworks/rounds/list', roundList(res.locals.t, list.lines, list.next, parts.clock.now()))
  }),

  get('/rounds/new', 'rounds.manage', (_req, res, permission) => {
    allow(actorOf(res), permission)
    page(res, 'frameworks/rounds/edit', roundPage(res.locals.t, null, newRoundForm))
  }),

  submitForm(parts, {
    path: '/rounds/new',
    permission: 'rounds.manage',
    load: async ({ actor, permission }) => allow(actor, permission),
    form: ({ t }) => roundForm(t),
    act: (work, _about, { data }) => openRound(work, data),
    done: (t, _about, { data }) => ({ address: '/rounds', notice: t('rounds.saved', { name: data.name }) }),
    redraw: ({ t }, _about, form) => show('frameworks/rounds/edit', roundPage(t, null, form)),
  }),

  get('/rounds/:id', 'rounds.manage', async (req, res, permission) => {
    allow(actorOf(res), permission)
    const round = await findRound(parts.db, req.params.id)
    page(res, 'frameworks/rounds/edit', roundPage(res.locals.t, round, formOfRound(round)))
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
    redraw: ({ t }, round, form) => show('frameworks/rounds/edit', roundPage(t, round, form)),
  }),
]
