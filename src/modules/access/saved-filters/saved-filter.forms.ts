import { z } from 'zod'
import { line, tick } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'

export const savedFilterForm = inEachLanguage(t =>
  z.object({ name: line(t, t('saved_filter.name.missing'), 80), shared: tick() }),
)
