import type { Actor } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import { dayOf } from '../../../domain/time.ts'
import type { EventLine, Link } from '../../../web/components.ts'
import { changeWords, makerWords } from '../../../history/history-words.ts'
import { dayAndTime, longDay } from '../../../words/format.ts'
import type { Key, T } from '../../../words/words.ts'
import type { HistoryLine } from './history.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'site/history/all': ReturnType<typeof historyPage>
  }
}

interface HistoryShown {
  lines: readonly HistoryLine[]
  next: string | null
  /** the address of the first page; null on the first page */
  first: string | null
}

export function historyPage(t: T, actor: Actor, { lines, next, first }: HistoryShown) {
  return {
    title: t('history.title'),
    back: { text: t('home.title'), href: '/home' },
    nothing: lines.length > 0 ? null : t(next === null && first === null ? 'history.none' : 'history.none.here'),
    events: { events: lines.map(line => lineOf(t, actor, line)) },
    pagination: {
      previous: first ? { text: t('history.newest'), href: first } : null,
      next: next ? { text: t('history.earlier'), href: next } : null,
    },
  }
}

function lineOf(t: T, actor: Actor, line: HistoryLine): EventLine {
  const { at, maker, isDay, organisation, reason } = line
  return {
    when: isDay ? longDay(t, dayOf(at)) : dayAndTime(t, at),
    instant: isDay ? dayOf(at) : at,
    actor: makerWords(t, maker),
    text: lineText(t, line),
    details: [
      whoItIsAbout(t, actor, line),
      organisation,
      reason === null ? null : t('history.reason', { reason }),
    ].filter(detail => detail !== null),
    link: linkTo(t, actor, line),
  }
}

/** The text of a line. Readers who cannot read an application are not told why its award changed. */
function lineText(t: T, { isDay, isUnread, name, facts }: HistoryLine): string {
  if (isDay) return t('history.day')
  return isUnread ? t('awards.received.unread') : changeWords(t, name, facts)
}

/**
 * The name of the person whom a change is about, their role, or both. The name is left out if that person made the
 * change. Null for an application, and for readers without `outbox.read_email`.
 */
function whoItIsAbout(t: T, actor: Actor, { applicationId, maker, about, facts }: HistoryLine): string | null {
  if (applicationId !== null || !can(actor, 'outbox.read_email', null)) return null
  const name = typeof maker === 'object' && maker.name === about ? null : about
  const role =
    typeof facts.role === 'string' && t.knows(`role.${facts.role}`)
      ? t(`role.${facts.role}` as Extract<Key, `role.${string}`>)
      : null
  return name && role ? t('history.about', { name, role }) : (name ?? role)
}

/** A link to the application, award or organisation that the change is about; null when there is none to open. */
function linkTo(t: T, actor: Actor, line: HistoryLine): Link | null {
  const { applicationId, organisationId, organisation, entity, entityId } = line
  if (applicationId) return { text: t('history.open.application'), href: `/applications/${applicationId}/history` }
  if (entity === 'award' && can(actor, 'awards.list'))
    return { text: t('history.open.award'), href: `/awards/${entityId}` }
  if (organisation === null) return null
  return { text: t('history.open.organisation'), href: `/organisations/${organisationId}` }
}
