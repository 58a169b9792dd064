import { z } from 'zod'
import { addMonths, type Day } from '../../../domain/time.ts'
import { sentFromFields, type SentFromData } from '../../../web/autosave.ts'
import { day, optionalText, reasonText, someOf } from '../../../web/field-schemas.ts'
import { dateInputs } from '../../../web/date-inputs.ts'
import type { T } from '../../../words/words.ts'

export const maxReasons = 5_000
export const maxReason = 2_000

/** The fields that are saved while the chair types. */
export const moreEvidenceFields = ['criteria', 'reasons', ...dateInputs('until')]

/** @param criteria the ids of the criteria that can be chosen */
export const moreEvidenceForm = (t: T, today: Day, criteria: readonly string[]) =>
  z.object({
    ...sentFromFields(),
    criteria: someOf(criteria, t('more_evidence.criteria.unknown')).refine(
      chosen => chosen.length > 0,
      t('more_evidence.criteria.missing'),
    ),
    reasons: reasonText(t, t('more_evidence.reasons.missing'), maxReasons),
    until: day(t, t('more_evidence.until.missing'))
      .refine(until => until > today, t('more_evidence.until.past'))
      .refine(until => until <= addMonths(today, 12), t('more_evidence.until.far')),
  })
export type MoreEvidenceGiven = Omit<z.output<ReturnType<typeof moreEvidenceForm>>, keyof SentFromData>

/** @param asksReason whether a reason is required, because the library has submitted nothing */
export const returnToPanelForm = (t: T, asksReason: boolean) =>
  z.object({
    reason: asksReason
      ? reasonText(t, t('more_evidence.take_up.reason.missing'), maxReason)
      : optionalText(t, maxReason),
  })
