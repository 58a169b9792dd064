import { type Case, findApplication } from '../../access/access.public.ts'
import { can } from '../../../domain/permissions.ts'
import type { Actor } from '../../../domain/actor.ts'
import { Forbidden, NotFound } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import type { Form } from '../../../web/form.ts'
import { onceOnly } from '../../../web/form-ids.ts'
import { parseForm } from '../../../web/parse-form.ts'
import { actor } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import type { T } from '../../../words/words.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { confirmHandlers, isConfirmation, isToConfirm } from '../confirmations/confirmation.routes.ts'
import { decide, releaseLetter, sendBack } from './decision.actions.ts'
import { decideForm, sendBackForm } from './decision.forms.ts'
import { decisionPage } from './decision.pages.ts'
import { agreedFindingsOf, decisionOn, ownRatingsOf } from './decision.store.ts'
import { proposalRoutes } from '../proposals/proposal.routes.ts'
import { proposalFor, recommendationsDecided, recommendationsOf } from '../proposals/proposal.store.ts'

export const decisionRoutes = (parts: Parts): Route[] => {
  const { db, write } = parts
  const confirming = confirmHandlers(parts)

  const pageFor = async (t: T, who: Actor, application: Case, form?: Form) => {
    const may = {
      decide: can(who, 'decision.make', application),
      release: can(who, 'letter.release', application),
      seeProposal: can(who, 'proposal.read', application),
      openAward: can(who, 'awards.list') || can(who, 'application.list', { id: application.organisationId }),
    }
    const proposal = await proposalFor(db, application)
    const decision = can(who, 'letter.read', application) ? await decisionOn(db, application) : null
    const recommendations = decision
      ? await recommendationsDecided(db, { applicationId: application.id, proposalId: decision.proposalId })
      : may.seeProposal && proposal
        ? await recommendationsOf(db, proposal)
        : []
    const before = {
      application,
      framework: await frameworkVersion(db, application.frameworkVersionId),
      findings: can(who, 'agreed_finding.read', application) ? await agreedFindingsOf(db, application) : [],
      ratings: await ownRatingsOf(db, application),
      recommendations,
    }
    return decisionPage(t, before, { proposal, decision, may, form })
  }

  return [
    ...proposalRoutes(parts),

    get('/applications/:id/decision', 'decision.read', async (req, res, permission) => {
      const application = await findApplication(db, actor(res), permission, req.params.id)
      if (isToConfirm(application)) return confirming.show(res, actor(res), application)
      page(res, 'appraisal/decisions/decision', await pageFor(res.locals.t, actor(res), application))
    }),

    post('/applications/:id/decision', 'decision.make', async (req, res, permission) => {
      const who = actor(res)
      const application = await findApplication(db, who, 'decision.read', req.params.id)
      if (isConfirmation(application, req.body)) return confirming.confirm(req, res, who, application)
      if (!can(who, permission, application)) throw new Forbidden(permission)
      const { data } = parseForm(decideForm(res.locals.t), req.body)
      const proposal = await proposalFor(db, application)
      if (!proposal || !data) throw new NotFound()
      const back = `/applications/${application.id}/decision`
      await write(who, work =>
        onceOnly(work, data.formId, async () => {
          await decide(work, application, proposal, data.version)
          return back
        }),
      )
      flash(res, res.locals.t('decisions.decide.done'))
      res.redirect(303, back)
    }),

    post('/applications/:id/decision/send-back', 'decision.make', async (req, res, permission) => {
      const { t } = res.locals
      const who = actor(res)
      const application = await findApplication(db, who, permission, req.params.id)
      const { data, form } = parseForm(sendBackForm(t), req.body)
      if (form) return page(res.status(422), 'appraisal/decisions/decision', await pageFor(t, who, application, form))
      const proposal = await proposalFor(db, application)
      if (!proposal) throw new NotFound()
      await write(who, work => sendBack(work, application, proposal, data))
      flash(res, t('decisions.send_back.done'))
      res.redirect(303, `/applications/${application.id}`)
    }),

    post('/applications/:id/decision/release', 'letter.release', async (req, res, permission) => {
      const who = actor(res)
      const application = await findApplication(db, who, permission, req.params.id)
      const { data } = parseForm(decideForm(res.locals.t), req.body)
      const back = `/applications/${application.id}/decision`
      await write(who, work =>
        onceOnly(work, data?.formId ?? '', async () => {
          await releaseLetter(work, application)
          return back
        }),
      )
      flash(res, res.locals.t('decisions.release.done'))
      res.redirect(303, back)
    }),
  ]
}
