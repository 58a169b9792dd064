import type { Db, Tx } from '../../../db/connection.ts'
import { runLookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { itemByCode } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import { Forbidden, NotFound } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { findApplication } from '../../access/access.public.ts'
import { partnershipsIn, partnersOf } from '../../evidence/evidence.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { setShownPartners } from './shown-partner.actions.ts'
import { shownPartnersForm } from './shown-partner.forms.ts'
import { partnersOfItem } from './shown-partner.pages.ts'

export const shownPartnerRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/criteria/:code/partners', 'answer.write', async (req, res, permission) => {
    const about = await itemAndPartners(parts.db, actorOf(res), permission, req.params)
    const shown = await runLookup(parts.db, partnershipsIn(parts.db, about.application.id, about.item.id))
    const chosen = shown.map(({ id }) => id)
    page(res, 'applications/shown-partners/choose', partnersOfItem(res.locals.t, { ...about, chosen }))
  }),

  submitForm(parts, {
    path: '/applications/:id/criteria/:code/partners',
    permission: 'answer.write',
    load: ({ db, actor, permission, params }) => itemAndPartners(db, actor, permission, params),
    form: ({ t }, { partners }) =>
      shownPartnersForm(
        t,
        partners.map(({ id }) => id),
      ),
    act: (work, about, { data }) =>
      setShownPartners(work, about, {
        offered: about.partners.map(({ id }) => id),
        seen: data.seen,
        chosen: data.partner,
      }),
    done: (t, { application, item }) => ({
      address: `/applications/${application.id}/criteria/${item.code}#partners`,
      notice: t('shown_partners.saved'),
    }),
    redraw: ({ t }, about, form) =>
      show('applications/shown-partners/choose', partnersOfItem(t, { ...about, chosen: [], form })),
  }),
]

/**
 * @throws as `findApplication` does
 * @throws NotFound when the application has no such item
 * @throws Forbidden when this person cannot write the item now
 */
async function itemAndPartners(
  db: Db | Tx,
  actor: Actor,
  permission: 'answer.write',
  { id, code }: { id: string; code: string },
) {
  const application = await findApplication(db, actor, permission, id)
  const item = itemByCode(await frameworkVersion(db, application.frameworkVersionId), code)
  if (!item || !item.askedIn.includes(application.kind)) throw new NotFound()
  if (!can(actor, 'answer.write_item', application, item.id)) throw new Forbidden('answer.write_item')
  return { application, item, partners: await partnersOf(db, { id: application.organisationId }) }
}
