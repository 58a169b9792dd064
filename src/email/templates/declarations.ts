import { email } from '../email.ts'

interface OnApplication {
  applicationId: string
  organisation: string
}

/** Emails about conflicts of interest. They never say what a person declared. */
export const declarationEmails = {
  'coordinator wanted': email<OnApplication>((t, { applicationId, organisation }) => ({
    subject: t('emails.coordinator_wanted.subject', { organisation }),
    paragraphs: [t('emails.coordinator_wanted.body', { organisation })],
    action: { label: t('emails.coordinator_wanted.action'), path: `/applications/${applicationId}` },
  })),
  'conflict lifted': email<OnApplication>((t, { applicationId, organisation }) => ({
    subject: t('emails.conflict_lifted.subject', { organisation }),
    paragraphs: [t('emails.conflict_lifted.body', { organisation })],
    action: { label: t('emails.conflict_lifted.action'), path: `/applications/${applicationId}/declaration` },
  })),
}
