import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { longDay } from '../../../words/format.ts'
import { findRound } from '../rounds/round.store.ts'
import { extendRound } from './extension.actions.ts'
import { extensionForm } from './extension.forms.ts'
import { extensionPage } from './extension.pages.ts'

/** Extends a round for all libraries. */
export const extensionRoutes = (parts: Parts): Route[] => [
  get('/rounds/:id/extension', 'rounds.manage', async (req, res, permission) => {
    allow(actorOf(res), permission)
    const round = await findRound(parts.db, req.params.id)
    page(res, 'frameworks/extensions/new', extensionPage(res.locals.t, round))
  }),

  submitForm(parts, {
    path: '/rounds/:id/extension',
    permission: 'rounds.manage',
    load: async ({ db, actor, permission, params }) => {
      allow(actor, permission)
      return findRound(db, params.id)
    },
    form: ({ t, today }) => extensionForm(t, today),
    act: (work, round, { data }) => extendRound(work, round, data),
    done: (t, { name }, { data }) => ({
      address: '/rounds',
      notice: t('rounds.extend.done', { name, day: longDay(t, data.until) }),
    }),
    redraw: ({ t }, round, form) => show('frameworks/extensions/new', extensionPage(t, round, form)),
  }),
]
