import { z } from 'zod'
import { addMonths, type Day } from '../../../domain/time.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { day, idempotencyKey, line, someOf, text, tick } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

const reason = (t: T) => text(t, t('awards.move.reason.missing'), 2_000)

/** For every move that asks for no more than a reason. */
export const reasonForm = inEachLanguage(t => z.object({ idempotencyKey: idempotencyKey(), reason: reason(t) }))

export const endingForm = inEachLanguage(t =>
  z.object({
    idempotencyKey: idempotencyKey(),
    reason: reason(t),
    sure: tick().refine(sure => sure, t('awards.move.end.sure.missing')),
  }),
)

/** How far an extension may reach, in months: longer than that it is a new term, and wants a decision. */
const farthestExtension = 24

/** @param validTo the present last day */
export const extensionForm = (t: T, today: Day, validTo: Day | null) =>
  z.object({
    idempotencyKey: idempotencyKey(),
    until: day(t, t('awards.move.extend.until.missing'))
      .refine(until => until >= today, t('awards.move.extend.until.past'))
      .refine(until => validTo === null || until > validTo, t('awards.move.extend.until.early'))
      .refine(until => until <= addMonths(today, farthestExtension), t('awards.move.extend.until.far')),
    reason: reason(t),
  })

/** No award is older than the movement; nobody promises more than ten years ahead. */
const [oldest, mostMonthsAhead] = ['2000-01-01', 120]

/** Whose award it is, from the page before. */
export const holderForm = z.object({ organisation: z.string().catch('').default('') })

/** @param free the branches that the page offered */
export const recordForm = (t: T, today: Day, free: readonly string[]) =>
  z
    .object({
      idempotencyKey: idempotencyKey(),
      scope: someOf(free, t('awards.record.scope.unknown')).refine(
        chosen => chosen.length > 0,
        t('awards.record.scope.missing'),
      ),
      from: day(t, t('awards.record.from.missing'))
        .refine(from => from <= today, t('awards.record.from.future'))
        .refine(from => from >= oldest, t('awards.record.year')),
      to: day(t, t('awards.record.to.missing')).refine(
        to => to <= addMonths(today, mostMonthsAhead) && to >= oldest,
        t('awards.record.year'),
      ),
      decidedBy: line(t, t('awards.record.decided_by.missing')),
      paper: line(t, t('awards.record.recorded.missing')),
    })
    .refine(({ from, to }) => to > from, { path: ['to'], message: t('awards.record.to.before') })
export type RecordGiven = z.output<ReturnType<typeof recordForm>>
