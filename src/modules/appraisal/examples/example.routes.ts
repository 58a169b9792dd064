import type { Db, Tx } from '../../../db/connection.ts'
import { runLookups } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { itemByCode } from '../../../domain/framework.ts'
import { namesIn } from '../../../domain/identifying-names.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import type { T } from '../../../words/words.ts'
import { findApplication } from '../../access/access.public.ts'
import { submittedAnswersLookup } from '../../applications/applications.public.ts'
import { personalDataCheck } from '../../evidence/evidence.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { namesFrom, namesLookups } from '../calibration/names.store.ts'
import { choiceLookup } from './choice.store.ts'
import {
  namesToReplace,
  prepareExample,
  publishExample,
  removeExample,
  saveText,
  sourcesFrom,
} from './example.actions.ts'
import { prepareForm, publishForm, textForm, type TextGiven } from './example.forms.ts'
import { exampleAddress, examplePage, publishPage, stalePublication, type AboutExample } from './example.pages.ts'
import { exampleFrom, exampleLookups, type Example } from './example.store.ts'
import { staleText, textPage, type AboutText } from './text.pages.ts'

/** Coordinators make an example from a decided application, and publish it. */
export const exampleRoutes = (parts: Parts): Route[] => [
  ...preparingRoutes(parts),
  ...publicationRoutes(parts),
  ...textRoutes(parts),
]

const preparingRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/example', 'example.manage', async (req, res) => {
    const about = await loadExample(parts.db, actorOf(res), req.params.id)
    page(res, 'appraisal/examples/example', examplePage(res.locals.t, about))
  }),

  submitForm(parts, {
    path: '/applications/:id/example',
    permission: 'example.manage',
    load: ({ db, actor, params }) => loadExample(db, actor, params.id),
    form: ({ t }, { sources }) =>
      prepareForm(
        t,
        sources.map(({ item }) => item.id),
      ),
    act: (work, { application, sources }, { data }) =>
      prepareExample(work, application, {
        region: data.region,
        sources: sources.filter(({ item }) => data.criteria.includes(item.id)),
      }),
    done: (t, { application }) => ({ address: exampleAddress(application), notice: t('examples.prepare.done') }),
    redraw: ({ t }, about, form) => show('appraisal/examples/example', examplePage(t, about, form)),
  }),

  submitForm(parts, {
    path: '/applications/:id/example/removal',
    permission: 'example.manage',
    load: ({ db, actor, permission, params }) => findApplication(db, actor, permission, params.id),
    act: (work, application) => removeExample(work, application),
    done: (t, application) => ({ address: exampleAddress(application), notice: t('examples.case.removed') }),
  }),
]

const publicationRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/example/publication', 'example.manage', async (req, res) => {
    const about = await loadDraft(parts.db, actorOf(res), req.params.id)
    page(res, 'appraisal/examples/publish', publishPage(res.locals.t, about))
  }),

  submitForm(parts, {
    path: '/applications/:id/example/publication',
    permission: 'example.manage',
    load: ({ db, actor, params }) => loadDraft(db, actor, params.id),
    form: ({ t }) => publishForm(t),
    act: (work, { application }, { data }) => publishExample(work, application, data.version),
    done: (t, { application }) => ({ address: exampleAddress(application), notice: t('examples.publish.done') }),
    redraw: ({ t }, about, form) => show('appraisal/examples/publish', publishPage(t, about, form)),
    redrawStale: ({ t }, about, sent) =>
      show('appraisal/examples/publish', publishPage(t, about, stalePublication(t, about, sent))),
  }),
]

const textRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/example/criteria/:code', 'example.manage', async (req, res) => {
    const about = await loadText(parts.db, actorOf(res), req.params)
    page(res, 'appraisal/examples/text', textPage(res.locals.t, about))
  }),

  submitForm(parts, {
    path: '/applications/:id/example/criteria/:code',
    permission: 'example.manage',
    load: async ({ db, actor, params }) => {
      const about = await loadText(db, actor, params)
      const { organisationId: id, organisationName: name, place } = about.application
      return { ...about, organisation: { id, name, place } }
    },
    form: ({ t }: { t: T }) => textForm(t),
    check: personalDataCheck(parts, {
      places: (_about: object, { answer }: TextGiven) => [{ where: 'answer', text: answer }],
      may: { restrict: false, redact: false },
    }),
    act: (work, { application, text }, { data, answer: reply }) => saveText(work, application, text, { data, reply }),
    done: (t, { application, names }, { data }) => {
      const count = namesIn(data.answer, names).length
      return {
        address: exampleAddress(application),
        notice: count > 0 ? t('examples.text.saved.names', { count }) : t('examples.text.saved'),
      }
    },
    redraw: ({ t }, about, form, personalData) =>
      show('appraisal/examples/text', textPage(t, about, { form, personalData })),
    redrawStale: async ({ t, db, actor, params }, _about, form) => {
      const about = await loadText(db, actor, params)
      const shown = { form: staleText(t, about.text, form), isStale: true }
      return show('appraisal/examples/text', textPage(t, about, shown))
    },
  }),
]

/** @throws as `findApplication` does */
async function loadExample(db: Db | Tx, actor: Actor, id: string): Promise<AboutExample> {
  const application = await findApplication(db, actor, 'example.manage', id)
  const { choice, ...found } = await runLookups(db, {
    ...exampleLookups(db, application),
    choice: choiceLookup(db, application),
    ...namesLookups(db, application),
    submitted: submittedAnswersLookup(db, application),
  })
  const example = exampleFrom(found)
  const framework = await frameworkVersion(db, example?.frameworkVersionId ?? application.frameworkVersionId)
  return {
    application,
    framework,
    sharing: choice.sharing,
    example,
    names: namesToReplace(namesFrom(found), choice.sharing),
    sources: sourcesFrom(application, framework, found.submitted),
  }
}

/** @throws as `loadExample` does; NotFound when there is no unpublished example */
async function loadDraft(db: Db | Tx, actor: Actor, id: string): Promise<AboutExample & { example: Example }> {
  const { example, ...about } = await loadExample(db, actor, id)
  if (!example || example.published) throw new NotFound()
  return { ...about, example }
}

/** @throws as `loadDraft` does; NotFound when the example has no text for this criterion */
async function loadText(db: Db | Tx, actor: Actor, { id, code }: { id: string; code: string }): Promise<AboutText> {
  const { application, framework, example, names, sources } = await loadDraft(db, actor, id)
  const item = itemByCode(framework, code)
  const text = example.texts.find(({ itemId }) => itemId === item?.id)
  if (!item || !text) throw new NotFound()
  return { application, item, text, names, source: sources.find(each => each.item.id === item.id)?.answer ?? null }
}
