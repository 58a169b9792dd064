import type { Request } from 'express'
import type { Db, Tx } from '../../../db/connection.ts'
import { runLookup } from '../../../db/lookups.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Actor } from '../../../domain/actor.ts'
import { whyNotAttachable } from '../../../domain/evidence-suggestions.ts'
import { can } from '../../../domain/permissions.ts'
import { NotFound } from '../../../domain/refusals.ts'
import { addDays, dayOf } from '../../../domain/time.ts'
import { recordView } from '../../../history/record.ts'
import type { Parts } from '../../../parts.ts'
import { queryText } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { frameworkVersions } from '../../frameworks/frameworks.public.ts'
import { findOrganisation } from '../../organisations/organisations.public.ts'
import { criterionToReturnTo, queryFor, type CriterionPurpose } from '../editing/purpose.store.ts'
import { findEvidence, findRemovedWithConsents, type EvidenceItem } from '../items/evidence-item.store.ts'
import { removedAddress } from '../removal/removal.pages.ts'
import { placesOfEach } from '../uses/used-place.store.ts'
import { recordConsent, removeMistakenConsent, withdrawConsent } from './consent.actions.ts'
import { consentForm } from './consent.forms.ts'
import { consentList, consentsToCheckList, newConsentPage } from './consent.pages.ts'
import { consentsOf, consentsToCheck, findConsent } from './consent.store.ts'
import { otherConsents, type OtherConsent } from './other-consents.store.ts'
import { mistakePage, withdrawalPage } from './withdrawal.pages.ts'

/** The maximum number of items on the list of consents to check. */
const maxListed = 50

/** The list of consents to check includes consents that end within this many days. */
const daysAhead = 60

/** The list includes consents for council papers that ended at most this many days ago. */
const daysOver = 30

export const consentRoutes = (parts: Parts): Route[] => [
  get('/organisations/:id/consents', 'consent.list', async (req, res, permission) => {
    const { t, today } = res.locals
    const organisation = await findOrganisation(parts.db, actorOf(res), permission, req.params.id)
    const days = { from: addDays(today, -daysOver), until: addDays(today, daysAhead), today }
    const wanted = { organisationId: organisation.id, ...days, limit: maxListed + 1 }
    const evidence = await runLookup(parts.db, consentsToCheck(parts.db, actorOf(res), wanted))
    const ids = evidence.map(({ id }) => id)
    const places = await placesOfEach(parts.db, organisation, ids)
    const versionIds = places.map(place => place.frameworkVersionId)
    const frameworks = await frameworkVersions(parts.db, versionIds)
    const list = { evidence, places, frameworks, maxListed, days }
    page(res, 'evidence/consents/to-check', consentsToCheckList(t, organisation, list))
  }),

  get('/evidence/:id/consents', 'consent.withdraw', async (req, res, permission) => {
    const { t, today } = res.locals
    const evidence = await findEvidence(parts.db, actorOf(res), permission, req.params.id)
    await recordViewFromOutside(parts, actorOf(res), evidence)
    const consents = await consentsOf(parts.db, evidence.id)
    const mayRecord = can(actorOf(res), 'consent.record', evidence)
    const others = await othersFor(parts.db, actorOf(res), evidence, mayRecord)
    const purpose = await purposeIn({ db: parts.db, actor: actorOf(res), query: req.query }, evidence)
    page(res, 'evidence/consents/list', consentList(t, { evidence, consents, others, mayRecord, purpose }, today))
  }),

  get('/evidence/:id/consents/new', 'consent.record', async (req, res, permission) => {
    const evidence = await findEvidence(parts.db, actorOf(res), permission, req.params.id)
    page(res, 'evidence/consents/new', newConsentPage(res.locals.t, evidence, res.locals.today))
  }),

  submitForm(parts, {
    path: '/evidence/:id/consents/new',
    permission: 'consent.record',
    load: async ({ db, actor, permission, params, query }) => {
      const evidence = await findEvidence(db, actor, permission, params.id)
      return { evidence, purpose: await purposeIn({ db, actor, query }, evidence) }
    },
    form: ({ t }) => consentForm(t),
    act: async (work, { evidence, purpose }, { data }) => {
      await recordConsent(work, evidence, data)
      return purpose !== null && (await attachWhenCovered(work, evidence, purpose))
    },
    // The notice does not name the person, because notices are stored for a week with the form's idempotency key.
    done: (t, { evidence, purpose }, { result: isAttached }) =>
      purpose && isAttached
        ? {
            address: `/applications/${purpose.application.id}/criteria/${purpose.item.code}`,
            notice: t('consents.recorded.attached'),
          }
        : { address: `/evidence/${evidence.id}/consents${queryFor(purpose)}`, notice: t('consents.recorded') },
    redraw: ({ t, today }, { evidence }, form) =>
      show('evidence/consents/new', newConsentPage(t, evidence, today, form)),
  }),

  get('/evidence/:id/consents/:consentId/withdrawal', 'consent.withdraw', async (req, res, permission) => {
    const about = await evidenceAndConsent(parts.db, actorOf(res), permission, req.params)
    await recordViewFromOutside(parts, actorOf(res), about.evidence)
    const others = await othersFor(parts.db, actorOf(res), about.evidence, about.mayRecord)
    page(res, 'evidence/consents/withdrawal', withdrawalPage(res.locals.t, { ...about, others }))
  }),

  submitForm(parts, {
    path: '/evidence/:id/consents/:consentId/withdrawal',
    permission: 'consent.withdraw',
    load: ({ db, actor, permission, params }) => evidenceAndConsent(db, actor, permission, params),
    act: (work, { evidence, consent }) => withdrawConsent(work, evidence, consent),
    done: (t, { evidence, mayRecord }) => ({
      address: addressAfterWithdrawal(evidence, mayRecord),
      notice: t('consents.withdrawn'),
    }),
  }),

  get('/evidence/:id/consents/:consentId/mistake', 'consent.record', async (req, res, permission) => {
    const { evidence, consent } = await evidenceAndConsent(parts.db, actorOf(res), permission, req.params)
    if (consent.withdrawnAt !== null) throw new NotFound()
    page(res, 'evidence/consents/mistake', mistakePage(res.locals.t, evidence, consent))
  }),

  submitForm(parts, {
    path: '/evidence/:id/consents/:consentId/mistake',
    permission: 'consent.record',
    load: async ({ db, actor, permission, params }) => ({
      evidence: await findEvidence(db, actor, permission, params.id),
      consentId: params.consentId,
    }),
    act: (work, { evidence, consentId }) => removeMistakenConsent(work, evidence, consentId),
    done: (t, { evidence }, { result: isRemoved }) => ({
      address: `/evidence/${evidence.id}/consents`,
      notice: t(isRemoved ? 'consents.mistake.done' : 'consents.mistake.done_before'),
    }),
  }),
]

