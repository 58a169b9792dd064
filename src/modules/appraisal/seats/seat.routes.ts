import type { Request, Response } from 'express'
import type { Db, Tx } from '../../../db/connection.ts'
import { runLookups, type Answers } from '../../../db/lookups.ts'
import { seatOf, theService, type Actor } from '../../../domain/actor.ts'
import type { Parts } from '../../../parts.ts'
import { browserName } from '../../../web/browser-name.ts'
import { emailedLinks, type EmailToken, type LinkOver, type OpenLink } from '../../../web/email-links.ts'
import { flash } from '../../../web/flash.ts'
import type { Form } from '../../../web/form.ts'
import { refuseCommonPassword } from '../../../web/new-password.ts'
import { parseAndAct, parseForm } from '../../../web/parse-form.ts'
import { beginSession } from '../../../web/passport.ts'
import { hashPassword } from '../../../web/passwords.ts'
import { actorOf, actorOrNull } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { signedCookie } from '../../../web/signed-cookie.ts'
import { show, submitForm, type FormRequest } from '../../../web/submit-form.ts'
import { unusableInvitationPage, type UnusableInvitationReason } from '../../../web/unusable-link.ts'
import { page } from '../../../web/view-engine.ts'
import {
  type ApplicationRecord,
  applicationById,
  findApplication,
  personIdWithAddressLookup,
  requirePermission,
  tokenRows,
} from '../../access/access.public.ts'
import { coordinatorToAsk } from '../../applications/applications.public.ts'
import { beforeDeclaringFrom, beforeDeclaringLookups } from '../declarations/declaration.store.ts'
import { readByLookup } from '../panels/panel.store.ts'
import { acceptSeat, claimOffer, declineByLink, declineSeat, openAccountForSeat } from './seat.actions.ts'
import type { EmailedOffer } from './seat.actions.ts'
import { acceptSeatForm, declineSeatForm, seatAccountForm } from './seat.forms.ts'
import { declinedPage, emailedOfferPage, ownOfferPage, type Offered, type OfferTo } from './seat.pages.ts'
import { ownAnswerByLookup, seatById, type SeatLine } from './seat.store.ts'

export const seatRoutes = (parts: Parts): Route[] => [...ownOfferRoutes(parts), ...emailedOfferRoutes(parts)]

/** The signed-in person's own offer, and the forms that accept and decline it. */
const ownOfferRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/seat', 'seat.answer', async (req, res, permission) => {
    const actor = actorOf(res)
    const known = await findApplication(parts.db, actor, 'application.know', req.params.id)
    // The links in emails about the offer also lead here once the person has answered.
    if (seatOf(actor, known)?.status === 'accepted') return res.redirect(303, `/applications/${known.id}`)
    requirePermission(actor, permission, known)
    page(res, 'appraisal/seats/own-offer', ownOfferPage(res.locals.t, await ownOffer(parts, actor, known)))
  }),

  submitForm(parts, {
    path: '/applications/:id/seat',
    permission: 'seat.answer',
    load: ({ db, actor, permission, params }) => findApplication(db, actor, permission, params.id),
    form: ({ t }) => acceptSeatForm(t),
    act: (work, application, { data }) => acceptSeat(work, application, data.shownName),
    done: (t, application) => ({
      address: `/applications/${application.id}/declaration`,
      notice: t('seats.accepted'),
    }),
    redraw: ({ db, t, actor }, application, form) => redrawOwnOffer({ ...parts, db }, { t, actor }, application, form),
  }),

  submitForm(parts, {
    path: '/applications/:id/seat/decline',
    permission: 'seat.answer',
    load: ({ db, actor, permission, params }) => findApplication(db, actor, permission, params.id),
    form: ({ t }) => declineSeatForm(t),
    act: (work, application, { data }) => declineSeat(work, application, data),
    done: t => ({ address: '/appraisals', notice: t('seats.declined') }),
    redraw: ({ db, t, actor }, application, form) => redrawOwnOffer({ ...parts, db }, { t, actor }, application, form),
  }),
]

async function redrawOwnOffer(
  parts: Reading,
  { t, actor }: Pick<FormRequest, 't' | 'actor'>,
  application: ApplicationRecord,
  form: Form,
) {
  return show('appraisal/seats/own-offer', ownOfferPage(t, await ownOffer(parts, actor, application), form))
}

type Reading = Pick<Parts, 'config'> & { db: Db | Tx }

