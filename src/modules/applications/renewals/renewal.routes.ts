import { runLookups } from '../../../db/lookups.ts'
import { dayOf } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm, type FormRequest } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { findApplication } from '../../access/access.public.ts'
import { awardContextFrom, awardContextLookups, findAward, nextRenewalIn } from '../../awards/awards.public.ts'
import { frameworkVersion, latestVersionId } from '../../frameworks/frameworks.public.ts'
import {
  branchesIn,
  branchesTakenBesideWith,
  openOn,
  organisationFor,
} from '../../organisations/organisations.public.ts'
import { unansweredLookup } from '../recommendations/recommendation.store.ts'
import { changeScope } from '../applications/application.actions.ts'
import { scopeForm } from '../applications/application.forms.ts'
import { startRenewal } from './renewal.actions.ts'
import { renewalStartPage, startedNotice, scopePage, type ScopeChoice, type ToRenew } from './renewal.pages.ts'
import {
  branchesOfAwardLookup,
  carriedWithCount,
  earlierApplicationsLookup,
  renewalDatesWith,
} from './renewal.store.ts'

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
    form: ({ t }, { branches }) => scopeForm(t, branches),
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
 * @throws NotFound for people who cannot read the award
 * @throws Forbidden for people who cannot renew it
 */
async function awardToRenew({
  db,
  actor,
  permission,
  params,
  at,
}: Asked & { permission: 'application.start' }): Promise<ToRenew> {
  const award = await findAward(db, actor, 'award.read', params.id)
  const { earlier, ...found } = await runLookups(db, {
    organisation: organisationFor(db, actor, permission, award.organisationId),
    ...awardContextLookups(db, award),
    versionId: latestVersionId(db, award.streamId),
    earlier: earlierApplicationsLookup(db, award.id),
    dates: renewalDatesWith(db, award.id),
    branches: branchesOfAwardLookup(db, award.id, dayOf(at)),
    recommendations: unansweredLookup(db, award.id),
  })
  const { versionId, dates, branches, recommendations } = found
  const next = nextRenewalIn(awardContextFrom(award, found), award, dayOf(at))
  const framework = await frameworkVersion(db, versionId)
  const last = earlier[0] ? await frameworkVersion(db, earlier[0].frameworkVersionId) : framework
  return {
    award,
    next,
    framework,
    at,
    dates,
    isNewer: last.version !== framework.version,
    hasEarlier: earlier.length > 0,
    copied: (await carriedWithCount(db, { versionId, framework, kind: next.kind }, earlier)).count,
    hasSummary: earlier.some(({ summary }) => summary !== ''),
    branches,
    recommendations,
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
  const { awardId } = application
  const { branches, taken, ofAward } = await runLookups(db, {
    branches: branchesIn(db, application.organisationId),
    taken: branchesTakenBesideWith(db, application),
    ofAward: awardId === null ? null : branchesOfAwardLookup(db, awardId, dayOf(at)),
  })
  return {
    application,
    branches: openOn(branches, dayOf(at)),
    taken,
    before: new Set((ofAward ?? []).map(({ id }) => id)),
  }
}
