import { z } from 'zod'
import { line, tick } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'

/** The start of the text keys for what people save of a list: a plan on the capacity page, filters everywhere else. */
export const wordsOf = (list: string) => (list === 'capacity' ? 'saved_plan' : 'saved_filter')

export const savedFilterForm = inEachLanguage(t =>
  z.object({ name: line(t, t('saved_filter.name.missing'), 80), shared: tick() }),
)
