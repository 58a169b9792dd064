import type { AwardStatus } from '../../domain/award.ts'
import type { Day } from '../../domain/time.ts'
import { longDay } from '../../words/format.ts'
import type { T } from '../../words/words.ts'
import { wordedEmail } from '../email.ts'

export interface ManualReminderFacts {
  awardId: string
  organisation: string
  status: AwardStatus
  validTo: Day | null
  lapsesOn: Day | null
  /** whether the award is past its last valid day, but a submitted renewal keeps it from lapsing */
  isWithUs?: boolean
}

/** Reminders that a coordinator sends, in addition to the automatic ones. */
export const manualReminderEmails = {
  'manual reminder': wordedEmail<ManualReminderFacts>(
    'manual reminder',
    (_, { organisation }) => ({ organisation }),
    (t, it, { opening, closing }) => ({
      subject: t('emails.manual_reminder.subject', { organisation: it.organisation }),
      paragraphs: [...opening, stateOf(t, it), ...closing],
      action: { label: t('emails.manual_reminder.action'), path: `/awards/${it.awardId}` },
    }),
  ),
}

function stateOf(t: T, { status, validTo, lapsesOn, isWithUs = false }: ManualReminderFacts): string {
  if (status === 'lapsed') return t('emails.manual_reminder.lapsed')
  const suspended = status === 'suspended'
  if (!validTo) return t(suspended ? 'emails.manual_reminder.suspended' : 'emails.manual_reminder.open')
  const day = longDay(t, validTo)
  if (isWithUs) return t(suspended ? 'emails.manual_reminder.suspended' : 'emails.manual_reminder.with_us', { day })
  if (lapsesOn)
    return t(suspended ? 'emails.manual_reminder.suspended.overdue' : 'emails.manual_reminder.overdue', {
      day,
      lapses: longDay(t, lapsesOn),
    })
  return t(suspended ? 'emails.manual_reminder.suspended.until' : 'emails.manual_reminder.until', { day })
}
