import { z } from 'zod'
import { line, tick } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'

/** The words for what a list saves: a plan of the capacity page, and filters of all others. */
export const wordsOf = (list: string) => (list === 'capacity' ? 'saved_plan' : 'saved_filter')

export const savedFilterForm = inEachLanguage(t =>
  z.object({ name: line(t, t('saved_filter.name.missing'), 80), shared: tick() }),
)
