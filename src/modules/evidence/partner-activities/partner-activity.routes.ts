import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import type { T } from '../../../words/words.ts'
import { placesInPartner, removalForm } from '../partners/partner.forms.ts'
import { findPartner, organisationOf } from '../partners/partner.store.ts'
import type { Place } from '../personal-data/personal-data.forms.ts'
import { personalDataCheck, recordPersonalDataReply } from '../personal-data/personal-data.actions.ts'
import { addActivity, changeActivity, removeActivity } from './partner-activity.actions.ts'
import { activityForm, type ActivityGiven } from './partner-activity.forms.ts'
import { activityEdit, activityRemoval } from './partner-activity.pages.ts'
import { findActivity } from './partner-activity.store.ts'

export const partnerActivityRoutes = (parts: Parts): Route[] => [
  get('/partners/:id/activities/new', 'partner.write', async (req, res, permission) => {
    const partner = await findPartner(parts.db, actorOf(res), permission, req.params.id)
    page(res, 'evidence/partner-activities/edit', activityEdit(res.locals.t, partner))
  }),

  submitForm(parts, {
    path: '/partners/:id/activities/new',
    permission: 'partner.write',
    load: async ({ db, actor, permission, params }) => {
      const partner = await findPartner(db, actor, permission, params.id)
      return { partner, organisation: organisationOf(partner) }
    },
    form: ({ t }: { t: T }) => activityForm(t),
    check: personalDataCheck(parts, { places: textsOfNew, may: { restrict: false, redact: false } }),
    act: async (work, { partner }, { data, answer }) => {
      await addActivity(work, partner, data)
      await recordPersonalDataReply(work, 'partner', partner, answer)
    },
    done: (t, { partner }) => ({ address: `/partners/${partner.id}`, notice: t('partner_activities.added') }),
    redraw: ({ t }, { partner }, form, personalData) =>
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
    form: ({ t }: { t: T }) => activityForm(t),
    check: personalDataCheck(parts, { places: changedTexts, may: { restrict: false, redact: false } }),
    act: async (work, { partner, activity }, { data, answer }) => {
      await changeActivity(work, { partner, activity: { id: activity.id, version: data.version } }, data)
      await recordPersonalDataReply(work, 'partner', partner, answer)
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
    form: () => removalForm,
    act: (work, { partner, activity: { id } }, { data: { version } }) =>
      removeActivity(work, { partner, activity: { id, version } }),
    done: (t, { partner }) => ({ address: `/partners/${partner.id}`, notice: t('partner_activities.removed') }),
  }),
]

async function partnerAndActivity(
  db: Db | Tx,
  actor: Actor,
  permission: 'partner.write',
  { id, activityId }: { id: string; activityId: string },
) {
  const partner = await findPartner(db, actor, permission, id)
  const activity = await findActivity(db, partner.id, activityId)
  return { partner, activity, organisation: organisationOf(partner) }
}

type Subject = Awaited<ReturnType<typeof partnerAndActivity>>

const textsOfNew = ({ partner }: Omit<Subject, 'activity'>, { title }: ActivityGiven): Place[] =>
  placesInPartner({ names: [partner.name, partner.englishName], texts: { activity: title } })

const changedTexts = (about: Subject, entered: ActivityGiven): Place[] =>
  entered.title === about.activity.title ? [] : textsOfNew(about, entered)
