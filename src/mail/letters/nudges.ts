import type { AwardStatus } from '../../domain/award.ts'
import type { Day } from '../../domain/time.ts'
import { longDay } from '../../words/format.ts'
import { letter } from '../letter.ts'

export interface NudgeFacts { awardId: string; organisation: string; status: AwardStatus; validTo: Day | null; lapsesOn: Day | null }

/** Sent by a coordinator's hand, beside the reminders that go out by themselves. */
export const nudgeLetters = {
  'renewal nudge': letter<NudgeFacts>((t, it) => ({
    subject: t('letters.nudge.subject', { organisation: it.organisation }),
    paragraphs: [
      t('letters.nudge.body', { organisation: it.organisation }),
      it.lapsesOn && it.validTo
        ? t('letters.nudge.overdue', { day: longDay(t, it.validTo), lapses: longDay(t, it.lapsesOn) })
        : it.validTo ? t('letters.nudge.until', { day: longDay(t, it.validTo) }) : t('letters.nudge.open'),
      t('letters.nudge.next'),
    ],
    action: { label: t('letters.nudge.action'), path: `/awards/${it.awardId}` },
  })),
}
