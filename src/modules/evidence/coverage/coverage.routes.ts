import { runLookups } from '../../../db/lookups.ts'
import { coverageOf } from '../../../domain/coverage.ts'
import { libraryStream } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import type { Parts } from '../../../parts.ts'
import { queryText } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { frameworkVersion, latestVersionId } from '../../frameworks/frameworks.public.ts'
import { branchesIn, openOn, organisationFor } from '../../organisations/organisations.public.ts'
import { coveragePage } from './coverage.pages.ts'
import { coverageTallies } from './coverage.store.ts'

export const coverageRoutes = ({ db }: Parts): Route[] => [
  get('/organisations/:id/coverage', 'evidence.list', async (req, res, permission) => {
    const { t, today } = res.locals
    const { organisation, branches, versionId, tallies } = await runLookups(db, {
      organisation: organisationFor(db, actorOf(res), permission, req.params.id),
      branches: branchesIn(db, req.params.id),
      versionId: latestVersionId(db, libraryStream),
      tallies: coverageTallies(db, actorOf(res), { organisationId: req.params.id, today }),
    })
    const framework = await frameworkVersion(db, versionId)
    const open = openOn(branches, today)
    const perBranch = framework.criteria.filter(item => item.perBranch)
    const showsAll = queryText(req, 'criteria') === 'all' || perBranch.length === 0
    const rows = coverageOf(showsAll ? framework.criteria : perBranch, open, tallies, today)
    const mayAdd = can(actorOf(res), 'evidence.add', organisation)
    const coverage = { framework, branches: open, rows, showsAll, mayAdd }
    page(res, 'evidence/coverage/show', coveragePage(t, organisation, coverage))
  }),
]
