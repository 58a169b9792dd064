import { z } from 'zod'
import { isAddress } from '../../../email/addresses.ts'
import { newPassword, passwordTyped } from '../../../web/new-password.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { line } from '../../../web/field-schemas.ts'

export const signInForm = inEachLanguage(t =>
  z.object({
    email: line(t, t('sign_in.email.missing'), 254),
    password: passwordTyped(t('sign_in.password.missing')),
  }),
)

export const forgottenForm = inEachLanguage(t =>
  z.object({
    email: line(t, t('sign_in.email.missing'), 254).refine(isAddress, t('sign_in.email.wrong')),
  }),
)

export const resetForm = inEachLanguage(t => z.object({ password: newPassword(t) }))
