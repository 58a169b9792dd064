import type { Day } from '../../domain/time.ts'
import { longDay } from '../../words/format.ts'
import { letter } from '../email.ts'

/** `validTo` is null while a renewal that is with us holds the award; `lapsesAfter` is the last day to renew it once its last valid day is past. */
export interface AwardFacts {
  awardId: string
  organisation: string
  validTo: Day | null
  lapsesAfter?: Day | null
}

const page = (label: string, { awardId }: AwardFacts) => ({ label, path: `/awards/${awardId}` })

/** To the leads, about what became of their award. Reasons that people gave are on its page only. */
export const awardLetters = {
  'renewal open': letter<AwardFacts>((t, it) => ({
    subject: t('letters.renewal_open.subject'),
    paragraphs: [
      t('letters.renewal_open.body', { organisation: it.organisation }),
      ...(it.validTo ? [t('letters.renewal_open.until', { day: longDay(t, it.validTo) })] : []),
    ],
    action: { label: t('letters.renewal_open.action'), path: `/awards/${it.awardId}/renewal` },
  })),
  'award overdue': letter<AwardFacts>((t, it) => ({
    subject: t('letters.award_overdue.subject'),
    paragraphs: [
      t('letters.award_overdue.body', { organisation: it.organisation, day: it.validTo ? longDay(t, it.validTo) : '' }),
      ...(it.lapsesAfter ? [t('letters.award_overdue.until', { until: longDay(t, it.lapsesAfter) })] : []),
      t('letters.award_overdue.next'),
    ],
    action: { label: t('letters.renewal_open.action'), path: `/awards/${it.awardId}/renewal` },
  })),
  'award lapsed': letter<AwardFacts>((t, it) => ({
    subject: t('letters.award_lapsed.subject'),
    paragraphs: [t('letters.award_lapsed.body', { organisation: it.organisation }), t('letters.award_lapsed.next')],
    action: page(t('letters.award.action'), it),
  })),
  'award extended': letter<AwardFacts>((t, it) => ({
    subject: t('letters.award_extended.subject'),
    paragraphs: [
      t('letters.award_extended.body', {
        organisation: it.organisation,
        day: it.validTo ? longDay(t, it.validTo) : '',
      }),
      t('letters.award_extended.next'),
    ],
    action: page(t('letters.award.action'), it),
  })),
  'award suspended': letter<AwardFacts>((t, it) => ({
    subject: t('letters.award_suspended.subject'),
    paragraphs: [
      t('letters.award_suspended.body', { organisation: it.organisation }),
      it.lapsesAfter && it.validTo
        ? t('letters.award_suspended.over', { day: longDay(t, it.validTo), until: longDay(t, it.lapsesAfter) })
        : t('letters.award_suspended.next'),
    ],
    action: page(t('letters.award.action'), it),
  })),
  'award restored': letter<AwardFacts>((t, it) => ({
    subject: t('letters.award_restored.subject'),
    paragraphs: [t('letters.award_restored.body', { organisation: it.organisation }), t('letters.award_restored.next')],
    action: page(t('letters.award.action'), it),
  })),
  'award ended': letter<AwardFacts>((t, it) => ({
    subject: t('letters.award_ended.subject'),
    paragraphs: [t('letters.award_ended.body', { organisation: it.organisation }), t('letters.award_ended.next')],
    action: page(t('letters.award.action'), it),
  })),
}
