import type { Db, Tx } from '../../../db/connection.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm, type FormRequest } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { findApplication } from '../../access/access.public.ts'
import { type NamedAward, findAward, nextRenewal } from '../../awards/awards.public.ts'
import { frameworkVersion, latestFrameworkVersionId } from '../../frameworks/frameworks.public.ts'
import { branchesOf, branchesTakenBeside, findOrganisation, openOn } from '../../organisations/organisations.public.ts'
import { openRecommendations } from '../recommendations/recommendation.store.ts'
import { changeScope, startRenewal } from './renewal.actions.ts'
import { scopeForm } from './renewal.forms.ts'
import { renewalStartPage, startedNotice, scopePage, type ScopeChoice, type ToRenew } from './renewal.pages.ts'
import { branchesOfAwardOn, carriedWithCount, earlierApplications, renewalDates } from './renewal.store.ts'

export const renewalRoutes = (parts: Parts): Route[] => [
  get('/awards/:id/renewal', 'application.start', async (req, res, permission) => {
    const at = parts.clock.now()
    const about = await awardToRenew({ db: parts.db, actor: actorOf(res), permission, params: req.params, at })
    page(res, 'applications/renewals/new', renewalStartPage(res.locals.t, about))
  }),

  submitForm(parts, {
    path: '/awards/:id/renewal',
    permission: 'application.start',
    load: awardToRenew,
    act: (work, { award }) => startRenewal(work, award),
    done: (t, about, { result: id }) => ({
      address: `/applications/${id}`,
      notice: about.next.underWay ? null : startedNotice(t, about),
    }),
    redraw: ({ t }, about, form) => show('applications/renewals/new', renewalStartPage(t, about, form)),
  }),

  get('/applications/:id/scope', 'application.change_scope', async (req, res, permission) => {
    const at = parts.clock.now()
    const choice = await scopeToChange({ db: parts.db, actor: actorOf(res), permission, params: req.params, at })
    page(res, 'applications/renewals/scope', scopePage(res.locals.t, choice))
  }),

  submitForm(parts, {
    path: '/applications/:id/scope',
    permission: 'application.change_scope',
    load: scopeToChange,
    form: ({ t }, { branches }) =>
      scopeForm(
        t,
        branches.map(({ id }) => id),
      ),
    act: (work, { application }, { data }) => changeScope(work, application, data),
    done: (t, { application }) => ({ address: `/applications/${application.id}`, notice: t('renewal.scope.done') }),
    redraw: ({ t }, choice, form) => show('applications/renewals/scope', scopePage(t, choice, form)),
    redrawStale: ({ t }, choice, form) => {
      const values = { ...form.values, version: String(choice.application.version) }
      const errors = [{ field: 'scope', message: t('renewal.scope.stale') }]
      return show('applications/renewals/scope', scopePage(t, choice, { values, errors }))
    },
  }),
]

type Asked = Pick<FormRequest, 'db' | 'actor' | 'at'> & { params: { id: string } }

/**
 * Finds an award for its renewal.
 * @throws NotFound for people who cannot read the award; Forbidden for people who cannot renew it
 */
async function awardToRenew({
  db,
  actor,
  permission,
  params,
  at,
}: Asked & { permission: 'application.start' }): Promise<ToRenew> {
  const award = await findAward(db, actor, 'award.read', params.id)
  await findOrganisation(db, actor, permission, award.organisationId)
  return toRenew(db, award, at)
}

async function toRenew(db: Db | Tx, award: NamedAward, at: Instant): Promise<ToRenew> {
  const next = await nextRenewal(db, award, dayOf(at))
  const versionId = await latestFrameworkVersionId(db, award.streamId)
  const framework = await frameworkVersion(db, versionId)
  const earlier = await earlierApplications(db, award)
  const last = earlier[0] ? await frameworkVersion(db, earlier[0].frameworkVersionId) : framework
  return {
    award,
    next,
    framework,
    at,
    dates: await renewalDates(db, award.id),
    isNewer: last.version !== framework.version,
    hasEarlier: earlier.length > 0,
    copied: (await carriedWithCount(db, { versionId, framework, kind: next.kind }, earlier)).count,
    hasSummary: earlier.some(({ summary }) => summary !== ''),
    branches: await branchesOfAwardOn(db, award, dayOf(at)),
    recommendations: (await openRecommendations(db, award.id)).filter(({ status }) => status === 'open').length,
  }
}

async function scopeToChange({
  db,
  actor,
  permission,
  params,
  at,
}: Asked & { permission: 'application.change_scope' }): Promise<ScopeChoice> {
  const application = await findApplication(db, actor, permission, params.id)
  const branches = openOn(await branchesOf(db, { id: application.organisationId }), dayOf(at))
  const ofAward =
    application.awardId === null ? [] : await branchesOfAwardOn(db, { id: application.awardId }, dayOf(at))
  return {
    application,
    branches,
    taken: await branchesTakenBeside(db, application),
    before: new Set(ofAward.map(({ id }) => id)),
  }
}
