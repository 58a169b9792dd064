import { runLookups } from '../../../db/lookups.ts'
import { libraryStream } from '../../../domain/framework.ts'
import { forecast } from '../../../domain/freshness.ts'
import type { Parts } from '../../../parts.ts'
import { emptyForm } from '../../../web/form.ts'
import { parseForm } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { frameworkVersion, latestVersionId } from '../../frameworks/frameworks.public.ts'
import { organisationFor } from '../../organisations/organisations.public.ts'
import { chosenDayForm } from './freshness.forms.ts'
import { freshnessPage } from './freshness.pages.ts'
import { freshnessTallies, nextDeadline } from './freshness.store.ts'

export const freshnessRoutes = ({ db }: Parts): Route[] => [
  get('/organisations/:id/freshness', 'evidence.list', async (req, res, permission) => {
    const { t, today } = res.locals
    const { data, form } = parseForm(chosenDayForm(t, today), req.query)
    const on = data?.on ?? null
    const { organisation, versionId, tallies, deadline } = await runLookups(db, {
      organisation: organisationFor(db, actorOf(res), permission, req.params.id),
      versionId: latestVersionId(db, libraryStream),
      tallies: freshnessTallies(db, actorOf(res), { organisationId: req.params.id, on, today }),
      deadline: nextDeadline(db, req.params, today),
    })
    const { criteria } = await frameworkVersion(db, versionId)
    const chosen = on ?? deadline.on
    const forecasts = forecast(criteria, tallies, { on: chosen, today })
    const freshness = { on: chosen, deadline, forecasts, form: form ?? emptyForm }
    page(res.status(form ? 422 : 200), 'evidence/freshness/show', freshnessPage(t, organisation, freshness))
  }),
]
