import { z } from 'zod'
import { line, tick } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'

/** The prefix of the text keys. On the capacity page, people save plans; on all other lists, filters. */
export const wordsOf = (list: string) => (list === 'capacity' ? 'saved_plan' : 'saved_filter')

export const savedFilterForm = inEachLanguage(t =>
  z.object({ name: line(t, t('saved_filter.name.missing'), 80), shared: tick() }),
)
