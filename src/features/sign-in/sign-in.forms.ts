import { z } from 'zod'
import { FormRefused } from '../../domain/refusals.ts'
import { isAddress } from '../../mail/addresses.ts'
import { isCommonPassword } from '../../web/common-passwords.ts'
import { inEachLanguage } from '../../web/parse-form.ts'
import { lengthOfPassword, longestPassword, shortestPassword } from '../../web/passwords.ts'
import { line } from '../../web/typed.ts'
import type { T } from '../../words/words.ts'

/** A password as it was typed: spaces stay, also around it. Never more than one. */
export const passwordTyped = (missing: string) => z.string({ error: missing }).min(1, missing)

/** A password that somebody chooses. Long, and otherwise as they like. */
export const newPassword = (t: T) => passwordTyped(t('password.missing'))
  .refine(password => lengthOfPassword(password) >= shortestPassword, t('password.short', { least: shortestPassword }))
  .refine(password => lengthOfPassword(password) <= longestPassword, t('password.long', { most: longestPassword }))

/** @throws FormRefused when the whole of it is what many choose, our name, or the person's own name or address */
export function refuseCommonPassword(password: string, { name, email }: { name: string; email: string }): void {
  if (isCommonPassword(password, [name, email, ...email.split('@')])) throw new FormRefused('password', 'password.common')
}

export const signInForm = inEachLanguage(t => z.object({
  email: line(t, t('sign_in.email.missing'), 254),
  password: passwordTyped(t('sign_in.password.missing')),
}))

export const forgottenForm = inEachLanguage(t => z.object({
  email: line(t, t('sign_in.email.missing'), 254).refine(isAddress, t('sign_in.email.wrong')),
}))

export const resetForm = inEachLanguage(t => z.object({ password: newPassword(t) }))
