import { libraryStream } from '../../../domain/framework.ts'
import {
  branchesOf,
  branchesTaken,
  findOrganisation,
  openOn,
  teamOf,
} from '../../organisations/organisations.public.ts'
import { type ApplicationRecord, findApplication } from '../../access/access.public.ts'
import { lookUpAll } from '../../../db/lookups.ts'
import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import { isOpen } from '../../../domain/application.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { can } from '../../../domain/permissions.ts'
import { MoveRefused } from '../../../domain/refusals.ts'
import { addMinutes, dayOf, type Instant } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { flash } from '../../../web/flash.ts'
import { claimKey } from '../../../web/form-ids.ts'
import { pageOf, placeAfter, queryText } from '../../../web/lists.ts'
import { parseForm, refusalOf } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { answerFactsLookup } from '../answers/answer.store.ts'
import { writtenSince } from '../since-last-year/since-last-year.store.ts'
import {
  findRound,
  frameworkVersion,
  nextRoundLookup,
  roundLookup,
  roundToAimAt,
} from '../../frameworks/frameworks.public.ts'
import { openQuestionsLookup } from '../questions/question.store.ts'
import { recommendationsBefore } from '../recommendations/recommendation.actions.ts'
import { frozenSummary } from '../submissions/submission.store.ts'
import { offersTo } from './application.actions.ts'
import { startForm, summaryForm } from './application.forms.ts'
import { startPage, summaryOf, summaryPage, type NewApplication } from './application.pages.ts'
import { casePage, type CaseParts } from '../casework/case.pages.ts'
import { historyPage } from '../history/history.pages.ts'
import { eventsOfApplication } from '../history/history.store.ts'
import { lightPage } from '../light-renewals/light-renewal.pages.ts'
import type { Carried } from '../since-last-year/since-last-year.pages.ts'
import { lightRenewalOf } from '../light-renewals/light-renewal.store.ts'
import { renewalDates } from '../renewals/renewal.store.ts'
import { charityList, ownList, listAddress, listOf } from '../list/list.pages.ts'
import { applicationLines, applicationsOf } from '../list/list.store.ts'
import { panelReasonsOf } from '../panel-requests/panel-request.store.ts'
import { startApplication, writeSummary } from '../moves/move.actions.ts'
import { taskList, type Tasks } from '../task-list/task-list.pages.ts'

