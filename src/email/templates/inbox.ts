import { email } from '../email.ts'

/** Emails about the evidence inbox. They say how many items there are, but nothing about their content. */
export const inboxEmails = {
  'inbox waiting': email<{ organisationId: string; organisation: string; count: number }>((t, it) => ({
    subject: t('emails.inbox_waiting.subject', { count: it.count, organisation: it.organisation }),
    paragraphs: [t('emails.inbox_waiting.body', { count: it.count }), t('emails.inbox_waiting.next')],
    action: { label: t('emails.inbox_waiting.action'), path: `/organisations/${it.organisationId}/inbox` },
  })),
}
