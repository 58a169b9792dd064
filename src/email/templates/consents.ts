import { dayOf, type Instant } from '../../domain/time.ts'
import { longDay } from '../../words/format.ts'
import { email } from '../email.ts'

/**
 * Emails about consents. They name neither the person nor the evidence, because an email may be kept longer than the
 * consent lasts.
 */
export const consentEmails = {
  'consent withdrawn': email<{ organisation: string; at: Instant }>((t, it) => ({
    subject: t('emails.consent_withdrawn.subject', { organisation: it.organisation }),
    paragraphs: [
      t('emails.consent_withdrawn.body', { organisation: it.organisation, day: longDay(t, dayOf(it.at)) }),
      t('emails.consent_withdrawn.next'),
    ],
    action: { label: t('emails.consent_withdrawn.action'), path: '/home' },
  })),
  'consent withdrawn here': email<{ organisation: string; evidenceId: string }>((t, it) => ({
    subject: t('emails.consent_withdrawn_here.subject'),
    paragraphs: [
      t('emails.consent_withdrawn_here.body', { organisation: it.organisation }),
      t('emails.consent_withdrawn_here.next'),
    ],
    action: { label: t('emails.consent_withdrawn_here.action'), path: `/evidence/${it.evidenceId}/consents` },
  })),
}
