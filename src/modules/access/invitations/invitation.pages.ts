import { charityRoles } from '../../../domain/actor.ts'
import { errorSummary, radios, textField } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'access/invitations/new': ReturnType<typeof newInvitation>
  }
}

export function newInvitation(t: T, form: Form = emptyForm) {
  const roles = charityRoles.map(role => ({
    value: role,
    text: t(`role.${role}`),
    hint: t(`people.role.${role}.hint`),
  }))
  return {
    title: t('people.invite.title'),
    back: { text: t('people.title'), href: '/people' },
    errors: errorSummary(form),
    name: textField(form, 'name', t('people.invite.name'), { autocomplete: 'off' }),
    email: textField(form, 'email', t('people.invite.email'), {
      type: 'email',
      hint: t('people.invite.email.hint'),
      autocomplete: 'off',
    }),
    role: radios(form, 'role', t('people.invite.role'), roles),
  }
}
