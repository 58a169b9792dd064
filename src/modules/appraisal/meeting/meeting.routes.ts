import { type ApplicationRecord, findApplication } from '../../access/access.public.ts'
import type { Actor } from '../../../domain/actor.ts'
import { criteriaAskedBy } from '../../../domain/framework.ts'
import { NotFound, Stale } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { parseForm, valuesIn } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import type { T } from '../../../words/words.ts'
import { findingsGivenOn } from '../findings/finding.store.ts'
import { frozenAnswer, latestSubmission } from '../../applications/applications.public.ts'
import { lastAgreedOn } from '../decisions/decision.store.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { recordAgreed, recordUnanimous } from './meeting.actions.ts'
import { agreedPage, meetingPage, type Meeting, type OneAgreed } from './meeting.pages.ts'
import { agreedForm } from '../panels/panel.forms.ts'
import { agreedLines } from '../panels/panel.store.ts'

export const meetingRoutes = ({ db, write }: Parts): Route[] => {
  return [
    get('/applications/:id/meeting', 'meeting.read', async (req, res, permission) => {
      const actor = actorOf(res)
      page(
        res,
        'appraisal/meeting/meeting',
        meetingPage(res.locals.t, actor, await meetingOn(await findApplication(db, actor, permission, req.params.id))),
      )
    }),

    post('/applications/:id/meeting/agreement', 'agreed_finding.write', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const application = await findApplication(db, actor, permission, req.params.id)
      const framework = await frameworkVersion(db, application.frameworkVersionId)
      const count = await write(actor, work =>
        recordUnanimous(work, application, framework, t('panels.meeting.take.reason')),
      )
      flash(res, t('panels.meeting.taken', { count }))
      res.redirect(303, `/applications/${application.id}/meeting`)
    }),

    get('/applications/:id/meeting/:code', 'meeting.read', async (req, res, permission) => {
      const actor = actorOf(res)
      page(
        res,
        'appraisal/meeting/agreed',
        agreedPage(
          res.locals.t,
          actor,
          await oneAgreed(await findApplication(db, actor, permission, req.params.id), req.params.code),
        ),
      )
    }),

    post('/applications/:id/meeting/:code', 'agreed_finding.write', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const application = await findApplication(db, actor, permission, req.params.id)
      const criterion = await oneAgreed(application, req.params.code)
      const { data, form } = parseForm(agreedForm(t, criterion.framework), req.body)
      if (form) return page(res.status(422), 'appraisal/meeting/agreed', agreedPage(t, actor, criterion, form))
      try {
        await write(actor, work => recordAgreed(work, application, criterion.item, data))
      } catch (refusal) {
        if (!(refusal instanceof Stale)) throw refusal
        return page(
          res.status(409),
          'appraisal/meeting/agreed',
          await besideTheOther(res.locals.t, actor, application, criterion.item.code, req.body),
        )
      }
      flash(res, t('panels.agreed.saved', { code: criterion.item.code }))
      res.redirect(303, `/applications/${application.id}/meeting`)
    }),
  ]

  async function meetingOn(application: ApplicationRecord): Promise<Meeting> {
    const framework = await frameworkVersion(db, application.frameworkVersionId)
    return {
      application,
      framework,
      given: await findingsGivenOn(db, application),
      agreed: await agreedLines(db, application),
    }
  }

  async function oneAgreed(application: ApplicationRecord, code: string): Promise<OneAgreed> {
    const meeting = await meetingOn(application)
    const item = criteriaAskedBy(meeting.framework, application.kind).find(each => each.code === code)
    if (!item) throw new NotFound()
    const submission = await latestSubmission(db, application)
    const copy = submission && (await frozenAnswer(db, submission, item.id))
    return {
      ...meeting,
      item,
      ownRating: copy?.answers[0]?.ownRating ?? null,
      lastFinding: await lastAgreedOn(db, application, item.id),
    }
  }

  /** What was typed, beside what was recorded meanwhile; recording again replaces it. */
  async function besideTheOther(t: T, actor: Actor, application: ApplicationRecord, code: string, body: unknown) {
    const now = await oneAgreed(application, code)
    const version = now.agreed.find(({ itemId }) => itemId === now.item.id)?.version ?? 0
    return agreedPage(t, actor, now, { values: { ...valuesIn(body), version: String(version) }, errors: [] }, true)
  }
}
