import { z } from 'zod'
import { maxAgendaItems } from '../../../domain/meeting-agenda.ts'
import { instantAt, type Day, type Instant } from '../../../domain/time.ts'
import { day, line, optionalLine, optionalText, readVersion, someOf } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

/** The meeting as a coordinator entered it. */
export interface MeetingGiven {
  version: number
  startsAt: Instant
  endsAt: Instant
  place: string
  link: string
  applications: string[]
}

/** @param choices the ids of the applications that can be on the agenda */
export const meetingForm = (t: T, today: Day, choices: readonly string[]) =>
  z
    .object({
      version: readVersion(),
      day: day(t, t('panel_meetings.day.missing')).refine(value => value >= today, t('panel_meetings.day.past')),
      from: timeOfDay(t, t('panel_meetings.from.missing')),
      until: timeOfDay(t, t('panel_meetings.until.missing')),
      place: optionalLine(t),
      link: optionalText(t, 500).refine(isWebAddress, t('panel_meetings.link.wrong')),
      applications: someOf(choices, t('panel_meetings.applications.unknown'))
        .refine(chosen => chosen.length > 0, t('panel_meetings.applications.missing'))
        .refine(
          chosen => chosen.length <= maxAgendaItems,
          t('panel_meetings.applications.many', { most: maxAgendaItems }),
        ),
    })
    .refine(({ from, until }) => isLater(parseTime(from), parseTime(until)), {
      path: ['until'],
      message: t('panel_meetings.until.before'),
    })
    .refine(({ place, link }) => place !== '' || link !== '', {
      path: ['place'],
      message: t('panel_meetings.place.missing'),
    })
    .transform(({ day, from, until, ...rest }): MeetingGiven => ({
      ...rest,
      startsAt: instantAt(day, from),
      endsAt: instantAt(day, until),
    }))

/** A time of day as people write it: 18:30, 6:30pm or 6pm. The value is HH:MM. */
const timeOfDay = (t: T, missing: string) =>
  line(t, missing, 20)
    .refine(value => value === '' || parseTime(value) !== null, t('panel_meetings.time.wrong'))
    .transform(value => parseTime(value) ?? '')

/**
 * Whether the second time is later. Also true when one of the values is not a time, because that field has its own
 * error.
 */
const isLater = (from: string | null, until: string | null): boolean => from === null || until === null || until > from

const clock = /^(\d{1,2})(?:[:.](\d\d))?\s*([ap])?\.?m?\.?$/i

function parseTime(text: string): string | null {
  const [, hours, minutes = '00', half] = clock.exec(text.trim()) ?? []
  if (hours === undefined) return null
  const hour = hourOf(Number(hours), half?.toLowerCase())
  if (hour === null || Number(minutes) > 59) return null
  return `${String(hour).padStart(2, '0')}:${minutes}`
}

function hourOf(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour <= 23 ? hour : null
  if (hour < 1 || hour > 12) return null
  return (hour % 12) + (half === 'p' ? 12 : 0)
}

const isWebAddress = (text: string): boolean =>
  text === '' || (/^https:\/\/\S+$/.test(text) && URL.canParse(text) && !text.includes('@'))

/** One field for each item: its position on the agenda. */
export const orderForm = (t: T, applicationIds: readonly string[]) =>
  z
    .object({
      version: readVersion(),
      ...Object.fromEntries(
        applicationIds.map(id => [
          `place-${id}`,
          z.custom<string>(
            value => typeof value === 'string' && /^\d{1,2}$/.test(value) && Number(value) <= applicationIds.length,
            t('panel_meetings.order.missing'),
          ),
        ]),
      ),
    })
    .transform((given: Record<string, unknown>, context) => {
      const placed = applicationIds.map(id => ({ id, place: Number(given[`place-${id}`]) }))
      const twice = placed.find(({ place }, index) => placed.findIndex(each => each.place === place) !== index)
      if (twice)
        context.addIssue({ code: 'custom', path: [`place-${twice.id}`], message: t('panel_meetings.order.twice') })
      const order = placed.toSorted((a, b) => a.place - b.place).map(({ id }) => id)
      return { version: Number(given.version), order }
    })
