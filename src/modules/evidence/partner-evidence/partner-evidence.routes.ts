import { findApplication } from '../../access/access.public.ts'
import { lookUp } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { itemByCode } from '../../../domain/framework.ts'
import { can, type ApplicationPermission } from '../../../domain/permissions.ts'
import { Forbidden, NotFound } from '../../../domain/refusals.ts'
import { dayOf } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { formOf, valuesOf } from '../../../web/form.ts'
import { queryText } from '../../../web/lists.ts'
import { parseForm, valuesIn, withError } from '../../../web/parse-form.ts'
import { pickMost } from '../picker/picker.pages.ts'
import { actor } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { findEvidence } from '../items/evidence-item.store.ts'
import { piecesBeside, withChosen } from '../picker/picker.store.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { partnersOfItem, partnersOfPiece, piecesForPartner } from './partner-evidence.pages.ts'
import { attachToPartner, detachFromPartner, sayWhoItIsAbout, showPartners } from '../partners/partner.actions.ts'
import { chosenForm } from '../partners/partner.forms.ts'
import { findPartner, partnersOf, type Partner } from '../partners/partner.store.ts'
import { partnersAbout, partnershipsIn, piecesAbout } from './partner-evidence.store.ts'

/** What hangs on a partner, and where one is shown. */
export const choosePartnerRoutes = ({ db, write, clock }: Parts): Route[] => {
  const candidates = (who: Actor, partner: Partner, search: string) =>
    piecesBeside(
      db,
      who,
      { id: partner.organisationId },
      piecesAbout(db, partner.id),
      search,
      dayOf(clock.now()),
      pickMost + 1,
    )

  const itemOf = async (who: Actor, permission: ApplicationPermission, { id, code }: { id: string; code: string }) => {
    const application = await findApplication(db, who, permission, id)
    const item = itemByCode(await frameworkVersion(db, application.frameworkVersionId), code)
    if (!item || !item.askedIn.includes(application.kind)) throw new NotFound()
    if (!can(who, 'answer.write_item', application, item.id)) throw new Forbidden('answer.write_item')
    return {
      application,
      item,
      partners: await partnersOf(db, { id: application.organisationId }),
      shown: (await lookUp(db, partnershipsIn(db, application, item.id))).map(partner => partner.id),
    }
  }

  return [
    get('/partners/:id/evidence', 'partner.write', async (req, res, permission) => {
      const partner = await findPartner(db, actor(res), permission, req.params.id)
      const search = queryText(req, 'search')
      page(
        res,
        'evidence/partner-evidence/evidence',
        piecesForPartner(res.locals.t, partner, await candidates(actor(res), partner, search), search),
      )
    }),

    post('/partners/:id/evidence', 'partner.write', async (req, res, permission) => {
      const [who, { t }] = [actor(res), res.locals]
      const partner = await findPartner(db, who, permission, req.params.id)
      const search = queryText(req, 'search')
      const offered = await withChosen(
        db,
        who,
        await candidates(who, partner, search),
        valuesOf(formOf(valuesIn(req.body)), 'evidence'),
      )
      const { data, form } = parseForm(
        chosenForm(
          'evidence',
          t('answers.pick.unknown'),
          offered.map(({ id }) => id),
        ),
        req.body,
      )
      const refused =
        form ??
        (data.evidence?.length ? null : withError(req.body, { field: 'evidence', message: t('answers.pick.missing') }))
      if (refused)
        return page(
          res.status(422),
          'evidence/partner-evidence/evidence',
          piecesForPartner(t, partner, offered, search, refused),
        )
      const chosen = data?.evidence ?? []
      await write(who, work => attachToPartner(work, partner, chosen))
      flash(res, t('partners.evidence.added', { count: chosen.length }))
      res.redirect(303, `/partners/${partner.id}`)
    }),

    post('/partners/:id/evidence/:evidenceId/removal', 'partner.write', async (req, res, permission) => {
      const [who, { t }] = [actor(res), res.locals]
      const partner = await findPartner(db, who, permission, req.params.id)
      await write(who, work => detachFromPartner(work, partner, req.params.evidenceId))
      flash(res, t('partners.evidence.removed'))
      res.redirect(303, `/partners/${partner.id}`)
    }),

    get('/evidence/:id/partners', 'evidence.edit', async (req, res, permission) => {
      const piece = await findEvidence(db, actor(res), permission, req.params.id)
      page(
        res,
        'evidence/partner-evidence/choose',
        partnersOfPiece(
          res.locals.t,
          piece,
          await partnersOf(db, { id: piece.organisationId }),
          (await partnersAbout(db, piece.id)).map(({ id }) => id),
        ),
      )
    }),

    post('/evidence/:id/partners', 'evidence.edit', async (req, res, permission) => {
      const [who, { t }] = [actor(res), res.locals]
      const piece = await findEvidence(db, who, permission, req.params.id)
      const partners = await partnersOf(db, { id: piece.organisationId })
      const offered = partners.map(({ id }) => id)
      const { data, form } = parseForm(chosenForm('partner', t('partners.choose.unknown'), offered), req.body)
      if (form)
        return page(res.status(422), 'evidence/partner-evidence/choose', partnersOfPiece(t, piece, partners, [], form))
      await write(who, work => sayWhoItIsAbout(work, piece, offered, data.partner ?? []))
      flash(res, t('partners.about.saved'))
      res.redirect(303, `/evidence/${piece.id}`)
    }),

    get('/applications/:id/criteria/:code/partners', 'answer.write', async (req, res, permission) => {
      const { application, item, partners, shown } = await itemOf(actor(res), permission, req.params)
      page(res, 'evidence/partner-evidence/choose', partnersOfItem(res.locals.t, application, item, partners, shown))
    }),

    post('/applications/:id/criteria/:code/partners', 'answer.write', async (req, res, permission) => {
      const [who, { t }] = [actor(res), res.locals]
      const { application, item, partners } = await itemOf(who, permission, req.params)
      const offered = partners.map(({ id }) => id)
      const { data, form } = parseForm(chosenForm('partner', t('partners.choose.unknown'), offered), req.body)
      if (form)
        return page(
          res.status(422),
          'evidence/partner-evidence/choose',
          partnersOfItem(t, application, item, partners, [], form),
        )
      await write(who, work => showPartners(work, application, item, offered, data.partner ?? []))
      flash(res, t('partners.show.saved'))
      res.redirect(303, `/applications/${application.id}/criteria/${item.code}#partners`)
    }),
  ]
}
