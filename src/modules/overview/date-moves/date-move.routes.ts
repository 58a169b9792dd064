import type { Request } from 'express'
import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import type { T } from '../../../words/words.ts'
import { queryOf, readPlan } from '../capacity/capacity.forms.ts'
import { latestCapacity } from '../capacity/capacity.store.ts'
import { linesOfAwards } from '../renewals-board/board-line.store.ts'
import { movedImmediately, previewOf, resumeDateMove, runDateMove, startDateMove } from './date-move.actions.ts'
import { dateMoveForm } from './date-move.forms.ts'
import { previewPage, progressPage, resultPage, type PreviewShown } from './date-move.pages.ts'
import { findDateMove, movedAwards, type DateMove } from './date-move.store.ts'

/** The pages that apply the date moves of a plan. A preview lists every award before any date moves. */
export const dateMoveRoutes = (parts: Parts): Route[] => [
  get('/capacity/dates', 'renewals.manage', async (req, res, permission) => {
    const [actor, { t }] = [actorOf(res), res.locals]
    allow(actor, permission)
    const plan = await planIn(parts.db, t, req.query)
    if (!plan) return res.redirect(303, addressOfPlan(req))
    page(res, 'overview/date-moves/preview', previewPage(t, await previewFor(parts.db, actor, plan)))
  }),

  submitForm(parts, {
    path: '/capacity/dates',
    permission: 'renewals.manage',
    load: async ({ db, actor, permission, t, query }) => {
      allow(actor, permission)
      const plan = await planIn(db, t, query)
      if (!plan) throw new NotFound()
      return plan
    },
    form: ({ t, today }) => dateMoveForm(t, today),
    act: (work, { plan }, { data }) =>
      startDateMove(work, { awards: data.date, reason: data.reason, plan: queryOf(plan) }),
    // A small extension is made within the request. The job makes large ones, and continues interrupted ones.
    after: ({ id, count }) => (count <= movedImmediately ? runDateMove(parts, id) : Promise.resolve()),
    done: (_t, _plan, { result: { id } }) => ({ address: `/capacity/dates/${id}` }),
    redraw: async ({ t, actor }, plan, form) =>
      show('overview/date-moves/preview', previewPage(t, await previewFor(parts.db, actor, plan), form)),
  }),

  get('/capacity/dates/:id', 'renewals.manage', async (req, res, permission) => {
    const [actor, { t }] = [actorOf(res), res.locals]
    const move = await dateMoveFor(parts.db, actor, permission, req.params.id)
    const awards = await movedAwards(parts.db, move)
    if (move.status !== 'finished')
      return page(res, 'overview/date-moves/progress', progressPage(t, move, awards, parts.clock.now()))
    const ids = awards.map(({ awardId }) => awardId)
    const lines = await linesOfAwards(parts.db, actor, ids)
    page(res, 'overview/date-moves/result', resultPage(t, { move, awards, lines }))
  }),

  submitForm(parts, {
    path: '/capacity/dates/:id/continuing',
    permission: 'renewals.manage',
    load: ({ db, actor, permission, params }) => dateMoveFor(db, actor, permission, params.id),
    act: resumeDateMove,
    done: (t, { id }) => ({ address: `/capacity/dates/${id}`, notice: t('date_moves.continued') }),
  }),
]

type MovingPlan = Pick<PreviewShown, 'facts' | 'plan'> & Parameters<typeof previewOf>[2]

/** The plan in an address; null when the plan has errors or moves no dates, and before the first count. */
async function planIn(db: Db | Tx, t: T, query: unknown): Promise<MovingPlan | null> {
  const counted = await latestCapacity(db)
  if (!counted) return null
  const { plan } = readPlan(t, counted.facts, query)
  return plan?.move ? { facts: counted.facts, plan: { ...plan, move: plan.move } } : null
}

/** The address of /capacity with the plan, where its errors are shown. */
const addressOfPlan = ({ originalUrl }: Pick<Request, 'originalUrl'>): string =>
  `/capacity${new URL(originalUrl, 'http://localhost').search}`

async function previewFor(db: Db, actor: Actor, { facts, plan }: MovingPlan): Promise<PreviewShown> {
  return { ...(await previewOf(db, actor, { facts, plan })), facts, plan }
}

/** @throws NotFound without the permission, and when there is no such extension */
function dateMoveFor(db: Db | Tx, actor: Actor, permission: 'renewals.manage', id: string): Promise<DateMove> {
  allow(actor, permission)
  return findDateMove(db, id)
}
