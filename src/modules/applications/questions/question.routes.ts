import { runLookups } from '../../../db/lookups.ts'
import { type ApplicationRecord, findApplication } from '../../access/access.public.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Candidate } from '../../../domain/evidence-suggestions.ts'
import { itemByCode, itemById, type Item } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import { Forbidden, NotFound, NotOpen } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { autosavedForm } from '../../../web/autosave.ts'
import { typingIn, typingLookup, type Entered } from '../../../web/autosaved-page.ts'
import { staleForm, valuesOf, type Form } from '../../../web/form.ts'
import { queryText } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm, type FormRequest, type TemplateView } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { candidatesLookup, mostRelevantAmong } from '../choosing-evidence/choosing-evidence.store.ts'
import { personalDataCheck, withChosen, type PersonalDataQuestion } from '../../evidence/evidence.public.ts'
import { panelNamesCheck } from '../panel-names/panel-names.actions.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { answerQuestion, askQuestion, withdrawQuestion } from './question.actions.ts'
import { questionFields, questionForm, replyFields, replyForm, type ReplyGiven } from './question.forms.ts'
import { newQuestion, questionList, questionShown, replyPage, replyShown, withdrawalPage } from './question.pages.ts'
import { findingsDue, findQuestion, questionsOf, type Question } from './question.store.ts'

/** The maximum number of items of evidence offered for a reply. Evidence for the question's criterion comes first. */
const maxOffered = 30

export const questionRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/questions', 'question.read', async (req, res, permission) => {
    const actor = actorOf(res)
    const { t, today } = res.locals
    const application = await findApplication(parts.db, actor, permission, req.params.id)
    const framework = await frameworkVersion(parts.db, application.frameworkVersionId)
    const questions = await questionsOf(parts.db, application)
    const from = itemByCode(framework, queryText(req, 'criterion'))
    const shown = { actor, application, framework, today, from }
    page(res, 'applications/questions/list', questionList(t, shown, questions))
  }),

  get('/applications/:id/criteria/:code/questions/new', 'question.ask', async (req, res, permission) => {
    const { t, today } = res.locals
    const asking = { db: parts.db, actor: actorOf(res), permission, params: req.params, today }
    const { view, model } = await pageToAsk({ ...asking, t }, await itemToAskAbout(asking), null)
    page(res, view, model)
  }),

  ...autosavedForm(
    parts,
    {
      path: '/applications/:id/criteria/:code/questions/new',
      permission: 'question.ask',
      load: itemToAskAbout,
      form: ({ t, today }) => questionForm(t, today),
      check: panelNamesCheck(['body']),
      act: (work, { application, item }, { data }) => askQuestion(work, application, item, data),
      done: (t, { application, item }) => ({
        address: `/applications/${application.id}/questions?criterion=${item.code}`,
        notice: t('questions.ask.done', { organisation: application.organisationName }),
      }),
      redraw: (asking, about, form) => pageToAsk(asking, about, { form, isStale: false }),
      redrawStale: (asking, about, form) =>
        pageToAsk(asking, about, { form: staleForm(asking.t, form), isStale: true }),
    },
    {
      fields: questionFields,
      address: askAddress,
      record: async () => ({ version: 0, editing: null }),
    },
  ),

  get('/applications/:id/questions/:questionId/reply', 'question.reply', async (req, res, permission) => {
    const { t, today } = res.locals
    const asking = { db: parts.db, actor: actorOf(res), permission, params: req.params, today }
    const { view, model } = await pageToReply({ ...asking, t }, await questionFor(asking), null)
    page(res, view, model)
  }),

  ...autosavedForm(
    parts,
    {
      path: '/applications/:id/questions/:questionId/reply',
      permission: 'question.reply',
      load: questionFor,
      form: async (asking: Reading, about: QuestionSubject, values: Form['values']) => {
        const { found } = await runLookups(asking.db, { found: candidatesFor(asking, about) })
        const offered = await evidenceOffered(asking, about, { found, form: { values, errors: [] } })
        return replyForm(
          asking.t,
          offered.map(({ id }) => id),
        )
      },
      check: personalDataCheck(parts, {
        places: (_about: object, { reply }: ReplyGiven) => [{ where: 'reply', text: reply }],
        may: { restrict: false, redact: false },
      }),
      act: (work, { application, question }, { data, answer }) =>
        answerQuestion(work, application, question, { ...data, keptReason: answer?.reason ?? '' }),
      done: (t, { application }) => ({
        address: `/applications/${application.id}/questions`,
        notice: t('questions.reply.done'),
      }),
      redraw: (asking, about, form, personalData) => pageToReply(asking, about, { form, isStale: false }, personalData),
      redrawStale: (asking, about, form) =>
        pageToReply(asking, about, { form: staleForm(asking.t, form), isStale: true }),
    },
    {
      fields: replyFields,
      address: replyAddress,
      record: async () => ({ version: 0, editing: '' }),
    },
  ),

  get('/applications/:id/questions/:questionId/withdrawal', 'question.withdraw', async (req, res, permission) => {
    const asking = { db: parts.db, actor: actorOf(res), permission, params: req.params }
    page(res, 'applications/questions/withdrawal', withdrawalPage(res.locals.t, await questionFor(asking)))
  }),

  submitForm(parts, {
    path: '/applications/:id/questions/:questionId/withdrawal',
    permission: 'question.withdraw',
    load: questionFor,
    act: (work, { application, question }) => withdrawQuestion(work, application, question),
    done: (t, { application }) => ({
      address: `/applications/${application.id}/questions`,
      notice: t('questions.withdraw.done'),
    }),
  }),
]

