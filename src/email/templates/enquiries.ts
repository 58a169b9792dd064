import { email } from '../email.ts'
import { plainName } from '../plain-name.ts'

interface EnquiryReceived {
  enquiryId: string
  /** the name as the sender entered it */
  service: string
}

/**
 * The email about an enquiry. It contains nothing that the sender wrote, except the service's name if that looks like a
 * name.
 */
export const enquiryEmails = {
  'enquiry received': email<EnquiryReceived>((t, { enquiryId, service }) => {
    const name = plainName(service, t('emails.enquiry_received.a_service'))
    return {
      subject: t('emails.enquiry_received.subject', { name }),
      paragraphs: [t('emails.enquiry_received.body', { name })],
      action: { label: t('emails.enquiry_received.action'), path: `/enquiries/${enquiryId}` },
    }
  }),
}