async function ownOffer({ db, config }: Reading, actor: Actor, application: ApplicationRecord) {
  const { answerBy, ...found } = await runLookups(db, {
    ...offeredLookups(db, application),
    answerBy: ownAnswerByLookup(db, application.id, actor.id),
  })
  const about = offeredFrom(config, application, found)
  return { about, name: actor.name, answerBy, seatId: seatOf(actor, application)?.id ?? null }
}

const offeredLookups = (db: Db | Tx, application: ApplicationRecord) => ({
  ...beforeDeclaringLookups(db, application),
  readBy: readByLookup(db, application.id),
  coordinator: coordinatorToAsk(db, application.id),
})

const offeredFrom = (
  config: Parts['config'],
  application: ApplicationRecord,
  { readBy, coordinator, ...found }: Answers<ReturnType<typeof offeredLookups>>,
): Offered => ({
  ...beforeDeclaringFrom(application, found),
  readBy: readBy?.day ?? null,
  toAsk: { coordinator, shared: config.contactEmail },
})

interface Unusable {
  over: UnusableInvitationReason
  status: number
}
type OpenedLink = ({ over: null } & EmailedOffer) | Unusable

/**
 * The emailed link that offers a seat, and its forms. The forms cannot use `submitForm`, because the signed cookie
 * gives the right to answer.
 */
