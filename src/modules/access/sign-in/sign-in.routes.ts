import type { Request, Response } from 'express'
import { theService } from '../../../domain/actor.ts'
import { TooMany } from '../../../domain/refusals.ts'
import { addressKey } from '../../../email/addresses.ts'
import type { Parts } from '../../../parts.ts'
import { browserName } from '../../../web/browser-name.ts'
import { emailedLinks, type LinkOver } from '../../../web/email-links.ts'
import { flash } from '../../../web/flash.ts'
import { networkOf } from '../../../web/limits.ts'
import { networkInLog } from '../../../web/network-in-log.ts'
import { ownPath } from '../../../web/own-path.ts'
import { parseAndAct, parseForm, withError } from '../../../web/parse-form.ts'
import { beginSession, endSession, passwordSignIn } from '../../../web/passport.ts'
import { passwordFits } from '../../../web/passwords.ts'
import { actorOrNull } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { signedCookie } from '../../../web/signed-cookie.ts'
import { unusableLinkPage } from '../../../web/unusable-link.ts'
import { page } from '../../../web/view-engine.ts'
import { countAttempt, personWith, resetPassword, sendPasswordEmail, signIn } from './sign-in.actions.ts'
import { forgottenForm, resetForm, signInForm } from './sign-in.forms.ts'
import { checkYourEmail, forgottenPage, resetPage, signInPage, signOutPage } from './sign-in.pages.ts'
import { tokenRows } from './email-token.store.ts'
import { endSignIn } from './sign-in.store.ts'

// These forms do not use submitForm, because they start or end a session, and because refused attempts must count.
// They need no idempotency key, because sending one of them twice does no harm.

export const signInRoutes = (parts: Parts): Route[] => [
  ...sessionRoutes(parts),
  ...forgottenRoutes(parts),
  ...resetRoutes(parts),
]

const sessionRoutes = ({ config, db, write, clock, log }: Parts): Route[] => {
  const from = (req: Request) => networkInLog(config, req.ip, clock.now())
  const checkPassword = passwordSignIn((email, password) => personWith(db, write, email, password))
  return [
    get('/sign-in', 'nothing', (req, res) => {
      if (actorOrNull(res)) return res.redirect(303, ownPath(req.query.next))
      page(res, 'access/sign-in/sign-in', signInPage(res.locals.t, ownPath(req.query.next), undefined, res.locals.over))
    }),

    post('/sign-in', 'nothing', async (req, res) => {
      const { t } = res.locals
      const { data, form } = parseForm(signInForm(t), req.body)
      if (form) return page(res.status(422), 'access/sign-in/sign-in', signInPage(t, ownPath(req.query.next), form))
      const attempt = { account: addressKey(data.email), network: networkOf(req.ip), at: clock.now() }
      const wait = await secondsToWait(() => write(theService, ({ trx }) => countAttempt(trx, attempt)))
      if (wait > 0) log.warn({ from: from(req) }, 'sign-in: too many attempts')
      if (wait > 0) return refuse(req, res.status(429).set('Retry-After', String(wait)), t('sign_in.too_many'))
      const person = await checkPassword(Object.assign(req, { body: data }), res)
      const given = { attempt, browser: browserName(req.get('user-agent')), earlier: res.locals.signIn }
      const begun = person && (await write(theService, work => signIn(work, person, given)))
      log.info({ person: person?.id ?? null, from: from(req) }, begun ? 'sign-in: done' : 'sign-in: refused')
      if (!begun) return refuse(req, res.status(422), t('sign_in.wrong'))
      await beginSession(req, begun)
      res.redirect(303, ownPath(req.query.next))
    }),

    get('/sign-out', 'nothing', (_req, res) =>
      page(res, 'access/sign-in/sign-out', signOutPage(res.locals.t, actorOrNull(res) !== null)),
    ),

    post('/sign-out', 'nothing', async (req, res) => {
      const present = res.locals.signIn
      if (present)
        await write(theService, ({ trx }) =>
          endSignIn(trx, { personId: present.actor.id, id: present.id }, 'signed out', clock.now()),
        )
      log.info({ person: present?.actor.id ?? null, from: from(req) }, 'sign-out')
      await endSession(req)
      res.set('Clear-Site-Data', '"cache", "cookies", "storage"')
      res.redirect(303, '/sign-out')
    }),
  ]
}

const forgottenRoutes = ({ write, clock }: Parts): Route[] => [
  get('/password/forgotten', 'nothing', (_req, res) =>
    page(res, 'access/sign-in/forgotten', forgottenPage(res.locals.t)),
  ),

  post('/password/forgotten', 'nothing', async (req, res) => {
    const { t } = res.locals
    const { data, form } = parseForm(forgottenForm(t), req.body)
    if (form) return page(res.status(422), 'access/sign-in/forgotten', forgottenPage(t, form))
    const attempt = { account: `email ${addressKey(data.email)}`, network: networkOf(req.ip), at: clock.now() }
    await write(theService, ({ trx }) => countAttempt(trx, attempt))
    await sendPasswordEmail(write, { ...attempt, email: data.email })
    // this check never matches, but takes so long that it hides the time taken to queue an email
    await passwordFits(null, '')
    flash(res, t('forgotten.sent.text', { email: data.email }))
    res.redirect(303, '/password/forgotten/sent')
  }),

  get('/password/forgotten/sent', 'nothing', (_req, res) =>
    page(res, 'access/sign-in/check-your-email', checkYourEmail(res.locals.t)),
  ),
]

const resetRoutes = (parts: Parts): Route[] => {
  const { db, clock, config } = parts
  const links = emailedLinks(tokenRows(db, ['password reset']), clock, signedCookie(config, 'reset'))
  return [
    get('/password/reset', 'a token', async (req, res) => {
      const link = await links.opened(req)
      if (link.over) return showLinkOver(res.status(link.status), link.over)
      page(res, 'access/sign-in/reset', resetPage(res.locals.t, link.token))
    }),

    get('/password/reset/:token', 'a token', async (req, res) => {
      const link = await links.follow(res, req.params.token)
      if (link.over) return showLinkOver(res.status(link.status), link.over)
      res.redirect(303, '/password/reset')
    }),

    post('/password/reset', 'a token', async (req, res) => {
      const { t } = res.locals
      const link = await links.opened(req)
      if (link.over) return showLinkOver(res.status(link.status), link.over)
      const { result: isDone, refused } = await parseAndAct(t, resetForm(t), req.body, ({ password }) =>
        resetPassword(parts, link.token, password),
      )
      if (refused) return page(res.status(422), 'access/sign-in/reset', resetPage(t, link.token, refused))
      links.forget(res, link.token)
      if (!isDone) return showLinkOver(res.status(410), 'used')
      flash(res, t('reset.done'))
      res.redirect(303, '/sign-in')
    }),
  ]
}

const showLinkOver = (res: Response, over: LinkOver['over']): void =>
  page(res, 'access/sign-in/link-over', unusableLinkPage(res.locals.t, 'reset', over))

/**
 * Shows the sign-in page with an error.
 * @param message the same for an unknown account and a wrong password, so that it does not reveal who has an account
 */
function refuse(req: Request, res: Response, message: string): void {
  page(
    res,
    'access/sign-in/sign-in',
    signInPage(res.locals.t, ownPath(req.query.next), withError(req.body, { field: 'email', message })),
  )
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
