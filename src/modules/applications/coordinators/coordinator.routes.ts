import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { findApplication } from '../../access/access.public.ts'
import { changeCoordinator } from './coordinator.actions.ts'
import { coordinatorForm } from './coordinator.forms.ts'
import { coordinatorPage, type AboutCoordinator } from './coordinator.pages.ts'
import { ableCoordinators, coordinatorsOf } from './coordinator.store.ts'

const path = '/applications/:id/coordinator'
const permission = 'application.change_coordinator'

/** The page where an application's coordinator is changed. */
export const coordinatorRoutes = (parts: Parts): Route[] => [
  get(path, permission, async (req, res) => {
    const about = await loadAbout(parts.db, actorOf(res), req.params.id)
    page(res, 'applications/coordinators/change', coordinatorPage(res.locals.t, about))
  }),

  submitForm(parts, {
    path,
    permission,
    load: ({ db, actor, params }) => loadAbout(db, actor, params.id),
    form: ({ t }, { able }) =>
      coordinatorForm(
        t,
        able.map(({ id }) => id),
      ),
    act: (work, { application }, { data }) => changeCoordinator(work, application, data),
    done: (t, { application, able }, { data }) => ({
      address: `/applications/${application.id}`,
      notice: t('coordinators.done', { name: able.find(({ id }) => id === data.person)?.name ?? '' }),
    }),
    redraw: ({ t }, about, form) => show('applications/coordinators/change', coordinatorPage(t, about, form)),
  }),
]

/** @throws as `findApplication` does */
async function loadAbout(db: Db | Tx, actor: Actor, id: string): Promise<AboutCoordinator> {
  const application = await findApplication(db, actor, permission, id)
  const able = await ableCoordinators(db, application)
  return {
    application,
    now: (await coordinatorsOf(db, [application.id])).get(application.id) ?? null,
    able: able.map(({ actor: { id: personId, name } }) => ({ id: personId, name })),
    ownId: actor.id,
  }
}
