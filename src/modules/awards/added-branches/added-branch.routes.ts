import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Day } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { branchesTakenBesideAward } from '../../organisations/organisations.public.ts'
import { findAward } from '../awards/award.store.ts'
import { addBranchesToAward } from './added-branch.actions.ts'
import { addedBranchesForm } from './added-branch.forms.ts'
import { addBranchesPage, type AboutAdding } from './added-branch.pages.ts'
import { branchesToAdd } from './added-branch.store.ts'

/** Coordinators add branches to an award during its award period. */
export const addedBranchRoutes = (parts: Parts): Route[] => [
  get('/awards/:id/branches', 'award.add_branches', async (req, res) => {
    const { t, today } = res.locals
    const about = await loadAdding(parts.db, { actor: actorOf(res), id: req.params.id, today })
    page(res, 'awards/added-branches/new', addBranchesPage(t, about))
  }),

  submitForm(parts, {
    path: '/awards/:id/branches',
    permission: 'award.add_branches',
    load: ({ db, actor, params, today }) => loadAdding(db, { actor, id: params.id, today }),
    form: ({ t }, { branches }) =>
      addedBranchesForm(
        t,
        branches.map(({ id }) => id),
      ),
    act: (work, { award }, { data }) => addBranchesToAward(work, award, data.scope),
    done: (t, { award }, { data }) => ({
      address: `/awards/${award.id}`,
      notice: t('awards.branches.done', { count: data.scope.length }),
    }),
    redraw: ({ t }, about, form) => show('awards/added-branches/new', addBranchesPage(t, about, form)),
  }),
]

/** @throws as `findAward` does */
async function loadAdding(
  db: Db | Tx,
  { actor, id, today }: { actor: Actor; id: string; today: Day },
): Promise<AboutAdding> {
  const award = await findAward(db, actor, 'award.add_branches', id)
  return {
    award,
    branches: await branchesToAdd(db, award, today),
    taken: await branchesTakenBesideAward(db, award),
  }
}
