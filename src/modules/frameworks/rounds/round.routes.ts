import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { flash } from '../../../web/flash.ts'
import { claimKey } from '../../../web/form-ids.ts'
import { pageOf, placeAfter } from '../../../web/lists.ts'
import { parseForm } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { changeRound, openRound } from './round.actions.ts'
import { roundForm } from './round.forms.ts'
import { formOfRound, newRoundForm, roundList, roundPage } from './round.pages.ts'
import { findRound, roundLines } from './round.store.ts'

export const roundRoutes = ({ db, write, clock }: Parts): Route[] => [
  get('/rounds', 'rounds.manage', async (req, res, permission) => {
    allow(actorOf(res), permission)
    const { lines, next } = pageOf(
      await roundLines(db, placeAfter(req, 'closesAt', 'id'), 31),
      30,
      '/rounds',
      ({ closesAt, id }) => ({ closesAt, id }),
    )
    page(res, 'frameworks/rounds/list', roundList(res.locals.t, lines, next, clock.now()))
  }),

  get('/rounds/new', 'rounds.manage', (_req, res, permission) => {
    allow(actorOf(res), permission)
    page(res, 'frameworks/rounds/edit', roundPage(res.locals.t, null, newRoundForm))
  }),

  post('/rounds/new', 'rounds.manage', async (req, res, permission) => {
    const { t } = res.locals
    allow(actorOf(res), permission)
    const { data, form } = parseForm(roundForm(t), req.body)
    if (form) return page(res.status(422), 'frameworks/rounds/edit', roundPage(t, null, form))
    await write(actorOf(res), work =>
      claimKey(work, data.idempotencyKey, async () => {
        await openRound(work, data)
        return '/rounds'
      }),
    )
    flash(res, t('rounds.saved', { name: data.name }))
    res.redirect(303, '/rounds')
  }),

  get('/rounds/:id', 'rounds.manage', async (req, res, permission) => {
    allow(actorOf(res), permission)
    const round = await findRound(db, req.params.id)
    page(res, 'frameworks/rounds/edit', roundPage(res.locals.t, round, formOfRound(round)))
  }),

  post('/rounds/:id', 'rounds.manage', async (req, res, permission) => {
    const { t } = res.locals
    allow(actorOf(res), permission)
    const round = await findRound(db, req.params.id)
    const { data, form } = parseForm(roundForm(t), req.body)
    if (form) return page(res.status(422), 'frameworks/rounds/edit', roundPage(t, round, form))
    await write(actorOf(res), work => changeRound(work, round, data))
    flash(res, t('rounds.saved', { name: data.name }))
    res.redirect(303, '/rounds')
  }),
]
