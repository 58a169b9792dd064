import { dayOf, daysBetween, type Day } from '../../../domain/time.ts'
import type { T } from '../../../words/words.ts'
import { waitingSince } from '../casework-cards/casework-card.pages.ts'
import { waitingTask, type RankedCard } from '../due-cards/due-card.pages.ts'
import type { MergeWaiting } from './merge-card.store.ts'

export const mergeCards = (t: T, waiting: readonly MergeWaiting[], today: Day): RankedCard[] =>
  waiting.map(({ id, from, into, since, waitsFor }) =>
    waitingTask(
      {
        title: t(`home.merge.${waitsFor}`, { from, into }),
        href: `/merges/${id}`,
        button: t(`home.merge.${waitsFor}.button`),
        text: waitingSince(t, since, today),
      },
      daysBetween(dayOf(since), today),
    ),
  )
