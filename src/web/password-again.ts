import type { T } from '../words/words.ts'
import { textField, type TextField } from './fields.ts'
import type { Form } from './form.ts'
import { passwordFieldName } from './submit-form.ts'

/**
 * The field in which a person enters their password again, before a form with wide effects, such as giving access to
 * others or downloading a lot.
 * @param isConfirmed whether they entered it recently, in which case there is no field
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
