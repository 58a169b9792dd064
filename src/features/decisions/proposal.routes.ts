import type { Actor } from '../../domain/actor.ts'
import { criteriaAskedBy } from '../../domain/framework.ts'
import { can } from '../../domain/permissions.ts'
import { NotFound } from '../../domain/refusals.ts'
import type { Parts } from '../../parts.ts'
import { flash } from '../../web/flash.ts'
import type { Form } from '../../web/form.ts'
import { onceOnly } from '../../web/form-ids.ts'
import { parseForm, refusalOf } from '../../web/parse-form.ts'
import { actor } from '../../web/request.ts'
import { get, post, type Route } from '../../web/routes.ts'
import { page } from '../../web/view-engine.ts'
import type { T } from '../../words/words.ts'
import { offersTo } from '../applications/application.actions.ts'
import { findApplication, type Case } from '../applications/application.store.ts'
import { frameworkVersion } from '../frameworks/framework.store.ts'
import { addRecommendation, proposalBeingWritten, propose, removeRecommendation, writeProposal } from './decision.actions.ts'
import { proposalForm, recommendationForm } from './decision.forms.ts'
import { agreedFindingsOf, ownRatingsOf } from './decision.store.ts'
import { formOfProposal, proposalPage } from './proposal.pages.ts'
import { proposalFor, recommendationsOf, type Proposal } from './proposal.store.ts'

export const proposalRoutes = ({ db, write, clock }: Parts): Route[] => {
  /** Opening the page writes nothing: what is not begun yet is shown as it would begin. */
  const pageFor = async (t: T, who: Actor, application: Case, forms: { form?: Form; recommendationForm?: Form } = {}) => {
    const framework = await frameworkVersion(db, application.frameworkVersionId)
    const last = await proposalFor(db, application)
    const mayWrite = can(who, 'proposal.write', application)
    const proposal = mayWrite && last?.status !== 'being written' ? notBegun(t, application, last) : last
    const offer = mayWrite ? (await offersTo(db, who, application, clock.now())).find(({ move }) => move === 'propose') : undefined
    const before = {
      application, framework, findings: await agreedFindingsOf(db, application), ratings: await ownRatingsOf(db, application),
      recommendations: last ? await recommendationsOf(db, last) : [],
    }
    return proposalPage(t, before, {
      proposal, mayWrite, sentBackBecause: last?.status === 'sent back' ? last.sentBackBecause : null,
      unmet: (offer?.unmet ?? []).map(guard => t(`application.guard.${guard}`)),
      form: forms.form ?? (proposal ? formOfProposal(proposal) : undefined), recommendationForm: forms.recommendationForm,
    })
  }

  return [
    get('/applications/:id/proposal', 'proposal.read', async (req, res, permission) => {
      const application = await findApplication(db, actor(res), permission, req.params.id)
      page(res, 'decisions/proposal', await pageFor(res.locals.t, actor(res), application))
    }),

    post('/applications/:id/proposal', 'proposal.write', async (req, res, permission) => {
      const { t } = res.locals
      const [who, at] = [actor(res), clock.now()]
      const application = await findApplication(db, who, permission, req.params.id)
      const framework = await frameworkVersion(db, application.frameworkVersionId)
      const puts = (req.body as Record<string, unknown> | undefined)?.then === 'put'
      const { data, form } = parseForm(proposalForm(t, framework), req.body)
      const refused = form ?? await refusalOf(t, req.body, () => write(async trx => {
        const proposal = await proposalBeingWritten(trx, who, application, '', at)
        return puts ? propose(trx, who, application, framework, proposal, data, at) : writeProposal(trx, who, application, proposal, data, at)
      }))
      if (refused) return page(res.status(422), 'decisions/proposal', await pageFor(t, who, application, { form: refused }))
      flash(res, t(puts ? 'decisions.proposal.put.done' : 'decisions.proposal.saved'))
      res.redirect(303, `/applications/${application.id}/proposal`)
    }),

    post('/applications/:id/proposal/recommendations', 'proposal.write', async (req, res, permission) => {
      const { t } = res.locals
      const [who, at] = [actor(res), clock.now()]
      const application = await findApplication(db, who, permission, req.params.id)
      const framework = await frameworkVersion(db, application.frameworkVersionId)
      const { data, form } = parseForm(recommendationForm(t, framework, criteriaAskedBy(framework, application.kind)), req.body)
      if (form) return page(res.status(422), 'decisions/proposal', await pageFor(t, who, application, { recommendationForm: form }))
      const back = `/applications/${application.id}/proposal`
      await write(trx => onceOnly(trx, who, data.formId, at, async () => {
        await addRecommendation(trx, who, application, await proposalBeingWritten(trx, who, application, letterFor(t, application), at), data, at)
        return back
      }))
      flash(res, t('decisions.recommendation.added'))
      res.redirect(303, back)
    }),

    post('/applications/:id/proposal/recommendations/:recommendationId/removal', 'proposal.write', async (req, res, permission) => {
      const application = await findApplication(db, actor(res), permission, req.params.id)
      const proposal = await proposalFor(db, application)
      if (!proposal) throw new NotFound()
      await write(trx => removeRecommendation(trx, actor(res), application, proposal, req.params.recommendationId, clock.now()))
      flash(res, res.locals.t('decisions.recommendation.taken_out'))
      res.redirect(303, `/applications/${application.id}/proposal`)
    }),
  ]
}

const letterFor = (t: T, { organisationName }: Case): string => t('decisions.letter.draft', { organisation: organisationName })

/** As it would begin: version 0 says that there is no row yet. */
const notBegun = (t: T, application: Case, last: Proposal | null): Proposal => ({
  id: '', applicationId: application.id, status: 'being written', outcome: last?.outcome ?? null, outcomeReason: last?.outcomeReason ?? '',
  letter: last?.letter ?? letterFor(t, application), sentBackBecause: null, version: 0,
})
