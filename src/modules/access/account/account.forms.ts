import { z } from 'zod'
import { newPassword, passwordTyped } from '../../../web/new-password.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { line, oneOf, readVersion } from '../../../web/field-schemas.ts'
import { languages } from '../../../words/words.ts'

export const accountForm = inEachLanguage(t =>
  z.object({
    version: readVersion(),
    name: line(t, t('account.name.missing')),
    language: oneOf(languages, t('account.language.missing')),
  }),
)

export const passwordForm = inEachLanguage(t =>
  z.object({
    old: passwordTyped(t('account.password.old.missing')),
    password: newPassword(t),
  }),
)
