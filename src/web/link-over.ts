import type { T } from '../words/words.ts'

export type LinkOverPage = ReturnType<typeof linkOver>
export type WhyLinkOver = 'unknown' | 'used' | 'expired' | 'revoked'

/** A link from a mail that opens nothing any more, and whom to ask. */
export function linkOver(t: T, kind: 'reset' | 'invitation', why: WhyLinkOver) {
  return {
    title: t(`link.${why}.title`),
    text: [t(`link.${kind}.${why}`)],
    link: kind === 'reset' ? { text: t('link.reset.again'), href: '/password/forgotten' } : { text: t('link.sign_in'), href: '/sign-in' },
  }
}
