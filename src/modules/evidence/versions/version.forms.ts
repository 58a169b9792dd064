import { z } from 'zod'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { idempotencyKey } from '../../../web/field-schemas.ts'

export const versionForm = inEachLanguage(t =>
  z.object({
    idempotencyKey: idempotencyKey(),
    files: z.array(z.string()).min(1, t('versions.file.missing')).max(1, t('files.refused.more_than_one')),
  }),
)
