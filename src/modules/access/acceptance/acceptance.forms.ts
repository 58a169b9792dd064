import { z } from 'zod'
import { isAddress } from '../../../email/addresses.ts'
import { newPassword } from '../../../web/new-password.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { line } from '../../../web/field-schemas.ts'

/**
 * The form for a new account. The email address is the invited address or, for a link created on the server, the
 * address that the person enters.
 */
export const accountForm = inEachLanguage(t =>
  z.object({
    name: line(t, t('invitation.name.missing')),
    email: line(t, t('sign_in.email.missing'), 254).refine(isAddress, t('sign_in.email.wrong')),
    password: newPassword(t),
  }),
)
