import type { T } from '../words/words.ts'
import type { TypedBefore } from './entered-text.ts'

export type LinkOverPage = Omit<ReturnType<typeof linkOver>, 'typed'> & {
  typed: Pick<TypedBefore, 'texts' | 'advice'> | null
}
export type WhyLinkOver = 'unknown' | 'used' | 'expired' | 'revoked'

/** The page for a link in an email that no longer works, with an address to write to. */
export function linkOver(t: T, kind: 'reset' | 'invitation' | 'sign_in_link', why: WhyLinkOver) {
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
