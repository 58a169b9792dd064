import { z } from 'zod'
import { saysSomething } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import type { PersonalDetailKind } from '../../../domain/personal-data.ts'
import type { T } from '../../../words/words.ts'
import { maxReasonLength, type PersonalDataReply } from '../personal-data/personal-data.forms.ts'

export const unredactedReasonMost = 500

export const redactedCopyForm = inEachLanguage(t =>
  z.object({
    latest: z.string().catch(''),
    files: z.array(z.string()).min(1, t('redaction.file.missing')).max(1, t('files.refused.more_than_one')),
  }),
)

export const unredactedForm = inEachLanguage(t =>
  z.object({
    reason: z
      .string(t('redaction.reason.missing'))
      .trim()
      .min(1, t('redaction.reason.missing'))
      .refine(value => value === '' || saysSomething(value), t('field.says_nothing'))
      .max(unredactedReasonMost, t('redaction.reason.long', { most: unredactedReasonMost })),
  }),
)

/** @param kinds the kinds of personal details found in the document */
export const keepOriginalForm = (t: T, kinds: PersonalDetailKind[]) =>
  z
    .object({
      reason: z
        .string(t('personal_data.reason.missing'))
        .trim()
        .min(1, t('personal_data.reason.missing'))
        .refine(value => value === '' || saysSomething(value), t('field.says_nothing'))
        .max(maxReasonLength, t('personal_data.reason.long', { most: maxReasonLength })),
    })
    .transform(({ reason }): PersonalDataReply => ({ kinds, choice: 'keep', reason }))
