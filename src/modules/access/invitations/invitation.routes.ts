import { administratorLinks, removeLinkFiles } from '../administrators/administrator.actions.ts'
import { theService } from '../../../domain/actor.ts'
import type { Request, Response } from 'express'
import { FormRefused } from '../../../domain/refusals.ts'
import { addressKey } from '../../../email/addresses.ts'
import type { Parts } from '../../../parts.ts'
import { browserName } from '../../../web/browser-name.ts'
import { flash } from '../../../web/flash.ts'
import { linkOver, type WhyLinkOver } from '../../../web/unusable-link.ts'
import { emailedLinks, type EmailToken } from '../../../web/email-links.ts'
import { refuseCommonPassword } from '../../../web/new-password.ts'
import { parseForm, refusalOf } from '../../../web/parse-form.ts'
import { beginSession } from '../../../web/passport.ts'
import { hashPassword } from '../../../web/passwords.ts'
import { actorOf, actorOrNull } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { signedCookie } from '../../../web/signed-cookie.ts'
import { page } from '../../../web/view-engine.ts'
import { administrators, findPerson, personWithAddress } from '../people/people.store.ts'
import { tokenRows } from '../sign-in/sign-in.store.ts'
import { acceptInvitation, openAccount } from './invitation.actions.ts'
import { accountForm } from './invitation.forms.ts'
import { joinPage, openAccountPage } from './invitation.pages.ts'
import { openingOf, type Opening } from './invitation.store.ts'

type Followed = { over: null; token: EmailToken; opening: Opening } | { over: WhyLinkOver; status: number }

export const invitationRoutes = ({ db, write, clock, config }: Parts): Route[] => {
  const links = emailedLinks(
    tokenRows(db, ['invitation', ...administratorLinks]),
    clock,
    signedCookie(config, 'invitation'),
  )

  const followed = async (req: Request): Promise<Followed> => {
    const link = await links.opened(req)
    if (link.over) return link
    const opening = await openingOf(db, link.token)
    if (!opening) return { over: 'unknown', status: 404 }
    return opening.state === 'open' ? { over: null, token: link.token, opening } : { over: opening.state, status: 410 }
  }
  const showOver = (res: Response, { over, status }: { over: WhyLinkOver; status: number }) =>
    page(res.status(status), 'access/sign-in/link-over', linkOver(res.locals.t, 'invitation', over))

  return [
    get('/invitations/accept', 'a token', async (req, res) => {
      const { t } = res.locals
      const link = await followed(req)
      if (link.over !== null) return showOver(res, link)
      const { opening } = link
      const actor = actorOrNull(res)
      const known = opening.email === null ? actor : await personWithAddress(db, opening.email)
      if (!known)
        return page(
          res,
          'access/invitations/open-account',
          openAccountPage(t, opening, (await administrators(db)).length === 0),
        )
      page(res, 'access/invitations/join', joinPage(t, opening, actor, actor?.id === known.id))
    }),
    post('/invitations/accept', 'a token', async (req, res) => {
      const { t } = res.locals
      const link = await followed(req)
      if (link.over !== null) return showOver(res, link)
      const { token, opening } = link
      const { data, form } = parseForm(
        accountForm(t),
        opening.email === null ? req.body : { ...req.body, email: opening.email },
      )
      if (opening.email !== null && (await personWithAddress(db, opening.email)))
        return res.redirect(303, '/invitations/accept')
      const isFirst = (await administrators(db)).length === 0
      if (form)
        return page(res.status(422), 'access/invitations/open-account', openAccountPage(t, opening, isFirst, form))
      let signIn = { id: '' }
      const refused = await refusalOf(t, req.body, async () => {
        refuseCommonPassword(data.password, data)
        if (opening.email === null && (await personWithAddress(db, data.email)))
          throw new FormRefused('email', 'invitation.email.taken')
        const passwordHash = await hashPassword(data.password)
        signIn = await write(theService, work =>
          openAccount(work, token, opening, {
            name: data.name,
            email: data.email,
            passwordHash,
            language: opening.language,
            browser: browserName(req.get('user-agent')),
          }),
        )
      })
      if (refused)
        return page(res.status(422), 'access/invitations/open-account', openAccountPage(t, opening, isFirst, refused))
      if (opening.kind === 'administrator') await removeLinkFiles(config.dataFolder)
      await beginSession(req, signIn)
      links.forget(res)
      flash(res, t('invitation.welcome', { name: data.name }))
      res.redirect(303, '/home')
    }),
    post('/invitations/join', 'signed in', async (req, res) => {
      const actor = actorOf(res)
      const link = await followed(req)
      if (link.over !== null) return showOver(res, link)
      const { token, opening } = link
      const person = await findPerson(db, actor.id)
      if (opening.email !== null && addressKey(opening.email) !== addressKey(person.email))
        return res.redirect(303, '/invitations/accept')
      await write(theService, work => acceptInvitation(work, token, opening, actor))
      if (opening.kind === 'administrator') await removeLinkFiles(config.dataFolder)
      links.forget(res)
      flash(res, res.locals.t('invitation.joined'))
      res.redirect(303, '/home')
    }),
    get('/invitations/:token', 'a token', async (req, res) => {
      const link = await links.follow(res, req.params.token)
      if (link.over) return showOver(res, link)
      res.redirect(303, '/invitations/accept')
    }),
  ]
}
