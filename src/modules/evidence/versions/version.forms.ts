import { z } from 'zod'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { formId } from '../../../web/typed.ts'

export const revisionForm = inEachLanguage(t =>
  z.object({
    formId: formId(),
    files: z.array(z.string()).min(1, t('revisions.file.missing')).max(1, t('files.refused.more_than_one')),
  }),
)
