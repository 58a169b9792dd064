import type { Day } from '../../domain/time.ts'
import { longDay } from '../../words/format.ts'
import { letter, tokenLetter } from '../email.ts'
import { seatOfferFacts } from '../email-facts.store.ts'
import type { CaseFacts } from './applications.ts'

const days = (number: number) => number * 24 * 60

/** To those who read an application, and to the library about what they ask. What was asked or answered is on the page only. */
export const panelLetters = {
  'seat offered': tokenLetter(
    { use: 'seat offer', lastsMinutes: days(14) },
    seatOfferFacts,
    (t, { organisation }, token) => ({
      subject: t('letters.seat_offered.subject'),
      paragraphs: [
        t('letters.seat_offered.body', { organisation }),
        t('letters.seat_offered.next'),
        t('letters.once', { days: 14 }),
      ],
      action: { label: t('letters.seat_offered.action'), path: `/seats/${token}` },
    }),
  ),
  'panel wanted': letter<CaseFacts>((t, it) => ({
    subject: t('letters.panel_wanted.subject', { organisation: it.organisation }),
    paragraphs: [t('letters.panel_wanted.body', { organisation: it.organisation }), t('letters.panel_wanted.next')],
    action: { label: t('letters.open_application'), path: `/applications/${it.applicationId}` },
  })),
  'panel may begin': letter<CaseFacts>((t, it) => ({
    subject: t('letters.panel_may_begin.subject', { organisation: it.organisation }),
    paragraphs: [
      t('letters.panel_may_begin.body', { organisation: it.organisation }),
      t('letters.panel_may_begin.next'),
    ],
    action: { label: t('letters.panel_may_begin.action'), path: `/applications/${it.applicationId}/appraisal` },
  })),
  'question asked': letter<CaseFacts & { replyBy: Day }>((t, it) => ({
    subject: t('letters.question_asked.subject'),
    paragraphs: [
      t('letters.question_asked.body', { organisation: it.organisation }),
      t('letters.question_asked.until', { day: longDay(t, it.replyBy) }),
    ],
    action: { label: t('letters.question_asked.action'), path: `/applications/${it.applicationId}/questions` },
  })),
  'question answered': letter<CaseFacts>((t, it) => ({
    subject: t('letters.question_answered.subject', { organisation: it.organisation }),
    paragraphs: [t('letters.question_answered.body', { organisation: it.organisation })],
    action: { label: t('letters.question_answered.action'), path: `/applications/${it.applicationId}/questions` },
  })),
}
