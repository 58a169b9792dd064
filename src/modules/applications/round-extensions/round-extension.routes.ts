import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { longDay } from '../../../words/format.ts'
import { findApplication } from '../../access/access.public.ts'
import { extendForLibrary, roundToExtend } from './round-extension.actions.ts'
import { roundExtensionForm } from './round-extension.forms.ts'
import { roundExtensionPage, type AboutExtension } from './round-extension.pages.ts'

const path = '/applications/:id/round-extension'
const permission = 'application.extend_round'

/** The page where a round is extended for one library. */
export const roundExtensionRoutes = (parts: Parts): Route[] => [
  get(path, permission, async (req, res) => {
    const about = await loadExtension(parts.db, actorOf(res), req.params.id)
    page(res, 'applications/round-extensions/new', roundExtensionPage(res.locals.t, about))
  }),

  submitForm(parts, {
    path,
    permission,
    load: ({ db, actor, params }) => loadExtension(db, actor, params.id),
    form: ({ t, today }) => roundExtensionForm(t, today),
    act: (work, { application }, { data }) => extendForLibrary(work, application, data),
    done: (t, { application: { id, organisationName } }, { data }) => ({
      address: `/applications/${id}`,
      notice: t('rounds.extend_one.done', { organisation: organisationName, day: longDay(t, data.until) }),
    }),
    redraw: ({ t }, about, form) => show('applications/round-extensions/new', roundExtensionPage(t, about, form)),
  }),
]

/**
 * @throws as `findApplication` does
 * @throws MoveRefused when the application is not being written for a round
 */
async function loadExtension(db: Db | Tx, actor: Actor, id: string): Promise<AboutExtension> {
  const application = await findApplication(db, actor, permission, id)
  return { application, round: await roundToExtend(db, application) }
}
