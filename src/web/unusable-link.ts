import type { T } from '../words/words.ts'
import type { EnteredText } from './entered-text.ts'

export type UnusableLinkView = Omit<ReturnType<typeof unusableLinkPage>, 'typed'> & {
  typed: Pick<EnteredText, 'texts' | 'advice'> | null
}
export type UnusableLinkReason = 'unknown' | 'used' | 'expired' | 'revoked'

/** The page for a link in an email that does not work, with a link to the next step. */
export function unusableLinkPage(t: T, kind: 'reset' | 'invitation' | 'sign_in_link', why: UnusableLinkReason) {
  return {
    title: t(`link.${why}.title`),
    text: [t(`link.${kind}.${why}`)],
    typed: null,
    link: newLink(t)[kind],
  }
}

const newLink = (t: T) => ({
  reset: { text: t('link.reset.again'), href: '/password/forgotten' },
  invitation: { text: t('link.sign_in'), href: '/sign-in' },
  sign_in_link: { text: t('link.sign_in_link.again'), href: '/sign-in/email' },
})
