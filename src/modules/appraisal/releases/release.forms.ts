import { z } from 'zod'
import { addMonths, instantAt, isDay, type Day, type Instant } from '../../../domain/time.ts'
import { day, oneOf, readVersion, someOf, tick } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

/** The hours at which a letter can be released, in London time: every hour from 7am to 8pm. */
export const hours = Array.from({ length: 14 }, (_, index) => `${String(index + 7).padStart(2, '0')}:00`)

interface Now {
  today: Day
  at: Instant
}

const momentFields = (t: T) => ({
  day: day(t, t('releases.day.missing')),
  hour: oneOf(hours, t('releases.hour.missing')),
})

/**
 * Whether a day and hour are in the past. False for a day or hour that does not exist, because those have other errors.
 */
const isPast = ({ day: chosen, hour }: { day: Day; hour: string }, { at }: Now): boolean =>
  isDay(chosen) && hours.includes(hour) && instantAt(chosen, hour as `${number}:${number}`) <= at

export const releaseTimeForm = (t: T, now: Now) =>
  z
    .object({ ...momentFields(t), version: readVersion(), sure: tick() })
    .refine(given => !isPast(given, now), { path: ['day'], message: t('releases.past') })
    .refine(given => given.day <= addMonths(now.today, 12), { path: ['day'], message: t('releases.far') })
    .transform(({ day: chosen, hour, ...rest }) => ({ at: instantAt(chosen, hour as `${number}:${number}`), ...rest }))
export type ReleaseTimeGiven = z.output<ReturnType<typeof releaseTimeForm>>

export const stopForm = z.object({ version: readVersion() })

export interface ManyGiven {
  /** the ids of the applications whose letters were chosen, each with the version of the letter that was read */
  letters: { id: string; version: number }[]
  /** the time of the release; null to release the letters now */
  at: Instant | null
  sure: boolean
}

/**
 * The name of the hidden field for one application. The field's value is the version of the letter that the page
 * showed.
 */
export const readField = (id: string): string => `read-${id}`

/** @param ids the ids of the applications whose letters are on the page */
export function releaseManyForm(
  t: T,
  { ids, now, isLater }: { ids: readonly string[]; now: Now; isLater: boolean },
): z.ZodType<ManyGiven> {
  const chosen = {
    letters: someOf(ids, t('releases.many.choose.missing')).refine(
      letters => letters.length > 0,
      t('releases.many.choose.missing'),
    ),
    sure: tick(),
    ...(Object.fromEntries(ids.map(id => [readField(id), readVersion()])) as Record<string, z.ZodType>),
  }
  const when = oneOf(['now', 'later'], t('releases.many.when.missing'))
  if (!isLater) return z.object({ ...chosen, when }).transform(given => ({ ...chosenIn(given), at: null }))
  return z
    .object({ ...chosen, when, ...momentFields(t) })
    .refine(given => !isPast(given, now), { path: ['day'], message: t('releases.past') })
    .refine(given => given.day <= addMonths(now.today, 12), { path: ['day'], message: t('releases.far') })
    .transform(({ day: on, hour, ...given }) => ({
      ...chosenIn(given),
      at: instantAt(on, hour as `${number}:${number}`),
    }))
}

const chosenIn = ({ letters, sure, ...rest }: { letters: string[]; sure: boolean }): Omit<ManyGiven, 'at'> => ({
  letters: letters.map(id => ({ id, version: (rest as Record<string, number>)[readField(id)] ?? 0 })),
  sure,
})
