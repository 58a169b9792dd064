import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { Forbidden } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { answerAboutUndo, askToUndo } from './clock-run.actions.ts'
import { answerForm, undoForm } from './clock-run.forms.ts'
import { addressOfRun, runList, runPage, type AboutRun } from './clock-run.pages.ts'
import { clockRuns, lastUndo, movesOfRun } from './clock-run.store.ts'

const runsShown = 50

/** Lists the runs of the nightly job, shows the moves of one run, and takes requests and answers about undoing them. */
export const clockRunRoutes = (parts: Parts): Route[] => [
  get('/settings/clock/runs', 'clock_moves.read', async (_req, res, permission) => {
    allow(actorOf(res), permission)
    page(res, 'awards/clock-runs/list', runList(res.locals.t, actorOf(res), await clockRuns(parts.db, runsShown)))
  }),

  get('/settings/clock/runs/:id', 'clock_moves.read', async (req, res, permission) => {
    allow(actorOf(res), permission)
    page(res, 'awards/clock-runs/show', runPage(res.locals.t, await loadRun(parts.db, actorOf(res), req.params.id)))
  }),

  submitForm(parts, {
    path: '/settings/clock/runs/:id/undo',
    permission: 'clock_moves.undo',
    load: async ({ db, actor, permission, params }) => {
      allow(actor, permission)
      return loadRun(db, actor, params.id)
    },
    form: ({ t }) => undoForm(t),
    act: (work, { runId }, { data }) => askToUndo(work, runId, data.reason),
    done: (t, { runId }) => ({ address: addressOfRun(runId), notice: t('clock_runs.asked.done') }),
    redraw: ({ t }, about, form) => show('awards/clock-runs/show', runPage(t, about, form)),
  }),

  submitForm(parts, {
    path: '/settings/clock/runs/:id/answer',
    permission: 'clock_moves.confirm',
    load: async ({ db, actor, permission, params }) => {
      allow(actor, permission)
      const about = await loadRun(db, actor, params.id)
      if (about.undo?.proposedBy === actor.id) throw new Forbidden(permission)
      return about
    },
    form: ({ t }) => answerForm(t),
    act: (work, { runId }, { data }) =>
      answerAboutUndo(work, runId, { undoId: data.undo, isConfirmed: data.answer === 'confirm' }),
    done: (t, { runId }, { data }) => ({
      address: addressOfRun(runId),
      notice: t(data.answer === 'confirm' ? 'clock_runs.answer.confirmed' : 'clock_runs.answer.declined'),
    }),
    redraw: ({ t }, about, form) => show('awards/clock-runs/show', runPage(t, about, form)),
  }),
]

/** @throws NotFound for an unknown run */
const loadRun = async (db: Db | Tx, actor: Actor, runId: string): Promise<AboutRun> => ({
  actor,
  runId,
  moves: await movesOfRun(db, runId),
  undo: await lastUndo(db, runId),
})
