import { z } from 'zod'
import { inEachLanguage } from '../../../web/parse-form.ts'

export const versionForm = inEachLanguage(t =>
  z.object({
    files: z.array(z.string()).min(1, t('versions.file.missing')).max(1, t('files.refused.more_than_one')),
  }),
)
