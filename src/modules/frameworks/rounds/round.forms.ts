import { z } from 'zod'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { day, line, optionalText, readVersion } from '../../../web/field-schemas.ts'

export const roundForm = inEachLanguage(t =>
  z
    .object({
      version: readVersion(),
      streamId: optionalText(t, 20),
      name: line(t, t('rounds.name.missing'), 100),
      opensOn: day(t, t('rounds.opens.missing')),
      closesOn: day(t, t('rounds.closes.missing')),
      graceMinutes: z
        .string(t('rounds.grace.wrong'))
        .regex(/^\s*\d{1,4}\s*$/, t('rounds.grace.wrong'))
        .transform(Number)
        .refine(minutes => minutes <= 1440, t('rounds.grace.wrong')),
    })
    .refine(({ opensOn, closesOn }) => closesOn >= opensOn, { path: ['closesOn'], message: t('rounds.closes.early') }),
)
export type RoundGiven = z.output<ReturnType<typeof roundForm>>
