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
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { findEvidence } from '../items/evidence-item.store.ts'
import { evidenceToChoose, withChosen } from '../picker/picker.store.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { partnersOfItem, partnersOfEvidence, evidenceForPartner } from './partner-evidence.pages.ts'
import { attachToPartner, detachFromPartner, sayWhoItIsAbout, showPartners } from '../partners/partner.actions.ts'
import { chosenForm } from '../partners/partner.forms.ts'
import { findPartner, partnersOf, type Partner } from '../partners/partner.store.ts'
import { partnersAbout, partnershipsIn, evidenceAbout } from './partner-evidence.store.ts'

/** What hangs on a partner, and where one is shown. */
export const choosePartnerRoutes = ({ db, write, clock }: Parts): Route[] => {
  const candidates = (actor: Actor, partner: Partner, search: string) =>
    evidenceToChoose(
      db,
      actor,
      { id: partner.organisationId },
      evidenceAbout(db, partner.id),
      search,
      dayOf(clock.now()),
      pickMost + 1,
    )

  const itemOf = async (
    actor: Actor,
    permission: ApplicationPermission,
    { id, code }: { id: string; code: string },
  ) => {
    const application = await findApplication(db, actor, permission, id)
    const item = itemByCode(await frameworkVersion(db, application.frameworkVersionId), code)
    if (!item || !item.askedIn.includes(application.kind)) throw new NotFound()
    if (!can(actor, 'answer.write_item', application, item.id)) throw new Forbidden('answer.write_item')
    return {
      application,
      item,
      partners: await partnersOf(db, { id: application.organisationId }),
      shown: (await lookUp(db, partnershipsIn(db, application, item.id))).map(partner => partner.id),
    }
  }

  return [
    get('/partners/:id/evidence', 'partner.write', async (req, res, permission) => {
      const partner = await findPartner(db, actorOf(res), permission, req.params.id)
      const search = queryText(req, 'search')
      page(
        res,
        'evidence/partner-evidence/evidence',
        evidenceForPartner(res.locals.t, partner, await candidates(actorOf(res), partner, search), search),
      )
    }),

    post('/partners/:id/evidence', 'partner.write', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const partner = await findPartner(db, actor, permission, req.params.id)
      const search = queryText(req, 'search')
      const offered = await withChosen(
        db,
        actor,
        await candidates(actor, partner, search),
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
          evidenceForPartner(t, partner, offered, search, refused),
        )
      const chosen = data?.evidence ?? []
      await write(actor, work => attachToPartner(work, partner, chosen))
      flash(res, t('partners.evidence.added', { count: chosen.length }))
      res.redirect(303, `/partners/${partner.id}`)
    }),

    post('/partners/:id/evidence/:evidenceId/removal', 'partner.write', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const partner = await findPartner(db, actor, permission, req.params.id)
      await write(actor, work => detachFromPartner(work, partner, req.params.evidenceId))
      flash(res, t('partners.evidence.removed'))
      res.redirect(303, `/partners/${partner.id}`)
    }),

    get('/evidence/:id/partners', 'evidence.edit', async (req, res, permission) => {
      const evidence = await findEvidence(db, actorOf(res), permission, req.params.id)
      page(
        res,
        'evidence/partner-evidence/choose',
        partnersOfEvidence(
          res.locals.t,
          evidence,
          await partnersOf(db, { id: evidence.organisationId }),
          (await partnersAbout(db, evidence.id)).map(({ id }) => id),
        ),
      )
    }),

    post('/evidence/:id/partners', 'evidence.edit', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const evidence = await findEvidence(db, actor, permission, req.params.id)
      const partners = await partnersOf(db, { id: evidence.organisationId })
      const offered = partners.map(({ id }) => id)
      const { data, form } = parseForm(chosenForm('partner', t('partners.choose.unknown'), offered), req.body)
      if (form)
        return page(
          res.status(422),
          'evidence/partner-evidence/choose',
          partnersOfEvidence(t, evidence, partners, [], form),
        )
      await write(actor, work => sayWhoItIsAbout(work, evidence, offered, data.partner ?? []))
      flash(res, t('partners.about.saved'))
      res.redirect(303, `/evidence/${evidence.id}`)
    }),

    get('/applications/:id/criteria/:code/partners', 'answer.write', async (req, res, permission) => {
      const { application, item, partners, shown } = await itemOf(actorOf(res), permission, req.params)
      page(res, 'evidence/partner-evidence/choose', partnersOfItem(res.locals.t, application, item, partners, shown))
    }),

    post('/applications/:id/criteria/:code/partners', 'answer.write', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const { application, item, partners } = await itemOf(actor, permission, req.params)
      const offered = partners.map(({ id }) => id)
      const { data, form } = parseForm(chosenForm('partner', t('partners.choose.unknown'), offered), req.body)
      if (form)
        return page(
          res.status(422),
          'evidence/partner-evidence/choose',
          partnersOfItem(t, application, item, partners, [], form),
        )
      await write(actor, work => showPartners(work, application, item, offered, data.partner ?? []))
      flash(res, t('partners.show.saved'))
      res.redirect(303, `/applications/${application.id}/criteria/${item.code}#partners`)
    }),
  ]
}
