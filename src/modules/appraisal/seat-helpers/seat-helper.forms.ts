import { z } from 'zod'
import { helperKinds } from '../../../domain/seat-help.ts'
import { isAddress } from '../../../email/addresses.ts'
import { line, oneOf } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'

export const helperForm = inEachLanguage(t =>
  z.object({
    kind: oneOf(helperKinds, t('helpers.kind.missing')),
    name: line(t, t('helpers.name.missing')),
    email: line(t, t('people.invite.email.missing'), 254).refine(isAddress, t('people.email.wrong')),
  }),
)
export type HelperGiven = z.output<ReturnType<typeof helperForm>>
