import { type ApplicationRecord, findApplication } from '../../access/access.public.ts'
import { can } from '../../../domain/permissions.ts'
import type { Actor } from '../../../domain/actor.ts'
import { Forbidden, NotFound } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import type { Form } from '../../../web/form.ts'
import { claimKey } from '../../../web/form-ids.ts'
import { parseForm } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import type { T } from '../../../words/words.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { confirmHandlers, isConfirmation, isToConfirm } from '../confirmations/confirmation.routes.ts'
import { decide, releaseDecisionLetter, sendBack } from './decision.actions.ts'
import { decideForm, sendBackForm } from './decision.forms.ts'
import { decisionPage } from './decision.pages.ts'
import { agreedFindingsOf, decisionOn, ownRatingsOf } from './decision.store.ts'
import { proposalRoutes } from '../proposals/proposal.routes.ts'
import { proposalFor, recommendationsDecided, recommendationsOf } from '../proposals/proposal.store.ts'

export const decisionRoutes = (parts: Parts): Route[] => {
  const { db, write } = parts
  const confirming = confirmHandlers(parts)

  const pageFor = async (t: T, actor: Actor, application: ApplicationRecord, form?: Form) => {
    const may = {
      decide: can(actor, 'decision.make', application),
      release: can(actor, 'decision_letter.release', application),
      seeProposal: can(actor, 'proposal.read', application),
      openAward: can(actor, 'awards.list') || can(actor, 'application.list', { id: application.organisationId }),
    }
    const proposal = await proposalFor(db, application)
    const decision = can(actor, 'decision_letter.read', application) ? await decisionOn(db, application) : null
    const recommendations = decision
      ? await recommendationsDecided(db, { applicationId: application.id, proposalId: decision.proposalId })
      : may.seeProposal && proposal
        ? await recommendationsOf(db, proposal)
        : []
    const before = {
      application,
      framework: await frameworkVersion(db, application.frameworkVersionId),
      findings: can(actor, 'agreed_finding.read', application) ? await agreedFindingsOf(db, application) : [],
      ratings: await ownRatingsOf(db, application),
      recommendations,
    }
    return decisionPage(t, before, { proposal, decision, may, form })
  }

  return [
    ...proposalRoutes(parts),

    get('/applications/:id/decision', 'decision.read', async (req, res, permission) => {
      const application = await findApplication(db, actorOf(res), permission, req.params.id)
      if (isToConfirm(application)) return confirming.show(res, actorOf(res), application)
      page(res, 'appraisal/decisions/decision', await pageFor(res.locals.t, actorOf(res), application))
    }),

    post('/applications/:id/decision', 'decision.make', async (req, res, permission) => {
      const actor = actorOf(res)
      const application = await findApplication(db, actor, 'decision.read', req.params.id)
      if (isConfirmation(application, req.body)) return confirming.confirm(req, res, actor, application)
      if (!can(actor, permission, application)) throw new Forbidden(permission)
      const { data } = parseForm(decideForm(res.locals.t), req.body)
      const proposal = await proposalFor(db, application)
      if (!proposal || !data) throw new NotFound()
      const back = `/applications/${application.id}/decision`
      await write(actor, work =>
        claimKey(work, data.idempotencyKey, async () => {
          await decide(work, application, proposal, data.version)
          return back
        }),
      )
      flash(res, res.locals.t('decisions.decide.done'))
      res.redirect(303, back)
    }),

    post('/applications/:id/decision/send-back', 'decision.make', async (req, res, permission) => {
      const { t } = res.locals
      const actor = actorOf(res)
      const application = await findApplication(db, actor, permission, req.params.id)
      const { data, form } = parseForm(sendBackForm(t), req.body)
      if (form) return page(res.status(422), 'appraisal/decisions/decision', await pageFor(t, actor, application, form))
      const proposal = await proposalFor(db, application)
      if (!proposal) throw new NotFound()
      await write(actor, work => sendBack(work, application, proposal, data))
      flash(res, t('decisions.send_back.done'))
      res.redirect(303, `/applications/${application.id}`)
    }),

    post('/applications/:id/decision/release', 'decision_letter.release', async (req, res, permission) => {
      const actor = actorOf(res)
      const application = await findApplication(db, actor, permission, req.params.id)
      const { data } = parseForm(decideForm(res.locals.t), req.body)
      const back = `/applications/${application.id}/decision`
      await write(actor, work =>
        claimKey(work, data?.idempotencyKey ?? '', async () => {
          await releaseDecisionLetter(work, application)
          return back
        }),
      )
      flash(res, res.locals.t('decisions.release.done'))
      res.redirect(303, back)
    }),
  ]
}
