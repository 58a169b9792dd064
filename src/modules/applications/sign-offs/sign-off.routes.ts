import type { Db, Tx } from '../../../db/connection.ts'
import type { Day } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { untouchedItems } from '../checking-answers/checking-answers.store.ts'
import { askForSignOff, signOff } from './sign-off.actions.ts'
import { signOffForm } from './sign-off.forms.ts'
import { signOffPage } from './sign-off.pages.ts'
import { findSignOff, type SignOffSubject } from './sign-off.store.ts'

const address = '/applications/:id/sign-off'

export const signOffRoutes = (parts: Parts): Route[] => [
  get(address, 'answer.read', async (req, res, permission) => {
    const actor = actorOf(res)
    const it = await findSignOff(parts.db, { actor, permission, id: req.params.id })
    page(
      res,
      'applications/sign-offs/sign-off',
      signOffPage(res.locals.t, actor, await shown(parts.db, it, res.locals.today)),
    )
  }),

  submitForm(parts, {
    path: address,
    permission: 'sign_off.make',
    load: ({ db, actor, permission, params }) => findSignOff(db, { actor, permission, id: params.id }),
    form: ({ t }) => signOffForm(t),
    act: (work, it, { data }) => signOff(work, it, data),
    done: (t, { application }) => ({ address: `/applications/${application.id}/sign-off`, notice: t('sign_off.done') }),
    redraw: async ({ db, t, actor, today }, it, form) =>
      show('applications/sign-offs/sign-off', signOffPage(t, actor, await shown(db, it, today), form)),
    redrawStale: async ({ db, t, actor, today }, it, { values }) => {
      const form = { values: { ...values, seen: '' }, errors: [{ field: 'read', message: t('sign_off.stale') }] }
      return show('applications/sign-offs/sign-off', signOffPage(t, actor, await shown(db, it, today), form))
    },
  }),

  submitForm(parts, {
    path: `${address}/request`,
    permission: 'sign_off.ask',
    load: ({ db, actor, permission, params }) => findSignOff(db, { actor, permission, id: params.id }),
    act: (work, it) => askForSignOff(work, it),
    done: (t, { application }) => ({
      address: `/applications/${application.id}/sign-off`,
      notice: t('sign_off.asked'),
    }),
  }),
]

const shown = async (db: Db | Tx, it: SignOffSubject, today: Day) => ({
  ...it,
  untouched: await untouchedItems(db, it.application, today),
})
