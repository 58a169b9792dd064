import type { Instant } from '../../domain/time.ts'
import { dayAndTime } from '../../words/format.ts'
import { invitationFacts, personFacts } from '../email-facts.store.ts'
import { letter, tokenLetter } from '../email.ts'

/** Accounts and passwords. */
export const gettingInLetters = {
  invitation: tokenLetter(
    { use: 'invitation', lastsMinutes: 14 * 24 * 60 },
    invitationFacts,
    (t, { organisation, role }, token) => ({
      subject:
        organisation === null
          ? t('letters.invitation.subject')
          : t('letters.invitation.subject_library', { organisation }),
      paragraphs: [
        organisation === null ? t('letters.invitation.charity') : t('letters.invitation.library', { organisation }),
        t(`letters.invitation.as.${role}`),
        t('letters.once', { days: 14 }),
        t('letters.invitation.unexpected'),
      ],
      action: { label: t('letters.invitation.action'), path: `/invitations/${token}` },
    }),
  ),
  'password forgotten': tokenLetter({ use: 'password reset', lastsMinutes: 60 }, personFacts, (t, _facts, token) => ({
    subject: t('letters.password_forgotten.subject'),
    paragraphs: [
      t('letters.password_forgotten.body'),
      t('letters.password_forgotten.once'),
      t('letters.password_forgotten.unexpected'),
    ],
    action: { label: t('letters.password_forgotten.action'), path: `/password/reset/${token}` },
  })),
  'password changed': letter<{ at: Instant }>((t, { at }) => ({
    subject: t('letters.password_changed.subject'),
    paragraphs: [
      t('letters.password_changed.body', { moment: dayAndTime(t, at) }),
      t('letters.password_changed.unexpected'),
    ],
    action: { label: t('letters.password_changed.action'), path: '/password/forgotten' },
  })),
  'new administrator': letter<{ at: Instant }>((t, { at }) => ({
    subject: t('letters.new_administrator.subject'),
    paragraphs: [
      t('letters.new_administrator.body', { moment: dayAndTime(t, at) }),
      t('letters.new_administrator.unexpected'),
    ],
    action: { label: t('letters.new_administrator.action'), path: '/people' },
  })),
}
