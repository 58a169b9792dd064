import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { findOrganisation } from '../organisations/organisation.store.ts'
import { chooseCoordinator } from './coordinator.actions.ts'
import { coordinatorForm } from './coordinator.forms.ts'
import { coordinatorPage, type AboutCoordinator } from './coordinator.pages.ts'
import { coordinatorsFor, organisationCoordinator } from './coordinator.store.ts'

const path = '/organisations/:id/coordinator'
const permission = 'organisation.choose_coordinator'

/** The page on which coordinators and administrators choose the coordinator for an organisation. */
export const coordinatorRoutes = (parts: Parts): Route[] => [
  get(path, permission, async (req, res) => {
    const about = await loadAbout(parts.db, actorOf(res), req.params.id)
    page(res, 'organisations/coordinators/choose', coordinatorPage(res.locals.t, about))
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
    act: (work, { organisation }, { data }) => chooseCoordinator(work, organisation, data),
    done: (t, { organisation, able }, { data }) => {
      const chosen = able.find(({ id }) => id === data.person)
      return {
        address: `/organisations/${organisation.id}`,
        notice: chosen
          ? t('organisations.coordinator.done', { name: chosen.name })
          : t('organisations.coordinator.done.none'),
      }
    },
    redraw: ({ t }, about, form) => show('organisations/coordinators/choose', coordinatorPage(t, about, form)),
  }),
]

/** @throws as `findOrganisation` does */
async function loadAbout(db: Db | Tx, actor: Actor, id: string): Promise<AboutCoordinator> {
  const organisation = await findOrganisation(db, actor, permission, id)
  const able = await coordinatorsFor(db, organisation)
  return {
    organisation,
    now: await organisationCoordinator(db, organisation),
    able: able.map(({ actor: { id: personId, name } }) => ({ id: personId, name })),
    ownId: actor.id,
  }
}
