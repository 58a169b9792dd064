import { z } from 'zod'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { formId } from '../../../web/typed.ts'

export const unredactedReasonMost = 500

export const twinForm = inEachLanguage(t =>
  z.object({
    formId: formId(),
    files: z.array(z.string()).min(1, t('redaction.file.missing')).max(1, t('files.refused.more_than_one')),
  }),
)

export const unredactedForm = inEachLanguage(t =>
  z.object({
    formId: formId(),
    reason: z
      .string(t('redaction.reason.missing'))
      .trim()
      .min(1, t('redaction.reason.missing'))
      .max(unredactedReasonMost, t('redaction.reason.long', { most: unredactedReasonMost })),
  }),
)
