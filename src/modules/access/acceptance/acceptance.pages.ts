import type { Actor } from '../../../domain/actor.ts'
import { emptyForm, formOf, type Form } from '../../../web/form.ts'
import { errorSummary, textField } from '../../../web/fields.ts'
import { newPasswordField } from '../../../web/new-password.ts'
import type { T } from '../../../words/words.ts'
import type { Opening } from './acceptance.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'access/acceptance/open-account': OpenAccountPage
    'access/acceptance/join': JoinPage
  }
}

export type OpenAccountPage = ReturnType<typeof openAccountPage>
export type JoinPage = ReturnType<typeof joinPage>

/** For an address without an account: name and password. */
export function openAccountPage(t: T, opening: Opening, isFirst: boolean, form: Form = emptyForm) {
  const shown = form === emptyForm ? formOf({ name: opening.name }) : form
  const asksAddress = opening.email === null
  return {
    title: t(!asksAddress ? 'invitation.title' : isFirst ? 'invitation.first.title' : 'invitation.administrator.title'),
    errors: errorSummary(shown),
    lead: asksAddress ? t(isFirst ? 'invitation.first.lead' : 'invitation.administrator.lead') : leadOf(t, opening),
    role: asksAddress ? null : roleOf(t, opening),
    email:
      opening.email === null
        ? textField(shown, 'email', t('invitation.email'), {
            type: 'email',
            autocomplete: 'username',
            hint: t('invitation.email.hint'),
          })
        : null,
    address: opening.email === null ? null : t('invitation.email.fixed', { email: opening.email }),
    username: opening.email,
    name: textField(shown, 'name', t('invitation.name'), { autocomplete: 'name', hint: t('invitation.name.hint') }),
    password: newPasswordField(t, shown, t('password.first')),
  }
}

/** For an address with an account: join as oneself, sign in first, or sign out first. */
export function joinPage(t: T, opening: Opening, actor: Actor | null, isTheirs: boolean) {
  const email = opening.email ?? ''
  const says = !actor
    ? t('invitation.known.lead', { email })
    : isTheirs
      ? t('invitation.join.lead', { name: actor.name })
      : t('invitation.other.lead', { email, name: actor.name })
  return {
    title: t('invitation.title'),
    lead: leadOf(t, opening),
    role: roleOf(t, opening),
    says,
    next: !actor ? ('sign in' as const) : isTheirs ? ('join' as const) : ('sign out' as const),
  }
}

const leadOf = (t: T, { kind, organisation }: Opening): string =>
  kind === 'administrator'
    ? t('invitation.administrator.lead')
    : organisation
      ? t('invitation.organisation', { organisation: organisation.name })
      : t('invitation.charity')

const roleOf = (t: T, { role }: Opening): string => t('invitation.role', { role: t(`role.${role}`) })
