import { errorSummary, textArea, textField } from '../../../web/fields.ts'
import { emptyForm, formOf, type Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'
import { newPasswordField } from '../../../web/new-password.ts'
import { aboutList } from '../declarations/about.pages.ts'
import type { About } from '../declarations/about.store.ts'
import type { SeatLine } from '../panels/panel.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/seat-offers/offer': ReturnType<typeof offerPage>
    'appraisal/seat-offers/declined': ReturnType<typeof declinedPage>
  }
}

/**
 * How whoever opened the link can say yes: with a new account, signed in already, after signing in, or after signing
 * out.
 */
export type OfferTo = 'nobody yet' | 'themselves' | 'somebody known' | 'somebody else'

/** What the link in the letter opens. Declining needs no account. */
export function offerPage(t: T, about: About, seat: SeatLine, to: OfferTo, form: Form = emptyForm) {
  const shown = form === emptyForm ? formOf({ name: seat.name, shownName: seat.name.split(' ')[0] ?? '' }) : form
  return {
    title: t('panels.seat.title'),
    errors: errorSummary(form),
    heading: { text: t('panels.seat.title'), caption: about.application.organisationName, size: 'l' as const },
    about: aboutList(t, about),
    open:
      to !== 'nobody yet'
        ? null
        : {
            address: t('invitation.email.fixed', { email: seat.email }),
            username: seat.email,
            shownName: textField(shown, 'shownName', t('panels.seat.shown_name'), {
              hint: t('panels.seat.shown_name.hint'),
              width: 20,
              size: 's',
            }),
            name: textField(shown, 'name', t('invitation.name'), {
              autocomplete: 'name',
              hint: t('panels.seat.name.hint'),
            }),
            password: newPasswordField(t, shown, t('password.first')),
          },
    signIn: to === 'somebody known' ? { text: t('panels.seat.sign_in'), href: '/sign-in?next=/seats/offer' } : null,
    claim: to === 'themselves' ? { action: '/seats/offer/claim', text: t('panels.seat.go_on') } : null,
    signOut:
      to === 'somebody else'
        ? {
            says: t('panels.seat.somebody_else', { email: seat.email }),
            form: { action: '/sign-out', text: t('sign_out.button') },
          }
        : null,
    decline: {
      action: '/seats/offer/decline',
      reason: textArea(shown, 'reason', t('panels.seat.because'), { hint: t('panels.seat.because.hint'), rows: 3 }),
    },
  }
}

export const declinedPage = (t: T) => ({
  title: t('panels.seat.declined.title'),
  heading: { text: t('panels.seat.declined.title'), size: 'l' as const },
  text: [t('panels.seat.declined')],
})
