import type { Db, Tx } from '../../../db/connection.ts'
import { runLookups } from '../../../db/lookups.ts'
import { seatOf, type Actor } from '../../../domain/actor.ts'
import { criteriaAskedBy } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import { Forbidden, Stale } from '../../../domain/refusals.ts'
import type { Instant } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { autosavedForm } from '../../../web/autosave.ts'
import { typingLookup } from '../../../web/autosaved-page.ts'
import { staleForm } from '../../../web/form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, type FormRequest } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import type { T } from '../../../words/words.ts'
import { type ApplicationRecord, findApplication } from '../../access/access.public.ts'
import { movesOfferedTo, ownRatingsLookup, panelNamesCheck } from '../../applications/applications.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { organisationTLookup } from '../letters/letter.store.ts'
import { agreedFindings } from '../meetings/meeting.store.ts'
import { saveProposal } from './proposal.actions.ts'
import { keptFields, proposalForm, type ProposalSent } from './proposal.forms.ts'
import { proposalPage, type ProposalCase } from './proposal.pages.ts'
import {
  latestProposal,
  proposalFor,
  recommendationsProposed,
  sentBackReason,
  versionToStart,
  type Proposal,
} from './proposal.store.ts'

export const proposalRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/proposal', 'proposal.read', async (req, res, permission) => {
    const actor = actorOf(res)
    const application = await findApplication(parts.db, actor, permission, req.params.id)
    const asking = { db: parts.db, actor, at: parts.clock.now(), today: res.locals.today }
    const about = await proposalCaseOf(asking, application)
    page(res, 'appraisal/proposals/edit', proposalPage(res.locals.t, about))
  }),

  ...autosavedForm(
    parts,
    {
      path: '/applications/:id/proposal',
      permission: 'proposal.write',
      load: async ({ db, actor, params }) => {
        const application = await findApplication(db, actor, 'proposal.read', params.id)
        refuseUnlessOpen(actor, application)
        return { application, framework: await frameworkVersion(db, application.frameworkVersionId) }
      },
      form: ({ t, today }, { application, framework }, values) => {
        const items = criteriaAskedBy(framework, application.kind)
        return proposalForm(t, framework, { items, today }, { values, errors: [] })
      },
      check: panelNamesCheck(['decisionLetter', 'body', 'owner'], {
        savedIn: async ({ db }, { application }: { application: ApplicationRecord }) => ({
          decisionLetter: (await proposalFor(db, application))?.decisionLetter ?? '',
        }),
      }),
      act: (work, { application, framework }, { data }) => saveProposal(work, application, framework, data),
      done: (t, { application }, { data }) => ({ address: addressOf(application), notice: t(noticeAfter(data)) }),
      redraw: async (asking, { application }, form) => {
        const about = await proposalCaseOf(asking, application)
        return show('appraisal/proposals/edit', proposalPage(asking.t, about, { form, isStale: false }))
      },
      redrawStale: async (asking, { application }, form) => {
        const about = await proposalCaseOf(asking, application)
        return show(
          'appraisal/proposals/edit',
          proposalPage(asking.t, about, { form: staleForm(asking.t, form), isStale: true }),
        )
      },
    },
    {
      fields: keptFields,
      address: ({ application }) => addressOf(application),
      record: async (db, _asking, { application }) => {
        const last = await proposalFor(db, application)
        return { version: last?.status === 'being written' ? last.version : versionToStart(last), editing: null }
      },
    },
  ),
]

const addressOf = ({ id }: Pick<ApplicationRecord, 'id'>): string => `/applications/${id}/proposal`

/**
 * Refuses a person who cannot write the proposal now.
 * @throws Stale for the chair when the application is no longer with the panel; Forbidden in all other cases
 */
function refuseUnlessOpen(actor: Actor, application: ApplicationRecord): void {
  if (can(actor, 'proposal.write', application)) return
  if (seatOf(actor, application)?.chairs && application.status !== 'with the panel') throw new Stale()
  throw new Forbidden('proposal.write')
}

function noticeAfter({ then, recommendation }: ProposalSent) {
  if (typeof then === 'object') return 'proposals.recommendation.removed'
  if (then === 'send') return 'proposals.sent'
  return recommendation ? 'proposals.recommendation.added' : 'proposals.saved'
}

/**
 * The data for a proposal’s page. Opening the page saves nothing: a proposal that has not been started is shown with
 * its initial values.
 */
async function proposalCaseOf(
  { db, actor, at, today }: Pick<FormRequest, 'db' | 'actor' | 'at' | 'today'>,
  application: ApplicationRecord,
): Promise<ProposalCase> {
  const mayWrite = can(actor, 'proposal.write', application)
  const { last, organisationT, ...found } = await runLookups(db, {
    last: latestProposal(db, application.id),
    sentBackReason: sentBackReason(db, application.id),
    findings: agreedFindings(db, application.id),
    ratings: ownRatingsLookup(db, application.id),
    typing: typingLookup(db, { actor, today }, addressOf(application)),
    recommendations: recommendationsProposed(db, application.id),
    organisationT: mayWrite ? organisationTLookup(db, application) : null,
  })
  const isStarted = last?.status === 'being written'
  return {
    application,
    framework: await frameworkVersion(db, application.frameworkVersionId),
    ...found,
    proposal: organisationT && !isStarted ? notStarted(organisationT, application, last) : last,
    mayWrite,
    unmet: mayWrite ? await unmetGuards(db, actor, application, at) : [],
  }
}

async function unmetGuards(db: Db | Tx, actor: Actor, application: ApplicationRecord, at: Instant) {
  const offers = await movesOfferedTo(db, actor, application, { at })
  return offers.find(({ move }) => move === 'propose')?.unmet ?? []
}

/** A proposal that is not in the database yet: a copy of the last one or, for the first, only a draft letter. */
const notStarted = (t: T, { id, organisationName }: ApplicationRecord, last: Proposal | null): Proposal => ({
  id: '',
  applicationId: id,
  status: 'being written',
  outcome: last?.outcome ?? null,
  outcomeReason: last?.outcomeReason ?? '',
  decisionLetter: last?.decisionLetter ?? t('proposals.decision_letter.draft', { organisation: organisationName }),
  sentBackReason: null,
  version: versionToStart(last),
})
