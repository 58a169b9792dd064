import { branchesOf, branchesTakenBeside, findOrganisation, openOn } from '../../organisations/organisations.public.ts'
import { type ApplicationRecord, findApplication } from '../../access/access.public.ts'
import { carriedInto } from '../../../domain/carry.ts'
import { dayOf } from '../../../domain/time.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { claimKey } from '../../../web/form-ids.ts'
import { parseForm, refusalOf } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { type NamedAward, findAward, nextRenewal } from '../../awards/awards.public.ts'
import { frameworkVersion, latestFrameworkVersionId } from '../../frameworks/frameworks.public.ts'
import { openRecommendations } from '../recommendations/recommendation.store.ts'
import { renewalDates } from '../light-renewals/light-renewal.store.ts'
import { changeScope, startRenewal, wantPanel } from './renewal.actions.ts'
import { panelWantedForm, scopeForm, startRenewalForm } from './renewal.forms.ts'
import { panelWantedPage, renewalStartPage, scopePage, type ScopeChoice, type ToRenew } from './renewal.pages.ts'
import { branchesOfAwardOn, earlierAnswers, earlierApplications } from './renewal.store.ts'

export function libraryRenewalRoutes({ db, write, clock }: Parts): Route[] {
  return [
    get('/awards/:id/renewal', 'application.start', async (req, res, permission) => {
      const award = await awardToRenew(actorOf(res), permission, req.params.id)
      page(res, 'applications/renewals/new', renewalStartPage(res.locals.t, await toRenew(award)))
    }),

    post('/awards/:id/renewal', 'application.start', async (req, res, permission) => {
      const { t } = res.locals
      const actor = actorOf(res)
      const award = await awardToRenew(actor, permission, req.params.id)
      const { idempotencyKey } = startRenewalForm.parse(req.body ?? {})
      const offered = await toRenew(award)
      if (!offered.next.isOpen && !offered.next.underWay)
        return page(res.status(409), 'applications/renewals/new', renewalStartPage(t, offered))
      let done = ''
      const refused = await refusalOf(t, req.body, async () => {
        done = await write(actor, work =>
          claimKey(work, idempotencyKey, async () => `/applications/${await startRenewal(work, award)}`),
        )
      })
      if (refused) return page(res.status(422), 'applications/renewals/new', renewalStartPage(t, offered, refused))
      if (!offered.next.underWay) flash(res, t('renewal.start.done'))
      res.redirect(303, done)
    }),

    get('/applications/:id/scope', 'application.change_scope', async (req, res, permission) => {
      const application = await findApplication(db, actorOf(res), permission, req.params.id)
      page(res, 'applications/renewals/scope', scopePage(res.locals.t, await scopeChoice(application)))
    }),

    post('/applications/:id/scope', 'application.change_scope', async (req, res, permission) => {
      const { t } = res.locals
      const actor = actorOf(res)
      const application = await findApplication(db, actor, permission, req.params.id)
      const choice = await scopeChoice(application)
      const { data, form } = parseForm(
        scopeForm(
          t,
          choice.branches.map(({ id }) => id),
        ),
        req.body,
      )
      const refused =
        form ?? (await refusalOf(t, req.body, () => write(actor, work => changeScope(work, application, data))))
      if (refused) return page(res.status(422), 'applications/renewals/scope', scopePage(t, choice, refused))
      flash(res, t('renewal.scope.done'))
      res.redirect(303, `/applications/${application.id}`)
    }),

    get('/applications/:id/panel-wanted', 'application.want_panel', async (req, res, permission) => {
      const application = await findApplication(db, actorOf(res), permission, req.params.id)
      page(res, 'applications/renewals/panel', panelWantedPage(res.locals.t, application))
    }),

    post('/applications/:id/panel-wanted', 'application.want_panel', async (req, res, permission) => {
      const { t } = res.locals
      const actor = actorOf(res)
      const application = await findApplication(db, actor, permission, req.params.id)
      const { data, form } = parseForm(panelWantedForm(t), req.body)
      if (form) return page(res.status(422), 'applications/renewals/panel', panelWantedPage(t, application, form))
      const done = await write(actor, work =>
        claimKey(work, data.idempotencyKey, async () => {
          await wantPanel(work, application, data.reason)
          return `/applications/${application.id}`
        }),
      )
      flash(res, t(application.status === 'checked' ? 'renewal.panel.want.done.now' : 'renewal.panel.want.done'))
      res.redirect(303, done)
    }),
  ]

  /** An award is found by whoever may know of it; renewing it is for the leads of its library. */
  async function awardToRenew(actor: Actor, permission: 'application.start', id: string): Promise<NamedAward> {
    const award = await findAward(db, actor, 'award.read', id)
    await findOrganisation(db, actor, permission, award.organisationId)
    return award
  }

  async function toRenew(award: NamedAward): Promise<ToRenew> {
    const at = clock.now()
    const next = await nextRenewal(db, award, dayOf(at))
    const framework = await frameworkVersion(db, await latestFrameworkVersionId(db, award.streamId))
    const earlier = await earlierApplications(db, award)
    const carried = carriedInto(
      framework,
      next.kind,
      await earlierAnswers(
        db,
        earlier.map(({ id }) => id),
      ),
    )
    const last = earlier[0] ? await frameworkVersion(db, earlier[0].frameworkVersionId) : framework
    return {
      award,
      next,
      framework,
      at,
      dates: await renewalDates(db, award.id),
      isNewer: last.version !== framework.version,
      hasEarlier: earlier.length > 0,
      carried: carried.length,
      hasSummary: earlier.some(({ summary }) => summary !== ''),
      branches: await branchesOfAwardOn(db, award, dayOf(at)),
      recommendations: (await openRecommendations(db, award.id)).filter(({ status }) => status === 'open').length,
    }
  }

  async function scopeChoice(application: ApplicationRecord): Promise<ScopeChoice> {
    const branches = openOn(await branchesOf(db, { id: application.organisationId }), dayOf(clock.now()))
    const ofAward =
      application.awardId === null ? [] : await branchesOfAwardOn(db, { id: application.awardId }, dayOf(clock.now()))
    return {
      application,
      branches,
      taken: await branchesTakenBeside(db, application),
      before: new Set(ofAward.map(({ id }) => id)),
    }
  }
}
