import type { HoldReason } from '../../domain/clock-check.ts'
import type { Day, Instant } from '../../domain/time.ts'
import { dayAndTime, longDay } from '../../words/format.ts'
import { email } from '../email.ts'

interface HoldFacts {
  why: HoldReason
  /** the time of the clock, and the time with which it was compared */
  now: Instant
  comparedWith: Instant
}

interface UndoneFacts {
  awardId: string
  organisation: string
  /** the award's last day, if it is valid today; null otherwise */
  validUntil: Day | null
  hasClosedRenewal: boolean
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
  'clock moves to undo': email<{ run: string; count: number }>((t, { run, count }) => ({
    subject: t('emails.clock_moves.subject'),
    paragraphs: [t('emails.clock_moves.body', { count }), t('emails.clock_moves.next')],
    action: { label: t('emails.clock_moves.action'), path: `/settings/clock/runs/${run}` },
  })),
  'award moves undone': email<UndoneFacts>((t, { awardId, organisation, validUntil, hasClosedRenewal }) => ({
    subject: t('emails.moves_undone.subject', { organisation }),
    paragraphs: [
      t('emails.moves_undone.body', { organisation }),
      validUntil ? t('emails.moves_undone.valid', { day: longDay(t, validUntil) }) : t('emails.moves_undone.page'),
      ...(hasClosedRenewal ? [t('emails.moves_undone.renewal')] : []),
    ],
    action: { label: t('emails.moves_undone.action'), path: `/awards/${awardId}` },
  })),
}
