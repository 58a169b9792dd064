import type { EventLine, Link } from '../../web/components.ts'
import { dayAndTime } from '../../words/format.ts'
import type { T } from '../../words/words.ts'
import type { HistoryLine } from './all-events.store.ts'

export function historyPage(t: T, lines: readonly HistoryLine[], next: string | null, isLater: boolean) {
  return {
    title: t('history.title'),
    back: { text: t('home.title'), href: '/home' },
    nothing: lines.length === 0,
    events: { events: lines.map(line => lineOf(t, line)) },
    pagination: { previous: isLater ? { text: t('history.newest'), href: '/history' } : null, next: next ? { text: t('history.earlier'), href: next } : null },
  }
}

function lineOf(t: T, line: HistoryLine): EventLine {
  const { at, name, actor, byPanel, person, organisation } = line
  return {
    when: dayAndTime(t, at), instant: at,
    who: byPanel ? t('history.panel') : person ?? (actor === 'the operator' ? t('history.operator') : actor === 'the letter' ? t('history.letter') : t('history.clock')),
    text: t(`event.${name}`),
    details: organisation ? [organisation] : [],
    link: linkTo(t, line),
  }
}

function linkTo(t: T, { applicationId, organisationId, thing, thingId }: HistoryLine): Link | null {
  if (applicationId) return { text: t('history.open.case'), href: `/applications/${applicationId}/history` }
  if (thing === 'award') return { text: t('history.open.award'), href: `/awards/${thingId}` }
  return organisationId ? { text: t('history.open.organisation'), href: `/organisations/${organisationId}` } : null
}
