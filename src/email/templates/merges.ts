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

interface MergeRefused extends Pick<MergeFacts, 'mergeId' | 'from' | 'into'> {
  /** the name of the organisation whose lead refused */
  organisation: string
}

/** Emails about a merge of two organisations. */
export const mergeEmails = {
  'merge proposed': email<MergeFacts>((t, { mergeId, from, into }) => ({
    subject: t('emails.merge_proposed.subject', { from, into }),
    paragraphs: [t('emails.merge_proposed.body', { from, into }), t('emails.merge_proposed.next')],
    action: { label: t('emails.merge_proposed.action'), path: `/merges/${mergeId}` },
  })),
  'merge refused': email<MergeRefused>((t, { mergeId, from, into, organisation }) => ({
    subject: t('emails.merge_refused.subject', { organisation }),
    paragraphs: [t('emails.merge_refused.body', { from, into, organisation }), t('emails.merge_refused.next')],
    action: { label: t('emails.merge_refused.action'), path: `/merges/${mergeId}` },
  })),
  'organisations merged': email<MergeFacts>((t, { from, into }) => ({
    subject: t('emails.organisations_merged.subject', { from, into }),
    paragraphs: [
      t('emails.organisations_merged.body', { from, into }),
      t('emails.organisations_merged.next', { from, into }),
    ],
    // the merged organisation's leads cannot open the survivor's page before they are approved
    action: { label: t('emails.organisations_merged.action'), path: '/home' },
  })),
}
