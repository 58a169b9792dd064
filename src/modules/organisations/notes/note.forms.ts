import { z } from 'zod'
import { text } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'

export const noteForm = inEachLanguage(t => z.object({ body: text(t, t('organisations.notes.body.missing'), 5_000) }))
