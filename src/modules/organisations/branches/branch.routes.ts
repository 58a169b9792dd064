import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { can } from '../../../domain/permissions.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { findOrganisation } from '../organisations/organisation.store.ts'
import { addBranches, changeBranch } from './branch.actions.ts'
import { branchesForm, branchForm } from './branch.forms.ts'
import { branchEdit, branchList, formOfBranch } from './branch.pages.ts'
import { branchesOf, findBranch, type Branch } from './branch.store.ts'

export const branchRoutes = (parts: Parts): Route[] => [
  get('/organisations/:id/branches', 'organisation.read', async (req, res, permission) => {
    const organisation = await findOrganisation(parts.db, actorOf(res), permission, req.params.id)
    const mayManage = can(actorOf(res), 'branch.manage', organisation)
    const branches = await branchesOf(parts.db, organisation)
    page(
      res,
      'organisations/branches/list',
      branchList(res.locals.t, { organisation, branches, mayManage, today: res.locals.today }),
    )
  }),

  submitForm(parts, {
    path: '/organisations/:id/branches',
    permission: 'branch.manage',
    load: ({ db, actor, permission, params }) => findOrganisation(db, actor, permission, params.id),
    form: ({ t }) => branchesForm(t),
    act: (work, organisation, { data }) => addBranches(work, organisation, data),
    done: (t, organisation, { data }) => ({
      address: branchesAddress(organisation),
      notice: t('organisations.branches.add.done', { count: data.names.length }),
    }),
    redraw: async ({ db, t, today }, organisation, form) => {
      const branches = await branchesOf(db, organisation)
      return show(
        'organisations/branches/list',
        branchList(t, { organisation, branches, mayManage: true, today, form }),
      )
    },
  }),

  get('/organisations/:id/branches/:branchId', 'branch.manage', async (req, res, permission) => {
    const { organisation, branch } = await branchFor(parts.db, actorOf(res), permission, req.params)
    page(res, 'organisations/branches/edit', branchEdit(res.locals.t, { organisation, branch }, formOfBranch(branch)))
  }),

  submitForm(parts, {
    path: '/organisations/:id/branches/:branchId',
    permission: 'branch.manage',
    load: ({ db, actor, permission, params }) => branchFor(db, actor, permission, params),
    form: ({ t }) => branchForm(t),
    act: (work, { organisation, branch }, { data }) => changeBranch(work, organisation, branch, data),
    done: (t, { organisation }, { data }) => ({
      address: branchesAddress(organisation),
      notice: t('organisations.branch.done', { name: data.name }),
    }),
    redraw: ({ t }, loaded, form) => show('organisations/branches/edit', branchEdit(t, loaded, form)),
  }),
]

const branchesAddress = ({ id }: Organisation): string => `/organisations/${id}/branches`

/** @throws as `findOrganisation` and `findBranch` do */
async function branchFor(
  db: Db | Tx,
  actor: Actor,
  permission: 'branch.manage',
  { id, branchId }: { id: string; branchId: string },
): Promise<{ organisation: Organisation; branch: Branch }> {
  const organisation = await findOrganisation(db, actor, permission, id)
  return { organisation, branch: await findBranch(db, organisation, branchId) }
}
