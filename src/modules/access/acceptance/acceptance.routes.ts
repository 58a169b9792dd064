import type { Request, Response } from 'express'
import { theService } from '../../../domain/actor.ts'
import { addressKey } from '../../../email/addresses.ts'
import type { Parts } from '../../../parts.ts'
import { browserName } from '../../../web/browser-name.ts'
import { emailedLinks, type EmailToken } from '../../../web/email-links.ts'
import { flash } from '../../../web/flash.ts'
import { parseAndAct } from '../../../web/parse-form.ts'
import { beginSession } from '../../../web/passport.ts'
import { actorOf, actorOrNull } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { signedCookie } from '../../../web/signed-cookie.ts'
import { unusableInvitationPage, type UnusableInvitationReason } from '../../../web/unusable-link.ts'
import { page } from '../../../web/view-engine.ts'
import type { T } from '../../../words/words.ts'
import { administratorLinks, removeLinkFiles } from '../administrators/administrator.actions.ts'
import { administrators, findPerson, personWithAddress } from '../people/person.store.ts'
import { tokenRows } from '../sign-in/email-token.store.ts'
import { acceptInvitation, acceptWithNewAccount } from './acceptance.actions.ts'
import { accountForm } from './acceptance.forms.ts'
import { joinPage, openAccountPage } from './acceptance.pages.ts'
import { invitationOfLink, type LinkedInvitation } from './acceptance.store.ts'

interface OpenedLink {
  over: null
  token: EmailToken
  opening: LinkedInvitation
}
type Followed = OpenedLink | { over: UnusableInvitationReason; status: number }

/**
 * Accepts invitations. These forms do not use submitForm, because creating an account starts a session. A form sent
 * twice creates only one account, because a link works only once.
 */
export const acceptanceRoutes = (parts: Parts): Route[] => {
  const { db, write, clock, config } = parts
  const cookie = signedCookie(config, 'invitation')
  const links = emailedLinks(tokenRows(db, ['invitation', ...administratorLinks]), clock, cookie)

  const followed = async (req: Request): Promise<Followed> => {
    const link = await links.opened(req)
    if (link.over) return link
    const opening = await invitationOfLink(db, link.token)
    if (!opening) return { over: 'unknown', status: 404 }
    return opening.state === 'open' ? { over: null, token: link.token, opening } : { over: opening.state, status: 410 }
  }

  const isFirst = async () => (await administrators(db)).length === 0

  return [
    get('/invitations/accept', 'a token', async (req, res) => {
      const { t } = res.locals
      const link = await followed(req)
      if (link.over !== null) return showLinkOver(res, t, link)
      const { opening } = link
      const actor = actorOrNull(res)
      const invited = opening.email === null ? null : await personWithAddress(db, opening.email)
      const known = opening.email === null ? actor : invited
      const isSuspended = invited?.status === 'suspended'
      if (known)
        return page(
          res,
          'access/acceptance/join',
          joinPage(t, link, actor, { isTheirs: actor?.id === known.id, isSuspended }),
        )
      page(res, 'access/acceptance/open-account', openAccountPage(t, link, await isFirst()))
    }),

    post('/invitations/accept', 'a token', async (req, res) => {
      const { t } = res.locals
      const link = await followed(req)
      if (link.over !== null) return showLinkOver(res, t, link)
      const { opening } = link
      if (opening.email !== null && (await personWithAddress(db, opening.email)))
        return res.redirect(303, '/invitations/accept')
      const entered = opening.email === null ? req.body : { ...req.body, email: opening.email }
      const browser = browserName(req.get('user-agent'))
      const { result: signIn, refused } = await parseAndAct(t, accountForm(t), entered, data =>
        acceptWithNewAccount(parts, link, { ...data, language: opening.language, browser }),
      )
      const draw = async () => openAccountPage(t, link, await isFirst(), refused ?? undefined)
      if (refused) return page(res.status(422), 'access/acceptance/open-account', await draw())
      if (!signIn) return res.redirect(303, '/invitations/accept')
      await beginSession(req, signIn)
      return welcome(res, link, t(signIn.asked === 'waiting' ? 'invitation.welcome.waiting' : 'invitation.welcome'))
    }),

    post('/invitations/join', 'signed in', async (req, res) => {
      const actor = actorOf(res)
      const { t } = res.locals
      const link = await followed(req)
      if (link.over !== null) return showLinkOver(res, t, link)
      const { opening } = link
      const person = await findPerson(db, actor.id)
      if (opening.email !== null && addressKey(opening.email) !== addressKey(person.email))
        return res.redirect(303, '/invitations/accept')
      const asked = await write(theService, work => acceptInvitation(work, link, actor))
      if (asked === null) return res.redirect(303, '/invitations/accept')
      return welcome(res, link, t(asked === 'waiting' ? 'invitation.joined.waiting' : 'invitation.joined'))
    }),

    get('/invitations/:token', 'a token', async (req, res) => {
      const link = await links.follow(res, req.params.token)
      if (link.over) return showLinkOver(res, res.locals.t, link)
      res.redirect(303, '/invitations/accept')
    }),
  ]

  async function welcome(res: Response, { token, opening }: OpenedLink, notice: string): Promise<void> {
    if (opening.kind === 'administrator') await removeLinkFiles(config.dataFolder)
    links.forget(res, token)
    flash(res, notice)
    res.redirect(303, '/home')
  }
}

const showLinkOver = (
  res: Response,
  t: T,
  { over, status }: { over: UnusableInvitationReason; status: number },
): void => page(res.status(status), 'access/sign-in/link-over', unusableInvitationPage(t, over))