export function applicationRoutes({ db, write, clock }: Parts): Route[] {
  return [
    get('/applications', 'applications.list', async (req, res, permission) => {
      allow(actorOf(res), permission)
      const list = listOf(queryText(req, 'show'))
      const found = await applicationLines(db, actorOf(res), list, placeAfter(req, 'since', 'id'), 31)
      const { lines, next } = pageOf(found, 30, listAddress(list), ({ statusSince, id }) => ({
        since: statusSince,
        id,
      }))
      page(res, 'applications/list/list', charityList(res.locals.t, lines, list, next))
    }),

    get('/organisations/:id/applications', 'application.list', async (req, res, permission) => {
      const organisation = await findOrganisation(db, actorOf(res), permission, req.params.id)
      const { branches, taken } = await toStart(organisation)
      const hasFree = branches.some(({ id }) => !taken.has(id))
      page(
        res,
        'applications/list/own',
        ownList(res.locals.t, organisation, await applicationsOf(db, organisation), {
          mayStart: can(actorOf(res), 'application.start', organisation),
          hasFree,
        }),
      )
    }),

    get('/organisations/:id/applications/new', 'application.start', async (req, res, permission) => {
      const organisation = await findOrganisation(db, actorOf(res), permission, req.params.id)
      page(res, 'applications/applications/new', startPage(res.locals.t, await toStart(organisation)))
    }),

    post('/organisations/:id/applications/new', 'application.start', async (req, res, permission) => {
      const { t } = res.locals
      const actor = actorOf(res)
      const organisation = await findOrganisation(db, actor, permission, req.params.id)
      const offered = await toStart(organisation)
      const { data, form } = parseForm(
        startForm(
          t,
          offered.branches.map(({ id }) => id),
        ),
        req.body,
      )
      let done = ''
      const refused =
        form ??
        (await refusalOf(t, req.body, async () => {
          done = await write(actor, work =>
            claimKey(
              work,
              data.idempotencyKey,
              async () => `/applications/${await startApplication(work, organisation, data)}`,
            ),
          )
        }))
      if (refused) return page(res.status(422), 'applications/applications/new', startPage(t, offered, refused))
      flash(res, t('applications.new.done'))
      res.redirect(303, done)
    }),

    get('/applications/:id', 'application.know', async (req, res, permission) => {
      const { t } = res.locals
      const actor = actorOf(res)
      const application = await findApplication(db, actor, permission, req.params.id)
      const isLibrary = membershipsIn(actor, application.organisationId).length > 0
      if (isLibrary && isOnePage(application))
        return page(
          res,
          'applications/light-renewals/edit',
          lightPage(t, actor, await lightRenewalOf(db, actor, application, clock.now())),
        )
      if (isLibrary)
        return page(res, 'applications/task-list/task-list', taskList(t, actor, await theTasks(application)))
      page(res, 'applications/casework/case', casePage(t, actor, await theCase(actor, application)))
    }),

    get('/applications/:id/summary', 'answer.read', async (req, res, permission) => {
      const application = await findApplication(db, actorOf(res), permission, req.params.id)
      const framework = await frameworkVersion(db, application.frameworkVersionId)
      const mayWrite = can(actorOf(res), 'answer.write', application) && application.status !== 'more evidence asked'
      page(
        res,
        'applications/applications/summary',
        summaryPage(res.locals.t, application, framework, mayWrite ? summaryOf(application) : null),
      )
    }),

    post('/applications/:id/summary', 'answer.write', async (req, res, permission) => {
      const { t } = res.locals
      const application = await findApplication(db, actorOf(res), permission, req.params.id)
      const framework = await frameworkVersion(db, application.frameworkVersionId)
      if (application.status === 'more evidence asked') throw new MoveRefused('write', application.status)
      const { data, form } = parseForm(summaryForm(t, framework.summaryMaxCharacters), req.body)
      if (form)
        return page(res.status(422), 'applications/applications/summary', summaryPage(t, application, framework, form))
      await write(actorOf(res), work => writeSummary(work, application, data))
      flash(res, t('applications.summary.done'))
      res.redirect(303, `/applications/${application.id}`)
    }),

    get('/applications/:id/history', 'history.read', async (req, res, permission) => {
      const actor = actorOf(res)
      const application = await findApplication(db, actor, permission, req.params.id)
      const isLibrary = membershipsIn(actor, application.organisationId).length > 0
      const before = placeAfter(req, 'before')?.before
      const found = await eventsOfApplication(
        db,
        actor,
        application,
        before && /^\d{1,15}$/.test(before) ? Number(before) : null,
        51,
      )
      const { lines, next } = pageOf(found, 50, `/applications/${application.id}/history`, ({ sequence }) => ({
        before: String(sequence),
      }))
      page(
        res,
        'applications/history/history',
        historyPage(
          res.locals.t,
          application,
          await frameworkVersion(db, application.frameworkVersionId),
          lines,
          next,
          isLibrary,
        ),
      )
    }),
  ]

  async function toStart(organisation: Organisation): Promise<NewApplication> {
    const at = clock.now()
    const branches = openOn(await branchesOf(db, organisation), dayOf(at))
    return {
      organisation,
      branches,
      taken: await branchesTaken(db, organisation, libraryStream),
      round: await roundToAimAt(db, libraryStream, at),
      at,
    }
  }

  /** What everybody but the library sees. */
  async function theCase(actor: Actor, application: ApplicationRecord): Promise<CaseParts> {
    const organisation = { id: application.organisationId }
    const reads = can(actor, 'application.read', application)
    return {
      application,
      branches: (await branchesOf(db, organisation))
        .filter(({ id }) => application.scope.includes(id))
        .map(({ name }) => name),
      team: (await teamOf(db, organisation)).filter(({ role }) => role !== 'observer').map(({ name }) => name),
      summary: reads ? await frozenSummary(db, application) : null,
      recommendations: reads ? await recommendationsBefore(db, actor, application, dayOf(clock.now())) : null,
      offers:
        reads || can(actor, 'application.close', application)
          ? await offersTo(db, actor, application, clock.now(), { proposalIsAsItWasRead: true })
          : [],
      roundIsOver: application.status === 'draft' && (await isRoundOver(application)),
      panelReasons: reads && application.kind === 'renewal' ? await panelReasonsOf(db, application) : null,
    }
  }

  async function isRoundOver({ roundId }: ApplicationRecord): Promise<boolean> {
    const round = roundId ? await findRound(db, roundId) : null
    return round !== null && clock.now() >= addMinutes(round.closesAt, round.graceMinutes)
  }

  async function carriedInto(application: ApplicationRecord, at: Instant): Promise<Carried | null> {
    if (application.kind === 'first' || application.awardId === null) return null
    return {
      items: isOpen(application) ? (await writtenSince(db, application, dayOf(at))).items : [],
      dates: await renewalDates(db, application.awardId),
    }
  }

  async function theTasks(application: ApplicationRecord): Promise<Tasks> {
    const at = clock.now()
    const { answers, round, openQuestions } = await lookUpAll(db, {
      answers: answerFactsLookup(db, application, dayOf(at)),
      round: application.roundId
        ? roundLookup(db, application.roundId)
        : application.status === 'draft'
          ? nextRoundLookup(db, application.streamId, at)
          : null,
      openQuestions: application.isSubmitted ? openQuestionsLookup(db, application) : null,
    })
    return {
      application,
      framework: await frameworkVersion(db, application.frameworkVersionId),
      answers,
      round,
      openQuestions: openQuestions ?? 0,
      at,
      carried: await carriedInto(application, at),
    }
  }
}

/** A light renewal that the library writes; handed in, it is a list of what was handed in, like any other. */
const isOnePage = ({ kind, status }: ApplicationRecord): boolean =>
  kind === 'renewal' && (status === 'draft' || status === 'returned')
