import { emptyForm, type Form } from '../../../web/form.ts'
import { errorSummary, textField } from '../../../web/fields.ts'
import { linkField, type EmailToken } from '../../../web/email-links.ts'
import type { T } from '../../../words/words.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'access/sign-in-links/ask': ReturnType<typeof askForLinkPage>
    'access/sign-in-links/sent': ReturnType<typeof linkSentPage>
    'access/sign-in-links/use': ReturnType<typeof useLinkPage>
  }
}

export const askForLinkPage = (t: T, form: Form = emptyForm) => ({
  title: t('sign_in_links.title'),
  back: { text: t('sign_in.title'), href: '/sign-in' },
  errors: errorSummary(form),
  email: textField(form, 'email', t('sign_in.email'), { type: 'email', autocomplete: 'username' }),
})

export const linkSentPage = (t: T) => ({
  title: t('sign_in_links.sent.title'),
  text: [t('sign_in_links.sent.once'), t('sign_in_links.sent.nothing')],
  password: { text: t('sign_in_links.password'), href: '/sign-in' },
})

/** The page that a sign-in link opens. Its button uses up the link, because email scanners open links. */
export const useLinkPage = (t: T, token: EmailToken) => ({
  title: t('sign_in.title'),
  form: { action: '/sign-in/link', text: t('sign_in.button'), fields: [linkField(token)] },
})
