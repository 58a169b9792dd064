import { membershipsIn } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { flash } from '../../../web/flash.ts'
import { emptyForm } from '../../../web/form.ts'
import { onceOnly, sentAs } from '../../../web/form-ids.ts'
import { pageOf, placeAfter, queryText } from '../../../web/lists.ts'
import { parseForm, refusalOf } from '../../../web/parse-form.ts'
import { actor } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { awardsOf, casesOf } from './holdings.store.ts'
import { addBranches, changeBranch, changeOrganisation, registerOrganisation } from './organisation.actions.ts'
import { branchesForm, branchForm, organisationForm, registerForm } from './organisation.forms.ts'
import {
  branchEdit,
  branchList,
  formOfBranch,
  formOfOrganisation,
  organisationEdit,
  organisationHome,
  organisationList,
  registration,
} from './organisation.pages.ts'
import { branchesOf, findBranch, findOrganisation, openOn, organisationLines } from './organisation.store.ts'

export const organisationRoutes = ({ db, write, clock }: Parts): Route[] => [
  get('/organisations', 'organisations.list', async (req, res, permission) => {
    allow(actor(res), permission)
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
      organisationList(res.locals.t, lines, search, next, can(actor(res), 'organisation.register')),
    )
  }),

  get('/organisations/organisations/new', 'organisation.register', (_req, res, permission) => {
    allow(actor(res), permission)
    page(res, 'organisations/organisations/new', registration(res.locals.t, emptyForm))
  }),

  post('/organisations/organisations/new', 'organisation.register', async (req, res, permission) => {
    const { t } = res.locals
    allow(actor(res), permission)
    const { data, form } = parseForm(registerForm(t), req.body)
    if (form) return page(res.status(422), 'organisations/organisations/new', registration(t, form))
    const at = clock.now()
    const done = await write(trx =>
      onceOnly(
        trx,
        actor(res),
        data.formId,
        at,
        async () => `/organisations/${await registerOrganisation(trx, actor(res), data, at)}`,
      ),
    )
    flash(res, t('organisations.register.done', { name: data.name, lead: data.leadName }))
    res.redirect(303, done)
  }),

  get('/organisations/:id', 'organisation.know', async (req, res, permission) => {
    const who = actor(res)
    const organisation = await findOrganisation(db, who, permission, req.params.id)
    const branches = openOn(await branchesOf(db, organisation), res.locals.today).length
    page(
      res,
      'organisations/organisations/show',
      organisationHome(
        res.locals.t,
        organisation,
        branches,
        {
          evidence: can(who, 'evidence.list', organisation),
          partners: can(who, 'partner.read', organisation),
          tray: can(who, 'capture.manage', organisation),
          applications: can(who, 'application.list', organisation),
          recommendations: can(who, 'recommendation.list', organisation),
          team: can(who, 'team.read', organisation),
          edit: can(who, 'organisation.edit', organisation),
          others: can(who, 'organisations.list'),
        },
        {
          awards:
            can(who, 'organisation.read', organisation) || can(who, 'awards.list')
              ? await awardsOf(db, organisation)
              : [],
          cases:
            can(who, 'applications.list') && membershipsIn(who, organisation.id).length === 0
              ? await casesOf(db, who, organisation)
              : [],
        },
      ),
    )
  }),

  get('/organisations/:id/edit', 'organisation.edit', async (req, res, permission) => {
    const organisation = await findOrganisation(db, actor(res), permission, req.params.id)
    page(
      res,
      'organisations/organisations/edit',
      organisationEdit(res.locals.t, organisation, formOfOrganisation(organisation)),
    )
  }),

  post('/organisations/:id/edit', 'organisation.edit', async (req, res, permission) => {
    const { t } = res.locals
    const organisation = await findOrganisation(db, actor(res), permission, req.params.id)
    const { data, form } = parseForm(organisationForm(t), req.body)
    if (form) return page(res.status(422), 'organisations/organisations/edit', organisationEdit(t, organisation, form))
    await write(trx => changeOrganisation(trx, actor(res), organisation, data, clock.now()))
    flash(res, t('organisations.edit.done'))
    res.redirect(303, `/organisations/${organisation.id}`)
  }),

  get('/organisations/:id/branches', 'organisation.read', async (req, res, permission) => {
    const organisation = await findOrganisation(db, actor(res), permission, req.params.id)
    const mayManage = can(actor(res), 'branch.manage', organisation)
    page(
      res,
      'organisations/branches/list',
      branchList(res.locals.t, organisation, await branchesOf(db, organisation), mayManage),
    )
  }),

  post('/organisations/:id/branches', 'branch.manage', async (req, res, permission) => {
    const { t } = res.locals
    const who = actor(res)
    const at = clock.now()
    const organisation = await findOrganisation(db, who, permission, req.params.id)
    const back = `/organisations/${organisation.id}/branches`
    const { data, form } = parseForm(branchesForm(t), req.body)
    const refused =
      form ??
      (await refusalOf(t, req.body, () =>
        write(trx =>
          onceOnly(trx, who, sentAs(data.formId, 'names', req.body), at, async () => {
            await addBranches(trx, who, organisation, data, at)
            return back
          }),
        ),
      ))
    if (refused)
      return page(
        res.status(422),
        'organisations/branches/list',
        branchList(t, organisation, await branchesOf(db, organisation), true, refused),
      )
    flash(res, t('organisations.branches.add.done', { count: data?.names.length ?? 0 }))
    res.redirect(303, back)
  }),

  get('/organisations/:id/branches/:branchId', 'branch.manage', async (req, res, permission) => {
    const organisation = await findOrganisation(db, actor(res), permission, req.params.id)
    const branch = await findBranch(db, organisation, req.params.branchId)
    page(res, 'organisations/branches/edit', branchEdit(res.locals.t, organisation, formOfBranch(branch)))
  }),

  post('/organisations/:id/branches/:branchId', 'branch.manage', async (req, res, permission) => {
    const { t } = res.locals
    const organisation = await findOrganisation(db, actor(res), permission, req.params.id)
    const branch = await findBranch(db, organisation, req.params.branchId)
    const { data, form } = parseForm(branchForm(t), req.body)
    if (form) return page(res.status(422), 'organisations/branches/edit', branchEdit(t, organisation, form))
    await write(trx => changeBranch(trx, actor(res), organisation, branch, data, clock.now()))
    flash(res, t('organisations.branch.done', { name: data.name }))
    res.redirect(303, `/organisations/${organisation.id}/branches`)
  }),
]
