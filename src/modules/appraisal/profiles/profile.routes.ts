import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { changeProfile } from './profile.actions.ts'
import { profileForm } from './profile.forms.ts'
import { profilePage, staleProfile } from './profile.pages.ts'
import { profileOf } from './profile.store.ts'

/** The details that an appraiser enters about themselves. Only they and coordinators see them. */
export const profileRoutes = (parts: Parts): Route[] => [
  get('/account/appraising', 'appraiser_profile.edit', async (_req, res, permission) => {
    const actor = actorOf(res)
    allow(actor, permission)
    const { t, today } = res.locals
    page(res, 'appraisal/profiles/edit', profilePage(t, await profileOf(parts.db, actor.id), { today }))
  }),

  submitForm(parts, {
    path: '/account/appraising',
    permission: 'appraiser_profile.edit',
    load: async ({ db, actor, permission }) => {
      allow(actor, permission)
      return { profile: await profileOf(db, actor.id) }
    },
    form: ({ t, today }, { profile }) => profileForm(t, today, profile?.awayFrom ?? null),
    act: (work, _about, { data }) => changeProfile(work, data),
    done: t => ({ address: '/account/appraising', notice: t('profiles.saved') }),
    redraw: ({ t, today }, { profile }, form) =>
      show('appraisal/profiles/edit', profilePage(t, profile, { today, form })),
    redrawStale: async ({ db, t, today, actor }, _about, form) => {
      const profile = await profileOf(db, actor.id)
      return show('appraisal/profiles/edit', profilePage(t, profile, { today, form: staleProfile(t, profile, form) }))
    },
  }),
]
