import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { isBackWithLibrary, type ApplicationMove } from '../../../domain/application.ts'
import { itemsAskedBy } from '../../../domain/framework.ts'
import type { ApplicationPermission } from '../../../domain/permissions.ts'
import { hasOwnAnswer } from '../../../domain/completeness.ts'
import { MoveRefused } from '../../../domain/refusals.ts'
import type { Day } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm, type FormRequest } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import type { T } from '../../../words/words.ts'
import { findApplication, type ApplicationRecord } from '../../access/access.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { answerFactsOf } from '../answers/answer.store.ts'
import { movesOfferedTo } from '../applications/application.actions.ts'
import { panelNamesCheck } from '../panel-names/panel-names.actions.ts'
import { changesSubmitted } from '../submissions/submission-changes.store.ts'
import { panelReasonsOf } from '../panel-requests/panel-request.store.ts'
import {
  checkApplication,
  closeApplication,
  moveDate,
  putOnHold,
  returnApplication,
  takeOffHold,
  withdrawApplication,
} from './move.actions.ts'
import { lastDayOnceWithdrawn } from './move.store.ts'
import { checkForm, newDateForm, reasonForm, returnForm, withdrawForm } from './move.forms.ts'
import {
  checkPage,
  closePage,
  holdPage,
  newDatePage,
  releasePage,
  returnPage,
  withdrawPage,
  type ToReturn,
  type ToWithdraw,
} from './move.pages.ts'

/** The pages of these moves: check, return, withdraw, hold, take off hold, close, and extend a deadline. */
export const moveRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/check', 'application.check', async (req, res, permission) => {
    const actor = actorOf(res)
    const { t, today } = res.locals
    const application = await findApplication(parts.db, actor, permission, req.params.id)
    const framework = await frameworkVersion(parts.db, application.frameworkVersionId)
    const answers = await answerFactsOf(parts.db, application, today)
    const reasons = application.kind === 'renewal' ? await panelReasonsOf(parts.db, application) : null
    const changes = await changesSubmitted(parts.db, actor, application)
    page(res, 'applications/moves/check', checkPage(t, actor, application, { framework, answers, reasons, changes }))
  }),

  submitForm(parts, {
    path: '/applications/:id/check',
    permission: 'application.check',
    load: applicationFor,
    form: () => checkForm,
    act: (work, application, { data }) => checkApplication(work, application, data),
    done: doneWith('applications.check.done'),
  }),

  get('/applications/:id/return', 'application.return', async (req, res, permission) => {
    const { t, today } = res.locals
    const application = await findToMove(parts, actorOf(res), { permission, id: req.params.id, move: 'return' })
    page(res, 'applications/moves/move', returnPage(t, await toReturn(parts.db, application), { today }))
  }),

  submitForm(parts, {
    path: '/applications/:id/return',
    permission: 'application.return',
    load: async asking => toReturn(asking.db, await applicationFor(asking)),
    form: ({ t, today }, { items }) =>
      returnForm(
        t,
        today,
        items.map(({ id }) => id),
      ),
    check: panelNamesCheck(['reasons']),
    act: (work, { application }, { data }) => returnApplication(work, application, data),
    done: (t, { application }) => doneWith('applications.return.done')(t, application),
    redraw: ({ t, today }, about, form) => show('applications/moves/move', returnPage(t, about, { today, form })),
  }),

  get('/applications/:id/withdrawal', 'application.withdraw', async (req, res, permission) => {
    const { t, today } = res.locals
    const application = await findApplication(parts.db, actorOf(res), permission, req.params.id)
    page(res, 'applications/moves/withdraw', withdrawPage(t, await toWithdraw(parts.db, application, today)))
  }),

  submitForm(parts, {
    path: '/applications/:id/withdrawal',
    permission: 'application.withdraw',
    load: async asking => toWithdraw(asking.db, await applicationFor(asking), asking.today),
    form: ({ t }) => withdrawForm(t),
    act: (work, { application }) => withdrawApplication(work, application),
    done: (t, { application: { id } }) => ({ address: `/applications/${id}`, notice: t('applications.withdraw.done') }),
    redraw: ({ t }, about, form) => show('applications/moves/withdraw', withdrawPage(t, about, form)),
  }),

  get('/applications/:id/hold', 'application.hold', async (req, res, permission) => {
    const application = await findToMove(parts, actorOf(res), { permission, id: req.params.id, move: 'hold' })
    page(res, 'applications/moves/move', holdPage(res.locals.t, application))
  }),

  submitForm(parts, {
    path: '/applications/:id/hold',
    permission: 'application.hold',
    load: applicationFor,
    form: ({ t }) => reasonForm(t),
    check: panelNamesCheck(['reason']),
    act: (work, application, { data }) => putOnHold(work, application, data),
    done: doneWith('applications.hold.done'),
    redraw: ({ t }, application, form) => show('applications/moves/move', holdPage(t, application, form)),
  }),

  get('/applications/:id/hold/ending', 'application.hold', async (req, res, permission) => {
    const application = await findToMove(parts, actorOf(res), { permission, id: req.params.id, move: 'release' })
    page(res, 'applications/moves/move', releasePage(res.locals.t, application))
  }),

  submitForm(parts, {
    path: '/applications/:id/hold/ending',
    permission: 'application.hold',
    load: applicationFor,
    act: takeOffHold,
    done: doneWith('applications.release.done'),
  }),

  get('/applications/:id/closing', 'application.close', async (req, res, permission) => {
    const application = await findToMove(parts, actorOf(res), { permission, id: req.params.id, move: 'close' })
    page(res, 'applications/moves/move', closePage(res.locals.t, application))
  }),

  submitForm(parts, {
    path: '/applications/:id/closing',
    permission: 'application.close',
    load: applicationFor,
    form: ({ t }) => reasonForm(t),
    check: panelNamesCheck(['reason']),
    act: (work, application, { data }) => closeApplication(work, application, data),
    done: doneWith('applications.close.done'),
    redraw: ({ t }, application, form) => show('applications/moves/move', closePage(t, application, form)),
  }),

  get('/applications/:id/date', 'application.move_date', async (req, res, permission) => {
    const application = await findApplication(parts.db, actorOf(res), permission, req.params.id)
    if (!isBackWithLibrary(application)) throw new MoveRefused('moveDate', application.status)
    page(res, 'applications/moves/move', newDatePage(res.locals.t, application, res.locals.today))
  }),

  submitForm(parts, {
    path: '/applications/:id/date',
    permission: 'application.move_date',
    load: applicationFor,
    form: ({ t, today }) => newDateForm(t, today),
    check: panelNamesCheck(['reason']),
    act: (work, application, { data }) => moveDate(work, application, data),
    done: doneWith('applications.new_date.done'),
    redraw: ({ t, today }, application, form) =>
      show('applications/moves/move', newDatePage(t, application, today, form)),
  }),
]

