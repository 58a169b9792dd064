import { itemById } from '../../domain/framework.ts'
import type { Framework } from '../../domain/framework.ts'
import { isDay } from '../../domain/time.ts'
import type { EventLine } from '../../web/components.ts'
import { dayAndTime, list, longDay } from '../../words/format.ts'
import type { T } from '../../words/words.ts'
import type { Case } from './application.store.ts'
import type { EventOfCase } from './history.store.ts'

/** The library sees its own people by name, and of the charity only that it was the charity. */
export function historyPage(t: T, application: Case, framework: Framework, events: readonly EventOfCase[], next: string | null, isLibrary: boolean) {
  return {
    title: t('applications.history.title'),
    back: { text: isLibrary ? t(`application.kind.${application.kind}`) : application.organisationName, href: `/applications/${application.id}` },
    heading: { text: t('applications.history.title'), caption: application.organisationName, size: 'l' as const },
    events: { events: events.map(event => lineOf(t, framework, event, isLibrary)) },
    pagination: { previous: null, next: next ? { text: t('applications.history.more'), href: next } : null },
  }
}

function lineOf(t: T, framework: Framework, { at, name, by, person, facts }: EventOfCase, isLibrary: boolean): EventLine {
  const shown = by === 'library' || !isLibrary ? person : null
  return {
    when: dayAndTime(t, at),
    instant: at,
    who: shown ?? t(`applications.history.${by}`),
    text: t(`event.${name}`),
    details: [
      ...itemsOf(t, framework, facts.item ?? facts.criteria),
      ...(typeof facts.until === 'string' && isDay(facts.until) ? [t('applications.history.until', { day: longDay(t, facts.until) })] : []),
    ],
  }
}

function itemsOf(t: T, framework: Framework, named: unknown): string[] {
  const ids = Array.isArray(named) ? (named as string[]) : typeof named === 'string' ? [named] : []
  const items = ids.map(id => itemById(framework, id)).filter(item => item !== null)
  return items.length > 0 ? [list(t, items.map(({ code, title }) => t('applications.history.item', { code, title })))] : []
}
