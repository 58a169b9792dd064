import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { askAboutPartnerText, type PartnerText } from '../partners/partner.forms.ts'
import { findPartner, type Partner } from '../partners/partner.store.ts'
import { recordPersonalDataAnswer } from '../personal-data/personal-data.actions.ts'
import { addActivity, changeActivity, removeActivity } from './partner-activity.actions.ts'
import { activityForm } from './partner-activity.forms.ts'
import { activityEdit, activityRemoval } from './partner-activity.pages.ts'
import { findActivity, type ActivityLine } from './partner-activity.store.ts'

export const partnerActivityRoutes = (parts: Parts): Route[] => [
  get('/partners/:id/activities/new', 'partner.write', async (req, res, permission) => {
    const partner = await findPartner(parts.db, actorOf(res), permission, req.params.id)
    page(res, 'evidence/partner-activities/edit', activityEdit(res.locals.t, partner))
  }),

  submitForm(parts, {
    path: '/partners/:id/activities/new',
    permission: 'partner.write',
    load: ({ db, actor, permission, params }) => findPartner(db, actor, permission, params.id),
    form: ({ t }) => activityForm(t),
    check: {
      ask: (asking, partner, { data, received }) =>
        askAboutPartnerText(asking, partner, { received, text: textIn(partner, data.title) }),
      again: () => null,
    },
    act: async (work, partner, { data, answer }) => {
      await addActivity(work, partner, data)
      if (answer) await recordPersonalDataAnswer(work, 'partner', partner, answer)
    },
    done: (t, partner) => ({ address: `/partners/${partner.id}`, notice: t('partner_activities.added') }),
    redraw: ({ t }, partner, form, personalData) =>
      show('evidence/partner-activities/edit', activityEdit(t, partner, { form, personalData })),
  }),

  get('/partners/:id/activities/:activityId', 'partner.write', async (req, res, permission) => {
    const { partner, activity } = await partnerAndActivity(parts.db, actorOf(res), permission, req.params)
    page(res, 'evidence/partner-activities/edit', activityEdit(res.locals.t, partner, { activity }))
  }),

  submitForm(parts, {
    path: '/partners/:id/activities/:activityId',
    permission: 'partner.write',
    load: ({ db, actor, permission, params }) => partnerAndActivity(db, actor, permission, params),
    form: ({ t }) => activityForm(t),
    check: {
      ask: (asking, { partner, activity }, { data, received }) => {
        const title = data.title === activity.title ? null : data.title
        return askAboutPartnerText(asking, partner, { received, text: textIn(partner, title) })
      },
      again: () => null,
    },
    act: async (work, { partner, activity }, { data, answer }) => {
      await changeActivity(work, { partner, activity: { id: activity.id, version: data.version } }, data)
      if (answer) await recordPersonalDataAnswer(work, 'partner', partner, answer)
    },
    done: (t, { partner }) => ({ address: `/partners/${partner.id}`, notice: t('partner_activities.changed') }),
    redraw: ({ t }, { partner, activity }, form, personalData) =>
      show('evidence/partner-activities/edit', activityEdit(t, partner, { activity, form, personalData })),
  }),

  get('/partners/:id/activities/:activityId/removal', 'partner.write', async (req, res, permission) => {
    const { partner, activity } = await partnerAndActivity(parts.db, actorOf(res), permission, req.params)
    page(res, 'evidence/partner-activities/removal', activityRemoval(res.locals.t, partner, activity))
  }),

  submitForm(parts, {
    path: '/partners/:id/activities/:activityId/removal',
    permission: 'partner.write',
    load: ({ db, actor, permission, params }) => partnerAndActivity(db, actor, permission, params),
    act: (work, about) => removeActivity(work, about),
    done: (t, { partner }) => ({ address: `/partners/${partner.id}`, notice: t('partner_activities.removed') }),
  }),
]

async function partnerAndActivity(
  db: Db | Tx,
  actor: Actor,
  permission: 'partner.write',
  { id, activityId }: { id: string; activityId: string },
): Promise<{ partner: Partner; activity: ActivityLine }> {
  const partner = await findPartner(db, actor, permission, id)
  return { partner, activity: await findActivity(db, partner.id, activityId) }
}

/** The text to check for personal details. @param title null when it has not changed */
const textIn = ({ name, englishName }: Partner, title: string | null): PartnerText => ({
  names: [name, englishName],
  texts: title === null ? {} : { activity: title },
})
