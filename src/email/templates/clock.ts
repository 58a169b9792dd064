import type { HoldReason } from '../../domain/clock-check.ts'
import type { Instant } from '../../domain/time.ts'
import { dayAndTime } from '../../words/format.ts'
import { email } from '../email.ts'

interface HoldFacts {
  why: HoldReason
  /** what the clock read, and what it was compared with */
  now: Instant
  comparedWith: Instant
}

export const clockEmails = {
  'clock held': email<HoldFacts>((t, { why, now, comparedWith }) => ({
    subject: t('emails.clock_held.subject'),
    paragraphs: [
      t(`clock.why.${why}`, { now: dayAndTime(t, now), other: dayAndTime(t, comparedWith) }),
      t('emails.clock_held.held'),
      t('emails.clock_held.next'),
    ],
    action: { label: t('emails.clock_held.action'), path: '/settings/clock' },
  })),
}
