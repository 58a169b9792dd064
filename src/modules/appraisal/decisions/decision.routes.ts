import type { Db, Tx } from '../../../db/connection.ts'
import { runLookups, type Lookup } from '../../../db/lookups.ts'
import { rolesIn, type Actor } from '../../../domain/actor.ts'
import { can, type ApplicationPermission } from '../../../domain/permissions.ts'
import { MoveRefused, NotFound, Stale } from '../../../domain/refusals.ts'
import type { Day } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import type { Form } from '../../../web/form.ts'
import { parseForm } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm, type FormRequest } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { type ApplicationRecord, findApplication, requirePermission } from '../../access/access.public.ts'
import { coordinatorToAsk, openQuestionsLookup, ownRatingsLookup } from '../../applications/applications.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { confirmationPageOf, canBeConfirmed } from '../confirmations/confirmation.routes.ts'
import { renewalFrom, renewalLookups } from '../confirmations/confirmation.store.ts'
import { agreedFindings } from '../meetings/meeting.store.ts'
import {
  latestProposal,
  proposalFor,
  recommendationsDecidedLookup,
  recommendationsProposed,
  type Proposal,
} from '../proposals/proposal.store.ts'
import { isLetterUntouched, releaseNow } from '../letters/letter.actions.ts'
import { namesInLetters } from '../letters/letter-names.store.ts'
import { releaseForm } from '../letters/letter.forms.ts'
import { decisionLetterDate, letterFactsFrom, letterLookups, organisationTLookup } from '../letters/letter.store.ts'
import { decide, hasDecided, refuseIfDecided, sendBack } from './decision.actions.ts'
import { choiceForm, decideForm, sendBackForm } from './decision.forms.ts'
import { decisionPage, type DecisionCase, type HeldLetter } from './decision.pages.ts'
import { lastReversal, openRequest } from '../reviews/review.store.ts'
import {
  currentDecision,
  findingsOfDecisionLookup,
  nameLookup,
  releasedDecision,
  type DecidedFinding,
  type Decision,
} from './decision.store.ts'
import { canAccept, checkPage, isPanelComplete, type ToDecide, type TrusteeReading } from './trustee.pages.ts'

export const decisionRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/decision', 'decision.read', async (req, res, permission) => {
    const { t, today } = res.locals
    const actor = actorOf(res)
    const application = await findApplication(parts.db, actor, permission, req.params.id)
    if (!canBeConfirmed(application))
      return page(
        res,
        'appraisal/decisions/decision',
        decisionPage(t, await decisionCaseOf({ db: parts.db, actor, today }, application)),
      )
    const asked = { db: parts.db, t, actor, today, at: parts.clock.now() }
    page(res, 'appraisal/confirmations/edit', await confirmationPageOf(asked, application))
  }),

  get('/applications/:id/decision/check', 'decision.make', async (req, res, permission) => {
    const { t, today } = res.locals
    const actor = actorOf(res)
    const known = await findApplication(parts.db, actor, 'decision.read', req.params.id)
    const { data, form } = parseForm(choiceForm(t), req.query)
    const isReloaded = req.query['version'] === undefined || (await hasDecided(parts.db, actor, known))
    if (isReloaded) return res.redirect(303, `/applications/${known.id}/decision`)
    const application = await applicationToDecide(parts.db, actor, permission, known)
    const it = await decisionCaseOf({ db: parts.db, actor, today }, application)
    if (!it.proposal) return res.redirect(303, `/applications/${known.id}/decision`)
    if (!data) return page(res.status(422), 'appraisal/decisions/decision', decisionPage(t, it, form))
    if (data.version !== it.proposal.version) throw new Stale()
    if (data.decision === 'accept' && !isPanelComplete(it))
      throw new MoveRefused('decide', application.status, ['the panel is complete'])
    if (data.decision === 'accept' && !canAccept(it))
      return page(res.status(422), 'appraisal/decisions/decision', decisionPage(t, it))
    page(res, 'appraisal/decisions/check', checkPage(t, toDecide(it), data.decision))
  }),

  submitForm(parts, {
    path: '/applications/:id/decision',
    permission: 'decision.make',
    load: ({ db, actor, permission, params }) => proposalToDecide(db, actor, permission, params.id),
    form: ({ t }) => decideForm(t),
    act: (work, { application, proposal }, { data }) => decide(work, application, proposal, data.version),
    done: (t, { application }) => ({
      address: `/applications/${application.id}/decision`,
      notice: t('decisions.decide.done'),
    }),
    redraw: (asking, { application }, form) => redrawCheck(asking, application, 'accept', form),
  }),

  submitForm(parts, {
    path: '/applications/:id/decision/send-back',
    permission: 'decision.make',
    load: ({ db, actor, permission, params }) => proposalToDecide(db, actor, permission, params.id),
    form: ({ t }) => sendBackForm(t),
    act: (work, { application, proposal }, { data }) => sendBack(work, application, proposal, data),
    done: (t, { application }) => ({
      address: `/applications/${application.id}`,
      notice: t('decisions.send_back.done'),
    }),
    redraw: (asking, { application }, form) => redrawCheck(asking, application, 'back', form),
  }),

  submitForm(parts, {
    path: '/applications/:id/decision/release',
    permission: 'decision_letter.release',
    load: ({ db, actor, permission, params }) => findApplication(db, actor, permission, params.id),
    form: () => releaseForm,
    act: (work, application, { data }) => releaseNow(work, application, data),
    done: (t, { id }) => ({ address: `/applications/${id}/decision`, notice: t('decisions.release.done') }),
    redraw: redrawDecision,
  }),
]

