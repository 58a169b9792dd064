import { email } from '../email.ts'

/** Emails about evidence. They name neither the evidence nor a file, because a name may identify someone. */
export const evidenceEmails = {
  'virus found': email<{ organisation: string; evidenceId: string; isToLeads: boolean }>((t, it) => ({
    subject: t(`emails.virus_found.subject.${it.isToLeads ? 'leads' : 'own'}`),
    paragraphs: [
      t(`emails.virus_found.body.${it.isToLeads ? 'leads' : 'own'}`, { organisation: it.organisation }),
      t('emails.virus_found.next'),
    ],
    action: { label: t('emails.virus_found.action'), path: `/evidence/${it.evidenceId}` },
  })),
}
