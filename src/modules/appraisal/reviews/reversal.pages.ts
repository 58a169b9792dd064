import { dayOf } from '../../../domain/time.ts'
import type { Notice } from '../../../web/components.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { Reversal } from './review.store.ts'

/** A notice for the trustee who decides next. It says who reversed the last decision, and why. */
export const reversedNotice = (t: T, { outcome, reason, answerReason, by, at }: Reversal): Notice => ({
  tone: 'plain',
  icon: 'information',
  heading: t('decisions.reversed'),
  text: [t('decisions.reversed.text', { name: by, day: longDay(t, dayOf(at)), outcome: t(`outcome.${outcome}`) })],
  quotes: [
    { heading: t('decisions.reversed.asked'), text: paragraphs(reason) },
    { heading: t('decisions.reversed.answered', { name: by }), text: paragraphs(answerReason) },
  ],
})
