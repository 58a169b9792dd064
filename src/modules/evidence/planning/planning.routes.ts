import { libraryStream } from '../../../domain/framework.ts'
import { branchesIn, openOn, organisationFor } from '../../organisations/organisations.public.ts'
import { lookUpAll } from '../../../db/lookups.ts'
import { coverageOf } from '../../../domain/coverage.ts'
import { forecast } from '../../../domain/freshness.ts'
import { can } from '../../../domain/permissions.ts'
import type { Parts } from '../../../parts.ts'
import { queryText } from '../../../web/lists.ts'
import { parseForm } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { frameworkVersion, latestVersionId } from '../../frameworks/frameworks.public.ts'
import { coveragePage } from './coverage.pages.ts'
import { freshnessPage } from './freshness.pages.ts'
import { chosenDayForm } from './planning.forms.ts'
import { coverageTallies, freshnessTallies, nextDay } from './planning.store.ts'

/** What is there from which branch, and what will be too old by a chosen day. Both warn; neither blocks. */
export const planningRoutes = ({ db }: Parts): Route[] => [
  get('/organisations/:id/coverage', 'evidence.list', async (req, res, permission) => {
    const [actor, { t, today }] = [actorOf(res), res.locals]
    const { organisation, branches, versionId, tallies } = await lookUpAll(db, {
      organisation: organisationFor(db, actor, permission, req.params.id),
      branches: branchesIn(db, req.params),
      versionId: latestVersionId(db, libraryStream),
      tallies: coverageTallies(db, actor, req.params, today),
    })
    const framework = await frameworkVersion(db, versionId)
    const open = openOn(branches, today)
    const perBranch = framework.criteria.filter(item => item.perBranch)
    const everything = queryText(req, 'criteria') === 'all' || perBranch.length === 0
    const rows = coverageOf(everything ? framework.criteria : perBranch, open, tallies, today)
    page(
      res,
      'evidence/planning/coverage',
      coveragePage(t, organisation, {
        framework,
        branches: open,
        rows,
        today,
        everything,
        mayAdd: can(actor, 'evidence.add', organisation),
      }),
    )
  }),

  get('/organisations/:id/freshness', 'evidence.list', async (req, res, permission) => {
    const [actor, { t, today }] = [actorOf(res), res.locals]
    const { data, form } = parseForm(chosenDayForm(t, today), req.query)
    const chosen = data?.on ?? null
    const { organisation, versionId, tallies, next } = await lookUpAll(db, {
      organisation: organisationFor(db, actor, permission, req.params.id),
      versionId: latestVersionId(db, libraryStream),
      tallies: freshnessTallies(db, actor, req.params, chosen, today),
      next: nextDay(db, req.params, today),
    })
    const { criteria } = await frameworkVersion(db, versionId)
    const on = chosen ?? next.on
    page(
      res.status(form ? 422 : 200),
      'evidence/planning/freshness',
      freshnessPage(
        t,
        organisation,
        { on, next, forecasts: forecast(criteria, tallies, on, today) },
        form ?? undefined,
      ),
    )
  }),
]
