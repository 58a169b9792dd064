import type { Day } from '../../domain/time.ts'
import { longDay } from '../../words/format.ts'
import { email } from '../email.ts'
import type { ApplicationEmailFacts } from './applications.ts'

interface RecommendationFacts {
  organisationId: string
  organisation: string
}
const recommendationsPage = (label: string, { organisationId }: RecommendationFacts) => ({
  label,
  path: `/organisations/${organisationId}/recommendations`,
})

/** Emails from the panel's proposal to the award. */
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
  // The email holds the whole decision letter, so that no one has to sign in to learn the decision.
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
  'award granted': email<{ awardId: string; organisation: string; code: string; validTo: Day }>((t, it) => ({
    subject: t('emails.award_granted.subject', { organisation: it.organisation }),
    paragraphs: [
      t('emails.award_granted.body', { organisation: it.organisation, day: longDay(t, it.validTo) }),
      t('emails.award_granted.code', { code: it.code }),
      t('emails.award_granted.next'),
    ],
    action: { label: t('emails.award_granted.action'), path: `/awards/${it.awardId}` },
  })),
}