function emailedOfferRoutes({ db, write, clock, config }: Parts): Route[] {
  const links = emailedLinks(tokenRows(db, ['seat offer']), clock, signedCookie(config, 'seat'))

  return [
    get('/seats/offer', 'a token', async (req, res) => {
      const { opened, offer } = await linkAndOffer(req)
      const own = ownSeat(res, offer)
      if (own !== null) return res.redirect(303, own)
      const link = linkTo(opened, offer)
      if (link.over !== null) return showOver(res, link)
      await showOffer(res, link)
    }),

    post('/seats/offer', 'a token', async (req, res) => {
      const { t } = res.locals
      const link = await openedLink(req)
      const reader = link.over === null ? await offeredTo(res, link.seat) : null
      const accepted = pageOnceAccepted(await offerInCookie(req)) // read last, to see an answer sent at the same time
      if (accepted !== null) return res.redirect(303, accepted)
      if (link.over !== null) return showOver(res, link)
      if (reader !== 'a new person') return res.redirect(303, '/seats/offer')
      const { result: signIn, refused } = await parseAndAct(t, seatAccountForm(t), req.body, data =>
        openAccount(req, res, link, data),
      )
      if (refused) return showOffer(res.status(422), link, refused)
      if (signIn === null) return res.redirect(303, pageOnceAccepted(await offerInCookie(req)) ?? '/seats/offer')
      await beginSession(req, signIn)
      flash(res, t('seats.waiting'))
      res.redirect(303, '/home')
    }),

    post('/seats/offer/claim', 'signed in', async (req, res) => {
      const link = await openedLink(req)
      if (link.over !== null) return showOver(res, link)
      if ((await offeredTo(res, link.seat)) !== 'the person signed in') return res.redirect(303, '/seats/offer')
      const claimed = await write(actorOf(res), work => claimOffer(work, link.seat))
      if (claimed === 'claimed') return res.redirect(303, `/applications/${link.application.id}/seat`)
      flash(res, res.locals.t('seats.waiting'))
      res.redirect(303, '/home')
    }),

    post('/seats/offer/decline', 'a token', async (req, res) => {
      const link = await openedLink(req)
      if (await isDeclined(req)) return res.redirect(303, '/seats/declined')
      if (link.over !== null) return showOver(res, link)
      const { data, form } = parseForm(declineSeatForm(res.locals.t), req.body)
      if (form) return showOffer(res.status(422), link, form)
      await write(theService, work => declineByLink(work, link, data))
      res.redirect(303, (await isDeclined(req)) ? '/seats/declined' : '/seats/offer')
    }),

    get('/seats/declined', 'nothing', (_req, res) => {
      page(res, 'appraisal/seats/declined', declinedPage(res.locals.t))
    }),

    get('/seats/:token', 'a token', async (req, res) => {
      const link = await links.follow(res, req.params.token)
      if (!link.over) return res.redirect(303, '/seats/offer')
      const offer = link.token && (await offerOf(link.token))
      const own = ownSeat(res, offer)
      if (own !== null) return res.redirect(303, own)
      showOver(res, overBecause(link, offer))
    }),
  ]

  /** The offer whose link is in the signed cookie, as it is now; null when there is no such cookie or no such offer. */
  async function offerInCookie(req: Request): Promise<EmailedOffer | null> {
    const token = await links.tokenOf(req)
    return token && offerOf(token)
  }

  /**
   * The page for a person who has accepted this offer, or opened an account for it; null for others. A form that is
   * sent twice leads to the same page both times.
   */
  function pageOnceAccepted(offer: EmailedOffer | null): string | null {
    if (offer?.seat.status === 'accepted') return `/applications/${offer.application.id}/declaration`
    return offer?.seat.status === 'offered' && offer.token.usedAt !== null ? '/home' : null
  }

  async function isDeclined(req: Request): Promise<boolean> {
    return (await offerInCookie(req))?.seat.status === 'declined'
  }

  async function offerOf(token: EmailToken): Promise<EmailedOffer | null> {
    const found = await seatById(db, token.aboutId ?? '')
    const application = found && (await applicationById(db, found.applicationId))
    return found && application && { token, seat: found.seat, application }
  }

  async function openedLink(req: Request): Promise<OpenedLink> {
    const { opened, offer } = await linkAndOffer(req)
    return linkTo(opened, offer)
  }

  async function linkAndOffer(req: Request): Promise<{ opened: LinkOver | OpenLink; offer: EmailedOffer | null }> {
    const opened = await links.opened(req)
    return { opened, offer: opened.token && (await offerOf(opened.token)) }
  }

  function linkTo(opened: LinkOver | OpenLink, offer: EmailedOffer | null): OpenedLink {
    if (opened.over) return overBecause(opened, offer)
    if (!offer) return { over: 'unknown', status: 404 }
    return offer.seat.status === 'offered' ? { over: null, ...offer } : { over: 'revoked', status: 410 }
  }

  /**
   * Why a link no longer works. The link of an offer that expired or was withdrawn is marked as used, although nobody
   * used it.
   */
  function overBecause({ over, status }: LinkOver, offer: EmailedOffer | null): Unusable {
    const seat = over === 'used' ? offer?.seat.status : null
    if (seat === 'expired') return { over: 'expired', status }
    return { over: seat === 'withdrawn' ? 'revoked' : over, status }
  }

  /** The address of the signed-in person's own seat or offer. Null for everyone else, and when the seat is over. */
  function ownSeat(res: Response, offer: EmailedOffer | null): string | null {
    if (offer?.seat.personId == null || offer.seat.personId !== actorOrNull(res)?.id) return null
    return ['offered', 'accepted'].includes(offer.seat.status) ? `/applications/${offer.application.id}/seat` : null
  }

  async function offeredTo(res: Response, seat: SeatLine): Promise<OfferTo> {
    return readerOf(res, seat, (await runLookups(db, { account: accountFor(seat) })).account)
  }

  /** The lookup of the account with the offer's email address; null when the offer already belongs to an account. */
  function accountFor({ personId, email }: SeatLine) {
    return personId === null ? personIdWithAddressLookup(db, email) : null
  }

  function readerOf(res: Response, { personId }: SeatLine, account: string | null): OfferTo {
    const holderId = personId ?? account
    const actor = actorOrNull(res)
    if (holderId === null) return 'a new person'
    if (!actor) return 'an account'
    return actor.id === holderId ? 'the person signed in' : 'another account'
  }

  async function showOffer(res: Response, offer: EmailedOffer, form?: Form): Promise<void> {
    const { application, seat } = offer
    const { account, ...found } = await runLookups(db, {
      ...offeredLookups(db, application),
      account: accountFor(seat),
    })
    const about = offeredFrom(config, application, found)
    const shown = { ...offer, to: readerOf(res, seat, account) }
    page(res, 'appraisal/seats/emailed-offer', emailedOfferPage(res.locals.t, about, shown, form))
  }

  function showOver(res: Response, { over, status }: Unusable): void {
    page(res.status(status), 'access/sign-in/link-over', unusableInvitationPage(res.locals.t, over))
  }

  /**
   * @returns the sign-in of the new account, or null when the link has been used
   * @throws FormRefused for a common password
   */
  async function openAccount(
    req: Request,
    res: Response,
    offer: EmailedOffer,
    { name, password }: { name: string; password: string },
  ): Promise<{ id: string } | null> {
    const { email } = offer.seat
    refuseCommonPassword(password, { name, email })
    const passwordHash = await hashPassword(password)
    const account = {
      name,
      email,
      passwordHash,
      language: res.locals.t.language,
      browser: browserName(req.get('user-agent')),
    }
    return write(theService, work => openAccountForSeat(work, offer, account))
  }
}
