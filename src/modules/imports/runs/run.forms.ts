import { z } from 'zod'
import { tick } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'

export const undoForm = inEachLanguage(t =>
  z.object({ sure: tick().refine(ticked => ticked, t('imports.undo.sure.missing')) }),
)
