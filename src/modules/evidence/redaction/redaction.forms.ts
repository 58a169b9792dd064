import { z } from 'zod'
import { inEachLanguage } from '../../../web/parse-form.ts'

export const unredactedReasonMost = 500

export const redactedCopyForm = inEachLanguage(t =>
  z.object({
    files: z.array(z.string()).min(1, t('redaction.file.missing')).max(1, t('files.refused.more_than_one')),
  }),
)

export const unredactedForm = inEachLanguage(t =>
  z.object({
    reason: z
      .string(t('redaction.reason.missing'))
      .trim()
      .min(1, t('redaction.reason.missing'))
      .max(unredactedReasonMost, t('redaction.reason.long', { most: unredactedReasonMost })),
  }),
)
