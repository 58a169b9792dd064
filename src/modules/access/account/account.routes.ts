import { theService } from '../../../domain/actor.ts'
import type { Parts } from '../../../parts.ts'
import { browserName } from '../../../web/browser-name.ts'
import { flash } from '../../../web/flash.ts'
import { parseForm, refusalOf } from '../../../web/parse-form.ts'
import { beginSession } from '../../../web/passport.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { findPerson } from '../people/people.store.ts'
import { countTry } from '../sign-in/sign-in.actions.ts'
import { signInsOf } from '../sign-in/sign-in.store.ts'
import { networkOf } from '../../../web/limits.ts'
import { changeAccount, changePassword, endOwnSignIn } from './account.actions.ts'
import { accountForm, passwordForm } from './account.forms.ts'
import { accountPage, passwordPage, securityPage } from './account.pages.ts'

export const accountRoutes = ({ db, write, clock }: Parts): Route[] => [
  get('/account', 'signed in', async (_req, res) => {
    page(res, 'access/account/account', accountPage(res.locals.t, await findPerson(db, actorOf(res).id)))
  }),
  post('/account', 'signed in', async (req, res) => {
    const { t } = res.locals
    const actor = actorOf(res)
    const person = await findPerson(db, actor.id)
    const { data, form } = parseForm(accountForm(t), req.body)
    if (form) return page(res.status(422), 'access/account/account', accountPage(t, person, form))
    await write(actor, work => changeAccount(work, data))
    flash(res, t('account.saved'))
    res.redirect(303, '/account')
  }),
  get('/account/password', 'signed in', async (_req, res) => {
    page(res, 'access/account/password', passwordPage(res.locals.t, (await findPerson(db, actorOf(res).id)).email))
  }),
  post('/account/password', 'signed in', async (req, res) => {
    const { t } = res.locals
    const person = await findPerson(db, actorOf(res).id)
    const { data, form } = parseForm(passwordForm(t), req.body)
    if (form) return page(res.status(422), 'access/account/password', passwordPage(t, person.email, form))
    await write(theService, ({ trx }) =>
      countTry(trx, { account: `own ${person.id}`, network: networkOf(req.ip), at: clock.now() }),
    )
    let signIn = { id: '' }
    const refused = await refusalOf(t, req.body, async () => {
      signIn = await changePassword(db, write, actorOf(res), person, data, browserName(req.get('user-agent')))
    })
    if (refused) return page(res.status(422), 'access/account/password', passwordPage(t, person.email, refused))
    await beginSession(req, signIn)
    flash(res, t('account.password.done'))
    res.redirect(303, '/account')
  }),
  get('/account/security', 'signed in', async (_req, res) => {
    const here = res.locals.signIn?.id ?? ''
    page(
      res,
      'access/account/security',
      securityPage(res.locals.t, await signInsOf(db, actorOf(res).id, clock.now()), here),
    )
  }),
  post('/account/security/:id/ending', 'signed in', async (req, res) => {
    const { t } = res.locals
    await write(actorOf(res), work => endOwnSignIn(work, req.params.id))
    flash(res, t('account.security.ended'))
    res.redirect(303, '/account/security')
  }),
]
