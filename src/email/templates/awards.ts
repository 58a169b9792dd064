import type { Day } from '../../domain/time.ts'
import { longDay } from '../../words/format.ts'
import type { T } from '../../words/words.ts'
import { email, wordedEmail } from '../email.ts'

export interface AwardFacts {
  awardId: string
  organisation: string
  /**
   * the last valid day; null when a submitted renewal keeps the award valid, or did so until it was suspended or ended
   */
  validTo: Day | null
  /** the last day to renew an award that is no longer valid; null while it is valid or its renewal is submitted */
  lapsesAfter?: Day | null
  /** whether the next renewal is a full reappraisal */
  isFullNext?: boolean
}

interface CorrectionFacts {
  awardId: string
  organisation: string
  reason: string
}

interface CorrectionAnswer {
  awardId: string
  organisation: string
  isMade: boolean
}

const nameAndDay = (t: T, { organisation, validTo }: AwardFacts) => ({
  organisation,
  day: validTo ? longDay(t, validTo) : '',
})

const kindOf = ({ isFullNext }: AwardFacts) => (isFullNext ? 'reappraisal' : 'renewal')

const page = (label: string, { awardId }: AwardFacts) => ({ label, path: `/awards/${awardId}` })

/** Emails about changes to an award. Only those about a correction or removal give the reason. */
export const awardEmails = {
  'renewal open': wordedEmail<AwardFacts>(
    'renewal open',
    (_, { organisation }) => ({ organisation }),
    (t, it, { opening, closing }) => ({
      subject: t('emails.renewal_open.subject'),
      paragraphs: [
        ...opening,
        ...(it.isFullNext ? [t('emails.renewal_open.full')] : []),
        t('emails.renewal_open.body'),
        ...(it.validTo ? [t(`emails.renewal_open.until.${kindOf(it)}`, { day: longDay(t, it.validTo) })] : []),
        ...closing,
      ],
      action: { label: t(`emails.renewal_open.action.${kindOf(it)}`), path: `/awards/${it.awardId}/renewal` },
    }),
  ),
  'award overdue': wordedEmail<AwardFacts>('award overdue', nameAndDay, (t, it, { opening, closing }) => ({
    subject: t('emails.award_overdue.subject'),
    paragraphs: [
      ...opening,
      t('emails.award_overdue.body', nameAndDay(t, it)),
      ...(it.lapsesAfter ? [t('emails.award_overdue.until', { until: longDay(t, it.lapsesAfter) })] : []),
      ...closing,
    ],
    action: { label: t('emails.award_overdue.action'), path: `/awards/${it.awardId}/renewal` },
  })),
  'award lapsed': email<AwardFacts>((t, it) => ({
    subject: t('emails.award_lapsed.subject'),
    paragraphs: [t('emails.award_lapsed.body', { organisation: it.organisation }), t('emails.award_lapsed.next')],
    action: page(t('emails.award.action'), it),
  })),
  'award extended': wordedEmail<AwardFacts>('award extended', nameAndDay, (t, it, { opening, closing }) => ({
    subject: t('emails.award_extended.subject', { day: nameAndDay(t, it).day }),
    paragraphs: [
      ...opening,
      t('emails.award_extended.body', { day: nameAndDay(t, it).day }),
      t('emails.award_extended.next'),
      ...closing,
    ],
    action: page(t('emails.award.action'), it),
  })),
  'award suspended': email<AwardFacts>((t, it) => ({
    subject: t('emails.award_suspended.subject'),
    paragraphs: [
      t('emails.award_suspended.body', { organisation: it.organisation }),
      it.lapsesAfter && it.validTo
        ? t('emails.award_suspended.over', { day: longDay(t, it.validTo), until: longDay(t, it.lapsesAfter) })
        : t('emails.award_suspended.next'),
    ],
    action: page(t('emails.award.action'), it),
  })),
  'award restored': email<AwardFacts>((t, it) => ({
    subject: t('emails.award_restored.subject'),
    paragraphs: [t('emails.award_restored.body', { organisation: it.organisation }), t('emails.award_restored.next')],
    action: page(t('emails.award.action'), it),
  })),
  'award ended': email<AwardFacts>((t, it) => ({
    subject: t('emails.award_ended.subject'),
    paragraphs: [t('emails.award_ended.body', { organisation: it.organisation }), t('emails.award_ended.next')],
    action: page(t('emails.award.action'), it),
  })),
  'award corrected': email<CorrectionFacts>((t, it) => ({
    subject: t('emails.award_corrected.subject'),
    paragraphs: [
      t('emails.award_corrected.body', { organisation: it.organisation }),
      t('emails.award_correction.reason', { reason: it.reason }),
      t('emails.award_corrected.next'),
    ],
    action: page(t('emails.award.action'), { ...it, validTo: null }),
  })),
  'award removed': email<CorrectionFacts>((t, it) => ({
    subject: t('emails.award_removed.subject'),
    paragraphs: [
      t('emails.award_removed.body', { organisation: it.organisation }),
      t('emails.award_correction.reason', { reason: it.reason }),
      t('emails.award_removed.next'),
    ],
    action: page(t('emails.award.action'), { ...it, validTo: null }),
  })),
  'correction waiting': email<Pick<CorrectionFacts, 'awardId' | 'organisation'>>((t, it) => ({
    subject: t('emails.correction_waiting.subject', { organisation: it.organisation }),
    paragraphs: [t('emails.correction_waiting.body', { organisation: it.organisation })],
    action: { label: t('emails.correction_waiting.action'), path: `/awards/${it.awardId}/correction/answer` },
  })),
  'correction answered': email<CorrectionAnswer>((t, it) => ({
    subject: t(it.isMade ? 'emails.correction_made.subject' : 'emails.correction_declined.subject', {
      organisation: it.organisation,
    }),
    paragraphs: [
      t(it.isMade ? 'emails.correction_made.body' : 'emails.correction_declined.body', {
        organisation: it.organisation,
      }),
    ],
    action: page(t('emails.award.action'), { ...it, validTo: null }),
  })),
}
