import { type ApplicationRecord, findApplication } from '../../access/access.public.ts'
import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { itemByCode, itemById, type Item } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import { Forbidden, NotFound } from '../../../domain/refusals.ts'
import type { Day } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { emptyForm, valuesOf, type Form } from '../../../web/form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { likeliestFor } from '../choosing-evidence/choosing-evidence.store.ts'
import { withChosen } from '../../evidence/evidence.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { answerQuestion, askQuestion, withdrawQuestion } from './question.actions.ts'
import { questionForm, replyForm } from './question.forms.ts'
import { newQuestion, questionList, replyPage } from './question.pages.ts'
import { findQuestion, questionsOf, type Question } from './question.store.ts'

/** How many items of evidence a reply offers to choose from. Those that fit the question's criterion come first. */
const offeredAtMost = 30

export const questionRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/questions', 'question.read', async (req, res, permission) => {
    const [actor, { t, today }] = [actorOf(res), res.locals]
    const application = await findApplication(parts.db, actor, permission, req.params.id)
    const framework = await frameworkVersion(parts.db, application.frameworkVersionId)
    const questions = await questionsOf(parts.db, application)
    page(res, 'applications/questions/list', questionList(t, actor, application, framework, questions, today))
  }),

  get('/applications/:id/criteria/:code/questions/new', 'question.ask', async (req, res, permission) => {
    const { t, today } = res.locals
    const about = await itemToAskAbout(parts.db, actorOf(res), permission, req.params)
    page(res, 'applications/questions/new', newQuestion(t, about.application, about.item, today))
  }),

  submitForm(parts, {
    path: '/applications/:id/criteria/:code/questions/new',
    permission: 'question.ask',
    load: ({ db, actor, permission, params }) => itemToAskAbout(db, actor, permission, params),
    form: ({ t, today }) => questionForm(t, today),
    act: (work, { application, item }, { data }) => askQuestion(work, application, item, data),
    done: (t, { application }) => ({
      address: `/applications/${application.id}/questions`,
      notice: t('questions.ask.done', { organisation: application.organisationName }),
    }),
    redraw: ({ t, today }, { application, item }, form) =>
      show('applications/questions/new', newQuestion(t, application, item, today, form)),
  }),

  get('/applications/:id/questions/:questionId/reply', 'question.reply', async (req, res, permission) => {
    const [actor, { t, today }] = [actorOf(res), res.locals]
    const about = await questionFor(parts.db, actor, permission, req.params)
    const offered = await evidenceOffered(parts.db, actor, about, today, emptyForm)
    page(res, 'applications/questions/reply', replyPage(t, about, offered, today))
  }),

  submitForm(parts, {
    path: '/applications/:id/questions/:questionId/reply',
    permission: 'question.reply',
    load: ({ db, actor, permission, params }) => questionFor(db, actor, permission, params),
    form: async ({ db, actor, t, today }, about, values) => {
      const offered = await evidenceOffered(db, actor, about, today, { values, errors: [] })
      return replyForm(
        t,
        offered.map(({ id }) => id),
      )
    },
    act: (work, { application, question }, { data }) => answerQuestion(work, application, question, data),
    done: (t, { application }) => ({
      address: `/applications/${application.id}/questions`,
      notice: t('questions.reply.done'),
    }),
    redraw: async ({ db, actor, t, today }, about, form) => {
      const offered = await evidenceOffered(db, actor, about, today, form)
      return show('applications/questions/reply', replyPage(t, about, offered, today, form))
    },
  }),

  submitForm(parts, {
    path: '/applications/:id/questions/:questionId/withdrawal',
    permission: 'question.withdraw',
    load: ({ db, actor, permission, params }) => questionFor(db, actor, permission, params),
    act: (work, { application, question }) => withdrawQuestion(work, application, question),
    done: (t, { application }) => ({
      address: `/applications/${application.id}/questions`,
      notice: t('questions.withdraw.done'),
    }),
  }),
]

async function itemToAskAbout(
  db: Db | Tx,
  actor: Actor,
  permission: 'question.ask',
  { id, code }: { id: string; code: string },
): Promise<{ application: ApplicationRecord; item: Item }> {
  const application = await findApplication(db, actor, permission, id)
  const item = itemByCode(await frameworkVersion(db, application.frameworkVersionId), code)
  if (!item || !item.askedIn.includes(application.kind)) throw new NotFound()
  return { application, item }
}

export interface QuestionSubject {
  application: ApplicationRecord
  question: Question
  item: Item | null
}

/** A question that the actor may see. @throws Forbidden when they may not do this with it */
async function questionFor(
  db: Db | Tx,
  actor: Actor,
  permission: 'question.reply' | 'question.withdraw',
  { id, questionId }: { id: string; questionId: string },
): Promise<QuestionSubject> {
  const application = await findApplication(db, actor, 'question.read', id)
  const question = await findQuestion(db, application, questionId)
  if (!can(actor, permission, application, question)) throw new Forbidden(permission)
  const framework = await frameworkVersion(db, application.frameworkVersionId)
  return { application, question, item: itemById(framework, question.itemId) }
}

/** The evidence to choose from for a reply: what fits the question's criterion, and what was chosen already. */
async function evidenceOffered(
  db: Db | Tx,
  actor: Actor,
  { application, item }: QuestionSubject,
  today: Day,
  form: Form,
) {
  const likeliest = item
    ? await likeliestFor(db, { actor, application, item, today, most: offeredAtMost, withAttached: true })
    : { evidenceItems: [] }
  const lines = likeliest.evidenceItems.map(({ line }) => line)
  return withChosen(db, actor, { id: application.organisationId }, lines, valuesOf(form, 'evidence'), today)
}
