import { z } from 'zod'
import { isAddress } from '../../../email/addresses.ts'
import { line, visibleLine } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'

export const askForm = inEachLanguage(t =>
  z.object({
    group: visibleLine(t, t('endorsements.group.missing'), 150),
    email: line(t, t('endorsements.email.missing'), 254).refine(
      value => value === '' || isAddress(value),
      t('sign_in.email.wrong'),
    ),
  }),
)
export type AskGiven = z.output<ReturnType<typeof askForm>>
