import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { queryText } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { decideClock } from './clock.actions.ts'
import { holdForm } from './clock.forms.ts'
import { clockSettingsPage } from './clock.pages.ts'
import { aboutClock } from './clock.store.ts'

const decisions = [
  ['/settings/clock/continue', 'continued'],
  ['/settings/clock/wrong', 'wrong'],
] as const

/** Shows whether the date is correct, and records an administrator's decision about a clock that put jobs on hold. */
export const clockRoutes = (parts: Parts): Route[] => [
  get('/settings/clock', 'settings.manage', async (req, res, permission) => {
    const actor = actorOf(res)
    allow(actor, permission)
    const about = await aboutClock(parts, { actor, id: queryText(req, 'hold') })
    page(res, 'site/clock/show', clockSettingsPage(res.locals.t, about))
  }),

  ...decisions.map(([path, status]) =>
    submitForm(parts, {
      path,
      permission: 'settings.manage',
      load: async ({ actor, permission }) => allow(actor, permission),
      form: () => holdForm,
      act: (work, _about, { data }) => decideClock(work, data, status),
      done: t => ({ address: '/settings/clock', notice: t(`clock.done.${status}`) }),
    }),
  ),
]
