import type { Response } from 'express'
import type { Db, Tx } from '../../../db/connection.ts'
import { runLookup } from '../../../db/lookups.ts'
import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import { canBeWritten } from '../../../domain/application.ts'
import { typeset } from '../../../files/typeset.ts'
import { recordView } from '../../../history/record.ts'
import type { Parts } from '../../../parts.ts'
import { downloadHeaders } from '../../../web/downloads.ts'
import { paperDocument } from '../../../web/paper.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { formOf } from '../../../web/form.ts'
import { page } from '../../../web/view-engine.ts'
import { type ApplicationRecord, findApplication } from '../../access/access.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { refuseUnlessReady } from '../checking-answers/checking-answers.actions.ts'
import { changedSince } from '../checking-answers/changed.pages.ts'
import { submissionForm } from '../checking-answers/checking-answers.forms.ts'
import { checkAnswers } from '../checking-answers/checking-answers.pages.ts'
import { isWrittenOnOnePage } from '../checking-answers/places.pages.ts'
import { toCheck } from '../checking-answers/checking-answers.store.ts'
import { unsavedLinks } from '../checking-answers/unsaved.pages.ts'
import { openQuestionsLookup } from '../questions/question.store.ts'
import { panelReasonsOf } from '../panel-requests/panel-request.store.ts'
import { asReadBy, submitApplication } from './submission.actions.ts'
import { receiptPage, receiptPaper, type Receipt } from './receipt.pages.ts'
import { frozenPage, type FrozenPage } from './submission.pages.ts'
import { changesSubmitted } from './submission-changes.store.ts'
import { findSubmission, frozenCopy, submissionsOf, type Submission } from './submission.store.ts'

export const submissionRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/submission', 'application.read', async (req, res, permission) => {
    const actor = actorOf(res)
    const application = await findApplication(parts.db, actor, permission, req.params.id)
    const isLibrary = membershipsIn(actor, application.organisationId).length > 0
    if (!isLibrary || !canBeWritten(application)) return showLatest(parts.db, res, application, isLibrary)
    const it = await toCheck(parts.db, actor, application, parts.clock.now())
    page(res, 'applications/checking-answers/check', checkAnswers(res.locals.t, actor, it))
  }),

  submitForm(parts, {
    path: '/applications/:id/submission',
    permission: 'application.submit',
    load: async ({ db, actor, t, permission, params, at }) => {
      const it = await toCheck(db, actor, await findApplication(db, actor, permission, params.id), at)
      return { ...it, unsaved: unsavedLinks(t, actor, it) }
    },
    form: () => submissionForm,
    act: (work, it, { data }) => {
      const { application } = it
      if (canBeWritten(application)) refuseUnlessReady(it, { unsaved: it.unsaved, fingerprint: data.seen.fingerprint })
      return submitApplication(work, application, { contactsAreRight: !isWrittenOnOnePage(application) })
    },
    done: (_t, { application }) => {
      const showsSubmission = canBeWritten(application) || application.isSubmitted
      return { address: `/applications/${application.id}${showsSubmission ? '/submission' : ''}` }
    },
    redraw: ({ t, actor }, it, form) =>
      show('applications/checking-answers/check', checkAnswers(t, actor, it, { form })),
    redrawStale: ({ t, actor }, it, { values }) => {
      const { openedAt } = submissionForm.parse(values).seen
      const form = formOf({})
      const page = checkAnswers(t, actor, it, { form, changed: changedSince(t, it, openedAt) })
      return show('applications/checking-answers/check', page)
    },
  }),

  get('/applications/:id/submissions/:n/receipt.pdf', 'answer.read', async (req, res, permission) => {
    const { t } = res.locals
    const application = await findApplication(parts.db, actorOf(res), permission, req.params.id)
    const submission = await findSubmission(parts.db, application, req.params.n)
    const it = await receiptOf(parts.db, application, [submission])
    const at = submission.submittedAt
    const data = paperDocument(t, receiptPaper(t, it), t('submissions.receipt.foot'))
    const pdf = await typeset(parts, { template: 'components/paper', data, at })
    const name = t('submissions.receipt.file', { receipt: submission.receipt })
    res.set(downloadHeaders('application/pdf', name)).send(pdf)
  }),

  get('/applications/:id/submissions/:n', 'submission.read', async (req, res, permission) => {
    const actor = actorOf(res)
    const application = await findApplication(parts.db, actor, permission, req.params.id)
    const it = await submissionToRead(parts.db, actor, application, req.params.n)
    if (membershipsIn(actor, application.organisationId).length === 0)
      await parts.write(actor, work =>
        recordView(work, {
          what: 'submission',
          entityId: it.submission.id,
          organisationId: application.organisationId,
          applicationId: application.id,
        }),
      )
    const { number } = it.submission
    const changes = number > 1 ? await changesSubmitted(parts.db, actor, application, number) : null
    page(res, 'applications/submissions/show', frozenPage(res.locals.t, actor, it, changes))
  }),
]

/**
 * Shows the receipt of the latest submission to the library. Redirects people outside the library to that submission.
 * Shows a message when nothing was submitted.
 */
async function showLatest(db: Db, res: Response, application: ApplicationRecord, isLibrary: boolean): Promise<void> {
  const { t } = res.locals
  const all = await submissionsOf(db, application)
  const submission = all.at(-1)
  const back = { text: t(`application.kind.${application.kind}`), href: `/applications/${application.id}` }
  if (!submission) return page(res, 'applications/submissions/none', { title: t('submissions.none.title'), back })
  if (!isLibrary) return res.redirect(303, `/applications/${application.id}/submissions/${submission.number}`)
  const panel = application.kind === 'renewal' ? await panelReasonsOf(db, application) : []
  const now = { panel, hasOpenQuestion: (await runLookup(db, openQuestionsLookup(db, application.id))) > 0 }
  page(res, 'applications/submissions/receipt', receiptPage(t, await receiptOf(db, application, all), now))
}

/** @param all submissions of the application, oldest first; the receipt is for the last of them */
async function receiptOf(db: Db, application: ApplicationRecord, all: readonly Submission[]): Promise<Receipt> {
  const submission = all.at(-1)!
  const framework = await frameworkVersion(db, application.frameworkVersionId)
  return { application, framework, submission, copy: await frozenCopy(db, submission), all }
}

/** @throws NotFound when no submission has that number */
const submissionToRead = async (
  db: Db | Tx,
  actor: Actor,
  application: ApplicationRecord,
  number: string,
): Promise<FrozenPage> => asReadBy(db, actor, application, await findSubmission(db, application, number))
