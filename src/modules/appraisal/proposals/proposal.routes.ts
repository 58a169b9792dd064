import { type ApplicationRecord, findApplication } from '../../access/access.public.ts'
import type { Actor } from '../../../domain/actor.ts'
import { criteriaAskedBy } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { formOf, type Form } from '../../../web/form.ts'
import { parseForm, refusalOf, valuesIn } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { languageOf, translator, type T } from '../../../words/words.ts'
import { offersTo } from '../../applications/applications.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { organisationOf } from '../../organisations/organisations.public.ts'
import { isBegun, proposalForm, recommendationForm, thenOf } from '../decisions/decision.forms.ts'
import { agreedFindingsOf, ownRatingsOf } from '../decisions/decision.store.ts'
import { saveProposal } from './proposal.actions.ts'
import { formOfProposal, proposalPage } from './proposal.pages.ts'
import { proposalFor, recommendationsOf, type Proposal } from './proposal.store.ts'

export const proposalRoutes = ({ db, write, clock }: Parts): Route[] => {
  /** Opening the page writes nothing: what is not begun yet is shown as it would begin. */
  const pageFor = async (t: T, actor: Actor, application: ApplicationRecord, form?: Form) => {
    const framework = await frameworkVersion(db, application.frameworkVersionId)
    const last = await proposalFor(db, application)
    const mayWrite = can(actor, 'proposal.write', application)
    const proposal =
      mayWrite && last?.status !== 'being written' ? notBegun(await emailsTo(application), application, last) : last
    const offer = mayWrite
      ? (await offersTo(db, actor, application, clock.now())).find(({ move }) => move === 'propose')
      : undefined
    const before = {
      application,
      framework,
      findings: await agreedFindingsOf(db, application),
      ratings: await ownRatingsOf(db, application),
      recommendations: last ? await recommendationsOf(db, last) : [],
    }
    return proposalPage(t, before, {
      proposal,
      mayWrite,
      sentBackReason: last?.status === 'sent back' ? last.sentBackReason : null,
      unmet: (offer?.unmet ?? []).map(guard => t(`application.guard.${guard}`)),
      form: form ?? (proposal ? formOfProposal(proposal) : undefined),
    })
  }

  /** In the language of the organisation, whoever writes it. */
  const emailsTo = async (application: ApplicationRecord): Promise<T> =>
    translator(languageOf((await organisationOf(db, application)).language))

  return [
    get('/applications/:id/proposal', 'proposal.read', async (req, res, permission) => {
      const application = await findApplication(db, actorOf(res), permission, req.params.id)
      page(res, 'appraisal/proposals/edit', await pageFor(res.locals.t, actorOf(res), application))
    }),

    // One form: whichever button is pressed, everything typed is saved with it.
    post('/applications/:id/proposal', 'proposal.write', async (req, res, permission) => {
      const { t } = res.locals
      const actor = actorOf(res)
      const application = await findApplication(db, actor, permission, req.params.id)
      const framework = await frameworkVersion(db, application.frameworkVersionId)
      const typed = formOf(valuesIn(req.body))
      const then = thenOf(typed)
      const [proposed, added] = [
        parseForm(proposalForm(t, framework), req.body),
        then === 'add' || isBegun(typed)
          ? parseForm(recommendationForm(t, framework, criteriaAskedBy(framework, application.kind)), req.body)
          : null,
      ]
      const wrong = [...(added?.form?.errors ?? []), ...(proposed.form?.errors ?? [])]
      const form = wrong.length > 0 ? { ...typed, errors: wrong } : null
      const refused =
        form ??
        (await refusalOf(t, req.body, () =>
          write(actor, work =>
            saveProposal(work, application, framework, {
              then,
              proposal: proposed.data!,
              recommendation: added?.data ?? null,
            }),
          ),
        ))
      if (refused)
        return page(res.status(422), 'appraisal/proposals/edit', await pageFor(t, actor, application, refused))
      flash(res, t(saidAfter[then === 'save' && added ? 'add' : typeof then === 'string' ? then : 'take out']))
      res.redirect(303, `/applications/${application.id}/proposal`)
    }),
  ]
}

const saidAfter = {
  save: 'decisions.proposal.saved',
  put: 'decisions.proposal.put.done',
  add: 'decisions.recommendation.added',
  'take out': 'decisions.recommendation.taken_out',
} as const

const letterFor = (t: T, { organisationName }: ApplicationRecord): string =>
  t('decisions.decision_letter.draft', { organisation: organisationName })

/** As it would begin: version 0 says that there is no row yet. */
const notBegun = (t: T, application: ApplicationRecord, last: Proposal | null): Proposal => ({
  id: '',
  applicationId: application.id,
  status: 'being written',
  outcome: last?.outcome ?? null,
  outcomeReason: last?.outcomeReason ?? '',
  decisionLetter: last?.decisionLetter ?? letterFor(t, application),
  sentBackReason: null,
  version: 0,
})
