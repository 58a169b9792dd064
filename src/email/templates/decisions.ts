import type { Day } from '../../domain/time.ts'
import { longDay } from '../../words/format.ts'
import { email, wordedEmail } from '../email.ts'
import type { ApplicationEmailFacts } from './applications.ts'

interface RecommendationFacts {
  organisationId: string
  organisation: string
}
const recommendationsPage = (label: string, { organisationId }: RecommendationFacts) => ({
  label,
  path: `/organisations/${organisationId}/recommendations`,
})

/** Emails about the steps from the panel's proposal to the award, and about reviews, recommendations and examples. */
export const decisionEmails = {
  'proposal waiting': email<ApplicationEmailFacts>((t, it) => ({
    subject: t('emails.proposal_waiting.subject', { organisation: it.organisation }),
    paragraphs: [
      t('emails.proposal_waiting.body', { organisation: it.organisation }),
      t('emails.proposal_waiting.next'),
    ],
    action: { label: t('emails.proposal_waiting.action'), path: `/applications/${it.applicationId}/decision` },
  })),
  'renewal waiting': email<ApplicationEmailFacts>((t, it) => ({
    subject: t('emails.renewal_waiting.subject', { organisation: it.organisation }),
    paragraphs: [t('emails.renewal_waiting.body', { organisation: it.organisation }), t('emails.renewal_waiting.next')],
    action: { label: t('emails.renewal_waiting.action'), path: `/applications/${it.applicationId}/decision` },
  })),
  'proposal sent back': email<ApplicationEmailFacts>((t, it) => ({
    subject: t('emails.proposal_sent_back.subject', { organisation: it.organisation }),
    paragraphs: [t('emails.proposal_sent_back.body', { organisation: it.organisation })],
    action: { label: t('emails.proposal_sent_back.action'), path: `/applications/${it.applicationId}/proposal` },
  })),
  'decision letter waiting': email<ApplicationEmailFacts>((t, it) => ({
    subject: t('emails.decision_letter_waiting.subject', { organisation: it.organisation }),
    paragraphs: [t('emails.decision_letter_waiting.body', { organisation: it.organisation })],
    action: { label: t('emails.decision_letter_waiting.action'), path: `/applications/${it.applicationId}/decision` },
  })),
  'conflict after decision': email<ApplicationEmailFacts>((t, it) => ({
    subject: t('emails.late_conflict.subject', { organisation: it.organisation }),
    paragraphs: [t('emails.late_conflict.body', { organisation: it.organisation }), t('emails.late_conflict.next')],
    action: { label: t('emails.open_application'), path: `/applications/${it.applicationId}` },
  })),
  'decision reversed': email<ApplicationEmailFacts>((t, it) => ({
    subject: t('emails.decision_reversed.subject', { organisation: it.organisation }),
    paragraphs: [t('emails.decision_reversed.body', { organisation: it.organisation })],
    action: { label: t('emails.open_application'), path: `/applications/${it.applicationId}` },
  })),
  'correction asked': email<ApplicationEmailFacts>((t, it) => ({
    subject: t('emails.correction_asked.subject', { organisation: it.organisation }),
    paragraphs: [t('emails.correction_asked.body', { organisation: it.organisation })],
    action: { label: t('emails.correction_asked.action'), path: `/applications/${it.applicationId}/decision/answer` },
  })),
  'correction refused': email<ApplicationEmailFacts>((t, it) => ({
    subject: t('emails.correction_refused.subject', { organisation: it.organisation }),
    paragraphs: [t('emails.correction_refused.body', { organisation: it.organisation })],
    action: {
      label: t('emails.correction_refused.action'),
      path: `/applications/${it.applicationId}/decision/correction`,
    },
  })),
  'review asked': email<ApplicationEmailFacts>((t, it) => ({
    subject: t('emails.review_asked.subject', { organisation: it.organisation }),
    paragraphs: [t('emails.review_asked.body', { organisation: it.organisation }), t('emails.review_asked.next')],
    action: { label: t('emails.correction_asked.action'), path: `/applications/${it.applicationId}/decision/answer` },
  })),
  'review received': email<ApplicationEmailFacts>((t, it) => ({
    subject: t('emails.review_received.subject'),
    paragraphs: [t('emails.review_received.body', { organisation: it.organisation }), t('emails.review_received.next')],
    action: { label: t('emails.review_received.action'), path: `/applications/${it.applicationId}/review` },
  })),
  'review answered': email<ApplicationEmailFacts>((t, it) => ({
    subject: t('emails.review_answered.subject', { organisation: it.organisation }),
    paragraphs: [t('emails.review_answered.body', { organisation: it.organisation })],
    action: { label: t('emails.review_answered.action'), path: `/applications/${it.applicationId}/review` },
  })),
  'application reopened': email<ApplicationEmailFacts>((t, it) => ({
    subject: t('emails.reopened.subject', { organisation: it.organisation }),
    paragraphs: [t('emails.reopened.body', { organisation: it.organisation }), t('emails.reopened.next')],
    action: { label: t('emails.open_application'), path: `/applications/${it.applicationId}` },
  })),
  // The email contains the whole decision letter, so that no one has to sign in to learn the decision.
  'decision letter': email<ApplicationEmailFacts & { decisionLetter: string; by?: string }>((t, it) => ({
    subject: t('emails.decision.subject', { organisation: it.organisation }),
    paragraphs: [
      ...it.decisionLetter
        .split(/\n{2,}/)
        .map(paragraph => paragraph.trim())
        .filter(paragraph => paragraph !== ''),
      t(it.by === 'a trustee' ? 'emails.decision.next.renewal' : 'emails.decision.next'),
    ],
    action: { label: t('emails.decision.action'), path: `/applications/${it.applicationId}/decision` },
  })),
  'example published': email<ApplicationEmailFacts>((t, it) => ({
    subject: t('emails.example_published.subject'),
    paragraphs: [
      t('emails.example_published.body', { organisation: it.organisation }),
      t('emails.example_published.next'),
    ],
    action: {
      label: t('emails.example_published.action'),
      path: `/applications/${it.applicationId}/example/sharing`,
    },
  })),
  'recommendation closed': email<RecommendationFacts>((t, it) => ({
    subject: t('emails.recommendation_closed.subject', { organisation: it.organisation }),
    paragraphs: [
      t('emails.recommendation_closed.body', { organisation: it.organisation }),
      t('emails.recommendation_closed.next'),
    ],
    action: recommendationsPage(t('emails.recommendation.action'), it),
  })),
  'recommendation kept open': email<RecommendationFacts>((t, it) => ({
    subject: t('emails.recommendation_kept.subject', { organisation: it.organisation }),
    paragraphs: [
      t('emails.recommendation_kept.body', { organisation: it.organisation }),
      t('emails.recommendation_kept.next'),
    ],
    action: recommendationsPage(t('emails.recommendation.action'), it),
  })),
  'award granted': wordedEmail<{ awardId: string; organisation: string; code: string; validTo: Day }>(
    'award granted',
    (t, { organisation, validTo }) => ({ organisation, day: longDay(t, validTo) }),
    (t, it, { opening, closing }) => ({
      subject: t('emails.award_granted.subject', { organisation: it.organisation }),
      paragraphs: [
        ...opening,
        t('emails.award_granted.until', { day: longDay(t, it.validTo) }),
        t('emails.award_granted.code', { code: it.code }),
        ...closing,
      ],
      action: { label: t('emails.award_granted.action'), path: `/awards/${it.awardId}` },
    }),
  ),
}
