import { z } from 'zod'
import { inEachLanguage } from '../../web/parse-form.ts'
import { optionalDay } from '../../web/typed.ts'

/** Nothing chosen is the day that comes next. */
export const chosenDayForm = inEachLanguage(t => z.object({ on: optionalDay(t) }))
