import { theService } from '../../../domain/actor.ts'
import type { Request, Response } from 'express'
import { addressKey } from '../../../email/addresses.ts'
import { TooMany } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { browserName } from '../../../web/browser-name.ts'
import { flash } from '../../../web/flash.ts'
import { networkOf } from '../../../web/limits.ts'
import { linkOver } from '../../../web/unusable-link.ts'
import { emailedLinks } from '../../../web/email-links.ts'
import { refuseCommonPassword } from '../../../web/new-password.ts'
import { ownPath } from '../../../web/own-path.ts'
import { parseForm, refusalOf, withError } from '../../../web/parse-form.ts'
import { beginSession, endSession, passwordSignIn } from '../../../web/passport.ts'
import { hashPassword, passwordFits } from '../../../web/passwords.ts'
import { actorOrNull } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { signedCookie } from '../../../web/signed-cookie.ts'
import { page } from '../../../web/view-engine.ts'
import { findPerson } from '../people/people.store.ts'
import { startSignIn, countTry, personWith, resetPassword, sendPasswordEmail } from './sign-in.actions.ts'
import { forgottenForm, resetForm, signInForm } from './sign-in.forms.ts'
import { forgottenPage, checkYourEmail, resetPage, signInPage, signOutPage } from './sign-in.pages.ts'
import { endSignIn, tokenRows } from './sign-in.store.ts'

export const signInRoutes = ({ db, write, clock, config, log }: Parts): Route[] => {
  const door = passwordSignIn((email, password) => personWith(db, write, email, password))
  const links = emailedLinks(tokenRows(db, ['password reset']), clock, signedCookie(config, 'reset'))

  return [
    get('/sign-in', 'nothing', (req, res) => {
      if (actorOrNull(res)) return res.redirect(303, ownPath(req.query.next))
      page(res, 'access/sign-in/sign-in', signInPage(res.locals.t, undefined, res.locals.over))
    }),
    post('/sign-in', 'nothing', async (req, res) => {
      const { t } = res.locals
      const { data, form } = parseForm(signInForm(t), req.body)
      if (form) return page(res.status(422), 'access/sign-in/sign-in', signInPage(t, form))
      const tried = { account: addressKey(data.email), network: networkOf(req.ip), at: clock.now() }
      const wait = await secondsToWait(() => write(theService, ({ trx }) => countTry(trx, tried)))
      if (wait > 0) log.warn({ from: tried.network }, 'sign-in: too many tries')
      if (wait > 0) return refuse(req, res.status(429).set('Retry-After', String(wait)), t('sign_in.too_many'))
      req.body = data
      const person = await door(req, res)
      log.info({ person: person?.id ?? null, from: tried.network }, person ? 'sign-in: done' : 'sign-in: refused')
      if (!person) return refuse(req, res.status(422), t('sign_in.wrong'))
      const signIn = await write(theService, work =>
        startSignIn(work, person, browserName(req.get('user-agent')), {
          tried,
          endsId: res.locals.signIn?.id ?? null,
        }),
      )
      await beginSession(req, signIn)
      res.redirect(303, ownPath(req.query.next))
    }),
    get('/sign-out', 'nothing', (_req, res) =>
      page(res, 'access/sign-in/sign-out', signOutPage(res.locals.t, actorOrNull(res) !== null)),
    ),
    post('/sign-out', 'nothing', async (req, res) => {
      const { signIn } = res.locals
      if (signIn)
        await write(theService, ({ trx }) => endSignIn(trx, signIn.actor.id, signIn.id, 'signed out', clock.now()))
      log.info({ person: signIn?.actor.id ?? null, from: networkOf(req.ip) }, 'sign-out')
      await endSession(req)
      res.set('Clear-Site-Data', '"cache", "cookies", "storage"')
      res.redirect(303, '/sign-out')
    }),
    get('/password/forgotten', 'nothing', (_req, res) =>
      page(res, 'access/sign-in/forgotten', forgottenPage(res.locals.t)),
    ),
    post('/password/forgotten', 'nothing', async (req, res) => {
      const { t } = res.locals
      const { data, form } = parseForm(forgottenForm(t), req.body)
      if (form) return page(res.status(422), 'access/sign-in/forgotten', forgottenPage(t, form))
      const tried = { account: `letter ${addressKey(data.email)}`, network: networkOf(req.ip), at: clock.now() }
      await write(theService, ({ trx }) => countTry(trx, tried))
      await sendPasswordEmail(write, data.email, addressKey(data.email), clock.now())
      await passwordFits(null, '') // so that a letter more or less is not to be told by the time
      page(res, 'access/sign-in/letter-on-its-way', checkYourEmail(t, data.email))
    }),
    get('/password/reset', 'a token', async (req, res) => {
      const link = await links.opened(req)
      if (link.over)
        return page(res.status(link.status), 'access/sign-in/link-over', linkOver(res.locals.t, 'reset', link.over))
      page(res, 'access/sign-in/reset', resetPage(res.locals.t))
    }),
    get('/password/reset/:token', 'a token', async (req, res) => {
      const link = await links.follow(res, req.params.token)
      if (link.over)
        return page(res.status(link.status), 'access/sign-in/link-over', linkOver(res.locals.t, 'reset', link.over))
      res.redirect(303, '/password/reset')
    }),
    post('/password/reset', 'a token', async (req, res) => {
      const { t } = res.locals
      const link = await links.opened(req)
      if (link.over) return page(res.status(link.status), 'access/sign-in/link-over', linkOver(t, 'reset', link.over))
      const { data, form } = parseForm(resetForm(t), req.body)
      if (form) return page(res.status(422), 'access/sign-in/reset', resetPage(t, form))
      const personId = link.token.personId ?? link.token.aboutId ?? ''
      const person = await findPerson(db, personId)
      let isDone = person.status === 'active'
      const refused = await refusalOf(t, req.body, async () => {
        refuseCommonPassword(data.password, person)
        const hash = await hashPassword(data.password)
        isDone &&= await write(theService, work => resetPassword(work, { ...link.token, personId }, hash))
      })
      if (refused) return page(res.status(422), 'access/sign-in/reset', resetPage(t, refused))
      links.forget(res)
      if (!isDone) return page(res.status(410), 'access/sign-in/link-over', linkOver(t, 'reset', 'used'))
      flash(res, t('reset.done'))
      res.redirect(303, '/sign-in')
    }),
  ]
}

/** The same page for every reason: nothing on it tells whether there is such an account. */
function refuse(req: Request, res: Response, message: string): void {
  page(res, 'access/sign-in/sign-in', signInPage(res.locals.t, withError(req.body, { field: 'email', message })))
}

async function secondsToWait(count: () => Promise<void>): Promise<number> {
  try {
    await count()
    return 0
  } catch (refusal) {
    if (!(refusal instanceof TooMany)) throw refusal
    return refusal.seconds
  }
}
