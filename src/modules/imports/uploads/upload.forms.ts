import { z } from 'zod'
import { inEachLanguage } from '../../../web/parse-form.ts'

/** `file` contains the names of the files sent with the form. */
export const uploadForm = inEachLanguage(t =>
  z.object({
    file: z.array(z.string()).min(1, t('imports.upload.missing')).default([]),
  }),
)
