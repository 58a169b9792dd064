import type { Db, Tx } from '../../../db/connection.ts'
import { runLookups } from '../../../db/lookups.ts'
import { seatOf, type Actor } from '../../../domain/actor.ts'
import { panelRequests } from '../../../domain/move-reasons.ts'
import { can } from '../../../domain/permissions.ts'
import { Forbidden, MoveRefused, Stale } from '../../../domain/refusals.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { workingCopiesLookup } from '../../../web/working-copies.ts'
import { type ApplicationRecord, findApplication } from '../../access/access.public.ts'
import {
  coordinatorToAsk,
  frozenSummaryLookup,
  moveReasonsLookup,
  ownOpenLookup,
  recommendationsBefore,
} from '../../applications/applications.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { giveAllFindings } from '../findings/finding.actions.ts'
import { findingsForLookup, givenFindings } from '../findings/finding.store.ts'
import { helpOf } from '../seat-helpers/seat-helper.store.ts'
import { meetingsAbout } from '../panel-meetings/panel-meeting.store.ts'
import { readByLookup } from '../panels/panel.store.ts'
import { appraisalPage, type Appraisal } from './appraisal.pages.ts'
import { seatsOf } from './appraisal.store.ts'
import { appraisalList } from './list.pages.ts'
import { withdrawnSeatsOf } from './withdrawn-seat.store.ts'

export const appraisalRoutes = (parts: Parts): Route[] => [
  get('/appraisals', 'appraisals.list', async (_req, res) => {
    const { t, today } = res.locals
    const actor = actorOf(res)
    const [seats, help] = [await seatsOf(parts.db, actor), await helpOf(parts.db, actor)]
    const withdrawn = await withdrawnSeatsOf(parts.db, actor, parts.clock.now())
    page(res, 'appraisal/appraisals/list', appraisalList(t, actor, { seats, help, withdrawn, today }))
  }),

  get('/applications/:id/appraisal', 'appraisal.read', async (req, res, permission) => {
    const actor = actorOf(res)
    const application = await findApplication(parts.db, actor, permission, req.params.id)
    const appraisal = await appraisalOf(parts, { db: parts.db, actor, at: parts.clock.now() }, application)
    page(res, 'appraisal/appraisals/criteria', appraisalPage(res.locals.t, actor, appraisal))
  }),

  submitForm(parts, {
    path: '/applications/:id/appraisal',
    permission: 'finding.write',
    load: async ({ db, actor, permission, params }) => {
      const application = await findApplication(db, actor, 'appraisal.read', params.id)
      const seat = seatOf(actor, application)
      if (!seat) throw new Forbidden(permission) // a helper can read the appraisal, but has no seat
      if (seat.hasGivenAll) throw new Stale() // the findings were given in another window
      if (!can(actor, permission, application)) throw new MoveRefused('give', application.status)
      return application
    },
    act: async (work, application) =>
      giveAllFindings(work, application, await frameworkVersion(work.trx, application.frameworkVersionId)),
    done: (t, { id }) => ({ address: `/applications/${id}/appraisal`, notice: t('appraisals.give.done') }),
    redraw: async (asking, application, form) =>
      show(
        'appraisal/appraisals/criteria',
        appraisalPage(asking.t, asking.actor, await appraisalOf(parts, asking, application), form),
      ),
  }),
]

async function appraisalOf(
  { config }: Parts,
  { db, actor, at }: { db: Db | Tx; actor: Actor; at: Instant },
  application: ApplicationRecord,
): Promise<Appraisal> {
  const today = dayOf(at)
  const address = `/applications/${application.id}/appraisal`
  const { findings, ownOpen, meetings, typed, coordinator, reasons, ...found } = await runLookups(db, {
    summary: frozenSummaryLookup(db, application.id),
    findings: findingsForLookup(db, actor, application),
    given: can(actor, 'meeting.read', application) ? givenFindings(db, application.id) : null,
    readBy: readByLookup(db, application.id),
    ownOpen: can(actor, 'finding.write', application) ? ownOpenLookup(db, actor.id, application.id) : null,
    meetings: can(actor, 'agenda_item.follow', application) ? meetingsAbout(db, application.id) : null,
    typed: workingCopiesLookup(db, actor.id, address),
    coordinator: coordinatorToAsk(db, application.id),
    reasons: moveReasonsLookup(db, application),
  })
  return {
    ...found,
    application,
    framework: await frameworkVersion(db, application.frameworkVersionId),
    recommendations: await recommendationsBefore(db, actor, application, today),
    findings: findings ?? [],
    ownOpen: ownOpen ?? 0,
    meetings: meetings ?? [],
    typed,
    requests: panelRequests(application, reasons),
    toAsk: { coordinator, shared: config.contactEmail },
    today,
  }
}
