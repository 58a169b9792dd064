import { itemById, type Framework } from '../../../domain/framework.ts'
import type { Judgement, Outcome, RecommendationKind } from '../../../domain/judgements.ts'
import type { Day } from '../../../domain/time.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { Icon, Status, SummaryRow, Tone } from '../../../web/components.ts'
import { judgementIcons } from '../../../web/fields.ts'
import { paragraphs } from '../../../web/paragraphs.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'appraisal/findings/last-time': LastTime
  }
}

// Statuses and summary rows for judgements, outcomes and recommendations.

const tones = {
  met: 'done',
  'partly met': 'you',
  'not yet': 'stop',
  'not applicable': 'quiet',
} as const satisfies Record<Judgement, Tone>

export const judgementStatus = (t: T, judgement: Judgement | null): Status | null =>
  judgement && { icon: judgementIcons[judgement], tone: tones[judgement], text: t(`judgement.${judgement}`) }

export const outcomeStatus = (t: T, outcome: Outcome | null): Status | null =>
  outcome && {
    icon: (outcome === 'not yet' ? 'ring' : 'disc-tick') as Icon,
    tone: outcome === 'not yet' ? 'you' : 'done',
    text: t(`outcome.${outcome}`),
    fill: true,
  }

/** The finding that the last panel agreed on. */
export interface LastTime {
  heading: string
  judgement: Status
  reason: readonly string[]
}
export const lastTimeOf = (t: T, last: { judgement: Judgement; reason: string; on: Day } | null): LastTime | null =>
  last && {
    heading: t('findings.last_time', { day: longDay(t, last.on) }),
    judgement: judgementStatus(t, last.judgement)!,
    reason: paragraphs(last.reason),
  }

export interface RecommendationShown {
  kind: RecommendationKind
  body: string
  owner: string
  dueOn: Day | null
  itemId: string | null
}

export function recommendationRow(
  t: T,
  framework: Framework,
  { kind, body, owner, dueOn, itemId }: RecommendationShown,
): SummaryRow {
  const item = itemId ? itemById(framework, itemId) : null
  return {
    key: t(`recommendation.kind.${kind}`),
    value: item ? t('proposals.recommendation.about', { body, code: item.code }) : body,
    hint: dueOn ? t('proposals.recommendation.by', { owner, day: longDay(t, dueOn) }) : owner,
  }
}
