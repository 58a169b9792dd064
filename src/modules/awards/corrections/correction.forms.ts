import { createHash } from 'node:crypto'
import { z } from 'zod'
import { changedFacts, type RecordedFacts } from '../../../domain/award-correction.ts'
import type { Day } from '../../../domain/time.ts'
import { oneOf, optionalText, reasonText, tick } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'
import { recordForm } from '../recording/recording.forms.ts'
import type { AboutCorrection } from './correction.pages.ts'

const maxReason = 2_000

/**
 * The form to correct a recorded award. `seen` is the hash of the present facts that the page showed. `shown` is the
 * hash of the corrected facts that the preview showed.
 */
export const correctForm = (
  t: T,
  today: Day,
  { branches, said, hasLostRenewal }: Pick<AboutCorrection, 'branches' | 'said' | 'hasLostRenewal'>,
) =>
  recordForm(
    t,
    today,
    branches.map(({ id }) => id),
  )
    .safeExtend({
      reason: reasonText(t, t('awards.correct.reason.missing'), maxReason),
      seen: z.string().catch(''),
      shown: z.string().catch(''),
    })
    .refine(({ to }) => !hasLostRenewal || to >= today || to === said.to, {
      path: ['to'],
      message: t('awards.correct.to.past'),
    })
    .refine(says => changedFacts(said, says).length > 0, { path: ['from'], message: t('awards.correct.same') })
export type CorrectGiven = z.output<ReturnType<typeof correctForm>>

/** A hash of the facts, to check that the submitted facts are those that the page showed. */
export const hashOfFacts = ({ from, to, decidedBy, source, scope }: RecordedFacts): string =>
  createHash('sha256')
    .update(JSON.stringify([from, to, decidedBy, source, [...scope].sort()]))
    .digest('hex')

export const removeForm = (t: T) =>
  z.object({
    reason: reasonText(t, t('awards.correct.reason.missing'), maxReason),
    sure: tick().refine(sure => sure, t('awards.remove.sure.missing')),
  })

export const answerForm = (t: T) =>
  z
    .object({
      correction: z.string().catch(''),
      answer: oneOf(['confirm', 'decline'], t('awards.correct.answer.missing')),
      reason: optionalText(t, maxReason),
    })
    .refine(({ answer, reason }) => answer === 'confirm' || reason !== '', {
      path: ['reason'],
      message: t('awards.correct.answer.reason.missing'),
    })
