import { daysBetween, type Day } from '../../../domain/time.ts'
import type { T } from '../../../words/words.ts'
import { dueBy } from './due.pages.ts'
import type { RecurringDue } from '../../evidence/evidence.public.ts'
import type { AboutLibraries } from './library-cards.pages.ts'
import type { LibraryHome } from './library-home.store.ts'
import { toDo, type Ranked } from './ranked.ts'

/**
 * A card for each that this person is asked for; what a lead's colleagues are asked for is one card, however much it
 * is.
 */
export function recurringCards(
  t: T,
  actor: { id: string },
  library: LibraryHome,
  about: Pick<AboutLibraries, 'libraries' | 'recurring'>,
  today: Day,
): Ranked[] {
  const here = about.recurring.filter(({ organisationId }) => organisationId === library.organisationId)
  const others = here.filter(({ asked }) => asked?.id !== actor.id)
  const name = about.libraries.length > 1 ? library.name : null
  return [
    ...here.filter(each => !others.includes(each)).map(own => card(t, own, name, today)),
    ...(others.length === 1
      ? [card(t, others[0]!, whom(t, others[0]!), today)]
      : othersCard(t, library, others, today)),
  ]
}

const whom = (t: T, { asked }: RecurringDue): string =>
  asked ? t('recurring.home.from', { name: asked.name }) : t('recurring.home.nobody')

function card(t: T, { id, title, nextDue }: RecurringDue, text: string | null, today: Day): Ranked {
  return toDo(
    {
      title,
      href: `/regular-evidence/${id}`,
      text,
      due: dueBy(t, nextDue, today),
      button: t('recurring.home.button'),
    },
    daysBetween(today, nextDue),
  )
}

function othersCard(t: T, { organisationId }: LibraryHome, others: readonly RecurringDue[], today: Day): Ranked[] {
  const [first] = others
  if (!first) return []
  const text = [t('recurring.home.first', { title: first.title }), whom(t, first)].join(' ')
  const shown = {
    title: t('recurring.home.many', { count: others.length }),
    href: `/organisations/${organisationId}/regular-evidence`,
    text,
    due: dueBy(t, first.nextDue, today),
    button: t('recurring.home.see'),
  }
  return [toDo(shown, daysBetween(today, first.nextDue))]
}
