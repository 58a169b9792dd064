import type { Parts } from '../../../parts.ts'
import { browserKey } from '../../../web/autosave.ts'
import { browserName } from '../../../web/browser-name.ts'
import { flash } from '../../../web/flash.ts'
import { networkOf } from '../../../web/limits.ts'
import { parseAndAct } from '../../../web/parse-form.ts'
import { beginSession } from '../../../web/passport.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { findPerson } from '../people/person.store.ts'
import { signInsOf } from '../sign-in/sign-in.store.ts'
import { changeAccount, changePassword, endOwnSignIn } from './account.actions.ts'
import { accountForm, passwordForm } from './account.forms.ts'
import { accountPage, passwordPage, securityPage } from './account.pages.ts'

export const accountRoutes = (parts: Parts): Route[] => [
  get('/account', 'signed in', async (_req, res) => {
    page(res, 'access/account/account', accountPage(res.locals.t, await findPerson(parts.db, actorOf(res).id)))
  }),

  submitForm(parts, {
    path: '/account',
    permission: 'signed in',
    load: ({ db, actor }) => findPerson(db, actor.id),
    form: ({ t }) => accountForm(t),
    act: (work, _person, { data }) => changeAccount(work, data),
    done: t => ({ address: '/account', notice: t('account.saved') }),
    redraw: ({ t }, person, form) => show('access/account/account', accountPage(t, person, form)),
  }),

  // The key with which the page's script encrypts text that it could not send. The route uses POST, because a GET could
  // be served from a cache.
  post('/account/browser-key', 'signed in', (_req, res) =>
    res.json({ key: browserKey(parts.config.sessionSecret, actorOf(res).id) }),
  ),

  get('/account/password', 'signed in', async (_req, res) => {
    const person = await findPerson(parts.db, actorOf(res).id)
    page(res, 'access/account/password', passwordPage(res.locals.t, person.email))
  }),

  // Does not use submitForm, which stores a hash of the fields: the old password could be guessed from that hash. A
  // form can be sent twice, because the action accepts a new password that is already the account's password.
  post('/account/password', 'signed in', async (req, res) => {
    const { t } = res.locals
    const person = await findPerson(parts.db, actorOf(res).id)
    const from = { network: networkOf(req.ip), browser: browserName(req.get('user-agent')) }
    const { result: signIn, refused } = await parseAndAct(t, passwordForm(t), req.body, data =>
      changePassword(parts, person, { ...data, ...from }),
    )
    if (refused) return page(res.status(422), 'access/account/password', passwordPage(t, person.email, refused))
    await beginSession(req, signIn)
    flash(res, t('account.password.done'))
    res.redirect(303, '/account')
  }),

  get('/account/security', 'signed in', async (_req, res) => {
    const signIns = await signInsOf(parts.db, actorOf(res).id, parts.clock.now())
    const currentId = res.locals.signIn?.id ?? ''
    page(res, 'access/account/security', securityPage(res.locals.t, signIns, currentId))
  }),

  submitForm(parts, {
    path: '/account/security/:id/ending',
    permission: 'signed in',
    load: async ({ params }) => params,
    act: (work, { id }) => endOwnSignIn(work, id),
    done: t => ({ address: '/account/security', notice: t('account.security.ended') }),
  }),
]