const purposeIn = (
  { db, actor, query }: { db: Db | Tx; actor: Actor; query: Request['query'] },
  { organisationId }: EvidenceItem,
): Promise<CriterionPurpose | null> =>
  criterionToReturnTo(db, actor, {
    id: queryText({ query }, 'application'),
    code: queryText({ query }, 'criterion'),
    organisationId,
  })

/**
 * Attaches evidence to the answer that it was added for, if it can be attached.
 * @returns whether the evidence was attached
 */
async function attachWhenCovered(
  work: UnitOfWork,
  { id }: EvidenceItem,
  { application, item }: CriterionPurpose,
): Promise<boolean> {
  const evidence = await findEvidence(work.trx, work.actor, 'consent.record', id)
  if (whyNotAttachable(evidence, false, dayOf(work.at)) !== null) return false
  await work.tell('evidence added', { evidenceId: id, applicationId: application.id, itemId: item.id })
  return true
}

async function evidenceAndConsent(
  db: Db | Tx,
  actor: Actor,
  permission: 'consent.record' | 'consent.withdraw',
  { id, consentId }: { id: string; consentId: string },
) {
  const removed = permission === 'consent.withdraw' ? await findRemovedWithConsents(db, actor, id) : null
  const evidence = removed ?? (await findEvidence(db, actor, permission, id))
  const consent = await findConsent(db, evidence.id, consentId)
  return { evidence, consent, mayRecord: can(actor, 'consent.record', evidence) }
}

function addressAfterWithdrawal({ id, organisationId, eraseOn, through }: EvidenceItem, mayRecord: boolean): string {
  if (eraseOn) return removedAddress({ id: organisationId })
  // A coordinator cannot open the evidence without consent, so the page after the form is the application.
  return mayRecord ? `/evidence/${id}/consents` : `/applications/${through!.id}`
}

/** The consents for the library's other evidence. Empty for people outside the library. */
async function othersFor(
  db: Db,
  actor: Actor,
  { id: evidenceId, organisationId }: EvidenceItem,
  mayRecord: boolean,
): Promise<OtherConsent[]> {
  if (!mayRecord) return []
  const mayRestore = can(actor, 'evidence.restore', { id: organisationId })
  return runLookup(db, otherConsents(db, actor, { evidenceId, organisationId, mayRestore }))
}

/** Records in the access log that a person from outside the library saw the names of people in the evidence. */
async function recordViewFromOutside({ write }: Parts, actor: Actor, evidence: EvidenceItem): Promise<void> {
  const { id, organisationId, through } = evidence
  if (!through) return
  await write(actor, work =>
    recordView(work, { what: 'ledger', entityId: id, evidenceId: id, organisationId, applicationId: through.id }),
  )
}
