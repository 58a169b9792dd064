import type { Response } from 'express'
import type { Db, Tx } from '../../../db/connection.ts'
import { runLookups } from '../../../db/lookups.ts'
import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import { libraryStream, type Framework } from '../../../domain/framework.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { can, type OrganisationPermission } from '../../../domain/permissions.ts'
import { MoveRefused, NotFound } from '../../../domain/refusals.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { typingIn } from '../../../web/autosaved-page.ts'
import { queryText } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { findApplication, type ApplicationRecord } from '../../access/access.public.ts'
import { frameworkVersion, nextRoundLookup, streamsOfferedLookup } from '../../frameworks/frameworks.public.ts'
import { branchesIn, branchesTakenLookup, findOrganisation, openOn } from '../../organisations/organisations.public.ts'
import { missingParts } from '../checking-answers/missing.pages.ts'
import { isWrittenOnOnePage } from '../checking-answers/places.pages.ts'
import { toCheck } from '../checking-answers/checking-answers.store.ts'
import { caseworkPage } from '../casework/casework.pages.ts'
import { caseworkOf } from '../casework/casework.store.ts'
import { lightPage } from '../light-renewals/light-renewal.pages.ts'
import { lightRenewalOf } from '../light-renewals/light-renewal.store.ts'
import { taskList } from '../task-list/task-list.pages.ts'
import { taskFilters, type TaskFilter } from '../task-list/team.pages.ts'
import { tasksOf } from '../task-list/task-list.store.ts'
import { startApplication, writeSummary } from './application.actions.ts'
import { startForm, summaryForm } from './application.forms.ts'
import { startPage, summaryConflictPage, summaryOf, summaryPage, type NewApplication } from './application.pages.ts'

export const applicationRoutes = (parts: Parts): Route[] => [
  get('/organisations/:id/applications/new', 'application.start', async (req, res, permission) => {
    const by = { actor: actorOf(res), permission, id: req.params.id, chosen: queryText(req, 'stream') }
    page(
      res,
      'applications/applications/new',
      startPage(res.locals.t, await newApplication(parts.db, by, parts.clock.now())),
    )
  }),

  submitForm(parts, {
    path: '/organisations/:id/applications/new',
    permission: 'application.start',
    load: ({ db, actor, permission, params, query, at }) =>
      newApplication(db, { actor, permission, id: params.id, chosen: queryText({ query }, 'stream') }, at),
    form: ({ t }, { branches }) => startForm(t, branches),
    act: (work, { organisation, streamId }, { data }) => startApplication(work, organisation, { ...data, streamId }),
    done: (t, _new, { result }) => ({ address: `/applications/${result}`, notice: t('applications.new.done') }),
    redraw: ({ t }, offered, form) => show('applications/applications/new', startPage(t, offered, form)),
  }),

  get('/applications/:id', 'application.know', async (req, res, permission) => {
    const actor = actorOf(res)
    const application = await findApplication(parts.db, actor, permission, req.params.id)
    if (membershipsIn(actor, application.organisationId).length > 0)
      return showToLibrary(parts, res, actor, {
        application,
        chosen: queryText(req, 'criteria'),
        showsContacts: queryText(req, 'show') === 'contacts',
        filter: taskFilters.find(each => each === queryText(req, 'show')) ?? 'all',
      })
    const casework = await caseworkOf(parts.db, actor, application, parts.clock.now())
    page(res, 'applications/casework/casework', caseworkPage(res.locals.t, actor, casework))
  }),

  get('/applications/:id/summary', 'answer.read', async (req, res, permission) => {
    const { t } = res.locals
    const application = await findApplication(parts.db, actorOf(res), permission, req.params.id)
    const framework = await frameworkVersion(parts.db, application.frameworkVersionId)
    const mayWrite = can(actorOf(res), 'answer.write', application) && application.status !== 'more evidence asked'
    const form = mayWrite ? summaryOf(application) : null
    page(res, 'applications/applications/summary', summaryPage(t, application, framework, { form }))
  }),

  submitForm(parts, {
    path: '/applications/:id/summary',
    permission: 'answer.write',
    load: ({ db, actor, permission, params }) => summaryToWrite(db, { actor, permission, id: params.id }),
    form: ({ t }, { framework }) => summaryForm(t, framework.summaryMaxCharacters),
    act: async (work, { application }, { data }) => {
      await writeSummary(work, application, data)
      const { actor, trx, at } = work
      const it = await toCheck(trx, actor, { ...application, summary: data.summary }, at)
      return { isReady: !isWrittenOnOnePage(application) && missingParts(it).length === 0 }
    },
    done: (t, { application }, { data, result: { isReady } }) => ({
      address: `/applications/${application.id}${isReady ? '/submission' : ''}`,
      notice: t(data.summary === '' ? 'applications.summary.empty' : 'applications.summary.done'),
    }),
    redraw: ({ t }, { application, framework }, form) =>
      show('applications/applications/summary', summaryPage(t, application, framework, { form })),
    redrawStale: ({ t }, { application, framework }, form) =>
      show('applications/applications/summary', summaryConflictPage(t, application, framework, form)),
  }),
]

async function newApplication(
  db: Db | Tx,
  { actor, permission, id, chosen }: { actor: Actor; permission: OrganisationPermission; id: string; chosen: string },
  at: Instant,
): Promise<NewApplication> {
  const organisation: Organisation = await findOrganisation(db, actor, permission, id)
  const streamId = chosen || libraryStream
  const { streams, branches, taken, round } = await runLookups(db, {
    streams: streamsOfferedLookup(db, at),
    branches: branchesIn(db, organisation.id),
    taken: branchesTakenLookup(db, organisation, streamId),
    round: nextRoundLookup(db, streamId, at),
  })
  if (chosen !== '' && !streams.some(stream => stream.id === chosen)) throw new NotFound()
  return {
    organisation,
    streams,
    streamId,
    branches: openOn(branches, dayOf(at)),
    taken,
    round,
    at,
  }
}

async function summaryToWrite(
  db: Db | Tx,
  { actor, permission, id }: { actor: Actor; permission: 'answer.write'; id: string },
): Promise<{ application: ApplicationRecord; framework: Framework }> {
  const application = await findApplication(db, actor, permission, id)
  if (application.status === 'more evidence asked') throw new MoveRefused('write', application.status)
  return { application, framework: await frameworkVersion(db, application.frameworkVersionId) }
}

async function showToLibrary(
  { db, clock }: Parts,
  res: Response,
  actor: Actor,
  {
    application,
    chosen,
    showsContacts,
    filter,
  }: { application: ApplicationRecord; chosen: string; showsContacts: boolean; filter: TaskFilter },
): Promise<void> {
  const { t, today } = res.locals
  const at = clock.now()
  if (isWrittenOnOnePage(application)) {
    const light = await lightRenewalOf(db, actor, application, at)
    const typing = await typingIn(db, { actor, today }, `/applications/${application.id}`)
    return page(
      res,
      'applications/light-renewals/edit',
      lightPage(t, actor, light, { typing, entered: null, showsContacts }),
    )
  }
  const tasks = await tasksOf(db, application, { at, chosen, reader: actor })
  page(res, 'applications/task-list/task-list', taskList(t, actor, tasks, filter))
}
