import { type ApplicationRecord, findApplication } from '../../access/access.public.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { ApplicationMove } from '../../../domain/application.ts'
import { criteriaAskedBy } from '../../../domain/framework.ts'
import { MoveRefused } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { claimKey } from '../../../web/form-ids.ts'
import { parseForm } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { offersTo } from '../../applications/applications.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { askMoreEvidence, takeUp } from '../meeting/meeting.actions.ts'
import { moreEvidencePage, takeUpPage } from './more-evidence.pages.ts'
import { moreEvidenceForm, takeUpForm } from '../panels/panel.forms.ts'

/** More evidence: asked by the chair, taken up again by a coordinator. */
export const moreEvidenceRoutes = ({ db, write, clock }: Parts): Route[] => {
  return [
    get('/applications/:id/more-evidence', 'more_evidence.ask', async (req, res, permission) => {
      const [actor, { t, today }] = [actorOf(res), res.locals]
      const application = await findApplication(db, actor, permission, req.params.id)
      await refuseUnlessOffered(actor, application, 'askMore')
      page(
        res,
        'appraisal/more-evidence/ask',
        moreEvidencePage(t, application, await frameworkVersion(db, application.frameworkVersionId), today),
      )
    }),

    post('/applications/:id/more-evidence', 'more_evidence.ask', async (req, res, permission) => {
      const [actor, { t, today }] = [actorOf(res), res.locals]
      const application = await findApplication(db, actor, permission, req.params.id)
      const framework = await frameworkVersion(db, application.frameworkVersionId)
      const { data, form } = parseForm(
        moreEvidenceForm(
          t,
          today,
          criteriaAskedBy(framework, application.kind).map(({ id }) => id),
        ),
        req.body,
      )
      if (form)
        return page(
          res.status(422),
          'appraisal/more-evidence/ask',
          moreEvidencePage(t, application, framework, today, form),
        )
      const done = await write(actor, work =>
        claimKey(work, data.idempotencyKey, async () => {
          await askMoreEvidence(work, application, data)
          return `/applications/${application.id}`
        }),
      )
      flash(res, t('panels.more.done', { organisation: application.organisationName }))
      res.redirect(303, done)
    }),

    get('/applications/:id/take-up', 'application.take_up', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const application = await findApplication(db, actor, permission, req.params.id)
      await refuseUnlessOffered(actor, application, 'takeUp')
      page(
        res,
        'appraisal/more-evidence/take-up',
        takeUpPage(t, application, await frameworkVersion(db, application.frameworkVersionId), asksReason(application)),
      )
    }),

    post('/applications/:id/take-up', 'application.take_up', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const application = await findApplication(db, actor, permission, req.params.id)
      const { data, form } = parseForm(takeUpForm(t, asksReason(application)), req.body)
      if (form)
        return page(
          res.status(422),
          'appraisal/more-evidence/take-up',
          takeUpPage(
            t,
            application,
            await frameworkVersion(db, application.frameworkVersionId),
            asksReason(application),
            form,
          ),
        )
      const done = await write(actor, work =>
        claimKey(work, data.idempotencyKey, async () => {
          await takeUp(work, application, data.reason)
          return `/applications/${application.id}`
        }),
      )
      flash(res, t('panels.take_up.done', { organisation: application.organisationName }))
      res.redirect(303, done)
    }),
  ]

  async function refuseUnlessOffered(
    actor: Actor,
    application: ApplicationRecord,
    name: ApplicationMove,
  ): Promise<void> {
    const offer = (await offersTo(db, actor, application, clock.now())).find(({ move }) => move === name)
    if (!offer || offer.unmet.length > 0) throw new MoveRefused(name, application.status, offer?.unmet)
  }
}

const asksReason = ({ status }: ApplicationRecord): boolean => status === 'more evidence asked'