async function redrawDecision(
  { db, t, actor, today }: Pick<FormRequest, 'db' | 't' | 'actor' | 'today'>,
  application: ApplicationRecord,
  form: Form,
) {
  const it = await decisionCaseOf({ db, actor, today }, application)
  return show('appraisal/decisions/decision', decisionPage(t, it, form))
}

async function redrawCheck(
  { db, t, actor, today }: Pick<FormRequest, 'db' | 't' | 'actor' | 'today'>,
  application: ApplicationRecord,
  choice: 'accept' | 'back',
  form: Form,
) {
  const it = await decisionCaseOf({ db, actor, today }, application)
  return show('appraisal/decisions/check', checkPage(t, toDecide(it), choice, form))
}

/** @throws Stale when the proposal can no longer be decided */
function toDecide({ proposal, reading, ...it }: DecisionCase): ToDecide {
  if (!proposal || !reading) throw new Stale()
  return { ...it, proposal, reading }
}

interface ProposalToDecide {
  application: ApplicationRecord
  proposal: Proposal
}

/** @throws as `findApplication` and `applicationToDecide` do; NotFound when there is no proposal */
async function proposalToDecide(
  db: Db | Tx,
  actor: Actor,
  permission: ApplicationPermission,
  id: string,
): Promise<ProposalToDecide> {
  const known = await findApplication(db, actor, 'decision.read', id)
  const application = await applicationToDecide(db, actor, permission, known)
  const proposal = await proposalFor(db, application)
  if (!proposal) throw new NotFound()
  return { application, proposal }
}

/**
 * @throws DecidedAlready for a trustee when the application is decided; Stale for a trustee who can no longer decide;
 * Forbidden for anyone else without the permission
 */
async function applicationToDecide(
  db: Db | Tx,
  actor: Actor,
  permission: ApplicationPermission,
  known: ApplicationRecord,
): Promise<ApplicationRecord> {
  await refuseIfDecided(db, actor, known)
  if (!can(actor, permission, known) && rolesIn(actor, known).includes('trustee')) throw new Stale()
  requirePermission(actor, permission, known)
  return known
}

interface Reading {
  db: Db | Tx
  actor: Actor
  today: Day
}

