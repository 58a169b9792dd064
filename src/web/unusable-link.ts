import type { T } from '../words/words.ts'
import type { Link } from './components.ts'
import type { LinkOver } from './email-links.ts'
import type { EnteredText } from './entered-text.ts'

export type UnusableLinkView = Omit<ReturnType<typeof unusableLinkPage>, 'typed'> & {
  typed: Pick<EnteredText, 'texts' | 'advice'> | null
}
export type UnusableInvitationReason = LinkOver['over'] | 'revoked'

/** The page for a password reset link or sign-in link that does not work, with a link to the next step. */
export const unusableLinkPage = (t: T, kind: 'reset' | 'sign_in_link', why: LinkOver['over']) =>
  linkPage(t, why, { text: t(`link.${kind}.${why}`), link: newLink(t)[kind] })

const newLink = (t: T) => ({
  reset: { text: t('link.reset.again'), href: '/password/forgotten' },
  sign_in_link: { text: t('link.sign_in_link.again'), href: '/sign-in/email' },
})

/** The page for an invitation link that does not work. */
export const unusableInvitationPage = (t: T, why: UnusableInvitationReason) =>
  linkPage(t, why, { text: t(`link.invitation.${why}`), link: { text: t('link.sign_in'), href: '/sign-in' } })

const linkPage = (t: T, why: UnusableInvitationReason, { text, link }: { text: string; link: Link }) => ({
  title: t(`link.${why}.title`),
  text: [text],
  typed: null,
  link,
})
