import type { Actor } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import { NotFound } from '../../../domain/refusals.ts'
import { addDays } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { onceOnly, sentAs } from '../../../web/form-ids.ts'
import { parseForm, refusalOf } from '../../../web/parse-form.ts'
import { actor } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { placesOfEach, type UsedPlace } from '../uses/use.store.ts'
import { findEvidence, type EvidencePiece } from '../items/evidence-item.store.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { recordLook } from '../../../history/record.ts'
import { findOrganisation } from '../../organisations/organisations.public.ts'
import { recordConsent, strikeConsent, withdrawConsent } from './consent.actions.ts'
import { buttonForm, consentForm } from './consent.forms.ts'
import { consentList } from '../consents-to-check/consents-to-check.pages.ts'
import { consentPage, ledgerPage, mistakePage, withdrawalPage } from './consent.pages.ts'
import { consentsOf, findConsent, piecesWaiting } from './consent.store.ts'

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
  const recordOutsider = async (who: Actor, { id, organisationId, through }: EvidencePiece): Promise<void> => {
    if (through)
      await write(who, work =>
        recordLook(work, { what: 'ledger', thingId: id, evidenceId: id, organisationId, applicationId: through.id }),
      )
  }
  return [
    get('/organisations/:id/consents', 'consent.list', async (req, res, permission) => {
      const [who, { t, today }] = [actor(res), res.locals]
      const organisation = await findOrganisation(db, who, permission, req.params.id)
      const pieces = await piecesWaiting(db, who, organisation, addDays(today, soonDays), listed + 1)
      const places = await placesOfEach(
        db,
        organisation,
        pieces.map(({ id }) => id),
      )
      page(
        res,
        'evidence/consents-to-check/list',
        consentList(t, organisation, pieces, { places, frameworks: await frameworksOf(db, places) }, listed, today),
      )
    }),

    get('/evidence/:id/consents', 'consent.withdraw', async (req, res, permission) => {
      const piece = await findEvidence(db, actor(res), permission, req.params.id)
      await recordOutsider(actor(res), piece)
      page(
        res,
        'evidence/consents/ledger',
        ledgerPage(
          res.locals.t,
          piece,
          await consentsOf(db, piece.id),
          res.locals.today,
          can(actor(res), 'consent.record', piece),
        ),
      )
    }),

    get('/evidence/:id/consents/new', 'consent.record', async (req, res, permission) => {
      const piece = await findEvidence(db, actor(res), permission, req.params.id)
      page(res, 'evidence/consents/new', consentPage(res.locals.t, piece, res.locals.today))
    }),

    post('/evidence/:id/consents/new', 'consent.record', async (req, res, permission) => {
      const [who, { t, today }] = [actor(res), res.locals]
      const piece = await findEvidence(db, who, permission, req.params.id)
      const { data, form } = parseForm(consentForm(t), req.body)
      if (form) return page(res.status(422), 'evidence/consents/new', consentPage(t, piece, today, form))
      const refused = await refusalOf(t, req.body, () =>
        write(who, work =>
          onceOnly(work, sentAs(data.formId, 'person', req.body), async () => {
            await recordConsent(work, piece, data)
            return `/evidence/${piece.id}/consents`
          }),
        ),
      )
      if (refused) return page(res.status(422), 'evidence/consents/new', consentPage(t, piece, today, refused))
      flash(res, t('consents.recorded', { person: data.person }))
      res.redirect(303, `/evidence/${piece.id}/consents`)
    }),

    get('/evidence/:id/consents/:consentId/withdrawal', 'consent.withdraw', async (req, res, permission) => {
      const piece = await findEvidence(db, actor(res), permission, req.params.id)
      const consent = await findConsent(db, piece.id, req.params.consentId)
      await recordOutsider(actor(res), piece)
      page(
        res,
        'evidence/consents/withdrawal',
        withdrawalPage(res.locals.t, piece, consent, can(actor(res), 'consent.record', piece)),
      )
    }),

    post('/evidence/:id/consents/:consentId/withdrawal', 'consent.withdraw', async (req, res, permission) => {
      const [who, { t }] = [actor(res), res.locals]
      const piece = await findEvidence(db, who, permission, req.params.id)
      const consent = await findConsent(db, piece.id, req.params.consentId)
      const { data } = parseForm(buttonForm, req.body)
      await write(who, work =>
        onceOnly(work, data?.formId ?? '', async () => {
          await withdrawConsent(work, piece, consent)
          return `/evidence/${piece.id}/consents`
        }),
      )
      flash(res, t('consents.withdrawn', { person: consent.person }))
      // whoever read it for the charity finds it nowhere now
      res.redirect(
        303,
        can(who, 'consent.record', piece) ? `/evidence/${piece.id}/consents` : `/applications/${piece.through!.id}`,
      )
    }),

    get('/evidence/:id/consents/:consentId/mistake', 'consent.record', async (req, res, permission) => {
      const piece = await findEvidence(db, actor(res), permission, req.params.id)
      const consent = await findConsent(db, piece.id, req.params.consentId)
      if (consent.withdrawnAt !== null) throw new NotFound()
      page(res, 'evidence/consents/mistake', mistakePage(res.locals.t, piece, consent))
    }),

    post('/evidence/:id/consents/:consentId/mistake', 'consent.record', async (req, res, permission) => {
      const [who, { t }] = [actor(res), res.locals]
      const piece = await findEvidence(db, who, permission, req.params.id)
      const { data } = parseForm(buttonForm, req.body)
      let isStruck = false
      await write(who, work =>
        onceOnly(work, data?.formId ?? '', async () => {
          isStruck = await strikeConsent(work, piece, req.params.consentId)
          return `/evidence/${piece.id}/consents`
        }),
      )
      flash(res, t(isStruck ? 'consents.mistake.done' : 'consents.mistake.done_before'))
      res.redirect(303, `/evidence/${piece.id}/consents`)
    }),
  ]
}
