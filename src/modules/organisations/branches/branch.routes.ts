import { addBranches, changeBranch } from './branch.actions.ts'
import { branchesForm, branchForm } from './branch.forms.ts'
import { branchEdit, branchList, formOfBranch } from './branch.pages.ts'
import { branchesOf, findBranch } from './branch.store.ts'
import { can } from '../../../domain/permissions.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { claimKey, sentForm } from '../../../web/form-ids.ts'
import { parseForm, refusalOf } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { findOrganisation } from '../organisations/organisation.store.ts'

export const branchRoutes = ({ db, write }: Parts): Route[] => [
  get('/organisations/:id/branches', 'organisation.read', async (req, res, permission) => {
    const organisation = await findOrganisation(db, actorOf(res), permission, req.params.id)
    const mayManage = can(actorOf(res), 'branch.manage', organisation)
    page(
      res,
      'organisations/branches/list',
      branchList(res.locals.t, organisation, await branchesOf(db, organisation), mayManage),
    )
  }),

  post('/organisations/:id/branches', 'branch.manage', async (req, res, permission) => {
    const { t } = res.locals
    const actor = actorOf(res)
    const organisation = await findOrganisation(db, actor, permission, req.params.id)
    const back = `/organisations/${organisation.id}/branches`
    const { data, form } = parseForm(branchesForm(t), req.body)
    const refused =
      form ??
      (await refusalOf(t, req.body, () =>
        write(actor, work =>
          claimKey(work, sentForm(data.idempotencyKey, 'names', req.body), async () => {
            await addBranches(work, organisation, data)
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
    const organisation = await findOrganisation(db, actorOf(res), permission, req.params.id)
    const branch = await findBranch(db, organisation, req.params.branchId)
    page(res, 'organisations/branches/edit', branchEdit(res.locals.t, organisation, formOfBranch(branch)))
  }),

  post('/organisations/:id/branches/:branchId', 'branch.manage', async (req, res, permission) => {
    const { t } = res.locals
    const organisation = await findOrganisation(db, actorOf(res), permission, req.params.id)
    const branch = await findBranch(db, organisation, req.params.branchId)
    const { data, form } = parseForm(branchForm(t), req.body)
    if (form) return page(res.status(422), 'organisations/branches/edit', branchEdit(t, organisation, form))
    await write(actorOf(res), work => changeBranch(work, organisation, branch, data))
    flash(res, t('organisations.branch.done', { name: data.name }))
    res.redirect(303, `/organisations/${organisation.id}/branches`)
  }),
]
