import { theService } from '../../../domain/actor.ts'
import { type ApplicationRecord, applicationById, personWithAddress, tokenRows } from '../../access/access.public.ts'
import type { Request, Response } from 'express'
import type { Parts } from '../../../parts.ts'
import { browserName } from '../../../web/browser-name.ts'
import { flash } from '../../../web/flash.ts'
import type { Form } from '../../../web/form.ts'
import { emailedLinks, type LinkOver, type EmailToken } from '../../../web/mailed-links.ts'
import { parseForm, refusalOf } from '../../../web/parse-form.ts'
import { beginSession } from '../../../web/passport.ts'
import { hashPassword } from '../../../web/passwords.ts'
import { actorOf, actorOrNull } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { signedCookie } from '../../../web/sealed-cookie.ts'
import { page } from '../../../web/view-engine.ts'
import { refuseCommonPassword } from '../../../web/new-password.ts'
import { linkOver } from '../../../web/link-over.ts'
import { aboutApplication } from '../declarations/about.store.ts'
import { claimOffer, declineByLink, takeSeatWithAccount } from './seat-offer.actions.ts'
import { declinedPage, offerPage, type OfferTo } from './seat-offer.pages.ts'
import { declineSeatForm, seatAccountForm } from '../panels/panel.forms.ts'
import { seatById, type SeatLine } from '../panels/panel.store.ts'

type Followed =
  | { over: null; token: EmailToken; seat: SeatLine; application: ApplicationRecord }
  | { over: 'revoked'; status: 410 }
  | LinkOver

/**
 * The link in the letter that offers a seat: what it is about, yes or no. It is exchanged for an address without the
 * token.
 */
export const offerRoutes = ({ db, write, clock, config }: Parts): Route[] => {
  const links = emailedLinks(tokenRows(db, ['seat offer']), clock, signedCookie(config, 'seat'))

  return [
    get('/seats/offer', 'a token', async (req, res) => {
      const link = await followed(req)
      if (link.over !== null) return showOver(res, link)
      const to = await offeredTo(res, link.seat)
      if (to === 'themselves' && link.seat.personId === actorOrNull(res)?.id)
        return res.redirect(303, `/applications/${link.application.id}/seat`)
      await show(res, link, to)
    }),

    post('/seats/offer', 'a token', async (req, res) => {
      const { t } = res.locals
      const link = await followed(req)
      if (link.over !== null) return showOver(res, link)
      if ((await offeredTo(res, link.seat)) !== 'nobody yet') return res.redirect(303, '/seats/offer')
      const { data, form } = parseForm(seatAccountForm(t), req.body)
      if (form) return show(res.status(422), link, 'nobody yet', form)
      let signIn = { id: '' }
      const refused = await refusalOf(t, req.body, async () => {
        refuseCommonPassword(data.password, { name: data.name, email: link.seat.email })
        const account = {
          name: data.name,
          email: link.seat.email,
          passwordHash: await hashPassword(data.password),
          language: t.language,
          browser: browserName(req.get('user-agent')),
        }
        signIn = await write(theService, work =>
          takeSeatWithAccount(work, link.token, link.seat, link.application, account, data.shownName),
        )
      })
      if (refused) return show(res.status(422), link, 'nobody yet', refused)
      await beginSession(req, signIn)
      links.forget(res)
      flash(res, t('panels.seat.taken'))
      res.redirect(303, `/applications/${link.application.id}/declaration`)
    }),

    post('/seats/offer/claim', 'signed in', async (req, res) => {
      const link = await followed(req)
      if (link.over !== null) return showOver(res, link)
      if ((await offeredTo(res, link.seat)) !== 'themselves') return res.redirect(303, '/seats/offer')
      await write(actorOf(res), work => claimOffer(work, link.seat))
      res.redirect(303, `/applications/${link.application.id}/seat`)
    }),

    post('/seats/offer/decline', 'a token', async (req, res) => {
      const { t } = res.locals
      const link = await followed(req)
      if (link.over !== null) return showOver(res, link)
      const { data, form } = parseForm(declineSeatForm(t), req.body)
      if (form) return show(res.status(422), link, await offeredTo(res, link.seat), form)
      await write(theService, work => declineByLink(work, link.token, link.seat, link.application, data.reason))
      links.forget(res)
      page(res, 'appraisal/seat-offers/declined', declinedPage(t))
    }),

    get('/seats/:token', 'a token', async (req, res) => {
      const link = await links.follow(res, req.params.token)
      if (link.over) return showOver(res, link)
      res.redirect(303, '/seats/offer')
    }),
  ]

  async function followed(req: Request): Promise<Followed> {
    const link = await links.opened(req)
    if (link.over) return link
    const found = await seatById(db, link.token.aboutId ?? '')
    const application = found && (await applicationById(db, found.applicationId))
    if (!found || !application) return { over: 'unknown', status: 404 }
    return found.seat.status === 'offered'
      ? { over: null, token: link.token, seat: found.seat, application }
      : { over: 'revoked', status: 410 }
  }

  async function offeredTo(res: Response, { email, personId }: SeatLine): Promise<OfferTo> {
    const known = personId ?? (await personWithAddress(db, email))?.id ?? null
    const actor = actorOrNull(res)
    if (known === null) return 'nobody yet'
    return !actor ? 'somebody known' : actor.id === known ? 'themselves' : 'somebody else'
  }

  async function show(
    res: Response,
    { seat, application }: { seat: SeatLine; application: ApplicationRecord },
    to: OfferTo,
    form?: Form,
  ): Promise<void> {
    page(
      res,
      'appraisal/seat-offers/offer',
      offerPage(res.locals.t, await aboutApplication(db, application), seat, to, form),
    )
  }

  function showOver(res: Response, { over, status }: { over: 'revoked' | LinkOver['over']; status: number }): void {
    page(res.status(status), 'access/sign-in/link-over', linkOver(res.locals.t, 'invitation', over))
  }
}
