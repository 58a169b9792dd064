import type { ApplicationRecord } from '../../access/access.public.ts'
import { itemById, type Framework } from '../../../domain/framework.ts'
import { dayOf, isDay } from '../../../domain/time.ts'
import type { MoveReason } from '../../../domain/move-reasons.ts'
import type { Details, EventLine } from '../../../web/components.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { changeWords, makerWords, type Maker } from '../../../history/history-words.ts'
import { dayAndTime, list, longDay, timeOfDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { HistoryLineShown } from '../../../history/history-lines.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/history/history': ReturnType<typeof historyPage>
  }
}

export function historyPage(
  t: T,
  application: ApplicationRecord,
  {
    framework,
    events,
    reasons,
    next,
    isLibrary,
  }: {
    framework: Framework
    events: readonly HistoryLineShown[]
    reasons: readonly MoveReason[]
    next: string | null
    isLibrary: boolean
  },
) {
  return {
    title: t('applications.history.title'),
    back: {
      text: isLibrary ? t(`application.kind.${application.kind}`) : application.organisationName,
      href: `/applications/${application.id}`,
    },
    heading: { text: t('applications.history.title'), caption: application.organisationName, size: 'l' as const },
    note: isLibrary ? t('applications.history.note') : null,
    events: { events: runsIn(events).map(run => runLine(t, { framework, reasons }, run)) },
    pagination: { previous: null, next: next ? { text: t('applications.history.more'), href: next } : null },
  }
}

interface About {
  framework: Framework
  /** the saved reasons of moves that the reader is allowed to read */
  reasons: readonly MoveReason[]
}

/**
 * Events that the history shows as one line, newest first. They are consecutive findings that one person saved on one
 * day, or a single event of any other kind.
 */
type Run = readonly [HistoryLineShown, ...HistoryLineShown[]]

function runsIn(events: readonly HistoryLineShown[]): Run[] {
  const runs: [HistoryLineShown, ...HistoryLineShown[]][] = []
  for (const event of events) {
    const last = runs.at(-1)
    if (last && isSameRun(last[0], event)) last.push(event)
    else runs.push([event])
  }
  return runs
}

const isSameRun = (one: HistoryLineShown, other: HistoryLineShown): boolean =>
  [one, other].every(({ name, isDay: isOnlyADay }) => name === 'finding.written' && !isOnlyADay) &&
  isSameMaker(one.maker, other.maker) &&
  dayOf(one.at) === dayOf(other.at)

/**
 * Whether two events are shown as made by the same person. A maker without a name, such as the panel, is compared by
 * its label.
 */
const isSameMaker = (one: Maker, other: Maker): boolean =>
  typeof one === 'string' || typeof other === 'string' ? one === other : one.name === other.name

function runLine(t: T, about: About, [newest, ...earlier]: Run): EventLine {
  const line = lineOf(t, about, newest)
  const oldest = earlier.at(-1)
  if (!oldest) return line
  return {
    ...line,
    text: t('applications.history.findings', { count: earlier.length + 1 }),
    details: [t('applications.history.findings.first', { time: timeOfDay(t, oldest.at) })],
  }
}

function lineOf(
  t: T,
  { framework, reasons }: About,
  { at, name, maker, isDay: isOnlyADay, facts }: HistoryLineShown,
): EventLine {
  const actor = makerWords(t, maker)
  if (isOnlyADay) return { when: longDay(t, dayOf(at)), instant: dayOf(at), actor, text: t('history.day') }
  return {
    when: dayAndTime(t, at),
    instant: at,
    actor,
    text: changeWords(t, name),
    details: [
      ...(showsItems(name) ? itemsOf(t, framework, facts.item ?? facts.criteria) : []),
      ...(typeof facts.until === 'string' && isDay(facts.until)
        ? [t('applications.history.until', { day: longDay(t, facts.until) })]
        : []),
    ],
    reason: reasonOf(t, reasons, facts.reason),
  }
}

/** The reason saved with an event, collapsed; null when there is none. */
function reasonOf(t: T, reasons: readonly MoveReason[], id: unknown): Details | null {
  const reason = reasons.find(each => each.id === id)
  return reason ? { summary: t('applications.history.reason'), text: paragraphs(reason.body) } : null
}

/**
 * Whether to show the criterion of an event. For a finding, the criterion would reveal how far a panel member has read.
 */
const showsItems = (name: string): boolean => !name.startsWith('finding.')

function itemsOf(t: T, framework: Framework, named: unknown): string[] {
  const ids = Array.isArray(named) ? (named as string[]) : [named].filter(id => typeof id === 'string')
  const items = ids.map(id => itemById(framework, id)).filter(item => item !== null)
  return items.length > 0
    ? [
        list(
          t,
          items.map(({ code, title }) => t('applications.history.item', { code, title })),
        ),
      ]
    : []
}
