import { z } from 'zod'
import type { Day } from '../../../domain/time.ts'
import { day, readVersion, reasonText } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

export const maxVisitNote = 10_000

export const visitForm = (t: T, today: Day) =>
  z.object({
    version: readVersion(),
    visitedOn: day(t, t('visits.day.missing')).refine(value => value <= today, t('visits.day.ahead')),
    body: reasonText(t, t('visits.body.missing'), maxVisitNote),
  })
export type VisitGiven = z.output<ReturnType<typeof visitForm>>
