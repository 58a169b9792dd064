import type { Request, Response } from 'express'
import type { Db, Tx } from '../../../db/connection.ts'
import { seatOf, theService, type Actor } from '../../../domain/actor.ts'
import type { Parts } from '../../../parts.ts'
import { browserName } from '../../../web/browser-name.ts'
import { emailedLinks, type EmailToken, type LinkOver } from '../../../web/email-links.ts'
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
import { unusableLinkPage, type UnusableLinkReason } from '../../../web/unusable-link.ts'
import { page } from '../../../web/view-engine.ts'
import { applicationById, findApplication, personWithAddress, tokenRows } from '../../access/access.public.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { coordinatorOf } from '../../applications/applications.public.ts'
import { beforeDeclaring } from '../declarations/declaration.store.ts'
import { readByOf } from '../panels/panel.store.ts'
import { acceptSeat, claimOffer, declineByLink, declineSeat, openAccountForSeat } from './seat.actions.ts'
import type { EmailedOffer } from './seat.actions.ts'
import { acceptSeatForm, declineSeatForm, seatAccountForm } from './seat.forms.ts'
import { declinedPage, emailedOfferPage, ownOfferPage, type Offered, type OfferTo } from './seat.pages.ts'
import { ownAnswerBy, seatById, type SeatLine } from './seat.store.ts'

export const seatRoutes = (parts: Parts): Route[] => [...ownOfferRoutes(parts), ...emailedOfferRoutes(parts)]

/** The offer to the person who is signed in. */
const ownOfferRoutes = (parts: Parts): Route[] => [
  get('/applications/:id/seat', 'seat.answer', async (req, res, permission) => {
    const actor = actorOf(res)
    const known = await findApplication(parts.db, actor, 'application.know', req.params.id)
    // The links in emails about the offer also lead here once the person has answered.
    if (seatOf(actor, known)?.status === 'accepted') return res.redirect(303, `/applications/${known.id}`)
    const application = await findApplication(parts.db, actor, permission, known.id)
    page(res, 'appraisal/seats/own-offer', ownOfferPage(res.locals.t, await ownOffer(parts, actor, application)))
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

const ownOffer = async (parts: Reading, actor: Actor, application: ApplicationRecord) => ({
  about: await offered(parts, application),
  name: actor.name,
  answerBy: await ownAnswerBy(parts.db, application, actor.id),
  seatId: seatOf(actor, application)?.id ?? null,
})

async function offered({ db, config }: Reading, application: ApplicationRecord): Promise<Offered> {
  return {
    ...(await beforeDeclaring(db, application)),
    readBy: (await readByOf(db, application))?.day ?? null,
    toAsk: { coordinator: await coordinatorOf(db, application), shared: config.contactEmail },
  }
}

interface Unusable {
  over: UnusableLinkReason
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
      const own = ownSeat(res, await offerInCookie(req))
      if (own !== null) return res.redirect(303, own)
      const link = await openedLink(req)
      if (link.over !== null) return showOver(res, link)
      await showOffer(res, link, await offeredTo(res, link.seat))
    }),

    post('/seats/offer', 'a token', async (req, res) => {
      const { t } = res.locals
      const link = await openedLink(req)
      const reader = link.over === null ? await offeredTo(res, link.seat) : null
      const accepted = pageOnceAccepted(await offerInCookie(req)) // last, to include an answer sent at the same time
      if (accepted !== null) return res.redirect(303, accepted)
      if (link.over !== null) return showOver(res, link)
      if (reader !== 'a new person') return res.redirect(303, '/seats/offer')
      const { result: signIn, refused } = await parseAndAct(t, seatAccountForm(t), req.body, data =>
        openAccount(req, res, link, data),
      )
      if (refused) return showOffer(res.status(422), link, 'a new person', refused)
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
      if (form) return showOffer(res.status(422), link, await offeredTo(res, link.seat), form)
      await write(theService, work => declineByLink(work, link, data))
      res.redirect(303, (await isDeclined(req)) ? '/seats/declined' : '/seats/offer')
    }),

    get('/seats/declined', 'nothing', (_req, res) => {
      page(res, 'appraisal/seats/declined', declinedPage(res.locals.t))
    }),

    get('/seats/:token', 'a token', async (req, res) => {
      const link = await links.follow(res, req.params.token)
      if (!link.over) return res.redirect(303, '/seats/offer')
      const own = ownSeat(res, link.token && (await offerOf(link.token)))
      if (own !== null) return res.redirect(303, own)
      showOver(res, await overBecause(link))
    }),
  ]

  /** The current state of the offer whose page sent the request. */
  async function offerInCookie(req: Request): Promise<EmailedOffer | null> {
    const token = await links.tokenOf(req)
    return token && offerOf(token)
  }

  /**
   * The page to go to once this offer is accepted; null until then. A form that is sent twice, even at the same time,
   * leads to the same page both times.
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
    const link = await links.opened(req)
    if (link.over) return overBecause(link)
    const offer = await offerOf(link.token)
    if (!offer) return { over: 'unknown', status: 404 }
    return offer.seat.status === 'offered' ? { over: null, ...offer } : { over: 'revoked', status: 410 }
  }

  /**
   * Why a link no longer works. The link of an offer that expired or was withdrawn is marked as used, although nobody
   * used it.
   */
  async function overBecause({ over, status, token }: LinkOver): Promise<Unusable> {
    const seat = token && over === 'used' ? (await offerOf(token))?.seat.status : null
    if (seat === 'expired') return { over: 'expired', status }
    return { over: seat === 'withdrawn' ? 'revoked' : over, status }
  }

  /** The address of the signed-in person's own seat or offer. Null for everyone else, and when the seat is over. */
  function ownSeat(res: Response, offer: EmailedOffer | null): string | null {
    if (offer?.seat.personId == null || offer.seat.personId !== actorOrNull(res)?.id) return null
    return ['offered', 'accepted'].includes(offer.seat.status) ? `/applications/${offer.application.id}/seat` : null
  }

  async function offeredTo(res: Response, { email, personId }: SeatLine): Promise<OfferTo> {
    const holderId = personId ?? (await personWithAddress(db, email))?.id ?? null
    const actor = actorOrNull(res)
    if (holderId === null) return 'a new person'
    if (!actor) return 'an account'
    return actor.id === holderId ? 'the person signed in' : 'another account'
  }

  async function showOffer(res: Response, offer: EmailedOffer, to: OfferTo, form?: Form): Promise<void> {
    const about = await offered({ db, config }, offer.application)
    page(res, 'appraisal/seats/emailed-offer', emailedOfferPage(res.locals.t, about, { ...offer, to }, form))
  }

  function showOver(res: Response, { over, status }: Unusable): void {
    page(res.status(status), 'access/sign-in/link-over', unusableLinkPage(res.locals.t, 'invitation', over))
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
