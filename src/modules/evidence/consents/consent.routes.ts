import type { Actor } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import { NotFound } from '../../../domain/refusals.ts'
import { addDays } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { claimKey, sentForm } from '../../../web/form-ids.ts'
import { parseForm, refusalOf } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { placesOfEach, type UsedPlace } from '../uses/use.store.ts'
import { findEvidence, type EvidenceItem } from '../items/evidence-item.store.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { recordView } from '../../../history/record.ts'
import { findOrganisation } from '../../organisations/organisations.public.ts'
import { recordConsent, removeMistakenConsent, withdrawConsent } from './consent.actions.ts'
import { buttonForm, consentForm } from './consent.forms.ts'
import { consentList } from '../consents-to-check/consents-to-check.pages.ts'
import { consentPage, ledgerPage, mistakePage, withdrawalPage } from './consent.pages.ts'
import { consentsOf, findConsent, evidenceWithoutConsent } from './consent.store.ts'

/** So many pieces stand on the list of a library at once; those that are seen to make room for the others. */
const listed = 50
/** A consent that ends within so many days is on the list. */
const soonDays = 60

const frameworksOf = async (db: Parts['db'], places: readonly UsedPlace[]) =>
  new Map(
    await Promise.all(
      [...new Set(places.map(({ frameworkVersionId }) => frameworkVersionId))].map(
        async id => [id, await frameworkVersion(db, id)] as const,
      ),
    ),
  )

/** Who is shown in evidence, and what they agreed to. */
export const consentRoutes = ({ db, write }: Parts): Route[] => {
  /** Who is shown is the library's own to know; whoever reads it from outside is on record. */
  const recordOutsider = async (actor: Actor, { id, organisationId, through }: EvidenceItem): Promise<void> => {
    if (through)
      await write(actor, work =>
        recordView(work, { what: 'ledger', entityId: id, evidenceId: id, organisationId, applicationId: through.id }),
      )
  }
  return [
    get('/organisations/:id/consents', 'consent.list', async (req, res, permission) => {
      const [actor, { t, today }] = [actorOf(res), res.locals]
      const organisation = await findOrganisation(db, actor, permission, req.params.id)
      const evidenceItems = await evidenceWithoutConsent(db, actor, organisation, addDays(today, soonDays), listed + 1)
      const places = await placesOfEach(
        db,
        organisation,
        evidenceItems.map(({ id }) => id),
      )
      page(
        res,
        'evidence/consents-to-check/list',
        consentList(
          t,
          organisation,
          evidenceItems,
          { places, frameworks: await frameworksOf(db, places) },
          listed,
          today,
        ),
      )
    }),

    get('/evidence/:id/consents', 'consent.withdraw', async (req, res, permission) => {
      const evidence = await findEvidence(db, actorOf(res), permission, req.params.id)
      await recordOutsider(actorOf(res), evidence)
      page(
        res,
        'evidence/consents/ledger',
        ledgerPage(
          res.locals.t,
          evidence,
          await consentsOf(db, evidence.id),
          res.locals.today,
          can(actorOf(res), 'consent.record', evidence),
        ),
      )
    }),

    get('/evidence/:id/consents/new', 'consent.record', async (req, res, permission) => {
      const evidence = await findEvidence(db, actorOf(res), permission, req.params.id)
      page(res, 'evidence/consents/new', consentPage(res.locals.t, evidence, res.locals.today))
    }),

    post('/evidence/:id/consents/new', 'consent.record', async (req, res, permission) => {
      const [actor, { t, today }] = [actorOf(res), res.locals]
      const evidence = await findEvidence(db, actor, permission, req.params.id)
      const { data, form } = parseForm(consentForm(t), req.body)
      if (form) return page(res.status(422), 'evidence/consents/new', consentPage(t, evidence, today, form))
      const refused = await refusalOf(t, req.body, () =>
        write(actor, work =>
          claimKey(work, sentForm(data.idempotencyKey, 'person', req.body), async () => {
            await recordConsent(work, evidence, data)
            return `/evidence/${evidence.id}/consents`
          }),
        ),
      )
      if (refused) return page(res.status(422), 'evidence/consents/new', consentPage(t, evidence, today, refused))
      flash(res, t('consents.recorded', { person: data.person }))
      res.redirect(303, `/evidence/${evidence.id}/consents`)
    }),

    get('/evidence/:id/consents/:consentId/withdrawal', 'consent.withdraw', async (req, res, permission) => {
      const evidence = await findEvidence(db, actorOf(res), permission, req.params.id)
      const consent = await findConsent(db, evidence.id, req.params.consentId)
      await recordOutsider(actorOf(res), evidence)
      page(
        res,
        'evidence/consents/withdrawal',
        withdrawalPage(res.locals.t, evidence, consent, can(actorOf(res), 'consent.record', evidence)),
      )
    }),

    post('/evidence/:id/consents/:consentId/withdrawal', 'consent.withdraw', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const evidence = await findEvidence(db, actor, permission, req.params.id)
      const consent = await findConsent(db, evidence.id, req.params.consentId)
      const { data } = parseForm(buttonForm, req.body)
      await write(actor, work =>
        claimKey(work, data?.idempotencyKey ?? '', async () => {
          await withdrawConsent(work, evidence, consent)
          return `/evidence/${evidence.id}/consents`
        }),
      )
      flash(res, t('consents.withdrawn', { person: consent.person }))
      // whoever read it for the charity finds it nowhere now
      res.redirect(
        303,
        can(actor, 'consent.record', evidence)
          ? `/evidence/${evidence.id}/consents`
          : `/applications/${evidence.through!.id}`,
      )
    }),

    get('/evidence/:id/consents/:consentId/mistake', 'consent.record', async (req, res, permission) => {
      const evidence = await findEvidence(db, actorOf(res), permission, req.params.id)
      const consent = await findConsent(db, evidence.id, req.params.consentId)
      if (consent.withdrawnAt !== null) throw new NotFound()
      page(res, 'evidence/consents/mistake', mistakePage(res.locals.t, evidence, consent))
    }),

    post('/evidence/:id/consents/:consentId/mistake', 'consent.record', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const evidence = await findEvidence(db, actor, permission, req.params.id)
      const { data } = parseForm(buttonForm, req.body)
      let isStruck = false
      await write(actor, work =>
        claimKey(work, data?.idempotencyKey ?? '', async () => {
          isStruck = await removeMistakenConsent(work, evidence, req.params.consentId)
          return `/evidence/${evidence.id}/consents`
        }),
      )
      flash(res, t(isStruck ? 'consents.mistake.done' : 'consents.mistake.done_before'))
      res.redirect(303, `/evidence/${evidence.id}/consents`)
    }),
  ]
}
