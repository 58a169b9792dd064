import { z } from 'zod'
import { isAddress } from '../../../email/addresses.ts'
import { line, reasonText } from '../../../web/field-schemas.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'

const mostLetters = 500

export const reasonForm = inEachLanguage(t =>
  z.object({ reason: reasonText(t, t('addresses.reason.missing'), mostLetters) }),
)

export const stopForm = inEachLanguage(t =>
  z.object({
    address: line(t, t('addresses.address.missing'), 254).refine(isAddress, t('addresses.address.wrong')),
    reason: reasonText(t, t('addresses.reason.missing'), mostLetters),
  }),
)
