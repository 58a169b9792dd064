import { z } from 'zod'
import { fewestCriteria, mostCriteria } from '../../../domain/calibration.ts'
import { readVersion, someOf, text, tick } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import type { T } from '../../../words/words.ts'

export const maxAnswer = 10_000
export const maxPanelReason = 4_000

/** @param criteria the ids of the criteria from which a case can be made */
export const chooseForm = (t: T, criteria: readonly string[]) =>
  z.object({
    criteria: someOf(criteria, t('calibration.case.choose.unknown')).refine(
      ({ length }) => length >= fewestCriteria && length <= mostCriteria,
      t('calibration.case.choose.count'),
    ),
  })

export const textForm = inEachLanguage(t =>
  z.object({
    version: readVersion(),
    answer: text(t, t('calibration.text.answer.missing'), maxAnswer),
    panelReason: text(t, t('calibration.text.reason.missing'), maxPanelReason),
  }),
)
export type TextGiven = z.output<ReturnType<typeof textForm>>

export const publishForm = inEachLanguage(t =>
  z.object({ version: readVersion(), read: tick().refine(value => value, t('calibration.publish.read.missing')) }),
)
