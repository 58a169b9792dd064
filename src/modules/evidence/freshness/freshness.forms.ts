import { z } from 'zod'
import type { Day } from '../../../domain/time.ts'
import { optionalDay } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

/** The day that the page checks the evidence for; null when none was chosen. */
export const chosenDayForm = (t: T, today: Day) =>
  z.object({ on: optionalDay(t).refine(on => on === null || on >= today, t('freshness.on.past')) })
