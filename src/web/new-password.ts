import { z } from 'zod'
import { FormRefused } from '../domain/refusals.ts'
import type { T } from '../words/words.ts'
import { isCommonPassword } from './common-passwords.ts'
import { textField } from './fields.ts'
import type { Form } from './form.ts'
import { lengthOfPassword, longestPassword, shortestPassword } from './passwords.ts'

/**
 * A schema for a password exactly as entered, including spaces.
 * @param missing the error when the password is empty, missing or sent twice
 */
export const passwordTyped = (missing: string) => z.string({ error: missing }).min(1, missing)

/** A schema for a new password, of any characters, with a minimum and a maximum length. */
export const newPassword = (t: T) =>
  passwordTyped(t('password.missing'))
    .refine(password => lengthOfPassword(password) >= shortestPassword, t('password.short', { min: shortestPassword }))
    .refine(password => lengthOfPassword(password) <= longestPassword, t('password.long', { max: longestPassword }))

/** The field for a new password, the same on every page. */
export const newPasswordField = (t: T, form: Form, label = t('password.new')) =>
  textField(form, 'password', label, {
    type: 'password',
    autocomplete: 'new-password',
    hint: t('password.hint', { min: shortestPassword, max: longestPassword }),
  })

/** @throws FormRefused when the password is common, the service's name, or the person's own name or address */
export function refuseCommonPassword(password: string, { name, email }: { name: string; email: string }): void {
  if (isCommonPassword(password, [name, email, ...email.split('@')]))
    throw new FormRefused('password', 'password.common')
}
