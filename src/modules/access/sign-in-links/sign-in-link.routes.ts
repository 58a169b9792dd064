import type { Response } from 'express'
import { theService } from '../../../domain/actor.ts'
import { addressKey } from '../../../email/addresses.ts'
import type { Config } from '../../../config.ts'
import type { Parts } from '../../../parts.ts'
import { browserName } from '../../../web/browser-name.ts'
import { emailedLinks, type LinkOver } from '../../../web/email-links.ts'
import { flash } from '../../../web/flash.ts'
import { networkOf } from '../../../web/limits.ts'
import { networkInLog } from '../../../web/network-in-log.ts'
import { ownPath } from '../../../web/own-path.ts'
import { parseForm } from '../../../web/parse-form.ts'
import { beginSession } from '../../../web/passport.ts'
import { passwordFits } from '../../../web/passwords.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { signedCookie, type SignedCookie } from '../../../web/signed-cookie.ts'
import { unusableLinkPage } from '../../../web/unusable-link.ts'
import { page } from '../../../web/view-engine.ts'
import { countAttempt } from '../sign-in/sign-in.actions.ts'
import { forgottenForm } from '../sign-in/sign-in.forms.ts'
import { tokenRows } from '../sign-in/email-token.store.ts'
import { sendSignInLink, signInWithLink } from './sign-in-link.actions.ts'
import { askForLinkPage, linkSentPage, useLinkPage } from './sign-in-link.pages.ts'

// These forms do not use submitForm, for the same reasons as those in `sign-in.routes.ts`.

export const signInLinkRoutes = (parts: Parts): Route[] => [...askingRoutes(parts), ...usingRoutes(parts)]

/** The cookie that stores which page to open after signing in with the link. */
const nextCookie = (config: Config): SignedCookie => signedCookie(config, 'sign-in-next')

const askingRoutes = ({ write, clock, config }: Parts): Route[] => [
  get('/sign-in/email', 'nothing', (_req, res) => page(res, 'access/sign-in-links/ask', askForLinkPage(res.locals.t))),

  post('/sign-in/email', 'nothing', async (req, res) => {
    const { t } = res.locals
    const { data, form } = parseForm(forgottenForm(t), req.body)
    if (form) return page(res.status(422), 'access/sign-in-links/ask', askForLinkPage(t, form))
    const attempt = { account: `link ${addressKey(data.email)}`, network: networkOf(req.ip), at: clock.now() }
    await write(theService, ({ trx }) => countAttempt(trx, attempt))
    await sendSignInLink(write, { ...attempt, email: data.email })
    nextCookie(config).set(res, ownPath(req.query.next))
    await passwordFits(null, '') // takes as long as a password check, to hide whether an email was queued
    flash(res, t('sign_in_links.sent.text', { email: data.email }))
    res.redirect(303, '/sign-in/email/sent')
  }),

  get('/sign-in/email/sent', 'nothing', (_req, res) =>
    page(res, 'access/sign-in-links/sent', linkSentPage(res.locals.t)),
  ),
]

const usingRoutes = ({ db, write, clock, config, log }: Parts): Route[] => {
  const links = emailedLinks(tokenRows(db, ['sign-in link']), clock, signedCookie(config, 'sign-in-link'))
  return [
    get('/sign-in/link', 'a token', async (req, res) => {
      const link = await links.opened(req)
      if (link.over) return showLinkOver(res.status(link.status), link.over)
      page(res, 'access/sign-in-links/use', useLinkPage(res.locals.t, link.token))
    }),

    get('/sign-in/link/:token', 'a token', async (req, res) => {
      const link = await links.follow(res, req.params.token)
      if (link.over) return showLinkOver(res.status(link.status), link.over)
      res.redirect(303, '/sign-in/link')
    }),

    post('/sign-in/link', 'a token', async (req, res) => {
      const link = await links.opened(req)
      if (link.over) return showLinkOver(res.status(link.status), link.over)
      const given = { browser: browserName(req.get('user-agent')), earlier: res.locals.signIn }
      const signIn = await write(theService, work => signInWithLink(work, link.token, given))
      links.forget(res, link.token)
      const seen = { person: link.token.personId, from: networkInLog(config, req.ip, clock.now()) }
      log.info(seen, signIn ? 'sign-in with a link: done' : 'sign-in with a link: refused')
      if (!signIn) return showLinkOver(res.status(410), 'used')
      await beginSession(req, signIn)
      nextCookie(config).clear(res)
      res.redirect(303, ownPath(nextCookie(config).read(req)))
    }),
  ]
}

const showLinkOver = (res: Response, over: LinkOver['over']): void =>
  page(res, 'access/sign-in/link-over', unusableLinkPage(res.locals.t, 'sign_in_link', over))
