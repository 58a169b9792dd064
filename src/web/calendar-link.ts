import type { Key, T } from '../words/words.ts'
import type { DueLine, Link } from './components.ts'

/** The kinds of date that can be in a calendar. */
type CalendarKind = Key extends infer K ? (K extends `calendar.add.${infer Kind}` ? Kind : never) : never
interface DateToAdd {
  kind: CalendarKind
  /** the id of the record that the date belongs to */
  id: string
}

/** The link "Add to calendar", which downloads one date. Anyone who can read the page can download it. */
export const calendarLink = (t: T, { kind, id }: DateToAdd): Link => ({
  text: t('calendar.add'),
  href: `/calendar/${kind.replace(' ', '-')}/${id}`,
  hidden: t(`calendar.add.${kind}`),
})

/** Adds the calendar link to a line about a date, unless the date has passed. Null stays null. */
export const withCalendar = <Line extends DueLine | null>(t: T, line: Line, date: DateToAdd): Line =>
  line === null || line.tone === 'late' ? line : { ...line, calendar: calendarLink(t, date) }
