import { can } from '../../../domain/permissions.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { flash } from '../../../web/flash.ts'
import { emptyForm } from '../../../web/form.ts'
import { claimKey } from '../../../web/form-ids.ts'
import { pageOf, placeAfter, queryText } from '../../../web/lists.ts'
import { parseForm } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { changeOrganisation, registerOrganisation } from './organisation.actions.ts'
import { organisationForm, registerForm } from './organisation.forms.ts'
import { formOfOrganisation, organisationEdit, organisationList, registration } from './organisation.pages.ts'
import { findOrganisation, organisationLines } from './organisation.store.ts'

export const organisationRoutes = ({ db, write }: Parts): Route[] => [
  get('/organisations', 'organisations.list', async (req, res, permission) => {
    allow(actorOf(res), permission)
    const search = queryText(req, 'name')
    const found = await organisationLines(db, search, placeAfter(req, 'nameKey', 'id'), 51)
    const { lines, next } = pageOf(
      found,
      50,
      `/organisations?name=${encodeURIComponent(search)}`,
      ({ nameKey, id }) => ({ nameKey, id }),
    )
    page(
      res,
      'organisations/organisations/list',
      organisationList(res.locals.t, lines, search, next, can(actorOf(res), 'organisation.register')),
    )
  }),

  get('/organisations/new', 'organisation.register', (_req, res, permission) => {
    allow(actorOf(res), permission)
    page(res, 'organisations/organisations/new', registration(res.locals.t, emptyForm))
  }),

  post('/organisations/new', 'organisation.register', async (req, res, permission) => {
    const { t } = res.locals
    allow(actorOf(res), permission)
    const { data, form } = parseForm(registerForm(t), req.body)
    if (form) return page(res.status(422), 'organisations/organisations/new', registration(t, form))
    const done = await write(actorOf(res), work =>
      claimKey(work, data.idempotencyKey, async () => `/organisations/${await registerOrganisation(work, data)}`),
    )
    flash(res, t('organisations.register.done', { name: data.name, lead: data.leadName }))
    res.redirect(303, done)
  }),

  get('/organisations/:id/edit', 'organisation.edit', async (req, res, permission) => {
    const organisation = await findOrganisation(db, actorOf(res), permission, req.params.id)
    page(
      res,
      'organisations/organisations/edit',
      organisationEdit(res.locals.t, organisation, formOfOrganisation(organisation)),
    )
  }),

  post('/organisations/:id/edit', 'organisation.edit', async (req, res, permission) => {
    const { t } = res.locals
    const organisation = await findOrganisation(db, actorOf(res), permission, req.params.id)
    const { data, form } = parseForm(organisationForm(t), req.body)
    if (form) return page(res.status(422), 'organisations/organisations/edit', organisationEdit(t, organisation, form))
    await write(actorOf(res), work => changeOrganisation(work, organisation, data))
    flash(res, t('organisations.edit.done'))
    res.redirect(303, `/organisations/${organisation.id}`)
  }),
]
