import { dayOf, type Instant } from '../../domain/time.ts'
import { list, longDay } from '../../words/format.ts'
import type { T } from '../../words/words.ts'
import { email } from '../email.ts'

/** What a reader needs to know to find their copies of the evidence whose consent was withdrawn. */
export interface WithdrawnEvidence {
  organisation: string
  /** when the reader last downloaded the evidence or, if they never did, last opened it */
  at: Instant
  isDownload: boolean
  /**
   * the codes of the items that the evidence is used for in the application or, for the library, tagged with; empty for
   * other readers
   */
  codes: readonly string[]
  /** the number of the application with the evidence; null when the reader can no longer read that application */
  application: string | null
  /** the page of the submission or, for someone who can edit it, of the evidence; null for the home page */
  path: string | null
}

/** Emails about consents. They name neither the person nor the evidence, because people may keep them. */
export const consentEmails = {
  'consent withdrawn': email<WithdrawnEvidence>((t, it) => ({
    subject: t('emails.consent_withdrawn.subject', { organisation: it.organisation }),
    paragraphs: [
      t('emails.consent_withdrawn.body', { organisation: it.organisation }),
      ...whichCopies(t, it),
      t('emails.consent_withdrawn.next'),
    ],
    action: it.path
      ? { label: t('emails.consent_withdrawn.action.see'), path: it.path }
      : { label: t('emails.consent_withdrawn.action'), path: '/home' },
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

function whichCopies(t: T, { at, isDownload, codes, application }: WithdrawnEvidence): string[] {
  const day = longDay(t, dayOf(at))
  const where = [
    ...(application === null ? [] : [t('emails.consent_withdrawn.application', { number: application })]),
    ...(codes.length === 0 ? [] : [t('emails.consent_withdrawn.codes', { codes: list(t, codes) })]),
  ]
  return [[t(`emails.consent_withdrawn.${isDownload ? 'downloaded' : 'opened'}`, { day }), ...where].join(' ')]
}
