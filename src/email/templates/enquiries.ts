import { email } from '../email.ts'

/**
 * The email about an enquiry. It contains nothing that the sender wrote, because the email remains when the enquiry is
 * deleted as spam.
 */
export const enquiryEmails = {
  'enquiry received': email<{ enquiryId: string }>((t, { enquiryId }) => ({
    subject: t('emails.enquiry_received.subject'),
    paragraphs: [t('emails.enquiry_received.body')],
    action: { label: t('emails.enquiry_received.action'), path: `/enquiries/${enquiryId}` },
  })),
}
