import { z } from 'zod'
import { addMonths, instantAt, isDay, type Day, type Instant } from '../../../domain/time.ts'
import { day, oneOf, someOf, tick } from '../../../web/field-schemas.ts'
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
    .object({ ...momentFields(t), sure: tick() })
    .refine(given => !isPast(given, now), { path: ['day'], message: t('releases.past') })
    .refine(given => given.day <= addMonths(now.today, 12), { path: ['day'], message: t('releases.far') })
    .transform(({ day: chosen, hour, sure }) => ({ at: instantAt(chosen, hour as `${number}:${number}`), sure }))
export type ReleaseTimeGiven = z.output<ReturnType<typeof releaseTimeForm>>

export interface ManyGiven {
  letters: string[]
  /** the time of the release; null to release the letters now */
  at: Instant | null
  sure: boolean
}

/** @param ids the ids of the letters on the page */
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
  }
  const when = oneOf(['now', 'later'], t('releases.many.when.missing'))
  if (!isLater) return z.object({ ...chosen, when }).transform(({ letters, sure }) => ({ letters, sure, at: null }))
  return z
    .object({ ...chosen, when, ...momentFields(t) })
    .refine(given => !isPast(given, now), { path: ['day'], message: t('releases.past') })
    .refine(given => given.day <= addMonths(now.today, 12), { path: ['day'], message: t('releases.far') })
    .transform(({ letters, sure, day: on, hour }) => ({
      letters,
      sure,
      at: instantAt(on, hour as `${number}:${number}`),
    }))
}
