import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { frameworkVersions } from '../../frameworks/frameworks.public.ts'
import { finishCalibration, savePracticeJudgement } from './calibration.actions.ts'
import { judgementForm } from './calibration.forms.ts'
import { calibrationAddress, calibrationPage, itemOf, type Calibration } from './calibration.pages.ts'
import { calibrationOf, comparedWith, doneIn, findPractice, yearOf } from './calibration.store.ts'
import { practicePage, type Practice } from './practice.pages.ts'

/** Appraisers practise on past cases. Nobody else sees their judgements, except as counts. */
export const calibrationRoutes = (parts: Parts): Route[] => [
  get('/account/calibration', 'calibration.do', async (_req, res, permission) => {
    const actor = actorOf(res)
    allow(actor, permission)
    const about = await loadCalibration(parts.db, actor, parts.clock.now())
    page(res, 'appraisal/calibration/cases', calibrationPage(res.locals.t, about, about))
  }),

  submitForm(parts, {
    path: '/account/calibration',
    permission: 'calibration.do',
    load: ({ db, actor, permission, at }) => {
      allow(actor, permission)
      return loadCalibration(db, actor, at)
    },
    act: work => finishCalibration(work),
    done: t => ({ address: calibrationAddress, notice: t('calibration.done') }),
    redraw: ({ t }, about, form) =>
      show('appraisal/calibration/cases', calibrationPage(t, about, { doneAt: about.doneAt, form })),
  }),

  get('/account/calibration/:criterionId', 'calibration.do', async (req, res, permission) => {
    const actor = actorOf(res)
    allow(actor, permission)
    const about = await loadPractice(parts.db, { actor, at: parts.clock.now() }, req.params.criterionId)
    page(res, 'appraisal/calibration/practise', practicePage(res.locals.t, about))
  }),

  submitForm(parts, {
    path: '/account/calibration/:criterionId',
    permission: 'calibration.do',
    load: ({ db, actor, permission, at, params }) => {
      allow(actor, permission)
      return loadPractice(db, { actor, at }, params.criterionId)
    },
    form: ({ t }, { framework }) => judgementForm(t, framework),
    act: (work, { criterion }, { data }) => savePracticeJudgement(work, criterion, data),
    done: (t, { criterion }) => ({
      address: `${calibrationAddress}/${criterion.id}`,
      notice: t('calibration.practise.saved'),
    }),
    redraw: ({ t }, about, form) => show('appraisal/calibration/practise', practicePage(t, about, { form })),
    redrawStale: async ({ t, db, actor, at, params }) => {
      const about = await loadPractice(db, { actor, at }, params.criterionId)
      return show('appraisal/calibration/practise', practicePage(t, about, { again: true }))
    },
  }),
]

async function loadCalibration(
  db: Db | Tx,
  actor: Actor,
  at: Instant,
): Promise<Calibration & { doneAt: Instant | null }> {
  const by = { personId: actor.id, year: yearOf(at) }
  const cases = await calibrationOf(db, by)
  return { cases, frameworks: await frameworksOf(db, cases), doneAt: await doneIn(db, by) }
}

const frameworksOf = (db: Db | Tx, cases: Calibration['cases']) =>
  frameworkVersions(db, [...new Set(cases.flat().map(({ frameworkVersionId }) => frameworkVersionId))])

/** @throws NotFound when the person has no such criterion to practise */
async function loadPractice(
  db: Db | Tx,
  { actor, at }: { actor: Actor; at: Instant },
  criterionId: string,
): Promise<Practice> {
  const { criterion, cases } = await findPractice(db, { personId: actor.id, year: yearOf(at) }, criterionId)
  const frameworks = await frameworksOf(db, cases)
  const framework = frameworks.get(criterion.frameworkVersionId)
  const item = itemOf({ cases, frameworks }, criterion)
  if (!framework || !item) throw new NotFound()
  const compared = criterion.own === null ? null : await comparedWith(db, criterion.id, actor.id)
  return { criterion, cases, frameworks, framework, item, compared }
}
