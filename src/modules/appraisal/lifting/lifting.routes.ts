import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { findApplication } from '../../access/access.public.ts'
import { liftConflict } from './lifting.actions.ts'
import { liftForm } from './lifting.forms.ts'
import { liftPage, type AboutLifting } from './lifting.pages.ts'
import { conflictsOn } from './lifting.store.ts'

/** A coordinator lifts a conflict that someone else declared by mistake. */
export const liftingRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/conflicts', 'declaration.lift', async (req, res) => {
    const about = await loadLifting(parts.db, actorOf(res), req.params.id)
    page(res, 'appraisal/lifting/lift', liftPage(res.locals.t, about))
  }),

  submitForm(parts, {
    path: '/applications/:id/conflicts',
    permission: 'declaration.lift',
    load: ({ db, actor, params }) => loadLifting(db, actor, params.id),
    form: ({ t }, { conflicts }) =>
      liftForm(
        t,
        conflicts.map(({ personId }) => personId),
      ),
    act: (work, { application }, { data }) => liftConflict(work, application, data),
    done: (t, { application }) => ({
      address: `/applications/${application.id}/panel`,
      notice: t('declarations.lift.done'),
    }),
    redraw: ({ t }, about, form) => show('appraisal/lifting/lift', liftPage(t, about, form)),
  }),
]

/** @throws as `findApplication` does */
async function loadLifting(db: Db | Tx, actor: Actor, id: string): Promise<AboutLifting> {
  const application = await findApplication(db, actor, 'declaration.lift', id)
  return { application, conflicts: await conflictsOn(db, application) }
}