function applicationFor({
  db,
  actor,
  permission,
  params,
}: Pick<FormRequest<'/applications/:id', ApplicationPermission>, 'db' | 'actor' | 'permission' | 'params'>) {
  return findApplication(db, actor, permission, params.id)
}

const toWithdraw = async (db: Db | Tx, application: ApplicationRecord, today: Day): Promise<ToWithdraw> => ({
  application,
  lastDay: await lastDayOnceWithdrawn(db, application, today),
})

const toReturn = async (db: Db | Tx, application: ApplicationRecord): Promise<ToReturn> => ({
  application,
  items: itemsAskedBy(await frameworkVersion(db, application.frameworkVersionId), application.kind).filter(
    hasOwnAnswer,
  ),
})

/** Redirects to the application with a notice after a move. */
function doneWith(notice: `applications.${'check' | 'return' | 'hold' | 'release' | 'close' | 'new_date'}.done`) {
  return (t: T, { id, organisationName }: ApplicationRecord) => ({
    address: `/applications/${id}`,
    notice: t(notice, { organisation: organisationName }),
  })
}

/**
 * @throws as `findApplication` does
 * @throws MoveRefused when the move is not possible now
 */
async function findToMove(
  { db, clock }: Pick<Parts, 'clock'> & { db: Db },
  actor: Actor,
  { permission, id, move }: { permission: ApplicationPermission; id: string; move: ApplicationMove },
): Promise<ApplicationRecord> {
  const application = await findApplication(db, actor, permission, id)
  const offer = (await movesOfferedTo(db, actor, application, { at: clock.now() })).find(each => each.move === move)
  if (!offer || offer.unmet.length > 0) throw new MoveRefused(move, application.status, offer?.unmet)
  return application
}
