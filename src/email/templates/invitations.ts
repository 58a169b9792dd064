import type { Instant } from '../../domain/time.ts'
import { dayAndTime } from '../../words/format.ts'
import type { T } from '../../words/words.ts'
import { invitationFacts, personFacts, type InvitationFacts } from '../email-facts.store.ts'
import { email, tokenEmail, type EmailText } from '../email.ts'

/** The text of an invitation. The preview before sending uses it too. */
export function invitationText(t: T, { organisation, role, isFromCharity }: InvitationFacts, token: string): EmailText {
  const library = isFromCharity ? 'emails.invitation.library_charity' : 'emails.invitation.library'
  return {
    subject:
      organisation === null ? t('emails.invitation.subject') : t('emails.invitation.subject_library', { organisation }),
    paragraphs: [
      organisation === null ? t('emails.invitation.charity') : t(library, { organisation }),
      t(`emails.invitation.as.${role}`),
      t('emails.link_works_once', { days: 14 }),
      t('emails.invitation.unexpected'),
    ],
    action: { label: t('emails.invitation.action'), path: `/invitations/${token}` },
  }
}

/** Emails about accounts and passwords. */
export const invitationEmails = {
  invitation: tokenEmail({ use: 'invitation', lastsMinutes: 14 * 24 * 60 }, invitationFacts, invitationText),
  'password forgotten': tokenEmail({ use: 'password reset', lastsMinutes: 60 }, personFacts, (t, _facts, token) => ({
    subject: t('emails.password_forgotten.subject'),
    paragraphs: [
      t('emails.password_forgotten.body'),
      t('emails.password_forgotten.once'),
      t('emails.password_forgotten.unexpected'),
    ],
    action: { label: t('emails.password_forgotten.action'), path: `/password/reset/${token}` },
  })),
  'sign-in link': tokenEmail({ use: 'sign-in link', lastsMinutes: 15 }, personFacts, (t, _facts, token) => ({
    subject: t('emails.sign_in_link.subject'),
    paragraphs: [t('emails.sign_in_link.body'), t('emails.sign_in_link.once'), t('emails.sign_in_link.unexpected')],
    action: { label: t('emails.sign_in_link.action'), path: `/sign-in/link/${token}` },
  })),
  'password changed': email<{ at: Instant }>((t, { at }) => ({
    subject: t('emails.password_changed.subject'),
    paragraphs: [
      t('emails.password_changed.body', { moment: dayAndTime(t, at) }),
      t('emails.password_changed.unexpected'),
    ],
    action: { label: t('emails.password_changed.action'), path: '/password/forgotten' },
  })),
  'new administrator': email<{ at: Instant }>((t, { at }) => ({
    subject: t('emails.new_administrator.subject'),
    paragraphs: [
      t('emails.new_administrator.body', { moment: dayAndTime(t, at) }),
      t('emails.new_administrator.unexpected'),
    ],
    action: { label: t('emails.new_administrator.action'), path: '/people' },
  })),
}
