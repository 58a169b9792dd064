import type { Actor } from '../../../domain/actor.ts'
import type { Db } from '../../../db/connection.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { pageOf, placeAfter } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { allowAddress, stopAddress, stopNewAddress } from './address.actions.ts'
import { reasonForm, stopForm } from './address.forms.ts'
import { addressList, addressPage, newAddressPage } from './address.pages.ts'
import { addressLines, affectedOrganisations, findAddress, nameOfPerson } from './address.store.ts'

const linesOnAPage = 50

/** Email addresses that bounce, or to which emails have been stopped. */
export const addressRoutes = (parts: Parts): Route[] => [
  get('/mail/addresses', 'outbox.read', async (req, res, permission) => {
    allow(actorOf(res), permission)
    const found = await addressLines(parts.db, placeAfter(req, 'key'), linesOnAPage + 1)
    const list = pageOf(found, linesOnAPage, '/mail/addresses', ({ key }) => ({ key }))
    page(res, 'notifications/addresses/list', addressList(res.locals.t, list))
  }),

  get('/mail/addresses/new', 'outbox.read', (_req, res, permission) => {
    allow(actorOf(res), permission)
    page(res, 'notifications/addresses/new', newAddressPage(res.locals.t))
  }),

  submitForm(parts, {
    path: '/mail/addresses/new',
    permission: 'outbox.read',
    load: async ({ actor, permission }) => allow(actor, permission),
    form: ({ t }) => stopForm(t),
    act: (work, _about, { data }) => stopNewAddress(work, data),
    done: (t, _about, { result: id }) => ({ address: `/mail/addresses/${id}`, notice: t('addresses.stop.done') }),
    redraw: ({ t }, _about, form) => show('notifications/addresses/new', newAddressPage(t, form)),
  }),

  get('/mail/addresses/:id', 'outbox.read', async (req, res, permission) => {
    const about = await shown(parts.db, actorOf(res), permission, req.params.id)
    page(res, 'notifications/addresses/one', addressPage(res.locals.t, about))
  }),

  submitForm(parts, {
    path: '/mail/addresses/:id/stopping',
    permission: 'outbox.read',
    load: ({ db, actor, permission, params }) => shown(db, actor, permission, params.id),
    form: ({ t }) => reasonForm(t),
    act: (work, { address }, { data }) => stopAddress(work, address, data.reason),
    done: (t, { address }) => ({ address: `/mail/addresses/${address.id}`, notice: t('addresses.stop.done') }),
    redraw: ({ t }, about, form) => show('notifications/addresses/one', addressPage(t, about, form)),
  }),

  submitForm(parts, {
    path: '/mail/addresses/:id/allowing',
    permission: 'outbox.read',
    load: ({ db, actor, permission, params }) => shown(db, actor, permission, params.id),
    act: (work, { address }) => allowAddress(work, address),
    done: (t, { address }) => ({ address: `/mail/addresses/${address.id}`, notice: t('addresses.allow.done') }),
  }),
]

async function shown(db: Db, actor: Actor, permission: 'outbox.read', id: string) {
  const address = await findAddress(db, actor, permission, id)
  return {
    address,
    stoppedBy: await nameOfPerson(db, address.suppressed?.by ?? null),
    organisations: await affectedOrganisations(db, address),
  }
}
