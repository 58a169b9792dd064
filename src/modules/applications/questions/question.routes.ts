import { type ApplicationRecord, findApplication } from '../../access/access.public.ts'
import type { Actor } from '../../../domain/actor.ts'
import { itemByCode, itemById, type Item } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import { Forbidden, NotFound } from '../../../domain/refusals.ts'
import type { Day } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { claimKey } from '../../../web/form-ids.ts'
import { formOf, valuesOf } from '../../../web/form.ts'
import { parseForm, valuesIn } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { likeliestFor } from '../choosing-evidence/choosing-evidence.store.ts'
import { withChosen } from '../../evidence/evidence.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { answerQuestion, askQuestion, withdrawQuestion } from './question.actions.ts'
import { questionForm, replyForm } from './question.forms.ts'
import { newQuestion, questionList, replyPage } from './question.pages.ts'
import { findQuestion, questionsOf } from './question.store.ts'

/** So many pieces are offered to a reply; the newest, and before them those that say they are for its criterion, or were used for it. */
const offeredMost = 30

export const questionRoutes = ({ db, write }: Parts): Route[] => {
  return [
    get('/applications/:id/questions', 'question.read', async (req, res, permission) => {
      const [actor, { t, today }] = [actorOf(res), res.locals]
      const application = await findApplication(db, actor, permission, req.params.id)
      page(
        res,
        'applications/questions/list',
        questionList(
          t,
          actor,
          application,
          await frameworkVersion(db, application.frameworkVersionId),
          await questionsOf(db, application),
          today,
        ),
      )
    }),

    get('/applications/:id/criteria/:code/questions/new', 'question.ask', async (req, res, permission) => {
      const { t, today } = res.locals
      const application = await findApplication(db, actorOf(res), permission, req.params.id)
      page(
        res,
        'applications/questions/new',
        newQuestion(t, application, await itemCalled(application, req.params.code), today),
      )
    }),

    post('/applications/:id/criteria/:code/questions/new', 'question.ask', async (req, res, permission) => {
      const [actor, { t, today }] = [actorOf(res), res.locals]
      const application = await findApplication(db, actor, permission, req.params.id)
      const item = await itemCalled(application, req.params.code)
      const { data, form } = parseForm(questionForm(t, today), req.body)
      if (form)
        return page(res.status(422), 'applications/questions/new', newQuestion(t, application, item, today, form))
      const done = await write(actor, work =>
        claimKey(work, data.idempotencyKey, async () => {
          await askQuestion(work, application, item, data)
          return `/applications/${application.id}/questions`
        }),
      )
      flash(res, t('questions.ask.done', { organisation: application.organisationName }))
      res.redirect(303, done)
    }),

    get('/applications/:id/questions/:questionId/reply', 'question.reply', async (req, res, permission) => {
      const [actor, { t, today }] = [actorOf(res), res.locals]
      const { application, question, item } = await questionFor(actor, req.params)
      if (!can(actor, permission, application, question)) throw new Forbidden(permission)
      page(
        res,
        'applications/questions/reply',
        replyPage(t, application, item, question, await candidates(actor, application, item, today), today),
      )
    }),

    post('/applications/:id/questions/:questionId/reply', 'question.reply', async (req, res, permission) => {
      const [actor, { t, today }] = [actorOf(res), res.locals]
      const { application, question, item } = await questionFor(actor, req.params)
      const back = `/applications/${application.id}/questions`
      if (question.status === 'answered' && can(actor, permission, application, { ...question, status: 'open' }))
        return res.redirect(303, back) // sent twice
      if (!can(actor, permission, application, question)) throw new Forbidden(permission)
      const offered = await withChosen(
        db,
        actor,
        { id: application.organisationId },
        await candidates(actor, application, item, today),
        valuesOf(formOf(valuesIn(req.body)), 'evidence'),
        today,
      )
      const { data, form } = parseForm(
        replyForm(
          t,
          offered.map(({ id }) => id),
        ),
        req.body,
      )
      if (form)
        return page(
          res.status(422),
          'applications/questions/reply',
          replyPage(t, application, item, question, offered, today, form),
        )
      const done = await write(actor, work =>
        claimKey(work, data.idempotencyKey, async () => {
          await answerQuestion(work, application, question, data)
          return back
        }),
      )
      flash(res, t('questions.reply.done'))
      res.redirect(303, done)
    }),

    post('/applications/:id/questions/:questionId/withdrawal', 'question.withdraw', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const { application, question } = await questionFor(actor, req.params)
      if (question.status !== 'withdrawn') {
        if (!can(actor, permission, application, question)) throw new Forbidden(permission)
        await write(actor, work => withdrawQuestion(work, application, question))
      }
      flash(res, t('questions.withdraw.done'))
      res.redirect(303, `/applications/${application.id}/questions`)
    }),
  ]

  async function itemCalled(application: ApplicationRecord, code: string) {
    const item = itemByCode(await frameworkVersion(db, application.frameworkVersionId), code)
    if (!item || !item.askedIn.includes(application.kind)) throw new NotFound()
    return item
  }

  async function questionFor(actor: Actor, { id, questionId }: { id: string; questionId: string }) {
    const application = await findApplication(db, actor, 'question.read', id)
    const question = await findQuestion(db, application, questionId)
    return {
      application,
      question,
      item: itemById(await frameworkVersion(db, application.frameworkVersionId), question.itemId),
    }
  }

  async function candidates(actor: Actor, application: ApplicationRecord, item: Item | null, today: Day) {
    return item
      ? (
          await likeliestFor(db, actor, application, item, today, { most: offeredMost, withAttached: true })
        ).evidenceItems.map(({ line }) => line)
      : []
  }
}
