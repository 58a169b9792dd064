import type { Db, Tx } from '../../../db/connection.ts'
import { runLookups } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { itemByCode } from '../../../domain/framework.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import type { T } from '../../../words/words.ts'
import { findApplication } from '../../access/access.public.ts'
import { personalDataCheck } from '../../evidence/evidence.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { agreementLookup } from './agreement.store.ts'
import {
  namesInText,
  prepareCase,
  publishCase,
  removeCase,
  saveText,
  sourcesFrom,
  sourcesLookups,
} from './case.actions.ts'
import { chooseForm, publishForm, textForm, type TextGiven } from './case.forms.ts'
import { caseAddress, casePage, publishPage, stalePublication, type AboutCase } from './case.pages.ts'
import { caseFrom, caseLookups, type CalibrationCase } from './case.store.ts'
import { namesFrom, namesLookups } from './names.store.ts'
import { staleText, textPage, type AboutText } from './text.pages.ts'

/** Coordinators prepare the calibration case of a decided application, and publish it. */
export const caseRoutes = (parts: Parts): Route[] => [
  ...choosingRoutes(parts),
  ...publicationRoutes(parts),
  ...textRoutes(parts),
]

const choosingRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/calibration', 'calibration_case.manage', async (req, res) => {
    const about = await loadCase(parts.db, actorOf(res), req.params.id)
    page(res, 'appraisal/calibration/case', casePage(res.locals.t, about))
  }),

  submitForm(parts, {
    path: '/applications/:id/calibration',
    permission: 'calibration_case.manage',
    load: ({ db, actor, params }) => loadCase(db, actor, params.id),
    form: ({ t }, { sources }) =>
      chooseForm(
        t,
        sources.map(({ item }) => item.id),
      ),
    act: (work, { application, sources }, { data }) =>
      prepareCase(
        work,
        application,
        sources.filter(({ item }) => data.criteria.includes(item.id)),
      ),
    done: (t, { application }) => ({ address: caseAddress(application), notice: t('calibration.case.prepared') }),
    redraw: ({ t }, about, form) => show('appraisal/calibration/case', casePage(t, about, form)),
  }),

  submitForm(parts, {
    path: '/applications/:id/calibration/removal',
    permission: 'calibration_case.manage',
    load: ({ db, actor, permission, params }) => findApplication(db, actor, permission, params.id),
    act: (work, application) => removeCase(work, application),
    done: (t, application) => ({ address: caseAddress(application), notice: t('calibration.case.removed') }),
  }),
]

const publicationRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/calibration/publication', 'calibration_case.manage', async (req, res) => {
    const actor = actorOf(res)
    const about = await loadDraft(parts.db, actor, req.params.id)
    page(res, 'appraisal/calibration/publish', publishPage(res.locals.t, about, { personId: actor.id }))
  }),

  submitForm(parts, {
    path: '/applications/:id/calibration/publication',
    permission: 'calibration_case.manage',
    load: ({ db, actor, params }) => loadDraft(db, actor, params.id),
    form: ({ t }) => publishForm(t),
    act: (work, { application }, { data }) => publishCase(work, application, data.version),
    done: (t, { application }) => ({ address: caseAddress(application), notice: t('calibration.publish.done') }),
    redraw: ({ t, actor }, about, form) =>
      show('appraisal/calibration/publish', publishPage(t, about, { personId: actor.id, form })),
    redrawStale: ({ t, actor }, about, sent) => {
      const form = stalePublication(t, about, sent)
      return show('appraisal/calibration/publish', publishPage(t, about, { personId: actor.id, form }))
    },
  }),
]

const textRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/calibration/criteria/:code', 'calibration_case.manage', async (req, res) => {
    const about = await loadText(parts.db, actorOf(res), req.params)
    page(res, 'appraisal/calibration/text', textPage(res.locals.t, about))
  }),

  submitForm(parts, {
    path: '/applications/:id/calibration/criteria/:code',
    permission: 'calibration_case.manage',
    load: async ({ db, actor, params }) => {
      const about = await loadText(db, actor, params)
      const { organisationId: id, organisationName: name, place } = about.application
      return { ...about, organisation: { id, name, place } }
    },
    form: ({ t }: { t: T }) => textForm(t),
    check: personalDataCheck(parts, {
      places: (_about: object, { answer, panelReason }: TextGiven) => [
        { where: 'answer', text: answer },
        { where: 'panelReason', text: panelReason },
      ],
      may: { restrict: false, redact: false },
    }),
    act: (work, { application, criterion }, { data, answer: reply }) =>
      saveText(work, application, criterion, { data, reply }),
    done: (t, { application, names }, { data }) => {
      const count = namesInText(data, names)
      return {
        address: caseAddress(application),
        notice: count > 0 ? t('calibration.text.saved.names', { count }) : t('calibration.text.saved'),
      }
    },
    redraw: ({ t }, about, form, personalData) =>
      show('appraisal/calibration/text', textPage(t, about, { form, personalData })),
    redrawStale: async ({ t, db, actor, params }, _about, form) => {
      const about = await loadText(db, actor, params)
      const shown = { form: staleText(t, about.criterion, form), isStale: true }
      return show('appraisal/calibration/text', textPage(t, about, shown))
    },
  }),
]

/** @throws as `findApplication` does */
async function loadCase(db: Db | Tx, actor: Actor, id: string): Promise<AboutCase> {
  const application = await findApplication(db, actor, 'calibration_case.manage', id)
  const { agreement, ...found } = await runLookups(db, {
    ...caseLookups(db, application),
    agreement: agreementLookup(db, application),
    ...namesLookups(db, application),
    ...sourcesLookups(db, application),
  })
  const example = caseFrom(found)
  const framework = await frameworkVersion(db, example?.frameworkVersionId ?? application.frameworkVersionId)
  const sources = sourcesFrom(application, framework, found)
  return { application, framework, example, agreement, names: namesFrom(found), sources }
}

/** @throws as `loadCase` does; NotFound when there is no unpublished case */
async function loadDraft(db: Db | Tx, actor: Actor, id: string): Promise<AboutCase & { example: CalibrationCase }> {
  const { example, ...about } = await loadCase(db, actor, id)
  if (!example || example.published) throw new NotFound()
  return { ...about, example }
}

/** @throws as `loadDraft` does; NotFound when the case does not have this criterion */
async function loadText(db: Db | Tx, actor: Actor, { id, code }: { id: string; code: string }): Promise<AboutText> {
  const { application, framework, example, names, sources } = await loadDraft(db, actor, id)
  const item = itemByCode(framework, code)
  const criterion = example.criteria.find(({ itemId }) => itemId === item?.id)
  if (!item || !criterion) throw new NotFound()
  return { application, item, criterion, names, source: sources.find(each => each.item.id === item.id) ?? null }
}
