import { z } from 'zod'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { day, line, optionalText, readVersion, wholeNumber } from '../../../web/field-schemas.ts'

export const roundForm = inEachLanguage(t =>
  z
    .object({
      version: readVersion(),
      streamId: optionalText(t, 20),
      name: line(t, t('rounds.name.missing'), 100),
      opensOn: day(t, t('rounds.opens.missing')),
      closesOn: day(t, t('rounds.closes.missing')),
      graceMinutes: wholeNumber(t('rounds.grace.wrong'), { least: 0, most: 1440 }),
    })
    .refine(({ opensOn, closesOn }) => closesOn >= opensOn, { path: ['closesOn'], message: t('rounds.closes.early') }),
)
export type RoundGiven = z.output<ReturnType<typeof roundForm>>
