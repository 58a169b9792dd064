import { dayOf, type Instant } from '../../domain/time.ts'
import { longDay } from '../../words/format.ts'
import { letter } from '../email.ts'

/** Neither says whom or which piece it is about: a letter lies around longer than a consent. */
export const consentLetters = {
  'consent withdrawn': letter<{ organisation: string; at: Instant }>((t, it) => ({
    subject: t('letters.consent_withdrawn.subject', { organisation: it.organisation }),
    paragraphs: [
      t('letters.consent_withdrawn.body', { organisation: it.organisation, day: longDay(t, dayOf(it.at)) }),
      t('letters.consent_withdrawn.next'),
    ],
    action: { label: t('letters.consent_withdrawn.action'), path: '/home' },
  })),
  'consent withdrawn here': letter<{ organisation: string; evidenceId: string }>((t, it) => ({
    subject: t('letters.consent_withdrawn_here.subject'),
    paragraphs: [
      t('letters.consent_withdrawn_here.body', { organisation: it.organisation }),
      t('letters.consent_withdrawn_here.next'),
    ],
    action: { label: t('letters.consent_withdrawn_here.action'), path: `/evidence/${it.evidenceId}/consents` },
  })),
}
