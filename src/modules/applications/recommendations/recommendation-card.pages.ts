import type { Recommendation, RecommendationNote } from '../../../domain/recommendation.ts'
import { dayOf, daysBetween, type Day, type Instant } from '../../../domain/time.ts'
import { distance, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { DueLine, Link, Status } from '../../../web/components.ts'
import { dueLine } from '../../../web/due-line.ts'
import { paragraphs } from '../../../web/paragraphs.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/recommendations/cards': RecommendationCards
  }
}

/** A promise as every page draws it: what, who, by when, and what both sides said of it. */
export interface RecommendationCard {
  id: string
  kind: string
  status: Status
  body: readonly string[]
  about: string | null
  owner: string
  due: DueLine | null
  decisionLetter: Link | null
  decisionLetterOn: string | null
  notes: readonly { heading: string; text: readonly string[] }[]
  links: readonly Link[]
}
export interface RecommendationCards {
  cards: readonly RecommendationCard[]
  level: 2 | 3
}

export interface RecommendationToShow extends Recommendation {
  organisationId: string
  applicationId: string
  about: { code: string; title: string } | null
  decisionLetterOn: Day | null
  since: Instant
  notes: readonly RecommendationNote[]
}

/** What this reader may do from here. */
export interface CardRights {
  isOwn: boolean
  mayAnswer: boolean
  judgeable: ReadonlySet<string>
  readableApplications: 'all' | ReadonlySet<string>
}

/** What heads a paper: the promises, what may be done with them, and the day they are read on. */
export interface RecommendationsShown {
  recommendations: readonly RecommendationToShow[]
  rights: CardRights
  today: Day
}
export const recommendationCards = (
  t: T,
  recommendations: RecommendationsShown | null,
  level: 2 | 3 = 3,
): RecommendationCards | null =>
  recommendations && recommendations.recommendations.length > 0
    ? {
        level,
        cards: recommendations.recommendations.map(each =>
          recommendationCard(t, each, recommendations.rights, recommendations.today),
        ),
      }
    : null

export const recommendationCard = (t: T, it: RecommendationToShow, may: CardRights, today: Day): RecommendationCard => {
  const address = `/organisations/${it.organisationId}/recommendations/${it.id}`
  const isOutstanding = it.status !== 'closed'
  const mayRead = may.readableApplications === 'all' || may.readableApplications.has(it.applicationId)
  return {
    id: `recommendation-${it.id}`,
    kind: t(`recommendation.kind.${it.kind}`),
    status: recommendationStatus(t, it, may.isOwn),
    body: paragraphs(it.body),
    about: it.about && t('recommendations.about', it.about),
    owner: t('recommendations.owner', { owner: it.owner }),
    due:
      it.dueOn &&
      (isOutstanding
        ? dueBy(t, it.dueOn, today)
        : dueLine(t('recommendations.due.was', { day: longDay(t, it.dueOn) }), '', null)),
    decisionLetter:
      it.decisionLetterOn && mayRead
        ? {
            text: t('recommendations.letter', { day: longDay(t, it.decisionLetterOn) }),
            href: `/applications/${it.applicationId}/decision`,
            hidden: beginning(it.body),
          }
        : null,
    decisionLetterOn:
      it.decisionLetterOn && !mayRead
        ? t('recommendations.letter.unread', { day: longDay(t, it.decisionLetterOn) })
        : null,
    notes: it.notes.map(note => ({ heading: headingOf(t, note, may.isOwn), text: paragraphs(note.body) })),
    links: [
      ...(isOutstanding && may.mayAnswer
        ? [
            {
              text: t(it.status === 'open' ? 'recommendations.answer.link' : 'recommendations.answer.again'),
              href: `${address}/answer`,
              hidden: beginning(it.body),
            },
          ]
        : []),
      ...(isOutstanding && may.judgeable.has(it.id)
        ? [{ text: t('recommendations.judge.link'), href: `${address}/closing`, hidden: beginning(it.body) }]
        : []),
    ],
  }
}

/** Its state as one word: yours to do for whoever has the ball. */
export function recommendationStatus(
  t: T,
  { status, since }: { status: Recommendation['status']; since: Instant },
  isOwn: boolean,
): Status {
  if (status === 'closed')
    return { icon: 'tick', tone: 'done', text: t('recommendations.status.closed', { day: longDay(t, dayOf(since)) }) }
  const waiting = status === 'answered' ? 'answered' : 'open'
  const text = t(isOwn ? `recommendations.status_own.${waiting}` : `recommendations.status.${waiting}`)
  return waiting === 'open' ? { icon: 'door', tone: 'you', text } : { icon: 'hourglass', tone: 'us', text }
}

/** Enough to tell one from another. */
const beginning = (text: string): string => (text.length > 80 ? `${text.slice(0, 79).toWellFormed()}…` : text)

function headingOf(t: T, { says, by, at }: RecommendationNote, isOwn: boolean): string {
  const day = longDay(t, dayOf(at))
  if (says === 'answer')
    return isOwn ? t('recommendations.said_own.answer', { name: by, day }) : t('recommendations.said.answer', { day })
  return isOwn ? t(`recommendations.said_own.${says}`, { day }) : t(`recommendations.said.${says}`, { name: by, day })
}

function dueBy(t: T, day: Day, today: Day): DueLine {
  const days = daysBetween(today, day)
  return dueLine(t('recommendations.due', { day: longDay(t, day), distance: distance(t, days) }), longDay(t, day), days)
}
