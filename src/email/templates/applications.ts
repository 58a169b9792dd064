import type { Day, Instant } from '../../domain/time.ts'
import { dayAndTime, longDay } from '../../words/format.ts'
import { endorsementLinkDays } from '../../domain/endorsement.ts'
import { endorsementFacts } from '../email-facts.store.ts'
import { email, tokenEmail } from '../email.ts'

export interface ApplicationEmailFacts {
  applicationId: string
  organisation: string
}

const page = ({ applicationId }: ApplicationEmailFacts, below = '') => `/applications/${applicationId}${below}`

/** Emails about an application before its decision. */
export const applicationEmails = {
  'submission received': email<ApplicationEmailFacts & { receipt: string; at: Instant; sha256: string }>((t, it) => ({
    subject: t('emails.submission_received.subject'),
    paragraphs: [
      t('emails.submission_received.thanks', { organisation: it.organisation, moment: dayAndTime(t, it.at) }),
      t('emails.submission_received.receipt', { receipt: it.receipt }),
      t('emails.submission_received.hash', { hash: it.sha256 }),
      t('emails.submission_received.next'),
    ],
    action: { label: t('emails.submission_received.action'), path: page(it, '/submission') },
  })),
  'application submitted': email<ApplicationEmailFacts>((t, it) => ({
    subject: t('emails.application_submitted.subject', { organisation: it.organisation }),
    paragraphs: [
      t('emails.application_submitted.body', { organisation: it.organisation }),
      t('emails.application_submitted.next'),
    ],
    action: { label: t('emails.open_application'), path: page(it) },
  })),
  'sign-off wanted': email<ApplicationEmailFacts>((t, it) => ({
    subject: t('emails.sign_off_wanted.subject'),
    paragraphs: [t('emails.sign_off_wanted.body', { organisation: it.organisation }), t('emails.sign_off_wanted.time')],
    action: { label: t('emails.sign_off_wanted.action'), path: page(it, '/sign-off') },
  })),
  'sign-off wanted again': email<ApplicationEmailFacts>((t, it) => ({
    subject: t('emails.sign_off_again.subject'),
    paragraphs: [
      t('emails.sign_off_again.body', { organisation: it.organisation }),
      t('emails.sign_off_again.changes'),
    ],
    action: { label: t('emails.sign_off_wanted.action'), path: page(it, '/sign-off') },
  })),
  'signed off': email<ApplicationEmailFacts>((t, it) => ({
    subject: t('emails.signed_off.subject'),
    paragraphs: [t('emails.signed_off.body', { organisation: it.organisation }), t('emails.signed_off.changes')],
    action: { label: t('emails.open_application'), path: page(it, '/submission') },
  })),
  'endorsement asked': tokenEmail(
    { use: 'endorsement', lastsDays: endorsementLinkDays },
    endorsementFacts,
    (t, { organisation }, token) => ({
      subject: t('emails.endorsement_asked.subject', { organisation }),
      paragraphs: [
        t('emails.endorsement_asked.body', { organisation }),
        t('emails.endorsement_asked.how'),
        t('emails.endorsement_asked.once', { days: endorsementLinkDays }),
        t('emails.endorsement_asked.unexpected'),
      ],
      action: { label: t('emails.endorsement_asked.action'), path: `/endorsements/${token}` },
    }),
  ),
  'endorsement answered': email<ApplicationEmailFacts>((t, it) => ({
    subject: t('emails.endorsement_answered.subject'),
    paragraphs: [t('emails.endorsement_answered.body', { organisation: it.organisation })],
    action: { label: t('emails.endorsement_answered.action'), path: page(it, '/endorsements') },
  })),
  'application returned': email<ApplicationEmailFacts & { until: Day }>((t, it) => ({
    subject: t('emails.returned.subject', { day: longDay(t, it.until) }),
    paragraphs: [
      t('emails.returned.body', { organisation: it.organisation }),
      t('emails.returned.until', { day: longDay(t, it.until) }),
    ],
    action: { label: t('emails.returned.action'), path: page(it) },
  })),
  'more evidence asked': email<ApplicationEmailFacts & { until: Day }>((t, it) => ({
    subject: t('emails.more_evidence.subject', { day: longDay(t, it.until) }),
    paragraphs: [
      t('emails.more_evidence.body', { organisation: it.organisation }),
      t('emails.more_evidence.until', { day: longDay(t, it.until) }),
    ],
    action: { label: t('emails.more_evidence.action'), path: page(it) },
  })),
  'more evidence submitted': email<ApplicationEmailFacts>((t, it) => ({
    subject: t('emails.more_evidence_submitted.subject', { organisation: it.organisation }),
    paragraphs: [t('emails.more_evidence_submitted.body', { organisation: it.organisation })],
    action: { label: t('emails.open_application'), path: page(it) },
  })),
  'application on hold': email<ApplicationEmailFacts>((t, it) => ({
    subject: t('emails.on_hold.subject'),
    paragraphs: [t('emails.on_hold.body', { organisation: it.organisation }), t('emails.on_hold.next')],
    action: { label: t('emails.open_application'), path: page(it) },
  })),
  'application off hold': email<ApplicationEmailFacts & { areDeadlinesExtended: boolean }>((t, it) => ({
    subject: t('emails.off_hold.subject'),
    paragraphs: [
      t('emails.off_hold.body', { organisation: it.organisation }),
      ...(it.areDeadlinesExtended ? [t('emails.off_hold.dates')] : []),
    ],
    action: { label: t('emails.open_application'), path: page(it) },
  })),
  'application withdrawn': email<ApplicationEmailFacts>((t, it) => ({
    subject: t('emails.withdrawn.subject', { organisation: it.organisation }),
    paragraphs: [t('emails.withdrawn.body', { organisation: it.organisation })],
    action: { label: t('emails.open_application'), path: page(it) },
  })),
  'date moved': email<ApplicationEmailFacts & { until: Day }>((t, it) => ({
    subject: t('emails.date_moved.subject', { day: longDay(t, it.until) }),
    paragraphs: [
      t('emails.date_moved.body', { organisation: it.organisation }),
      t('emails.date_moved.until', { day: longDay(t, it.until) }),
    ],
    action: { label: t('emails.open_application'), path: page(it) },
  })),
  'round extended': email<ApplicationEmailFacts & { round: string; until: Day }>((t, it) => ({
    subject: t('emails.round_extended.subject', { day: longDay(t, it.until) }),
    paragraphs: [
      t('emails.round_extended.body', { round: it.round, organisation: it.organisation }),
      t('emails.round_extended.until', { day: longDay(t, it.until) }),
    ],
    action: { label: t('emails.open_application'), path: page(it) },
  })),
  'application closed': email<ApplicationEmailFacts & { award?: 'lapsed' | 'ended' }>((t, it) => ({
    subject: t('emails.closed.subject'),
    paragraphs: [
      t(it.award ? `emails.closed.${it.award}` : 'emails.closed.body', { organisation: it.organisation }),
      t('emails.closed.next'),
    ],
    action: { label: t('emails.open_application'), path: page(it) },
  })),
}
