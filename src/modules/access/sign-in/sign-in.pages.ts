import { emptyForm, type Form } from '../../../web/form.ts'
import { errorSummary, textField } from '../../../web/fields.ts'
import { linkField, type EmailToken } from '../../../web/email-links.ts'
import { newPasswordField } from '../../../web/new-password.ts'
import type { SignInEndReason } from '../../../web/sign-ins.ts'
import type { T } from '../../../words/words.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'access/sign-in/sign-in': SignInPage
    'access/sign-in/sign-out': SignOutPage
    'access/sign-in/forgotten': ForgottenPage
    'access/sign-in/check-your-email': CheckYourEmail
    'access/sign-in/reset': ResetPage
  }
}

export type SignInPage = ReturnType<typeof signInPage>
export type SignOutPage = ReturnType<typeof signOutPage>
export type ForgottenPage = ReturnType<typeof forgottenPage>
export type CheckYourEmail = ReturnType<typeof checkYourEmail>
export type ResetPage = ReturnType<typeof resetPage>

/**
 * @param next the address of the page to open after signing in
 * @param over why the earlier sign-in has ended; null when there was none
 */
export function signInPage(t: T, next: string, form: Form = emptyForm, over: SignInEndReason | null = null) {
  const away = over && over !== 'suspended' ? t(`sign_in.over.${over}`) : null
  return {
    title: t('sign_in.title'),
    errors: errorSummary(form),
    away: away && { tone: 'plain' as const, icon: 'clock' as const, text: [away] },
    email: textField(form, 'email', t('sign_in.email'), { type: 'email', autocomplete: 'username' }),
    password: textField(form, 'password', t('sign_in.password'), {
      type: 'password',
      autocomplete: 'current-password',
    }),
    emailLink: {
      text: t('sign_in_links.link'),
      href: next === '/home' ? '/sign-in/email' : `/sign-in/email?${new URLSearchParams({ next }).toString()}`,
    },
  }
}

export function signOutPage(t: T, isSignedIn: boolean) {
  return { title: t(isSignedIn ? 'sign_out.title' : 'sign_out.done'), isSignedIn }
}

export function forgottenPage(t: T, form: Form = emptyForm) {
  return {
    title: t('forgotten.title'),
    back: { text: t('sign_in.title'), href: '/sign-in' },
    errors: errorSummary(form),
    email: textField(form, 'email', t('sign_in.email'), { type: 'email', autocomplete: 'username' }),
  }
}

export const checkYourEmail = (t: T) => ({
  title: t('forgotten.sent.title'),
  text: [t('forgotten.sent.once'), t('forgotten.sent.nothing')],
})

export function resetPage(t: T, token: EmailToken, form: Form = emptyForm) {
  return {
    title: t('reset.title'),
    errors: errorSummary(form),
    link: linkField(token),
    password: newPasswordField(t, form),
  }
}
