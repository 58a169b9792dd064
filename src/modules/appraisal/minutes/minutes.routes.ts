import type { Db, Tx } from '../../../db/connection.ts'
import { looksLikeId } from '../../../db/ids.ts'
import type { Actor } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { staleForm } from '../../../web/form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { findApplication } from '../../access/access.public.ts'
import { meetingById } from '../panel-meetings/panel-meeting.store.ts'
import { writeMinutes } from './minutes.actions.ts'
import { minutesForm } from './minutes.forms.ts'
import { minutesPage, type MinutesShown } from './minutes.pages.ts'
import { minutesOf } from './minutes.store.ts'

export const minutesRoutes = (parts: Parts): Route[] => [
  get('/meetings/:id/minutes/:applicationId', 'minutes.read', async (req, res, permission) => {
    const actor = actorOf(res)
    const shown = await minutesFor(parts.db, actor, permission, req.params)
    page(res, 'appraisal/minutes/minutes', minutesPage(res.locals.t, actor, shown))
  }),

  submitForm(parts, {
    path: '/meetings/:id/minutes/:applicationId',
    permission: 'minutes.write',
    load: ({ db, actor, permission, params }) => minutesFor(db, actor, permission, params),
    form: ({ t }) => minutesForm(t),
    act: (work, { meeting, application }, { data }) =>
      writeMinutes(work, { meeting, applicationId: application.id }, data),
    done: (t, { meeting, application }) => ({
      address: `/meetings/${meeting.id}/minutes/${application.id}`,
      notice: t('minutes.saved'),
    }),
    redraw: ({ t, actor }, shown, form) =>
      show('appraisal/minutes/minutes', minutesPage(t, actor, shown, { form, isStale: false })),
    redrawStale: ({ t, actor }, shown, form) =>
      show('appraisal/minutes/minutes', minutesPage(t, actor, shown, { form: staleForm(t, form), isStale: true })),
  }),
]

/**
 * @throws NotFound when the application is not on this agenda, or the person is not allowed to know that it is;
 * otherwise as `findApplication` does
 */
async function minutesFor(
  db: Db | Tx,
  actor: Actor,
  permission: 'minutes.read' | 'minutes.write',
  { id, applicationId }: { id: string; applicationId: string },
): Promise<MinutesShown> {
  const meeting = looksLikeId(id) ? await meetingById(db, id) : null
  const found = meeting?.applications.find(each => each.id === applicationId)
  if (!meeting || !found) throw new NotFound()
  // the library knows of its application, but not that this meeting discusses it
  const isKnown = can(actor, 'minutes.read', found) || can(actor, 'panel_meeting.read', { applications: [found] })
  if (!isKnown) throw new NotFound()
  const application = await findApplication(db, actor, permission, applicationId)
  return { meeting, application, minutes: await minutesOf(db, meeting.id, application.id) }
}
