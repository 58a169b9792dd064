import type { AwardStatus } from '../../domain/award.ts'
import type { Day } from '../../domain/time.ts'
import { longDay } from '../../words/format.ts'
import type { T } from '../../words/words.ts'
import { letter } from '../email.ts'

export interface NudgeFacts {
  awardId: string
  organisation: string
  status: AwardStatus
  validTo: Day | null
  lapsesOn: Day | null
}

/** Sent by a coordinator's hand, beside the reminders that go out by themselves. */
export const nudgeLetters = {
  'renewal nudge': letter<NudgeFacts>((t, it) => ({
    subject: t('letters.nudge.subject', { organisation: it.organisation }),
    paragraphs: [t('letters.nudge.body', { organisation: it.organisation }), standing(t, it), t('letters.nudge.next')],
    action: { label: t('letters.nudge.action'), path: `/awards/${it.awardId}` },
  })),
}

function standing(t: T, { status, validTo, lapsesOn }: NudgeFacts): string {
  const suspended = status === 'suspended'
  if (!validTo) return t(suspended ? 'letters.nudge.suspended' : 'letters.nudge.open')
  const day = longDay(t, validTo)
  if (lapsesOn)
    return t(suspended ? 'letters.nudge.suspended.overdue' : 'letters.nudge.overdue', {
      day,
      lapses: longDay(t, lapsesOn),
    })
  return t(suspended ? 'letters.nudge.suspended.until' : 'letters.nudge.until', { day })
}
