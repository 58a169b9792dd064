import type { Day } from '../../domain/time.ts'
import { longDay } from '../../words/format.ts'
import { letter } from '../email.ts'
import type { CaseFacts } from './applications.ts'

interface RecommendationFacts {
  organisationId: string
  organisation: string
}
const recommendationsPage = (label: string, { organisationId }: RecommendationFacts) => ({
  label,
  path: `/organisations/${organisationId}/recommendations`,
})

/** From the panel's proposal to the award. */
export const decisionLetters = {
  'proposal waiting': letter<CaseFacts>((t, it) => ({
    subject: t('letters.proposal_waiting.subject', { organisation: it.organisation }),
    paragraphs: [
      t('letters.proposal_waiting.body', { organisation: it.organisation }),
      t('letters.proposal_waiting.next'),
    ],
    action: { label: t('letters.proposal_waiting.action'), path: `/applications/${it.applicationId}/decision` },
  })),
  'renewal waiting': letter<CaseFacts>((t, it) => ({
    subject: t('letters.renewal_waiting.subject', { organisation: it.organisation }),
    paragraphs: [
      t('letters.renewal_waiting.body', { organisation: it.organisation }),
      t('letters.renewal_waiting.next'),
    ],
    action: { label: t('letters.renewal_waiting.action'), path: `/applications/${it.applicationId}/decision` },
  })),
  'proposal sent back': letter<CaseFacts>((t, it) => ({
    subject: t('letters.sent_back.subject', { organisation: it.organisation }),
    paragraphs: [t('letters.sent_back.body', { organisation: it.organisation })],
    action: { label: t('letters.sent_back.action'), path: `/applications/${it.applicationId}/proposal` },
  })),
  'letter waiting': letter<CaseFacts>((t, it) => ({
    subject: t('letters.letter_waiting.subject', { organisation: it.organisation }),
    paragraphs: [t('letters.letter_waiting.body', { organisation: it.organisation })],
    action: { label: t('letters.letter_waiting.action'), path: `/applications/${it.applicationId}/decision` },
  })),
  // The decision is in the mail itself, not behind a door: nobody should have to sign in to learn it.
  'decision letter': letter<CaseFacts & { letter: string; by?: string }>((t, it) => ({
    subject: t('letters.decision.subject', { organisation: it.organisation }),
    paragraphs: [
      ...it.letter
        .split(/\n{2,}/)
        .map(paragraph => paragraph.trim())
        .filter(paragraph => paragraph !== ''),
      t(it.by === 'a trustee' ? 'letters.decision.next.renewal' : 'letters.decision.next'),
    ],
    action: { label: t('letters.decision.action'), path: `/applications/${it.applicationId}/decision` },
  })),
  'recommendation closed': letter<RecommendationFacts>((t, it) => ({
    subject: t('letters.recommendation_closed.subject', { organisation: it.organisation }),
    paragraphs: [
      t('letters.recommendation_closed.body', { organisation: it.organisation }),
      t('letters.recommendation_closed.next'),
    ],
    action: recommendationsPage(t('letters.recommendation.action'), it),
  })),
  'recommendation kept open': letter<RecommendationFacts>((t, it) => ({
    subject: t('letters.recommendation_kept.subject', { organisation: it.organisation }),
    paragraphs: [
      t('letters.recommendation_kept.body', { organisation: it.organisation }),
      t('letters.recommendation_kept.next'),
    ],
    action: recommendationsPage(t('letters.recommendation.action'), it),
  })),
  'award begun': letter<{ awardId: string; organisation: string; code: string; validTo: Day }>((t, it) => ({
    subject: t('letters.award_begun.subject', { organisation: it.organisation }),
    paragraphs: [
      t('letters.award_begun.body', { organisation: it.organisation, day: longDay(t, it.validTo) }),
      t('letters.award_begun.code', { code: it.code }),
      t('letters.award_begun.next'),
    ],
    action: { label: t('letters.award_begun.action'), path: `/awards/${it.awardId}` },
  })),
}
