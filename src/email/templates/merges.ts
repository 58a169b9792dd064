import { email } from '../email.ts'

interface MergeFacts {
  mergeId: string
  /** the name of the organisation that is merged into the other */
  from: string
  /** the name of the surviving organisation */
  into: string
  /** the id of the surviving organisation */
  organisationId: string
}

/** Emails to the leads of two organisations that are merged. */
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
