import type { T } from '../words/words.ts'
import { textField, type TextField } from './fields.ts'
import type { Form } from './form.ts'
import { passwordFieldName } from './submit-form.ts'

/**
 * The field for the person's password, in a form that asks for it again; null when it is not needed.
 * @param isConfirmed whether the person entered it recently
 */
export const passwordAgain = (t: T, form: Form, isConfirmed: boolean): TextField | null =>
  isConfirmed
    ? null
    : textField(form, passwordFieldName, t('password.again'), {
        type: 'password',
        hint: t('password.again.hint'),
        autocomplete: 'current-password',
        width: 20,
      })
