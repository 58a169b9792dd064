import type { Response } from 'express'
import type { Db, Tx } from '../../../db/connection.ts'
import { runLookups } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { mostQuotes, type Quote } from '../../../domain/councillor-page.ts'
import { can } from '../../../domain/permissions.ts'
import { dayOf, type Day } from '../../../domain/time.ts'
import { typeset } from '../../../files/typeset.ts'
import { recordViews, type ViewOfRecord } from '../../../history/record.ts'
import type { Parts } from '../../../parts.ts'
import { downloadHeaders } from '../../../web/downloads.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { findApplication } from '../../access/access.public.ts'
import { quotableEvidence, quotableLookup } from '../../evidence/evidence.public.ts'
import { branchesIn } from '../../organisations/organisations.public.ts'
import { roundForLookup } from '../../frameworks/frameworks.public.ts'
import { changeCouncillorPage } from './councillor.actions.ts'
import { councillorForm } from './councillor.forms.ts'
import {
  councillorBriefing,
  councillorDocument,
  editPage,
  formToEdit,
  staleForm,
  type Councillors,
} from './councillor.pages.ts'
import { councillorPageFrom, councillorPageLookups } from './councillor.store.ts'

/**
 * The page for councillors: what the award is, what it costs, and what the library has done. Only the library sees it.
 */
export const councillorRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/councillors', 'councillor_page.read', async (req, res, permission) => {
    const it = await toRead(parts.db, res, { permission, id: req.params.id })
    const mayWrite = can(actorOf(res), 'councillor_page.write', it.application)
    page(res, 'applications/councillors/show', councillorBriefing(res.locals.t, it, mayWrite))
  }),

  get('/applications/:id/councillors.pdf', 'councillor_page.read', async (req, res, permission) => {
    const { t } = res.locals
    const it = await parts.write(actorOf(res), async work => {
      const now = await toRead(work.trx, res, { permission, id: req.params.id })
      await recordViews(work, downloadsOf(now))
      return now
    })
    const at = parts.clock.now()
    const pdf = await typeset(parts, {
      template: 'applications/councillors/councillors',
      data: councillorDocument(t, it),
      at,
    })
    const name = t('councillors.file', { organisation: it.application.organisationName, day: dayOf(at) })
    res.set(downloadHeaders('application/pdf', name)).send(pdf)
  }),

  get('/applications/:id/councillors/change', 'councillor_page.write', async (req, res, permission) => {
    const it = await toRead(parts.db, res, { permission, id: req.params.id })
    page(res, 'applications/councillors/change', editPage(res.locals.t, it, formToEdit(it)))
  }),

  submitForm(parts, {
    path: '/applications/:id/councillors/change',
    permission: 'councillor_page.write',
    load: ({ db, actor, permission, params, today }) => councillorsOf(db, { actor, permission, id: params.id, today }),
    form: ({ t }, { quotable, withheld }) =>
      councillorForm(
        t,
        quotable.map(({ id }) => id),
        withheld,
      ),
    act: (work, { application, withheld }, { data }) => changeCouncillorPage(work, application, data, withheld),
    done: (t, { application }) => ({
      address: `/applications/${application.id}/councillors`,
      notice: t('councillors.saved'),
    }),
    redraw: ({ t }, it, form) => show('applications/councillors/change', editPage(t, it, form)),
    redrawStale: ({ t }, it, form) =>
      show('applications/councillors/change', editPage(t, it, staleForm(t, it, form), true)),
  }),
]

/** The entries in the access log for a download of the page. */
const downloadsOf = ({ application: { id, organisationId }, page: { quotes } }: Councillors): ViewOfRecord[] =>
  [...new Set(quotes.map(({ evidenceId }) => evidenceId))].map(evidenceId => ({
    what: 'export',
    entityId: evidenceId,
    evidenceId,
    organisationId,
    applicationId: id,
  }))

const toRead = (
  db: Db | Tx,
  res: Response,
  { permission, id }: { permission: 'councillor_page.read' | 'councillor_page.write'; id: string },
): Promise<Councillors> => councillorsOf(db, { actor: actorOf(res), permission, id, today: res.locals.today })

interface Asked {
  actor: Actor
  permission: 'councillor_page.read' | 'councillor_page.write'
  id: string
  today: Day
}

async function councillorsOf(db: Db | Tx, { actor, permission, id, today }: Asked): Promise<Councillors> {
  const application = await findApplication(db, actor, permission, id)
  const { organisationId } = application
  const { branches, round, all, ...found } = await runLookups(db, {
    branches: branchesIn(db, organisationId),
    round: application.roundId ? roundForLookup(db, { roundId: application.roundId, organisationId }) : null,
    all: permission === 'councillor_page.write' ? quotableLookup(db, { organisationId, today }) : null,
    ...councillorPageLookups(db, application.id),
  })
  const saved = councillorPageFrom(found)
  const only = saved.quotes.map(({ evidenceId }) => evidenceId)
  const quoted = only.length > 0 ? await quotableEvidence(db, { organisationId, today, only }) : []
  const isQuotable = ({ evidenceId }: Quote) => quoted.some(({ id }) => id === evidenceId)
  return {
    application,
    round,
    branches: branches.filter(branch => application.scope.includes(branch.id)).map(({ name }) => name),
    page: { ...saved, quotes: saved.quotes.filter(isQuotable).slice(0, mostQuotes) },
    withheld: saved.quotes.filter(quote => !isQuotable(quote)),
    quotable: [...quoted, ...(all ?? []).filter(({ id }) => !only.includes(id))],
    today,
  }
}
