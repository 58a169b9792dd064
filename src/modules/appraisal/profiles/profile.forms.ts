import { z } from 'zod'
import { seatKinds, type SeatKind } from '../../../domain/application.ts'
import { fieldsIn, mostSeatsAYear, weekdays, type Weekday } from '../../../domain/appraising.ts'
import { isDay, type Day } from '../../../domain/time.ts'
import { oneOf, optionalDay, optionalLine, optionalText, readVersion, someOf } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

/** The maximum number of past employers, and of fields of expertise, for one person. */
export const mostListed = 20
export const seatNumbers = Array.from({ length: mostSeatsAYear + 1 }, (_, count) => String(count))

/** @param saved the first day of the saved absence, which can now be in the past; null when none is saved */
export const profileForm = (t: T, today: Day, saved: Day | null) =>
  z
    .object({
      version: readVersion(),
      kinds: someOf(seatKinds, t('profiles.kinds.unknown')).transform(kinds => kinds as SeatKind[]),
      expertise: listed(t, 1_000).refine(isShort, t('profiles.expertise.many', { most: mostListed })),
      needs: optionalText(t, 500),
      weekdays: someOf(weekdays.map(String), t('profiles.weekdays.unknown'))
        .refine(chosen => chosen.length > 0, t('profiles.weekdays.missing'))
        .transform(chosen => chosen.map(each => Number(each) as Weekday).toSorted((a, b) => a - b)),
      awayFrom: optionalDay(t).refine(
        value => value === null || value >= today || value === saved,
        t('profiles.away.from.past'),
      ),
      awayUntil: optionalDay(t).refine(value => value === null || value >= today, t('profiles.away.until.past')),
      seatsAYear: oneOf(seatNumbers, t('profiles.seats.missing')).transform(Number),
      councilArea: optionalLine(t, 100),
      employers: listed(t, 3_000).refine(isShort, t('profiles.employers.many', { most: mostListed })),
    })
    .superRefine(({ awayFrom, awayUntil }, problems) => {
      if (awayFrom !== null && awayUntil === null)
        problems.addIssue({ code: 'custom', path: ['awayUntil'], message: t('profiles.away.until.missing') })
      if (awayFrom === null && awayUntil !== null)
        problems.addIssue({ code: 'custom', path: ['awayFrom'], message: t('profiles.away.from.missing') })
      if (awayFrom !== null && awayUntil !== null && isDay(awayFrom) && isDay(awayUntil) && awayUntil < awayFrom)
        problems.addIssue({ code: 'custom', path: ['awayUntil'], message: t('profiles.away.order') })
    })
export type ProfileGiven = z.output<ReturnType<typeof profileForm>>

const listed = (t: T, most: number) => optionalText(t, most).transform(fieldsIn)
const isShort = (list: readonly string[]): boolean =>
  list.length <= mostListed && list.every(each => each.length <= 200)
