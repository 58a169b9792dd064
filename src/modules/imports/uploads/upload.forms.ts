import { z } from 'zod'
import { inEachLanguage } from '../../../web/parse-form.ts'

/** `file` holds the names of the files that came with it. */
export const uploadForm = inEachLanguage(t =>
  z.object({
    file: z.array(z.string()).min(1, t('imports.upload.missing')).default([]),
  }),
)
