import type { Day } from '../../../domain/time.ts'
import { calendarLink } from '../../../web/calendar-link.ts'
import { linkField, type EmailToken } from '../../../web/email-links.ts'
import { errorSummary, textArea, textField } from '../../../web/fields.ts'
import { emptyForm, formOf, type Form } from '../../../web/form.ts'
import { newPasswordField } from '../../../web/new-password.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { askPart, type ToAsk } from '../../applications/applications.public.ts'
import { summaryOfApplication } from '../declarations/declaration.pages.ts'
import type { BeforeDeclaring } from '../declarations/declaration.store.ts'
import type { SeatLine } from './seat.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/seats/own-offer': ReturnType<typeof ownOfferPage>
    'appraisal/seats/emailed-offer': ReturnType<typeof emailedOfferPage>
    'appraisal/seats/decline': ReturnType<typeof ownOfferPage | typeof emailedOfferPage>['decline']
    'appraisal/seats/declined': ReturnType<typeof declinedPage>
  }
}

/** The details of an application and its panel that a person sees with the offer of a seat. */
export interface Offered extends BeforeDeclaring {
  /** the day by which findings are due; null until it is set */
  readBy: Day | null
  /** the person to ask for support */
  toAsk: ToAsk
}

interface OwnOffer {
  about: Offered
  /** the name that the panel will see, suggested in the form */
  name: string
  answerBy: Day | null
  /** null when the person has no seat on the application */
  seatId: string | null
}

/** The offer, for the signed-in person. */
export function ownOfferPage(t: T, { about, name, answerBy, seatId }: OwnOffer, form: Form = emptyForm) {
  const address = `/applications/${about.application.id}/seat`
  return {
    ...offerOf(t, about, { form, answerBy }),
    back: { text: t('appraisals.title'), href: '/appraisals' },
    calendar: answerBy && seatId ? calendarLink(t, { kind: 'seat offer', id: seatId }) : null,
    accept: {
      action: address,
      shownName: shownNameField(t, form === emptyForm ? formOf({ shownName: name }) : form),
    },
    decline: { action: `${address}/decline`, link: null, reason: reasonField(t, form), ...suggestionFields(t, form) },
  }
}

/** The person who opened the link. */
export type OfferTo =
  // has no account, and must create one to accept
  | 'a new person'
  // can continue to the offer
  | 'the person signed in'
  // has an account, and must sign in first
  | 'an account'
  // is signed in with another account, and cannot accept
  | 'another account'

/** The page of an emailed offer. Only a person without an account gets the form that creates one. */
export function emailedOfferPage(
  t: T,
  about: Offered,
  { token, seat, to }: { token: EmailToken; seat: SeatLine; to: OfferTo },
  form: Form = emptyForm,
) {
  const shown = form === emptyForm ? formOf({ name: seat.name }) : form
  const link = linkField(token)
  return {
    ...offerOf(t, about, { form, answerBy: seat.answerBy }),
    openAccount: to === 'a new person' ? { link, ...accountFields(t, seat, shown) } : null,
    signIn: to === 'an account' ? { text: t('seats.sign_in'), href: '/sign-in?next=/seats/offer' } : null,
    claim:
      to === 'the person signed in'
        ? { action: '/seats/offer/claim', text: t('seats.continue'), fields: [link] }
        : null,
    signOut:
      to === 'another account'
        ? {
            text: t('seats.another_account', { email: seat.email }),
            form: { action: '/sign-out', text: t('sign_out.button') },
          }
        : null,
    decline: { action: '/seats/offer/decline', link, reason: reasonField(t, shown), ...suggestionFields(t, shown) },
  }
}

const offerOf = (t: T, about: Offered, { form, answerBy }: { form: Form; answerBy: Day | null }) => ({
  title: t('seats.title'),
  errors: errorSummary(form),
  heading: { text: t('seats.title'), caption: about.application.organisationName, size: 'l' as const },
  about: summaryOfApplication(t, about),
  answerBy: answerBy && t('seats.answer_by', { day: longDay(t, answerBy) }),
  readBy: about.readBy && t('appraisals.read_by', { day: longDay(t, about.readBy) }),
  soon: about.readBy && answerBy && about.readBy < answerBy ? t('seats.answer_soon') : null,
  need: askPart(t, about.toAsk),
})

const accountFields = (t: T, seat: SeatLine, form: Form) => ({
  address: t('invitation.email.fixed', { email: seat.email }),
  username: seat.email,
  name: textField(form, 'name', t('invitation.name'), { autocomplete: 'name', hint: t('invitation.name.hint') }),
  password: newPasswordField(t, form, t('password.first')),
})

const shownNameField = (t: T, form: Form) =>
  textField(form, 'shownName', t('seats.shown_name'), { hint: t('seats.shown_name.hint'), width: 20, size: 's' })

const reasonField = (t: T, form: Form) =>
  textArea(form, 'reason', t('seats.decline.reason'), { hint: t('seats.decline.reason.hint'), rows: 3 })

const suggestionFields = (t: T, form: Form) => ({
  suggestedName: textField(form, 'suggestedName', t('seats.suggest.name'), {
    hint: t('seats.suggest.hint'),
    width: 20,
  }),
  suggestedEmail: textField(form, 'suggestedEmail', t('seats.suggest.email'), { type: 'email', width: 30 }),
})

export const declinedPage = (t: T) => ({
  title: t('seats.declined.title'),
  heading: { text: t('seats.declined.title'), size: 'l' as const },
  text: [t('seats.declined')],
})
