import type { Item } from '../../../domain/framework.ts'
import { lacksOf, type AnswerFacts, type ItemState, type ToFill } from '../../../domain/progress.ts'
import { list } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { Status } from '../../../web/components.ts'

/** How far one item of an application is. */
export const itemStatus = (t: T, state: ItemState): Status =>
  ({
    written: { icon: 'tick', tone: 'done', text: t('item.state.written') } as const,
    done: { icon: 'tick', tone: 'done', text: t('item.state.done') } as const,
    'as before': { icon: 'equals', tone: 'quiet', text: t('item.state.as before') } as const,
    'needs evidence': { icon: 'page-plus', tone: 'you', fill: true, text: t('item.state.needs evidence') } as const,
    begun: { icon: 'dotted-ring', tone: 'quiet', text: t('item.state.begun') } as const,
    'not started': { icon: 'dotted-ring', tone: 'quiet', text: t('item.state.not started') } as const,
  })[state]

/** What an item still lacks, as a sentence would list it. */
export const lacksInWords = (t: T, item: Item, answer: AnswerFacts | undefined, application: ToFill): string =>
  list(
    t,
    lacksOf(item, answer, application).map(lack => t(`item.lacks.${lack}`)),
  )
