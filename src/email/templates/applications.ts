import type { Day, Instant } from '../../domain/time.ts'
import { dayAndTime, longDay } from '../../words/format.ts'
import { letter } from '../email.ts'

export interface CaseFacts {
  applicationId: string
  organisation: string
}

const page = ({ applicationId }: CaseFacts, below = '') => `/applications/${applicationId}${below}`

/** To the library about its application, and to coordinators about work that arrived. */
export const applicationLetters = {
  'submission received': letter<CaseFacts & { receipt: string; at: Instant; sha256: string }>((t, it) => ({
    subject: t('letters.submission_received.subject'),
    paragraphs: [
      t('letters.submission_received.thanks', { organisation: it.organisation, moment: dayAndTime(t, it.at) }),
      t('letters.submission_received.receipt', { receipt: it.receipt }),
      t('letters.submission_received.hash', { hash: it.sha256 }),
      t('letters.submission_received.next'),
    ],
    action: { label: t('letters.submission_received.action'), path: page(it, '/submission') },
  })),
  'application handed in': letter<CaseFacts>((t, it) => ({
    subject: t('letters.handed_in.subject', { organisation: it.organisation }),
    paragraphs: [t('letters.handed_in.body', { organisation: it.organisation }), t('letters.handed_in.next')],
    action: { label: t('letters.open_application'), path: page(it) },
  })),
  'application returned': letter<CaseFacts & { until: Day }>((t, it) => ({
    subject: t('letters.returned.subject'),
    paragraphs: [
      t('letters.returned.body', { organisation: it.organisation }),
      t('letters.returned.until', { day: longDay(t, it.until) }),
    ],
    action: { label: t('letters.returned.action'), path: page(it) },
  })),
  'more evidence asked': letter<CaseFacts & { until: Day }>((t, it) => ({
    subject: t('letters.more_evidence.subject'),
    paragraphs: [
      t('letters.more_evidence.body', { organisation: it.organisation }),
      t('letters.more_evidence.until', { day: longDay(t, it.until) }),
    ],
    action: { label: t('letters.more_evidence.action'), path: page(it) },
  })),
  'more evidence handed in': letter<CaseFacts>((t, it) => ({
    subject: t('letters.handed_in_again.subject', { organisation: it.organisation }),
    paragraphs: [t('letters.handed_in_again.body', { organisation: it.organisation })],
    action: { label: t('letters.open_application'), path: page(it) },
  })),
  'application on hold': letter<CaseFacts>((t, it) => ({
    subject: t('letters.on_hold.subject'),
    paragraphs: [t('letters.on_hold.body', { organisation: it.organisation }), t('letters.on_hold.next')],
    action: { label: t('letters.open_application'), path: page(it) },
  })),
  'application goes on': letter<CaseFacts>((t, it) => ({
    subject: t('letters.goes_on.subject'),
    paragraphs: [t('letters.goes_on.body', { organisation: it.organisation })],
    action: { label: t('letters.open_application'), path: page(it) },
  })),
  'application withdrawn': letter<CaseFacts>((t, it) => ({
    subject: t('letters.withdrawn.subject', { organisation: it.organisation }),
    paragraphs: [t('letters.withdrawn.body', { organisation: it.organisation })],
    action: { label: t('letters.open_application'), path: page(it) },
  })),
  'date moved': letter<CaseFacts & { until: Day }>((t, it) => ({
    subject: t('letters.date_moved.subject'),
    paragraphs: [
      t('letters.date_moved.body', { organisation: it.organisation }),
      t('letters.date_moved.until', { day: longDay(t, it.until) }),
    ],
    action: { label: t('letters.open_application'), path: page(it) },
  })),
  'application closed': letter<CaseFacts & { award?: 'lapsed' | 'ended' }>((t, it) => ({
    subject: t('letters.closed.subject'),
    paragraphs: [
      t(it.award ? `letters.closed.${it.award}` : 'letters.closed.body', { organisation: it.organisation }),
      t('letters.closed.next'),
    ],
    action: { label: t('letters.open_application'), path: page(it) },
  })),
}
