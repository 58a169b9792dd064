import { isAboutTheYear } from '../../../domain/carry.ts'
import { itemsAskedBy, type Item } from '../../../domain/framework.ts'
import { answeredByRecommendations, stateOf } from '../../../domain/progress.ts'
import type { Link } from '../../../web/components.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import type { T } from '../../../words/words.ts'
import type { RecommendationLine } from '../recommendations/recommendation.store.ts'
import { factsToCheck, type ReadAnswer, type ReadGroup, type ToCheck } from './submission.pages.ts'

/**
 * A light renewal before it is handed in: what was asked and answered, what is of this year, what changed, and the rest
 * in one line.
 */
export function renewalGroups(
  t: T,
  it: ToCheck,
  answerOf: (item: Item) => ReadAnswer,
): { groups: ReadGroup[]; rest: { heading: string; text: string; items: Link[] } | null } {
  const { application, framework, recommendations } = it
  const facts = factsToCheck(it)
  const asked = itemsAskedBy(framework, 'renewal').filter(({ id }) => id !== answeredByRecommendations)
  const stays = asked.filter(
    item =>
      stateOf(
        item,
        facts.find(({ itemId }) => itemId === item.id),
        application,
      ) === 'as before',
  )
  const changed = asked.filter(item => item.renewal === 'confirm' && !stays.includes(item))
  const groups: ReadGroup[] = [
    { heading: t('renewal.light.recommendations'), answers: recommendations.map(each => recommendationAnswer(t, each)) },
    { heading: t('renewal.read.short'), answers: asked.filter(({ renewal }) => renewal === 'answer').map(answerOf) },
    { heading: t('renewal.read.changed'), answers: changed.map(answerOf) },
  ].filter(({ answers }) => answers.length > 0)
  return {
    groups,
    rest:
      stays.length === 0
        ? null
        : {
            heading: t('renewal.check.rest', { count: stays.length }),
            text: t(application.restIsConfirmed ? 'renewal.check.rest.confirmed' : 'renewal.check.rest.open'),
            items: stays.map(({ code, title }) => ({
              text: t('answers.pick.caption', { code, title }),
              href: `/applications/${application.id}/criteria/${code}`,
            })),
          },
  }
}

const recommendationAnswer = (
  t: T,
  { kind, body, notes }: Pick<RecommendationLine, 'kind' | 'body' | 'notes'>,
): ReadAnswer => ({
  code: null,
  title: body,
  status: null,
  text: paragraphs(notes.findLast(({ says }) => says === 'answer')?.body ?? null),
  rating: null,
  evidence: [],
  links: [],
  note: t(`recommendation.kind.${kind}`),
  link: null,
})

/** Where each thing that a light renewal lacks stands on its one page. */
export function placeOnPage(application: Pick<ToCheck['application'], 'id' | 'kind'>, item: Item): string {
  return application.kind === 'renewal' && isAboutTheYear(item)
    ? `/applications/${application.id}#answer-${item.code}`
    : `/applications/${application.id}/criteria/${item.code}`
}

/** A light renewal that its library writes: it confirms its contacts there. */
export const isWrittenOnOnePage = ({ kind, status }: Pick<ToCheck['application'], 'kind' | 'status'>): boolean =>
  kind === 'renewal' && (status === 'draft' || status === 'returned')
