import { z } from 'zod'
import { addMonths, type Day } from '../../../domain/time.ts'
import { day, line, someOf } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

/** The earliest date of a recorded award. The first awards were made after 2000. */
const earliest = '2000-01-01'
/** The latest end of a recorded award, in months from today. No award lasts ten years. */
const maxMonthsAhead = 120

/**
 * The form to record an award. Accepts branches that another award covers: `recordAward` refuses those.
 * @param branches the ids of the open branches
 */
export const recordForm = (t: T, today: Day, branches: readonly string[]) =>
  z
    .object({
      scope: someOf(branches, t('awards.record.scope.unknown')).refine(
        chosen => chosen.length > 0,
        t('awards.record.scope.missing'),
      ),
      from: day(t, t('awards.record.from.missing'))
        .refine(from => from <= today, t('awards.record.from.future'))
        .refine(from => from >= earliest, t('awards.record.from.early')),
      to: day(t, t('awards.record.to.missing')).refine(
        to => to <= addMonths(today, maxMonthsAhead),
        t('awards.record.to.far'),
      ),
      decidedBy: line(t, t('awards.record.decided_by.missing')),
      source: line(t, t('awards.record.source.missing')),
    })
    .refine(({ from, to }) => to > from, { path: ['to'], message: t('awards.record.to.before') })

export type RecordGiven = z.output<ReturnType<typeof recordForm>>
