import { email } from '../email.ts'

interface MergeFacts {
  mergeId: string
  /** the names of the organisation that ends and of the one that stays */
  from: string
  into: string
  /** of the organisation that stays */
  organisationId: string
}

/** Emails to the leads of two organisations that become one. */
export const mergeEmails = {
  'merge proposed': email<MergeFacts>((t, { mergeId, from, into }) => ({
    subject: t('emails.merge_proposed.subject', { from, into }),
    paragraphs: [t('emails.merge_proposed.body', { from, into }), t('emails.merge_proposed.next')],
    action: { label: t('emails.merge_proposed.action'), path: `/merges/${mergeId}` },
  })),
  'organisations merged': email<MergeFacts>((t, { from, into, organisationId }) => ({
    subject: t('emails.organisations_merged.subject', { from, into }),
    paragraphs: [
      t('emails.organisations_merged.body', { from, into }),
      t('emails.organisations_merged.next', { from }),
    ],
    action: { label: t('emails.organisations_merged.action'), path: `/organisations/${organisationId}` },
  })),
}