const askAddress = ({ application, item }: ItemToAskAbout): string =>
  `/applications/${application.id}/criteria/${item.code}/questions/new`

async function pageToAsk(asking: Reading, about: ItemToAskAbout, entered: Entered | null): Promise<TemplateView> {
  const typing = await typingIn(asking.db, asking, askAddress(about))
  const shown = questionShown(typing, await findingsDue(asking.db, about.application), entered)
  return show('applications/questions/new', newQuestion(asking.t, about, { shown, typing }))
}

const replyAddress = ({ application, question }: QuestionSubject): string =>
  `/applications/${application.id}/questions/${question.id}/reply`

type Reading = Pick<FormRequest, 'db' | 'actor' | 'today' | 't'>

async function pageToReply(
  asking: Reading,
  about: QuestionSubject,
  entered: Entered | null,
  personalData: PersonalDataQuestion | null = null,
): Promise<TemplateView> {
  const { db, t, today } = asking
  const { typing, found } = await runLookups(db, {
    typing: typingLookup(db, asking, replyAddress(about)),
    found: candidatesFor(asking, about),
  })
  const shown = replyShown(typing, entered)
  const candidates = await evidenceOffered(asking, about, { found, form: shown.form })
  return show(
    'applications/questions/reply',
    replyPage(t, about, { candidates, today }, { shown, typing, personalData }),
  )
}

interface ItemToAskAbout {
  application: ApplicationRecord
  item: Item
}

async function itemToAskAbout({
  db,
  actor,
  permission,
  params,
}: Pick<FormRequest, 'db' | 'actor'> & {
  permission: 'question.ask'
  params: { id: string; code: string }
}): Promise<ItemToAskAbout> {
  const application = await findApplication(db, actor, permission, params.id)
  const item = itemByCode(await frameworkVersion(db, application.frameworkVersionId), params.code)
  if (!item || !item.askedIn.includes(application.kind)) throw new NotFound()
  return { application, item }
}

interface QuestionSubject {
  application: ApplicationRecord
  question: Question
  item: Item | null
  /** the library of the application; its own names do not count as personal details */
  organisation: { id: string; name: string; place: string }
}

/**
 * Finds a question to reply to or to withdraw.
 * @throws as `findApplication` does
 * @throws NotFound when the application has no such question
 * @throws NotOpen when this person could have replied, but the question is no longer open
 * @throws Forbidden when this person lacks the permission for another reason
 */
async function questionFor({
  db,
  actor,
  permission,
  params,
}: Pick<FormRequest, 'db' | 'actor'> & {
  permission: 'question.reply' | 'question.withdraw'
  params: { id: string; questionId: string }
}): Promise<QuestionSubject> {
  const application = await findApplication(db, actor, 'question.read', params.id)
  const question = await findQuestion(db, application, params.questionId)
  if (!can(actor, permission, application, question)) throw whyNot(actor, permission, application, question)
  const framework = await frameworkVersion(db, application.frameworkVersionId)
  const { organisationId: id, organisationName: name, place } = application
  return { application, question, item: itemById(framework, question.itemId), organisation: { id, name, place } }
}

/**
 * @returns NotOpen for a person who could have replied earlier, because its page explains what happened to the
 * question; otherwise Forbidden
 */
function whyNot(
  actor: Actor,
  permission: 'question.reply' | 'question.withdraw',
  application: ApplicationRecord,
  question: Question,
): Error {
  const isLate = permission === 'question.reply' && can(actor, permission, application, { ...question, status: 'open' })
  const { status } = question
  if (!isLate || status === 'open') return new Forbidden(permission)
  return new NotOpen(`question_${status}`, `/applications/${application.id}/questions`)
}

const candidatesFor = ({ db, actor, today }: Reading, { application, item }: QuestionSubject) =>
  item && candidatesLookup(db, { actor, application, item, today, withAttached: true })

/**
 * The evidence offered for a reply: the most relevant for the question's criterion, and any that the person has already
 * chosen.
 */
async function evidenceOffered(
  { db, actor, today }: Reading,
  { application, item }: QuestionSubject,
  { found, form }: { found: readonly Candidate[] | null; form: Form },
) {
  const choosing = item && { actor, item, today, most: maxOffered }
  const mostRelevant = choosing ? await mostRelevantAmong(db, choosing, found ?? []) : []
  const lines = mostRelevant.map(({ line }) => line)
  return withChosen(db, actor, lines, {
    organisationId: application.organisationId,
    ids: valuesOf(form, 'evidence'),
    today,
  })
}
