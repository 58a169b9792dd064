import { z } from 'zod'
import { isAddress } from '../../../email/addresses.ts'
import { newPassword } from '../../../web/new-password.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { line } from '../../../web/field-schemas.ts'

/** A new account, for the invited address or, with a link from the server, for the address that is entered. */
export const accountForm = inEachLanguage(t =>
  z.object({
    name: line(t, t('invitation.name.missing')),
    email: line(t, t('sign_in.email.missing'), 254).refine(isAddress, t('sign_in.email.wrong')),
    password: newPassword(t),
  }),
)