/** The parts of a proposal and its decision that this reader can see. */
export async function decisionCaseOf(
  { db, actor, today }: Reading,
  application: ApplicationRecord,
): Promise<DecisionCase> {
  const may = {
    decide: can(actor, 'decision.make', application),
    release: can(actor, 'decision_letter.release', application),
    seeProposal: can(actor, 'proposal.read', application),
    answer: can(actor, 'decision_request.answer', application),
    review: can(actor, 'review.read', application),
    ask: can(actor, 'review.ask', application),
    openAward: can(actor, 'awards.list') || can(actor, 'application.list', { id: application.organisationId }),
  }
  const isReopened = application.hasReleasedDecision && !application.decisionLetterReleased
  const mayReadRequests = can(actor, 'decision_request.read', application)
  const mayReadFindings = can(actor, 'agreed_finding.read', application)
  const { released, agreed, proposed, ...found } = await runLookups(db, {
    proposal: latestProposal(db, application.id),
    decision: decisionShown(db, actor, application),
    released: isReopened ? releasedDecision(db, application.id) : null,
    request: mayReadRequests ? openRequest(db, application.id) : null,
    reversal: mayReadRequests ? lastReversal(db, application.id) : null,
    agreed: mayReadFindings ? agreedFindings(db, application.id) : null,
    ratings: ownRatingsLookup(db, application.id),
    proposed: may.seeProposal ? recommendationsProposed(db, application.id) : null,
  })
  const { proposal, decision } = found
  const decided = decision && (await decidedOf({ db, actor, today }, application, decision))
  const frozen = mayReadFindings ? (decided?.findings ?? []) : []
  return {
    ...found,
    application,
    today,
    earlier: isReopened && decision?.releasedAt == null ? released : null,
    isReopened,
    held: decided?.held ?? null,
    framework: await frameworkVersion(db, application.frameworkVersionId),
    findings: frozen.length > 0 ? frozen : (agreed ?? []),
    recommendations: decided?.recommendations ?? proposed ?? [],
    reading: may.decide && proposal ? await readingOf(db, actor, { application, today }) : null,
    may,
  }
}

async function readingOf(
  db: Db | Tx,
  actor: Actor,
  { application, today }: { application: ApplicationRecord; today: Day },
): Promise<TrusteeReading> {
  const { openQuestions, coordinator, ...found } = await runLookups(db, {
    openQuestions: openQuestionsLookup(db, application.id),
    coordinator: coordinatorToAsk(db, application.id),
    ...renewalLookups(db, application),
  })
  const read = await renewalFrom(db, actor, { application, today }, found)
  return { read, openQuestions, coordinator: coordinator?.name ?? null }
}

/**
 * The decision to show: the current one for people who can read unreleased letters, and for others the one whose letter
 * was released last. Null when there is none to show.
 */
function decisionShown(db: Db | Tx, actor: Actor, application: ApplicationRecord): Lookup<Decision | null> | null {
  if (can(actor, 'decision_letter.read_held', application))
    return application.status === 'decided' || application.status === 'withdrawn'
      ? currentDecision(db, application.id)
      : null
  return can(actor, 'decision_letter.read', application) ? releasedDecision(db, application.id) : null
}

interface Decided {
  recommendations: DecisionCase['recommendations']
  /** the findings as they were when the letter was released; empty before the release */
  findings: DecidedFinding[]
  held: HeldLetter | null
}

async function decidedOf(
  { db, actor, today }: Reading,
  application: ApplicationRecord,
  decision: Decision,
): Promise<Decided> {
  if (decision.releasedAt !== null) {
    const released = {
      recommendations: recommendationsDecidedLookup(db, decision),
      findings: findingsOfDecisionLookup(db, decision.id),
    }
    return { ...(await runLookups(db, released)), held: null }
  }
  const { organisationT, editedBy, ...found } = await runLookups(db, {
    ...letterLookups(db, application, decision),
    organisationT: organisationTLookup(db, application),
    editedBy: decision.letterEdited && nameLookup(db, decision.letterEdited.by),
  })
  const when = { outcome: decision.outcome, on: decisionLetterDate(decision, today) }
  const isUntouched = isLetterUntouched(organisationT, application, decision)
  const facts = await letterFactsFrom(db, application, when, found)
  const mayRelease = can(actor, 'decision_letter.release', application)
  const names = mayRelease ? (await namesInLetters(db, actor, [{ application, decision }])).get(application.id) : null
  return {
    recommendations: found.recommendations ?? [],
    findings: [],
    held: { facts, organisationT, isUntouched, editedBy, names: names ?? [] },
  }
}
