import { dayOf, type Instant } from '../../domain/time.ts'
import { dayAndTime, longDay, timeOfDay } from '../../words/format.ts'
import type { T } from '../../words/words.ts'
import { invitationFacts, invitationReminderFacts, personFacts, type InvitationFacts } from '../email-facts.store.ts'
import { email, tokenEmail, type EmailText } from '../email.ts'

/** How many days an invitation's link works. */
export const daysToAccept = 14

/** The text of an invitation. The preview before sending uses it too. */
export function invitationText(t: T, facts: InvitationFacts, token: string): EmailText {
  const { organisation } = facts
  return {
    subject:
      organisation === null ? t('emails.invitation.subject') : t('emails.invitation.subject_library', { organisation }),
    paragraphs: [
      ...whatFor(t, facts),
      t('emails.link_works_once', { days: daysToAccept }),
      t('emails.invitation.unexpected'),
    ],
    action: acceptance(t, token),
  }
}

/** The text of the reminder. Its link expires together with the invitation. */
function reminderText(t: T, facts: InvitationFacts & { until: Instant }, token: string): EmailText {
  const { organisation, until } = facts
  const day = longDay(t, dayOf(until))
  return {
    subject:
      organisation === null
        ? t('emails.invitation_reminder.subject', { day })
        : t('emails.invitation_reminder.subject_library', { organisation, day }),
    paragraphs: [
      t('emails.invitation_reminder.open'),
      ...whatFor(t, facts),
      t('emails.invitation_reminder.until', { day, time: timeOfDay(t, until) }),
      t('emails.invitation_reminder.unwanted'),
    ],
    action: acceptance(t, token),
  }
}

function whatFor(t: T, { organisation, role, isFromCharity }: InvitationFacts): string[] {
  const library = isFromCharity ? 'emails.invitation.library_charity' : 'emails.invitation.library'
  return [
    organisation === null ? t('emails.invitation.charity') : t(library, { organisation }),
    t(`emails.invitation.as.${role}`),
  ]
}

const acceptance = (t: T, token: string): EmailText['action'] => ({
  label: t('emails.invitation.action'),
  path: `/invitations/${token}`,
})

const invitationToken = { use: 'invitation', lastsMinutes: daysToAccept * 24 * 60 } as const

/** Emails about accounts and passwords. */
export const invitationEmails = {
  invitation: tokenEmail(invitationToken, invitationFacts, invitationText),
  'invitation reminder': tokenEmail(invitationToken, invitationReminderFacts, reminderText),
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
