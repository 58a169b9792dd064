import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { ApplicationMove } from '../../../domain/application.ts'
import { criteriaAskedBy } from '../../../domain/framework.ts'
import { MoveRefused } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { type ApplicationRecord, findApplication } from '../../access/access.public.ts'
import { offersTo } from '../../applications/applications.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { askMoreEvidence, takeUp } from './more-evidence.actions.ts'
import { moreEvidenceForm, takeUpForm } from './more-evidence.forms.ts'
import { asksReason, moreEvidencePage, takeUpPage, type MoreEvidence } from './more-evidence.pages.ts'

export const moreEvidenceRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/more-evidence', 'more_evidence.ask', async (req, res, permission) => {
    const { t, today } = res.locals
    const application = await findApplication(parts.db, actorOf(res), permission, req.params.id)
    const about = await moreEvidenceOn(parts.db, {
      actor: actorOf(res),
      application,
      move: 'askMore',
      at: parts.clock.now(),
    })
    page(res, 'appraisal/more-evidence/ask', moreEvidencePage(t, about, today))
  }),

  submitForm(parts, {
    path: '/applications/:id/more-evidence',
    permission: 'more_evidence.ask',
    load: async ({ db, actor, permission, params, at }) => {
      const application = await findApplication(db, actor, permission, params.id)
      return moreEvidenceOn(db, { actor, application, move: 'askMore', at })
    },
    form: ({ t, today }, { application, framework }) =>
      moreEvidenceForm(
        t,
        today,
        criteriaAskedBy(framework, application.kind).map(({ id }) => id),
      ),
    act: (work, { application }, { data }) => askMoreEvidence(work, application, data),
    done: (t, { application }) => ({
      address: `/applications/${application.id}`,
      notice: t('more_evidence.done', { organisation: application.organisationName }),
    }),
    redraw: ({ t, today }, about, form) => show('appraisal/more-evidence/ask', moreEvidencePage(t, about, today, form)),
  }),

  get('/applications/:id/take-up', 'application.take_up', async (req, res, permission) => {
    const application = await findApplication(parts.db, actorOf(res), permission, req.params.id)
    const about = await moreEvidenceOn(parts.db, {
      actor: actorOf(res),
      application,
      move: 'takeUp',
      at: parts.clock.now(),
    })
    page(res, 'appraisal/more-evidence/take-up', takeUpPage(res.locals.t, about))
  }),

  submitForm(parts, {
    path: '/applications/:id/take-up',
    permission: 'application.take_up',
    load: async ({ db, actor, permission, params, at }) => {
      const application = await findApplication(db, actor, permission, params.id)
      return moreEvidenceOn(db, { actor, application, move: 'takeUp', at })
    },
    form: ({ t }, { application }) => takeUpForm(t, asksReason(application)),
    act: (work, { application }, { data }) => takeUp(work, application, data.reason),
    done: (t, { application }) => ({
      address: `/applications/${application.id}`,
      notice: t('more_evidence.take_up.done', { organisation: application.organisationName }),
    }),
    redraw: ({ t }, about, form) => show('appraisal/more-evidence/take-up', takeUpPage(t, about, form)),
  }),
]

/** @throws MoveRefused when the actor cannot make this move now */
async function moreEvidenceOn(
  db: Db | Tx,
  {
    actor,
    application,
    move,
    at,
  }: { actor: Actor; application: ApplicationRecord; move: ApplicationMove; at: Instant },
): Promise<MoreEvidence> {
  const offer = (await offersTo(db, actor, application, at)).find(each => each.move === move)
  if (!offer || offer.unmet.length > 0) throw new MoveRefused(move, application.status, offer?.unmet)
  return { application, framework: await frameworkVersion(db, application.frameworkVersionId) }
}
