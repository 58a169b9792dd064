import type { Request } from 'express'
import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Day } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { valuesOf, type Form } from '../../../web/form.ts'
import { queryText } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { findEvidence } from '../items/evidence-item.store.ts'
import { findPartner, partnersOf, type Partner } from '../partners/partner.store.ts'
import { maxChoices } from '../search/search.pages.ts'
import { evidenceToChoose, offeredWithChosen } from '../search/search.store.ts'
import { attachToPartner, detachFromPartner, setPartnersOfEvidence } from './partner-evidence.actions.ts'
import { evidenceChoiceForm, partnerChoiceForm } from './partner-evidence.forms.ts'
import { evidenceForPartner, partnersOfEvidence } from './partner-evidence.pages.ts'
import { partnersAbout } from './partner-evidence.store.ts'

export const partnerEvidenceRoutes = (parts: Parts): Route[] => [
  get('/partners/:id/evidence', 'partner.write', async (req, res, permission) => {
    const { t, today } = res.locals
    const partner = await findPartner(parts.db, actorOf(res), permission, req.params.id)
    const offered = await evidenceOffered({ db: parts.db, actor: actorOf(res), today, query: req.query }, partner)
    const choice = { offered, search: queryText(req, 'search') }
    page(res, 'evidence/partner-evidence/choose-evidence', evidenceForPartner(t, partner, choice))
  }),

  submitForm(parts, {
    path: '/partners/:id/evidence',
    permission: 'partner.write',
    load: ({ db, actor, permission, params }) => findPartner(db, actor, permission, params.id),
    form: async (asking, partner, values) => {
      const offered = await evidenceOffered(asking, partner, values)
      return evidenceChoiceForm(
        asking.t,
        offered.map(({ id }) => id),
      )
    },
    act: (work, partner, { data }) => attachToPartner(work, partner, data.evidence),
    done: (t, partner, { data }) => ({
      address: `/partners/${partner.id}`,
      notice: t('partner_evidence.added', { count: data.evidence.length }),
    }),
    redraw: async (asking, partner, form) => {
      const offered = await evidenceOffered(asking, partner, form.values)
      const choice = { offered, search: queryText(asking, 'search'), form }
      return show('evidence/partner-evidence/choose-evidence', evidenceForPartner(asking.t, partner, choice))
    },
  }),

  submitForm(parts, {
    path: '/partners/:id/evidence/:evidenceId/removal',
    permission: 'partner.write',
    load: async ({ db, actor, permission, params }) => {
      const partner = await findPartner(db, actor, permission, params.id)
      const evidence = await findEvidence(db, actor, 'evidence.read', params.evidenceId)
      if (evidence.organisationId !== partner.organisationId) throw new NotFound()
      return { partner, evidence }
    },
    act: (work, { partner, evidence }) => detachFromPartner(work, partner, evidence),
    done: (t, { partner }) => ({ address: `/partners/${partner.id}`, notice: t('partner_evidence.removed') }),
  }),

  get('/evidence/:id/partners', 'evidence.edit', async (req, res, permission) => {
    const { evidence, partners } = await evidenceAndPartners(parts.db, actorOf(res), permission, req.params.id)
    const chosen = (await partnersAbout(parts.db, evidence.id)).map(({ id }) => id)
    const choice = { partners, chosen }
    page(res, 'evidence/partner-evidence/choose-partners', partnersOfEvidence(res.locals.t, evidence, choice))
  }),

  submitForm(parts, {
    path: '/evidence/:id/partners',
    permission: 'evidence.edit',
    load: ({ db, actor, permission, params }) => evidenceAndPartners(db, actor, permission, params.id),
    form: ({ t }, { partners }) =>
      partnerChoiceForm(
        t,
        partners.map(({ id }) => id),
      ),
    act: (work, { evidence, partners }, { data }) =>
      setPartnersOfEvidence(work, evidence, {
        offered: partners.map(({ id }) => id),
        seen: data.seen,
        chosen: data.partner,
      }),
    done: (t, { evidence }) => ({ address: `/evidence/${evidence.id}`, notice: t('partner_evidence.partners.saved') }),
    redraw: ({ t }, { evidence, partners }, form) =>
      show(
        'evidence/partner-evidence/choose-partners',
        partnersOfEvidence(t, evidence, { partners, chosen: [], form }),
      ),
  }),
]

/**
 * Evidence that can be attached to a partner. Includes already chosen evidence, even if the search does not find it.
 */
async function evidenceOffered(
  { db, actor, today, query }: { db: Db | Tx; actor: Actor; today: Day; query: Request['query'] },
  partner: Partner,
  values: Form['values'] = {},
) {
  const { organisationId } = partner
  const offered = await evidenceToChoose(db, actor, {
    organisationId,
    attachedTo: { partnerId: partner.id },
    search: queryText({ query }, 'search'),
    today,
    limit: maxChoices + 1,
  })
  return offeredWithChosen(db, actor, { organisationId, offered, ids: valuesOf({ values, errors: [] }, 'evidence') })
}

async function evidenceAndPartners(db: Db | Tx, actor: Actor, permission: 'evidence.edit', id: string) {
  const evidence = await findEvidence(db, actor, permission, id)
  return { evidence, partners: await partnersOf(db, { id: evidence.organisationId }) }
}
