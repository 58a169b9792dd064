import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { ApplicationPermission } from '../../../domain/permissions.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { findApplication } from '../../access/access.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { chooseSharing } from './choice.actions.ts'
import { choiceForm } from './choice.forms.ts'
import { choiceAddress, choicePage, staleChoice, type AboutChoice } from './choice.pages.ts'
import { choiceOn } from './choice.store.ts'
import { exampleOf } from './example.store.ts'

/**
 * A lead can choose whether and how other libraries can read an application that led to an award. For other
 * applications, they can only stop sharing.
 */
export const choiceRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/example/sharing', 'example_choice.make', async (req, res, permission) => {
    const about = await loadChoice(parts.db, actorOf(res), permission, req.params.id)
    page(res, 'appraisal/examples/choice', choicePage(res.locals.t, about))
  }),

  submitForm(parts, {
    path: '/applications/:id/example/sharing',
    permission: 'example_choice.make',
    load: ({ db, actor, permission, params }) => loadChoice(db, actor, permission, params.id),
    form: ({ t }) => choiceForm(t),
    act: (work, { application }, { data }) => chooseSharing(work, application, data),
    done: (t, { application }, { data }) => ({
      address: application.isAwarded ? choiceAddress(application) : `/applications/${application.id}`,
      notice: t(`examples.choice.saved.${data.sharing}`),
    }),
    redraw: ({ t }, about, form) => show('appraisal/examples/choice', choicePage(t, about, form)),
    redrawStale: ({ t }, about) => show('appraisal/examples/choice', choicePage(t, about, staleChoice(t, about))),
  }),
]

/** @throws as `findApplication` does */
async function loadChoice(
  db: Db | Tx,
  actor: Actor,
  permission: ApplicationPermission,
  id: string,
): Promise<AboutChoice> {
  const application = await findApplication(db, actor, permission, id)
  const example = await exampleOf(db, application)
  return {
    application,
    choice: await choiceOn(db, application),
    published: example?.published
      ? { example, framework: await frameworkVersion(db, example.frameworkVersionId) }
      : null,
  }
}
