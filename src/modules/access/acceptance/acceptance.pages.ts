import type { Actor } from '../../../domain/actor.ts'
import { linkField, type EmailToken } from '../../../web/email-links.ts'
import { errorSummary, textField } from '../../../web/fields.ts'
import { emptyForm, formOf, type Form } from '../../../web/form.ts'
import { newPasswordField } from '../../../web/new-password.ts'
import type { T } from '../../../words/words.ts'
import type { LinkedInvitation } from './acceptance.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'access/acceptance/open-account': ReturnType<typeof openAccountPage>
    'access/acceptance/join': ReturnType<typeof joinPage>
  }
}

/** The invitation, and the token of its link. */
interface Opened {
  token: EmailToken
  opening: LinkedInvitation
}

/** The page for an invited person without an account. */
export function openAccountPage(t: T, { token, opening }: Opened, isFirst: boolean, form: Form = emptyForm) {
  const shown = form === emptyForm ? formOf({ name: opening.name }) : form
  const { email } = opening
  return {
    title: titleOf(t, opening, isFirst),
    errors: errorSummary(shown),
    link: linkField(token),
    lead: isFirst && email === null ? t('invitation.first.lead') : leadOf(t, opening),
    role: email === null ? null : roleOf(t, opening),
    approval: email === null ? null : t('invitation.approval'),
    email: email === null ? emailField(t, shown) : null,
    address: email === null ? null : t('invitation.email.fixed', { email }),
    username: email,
    name: textField(shown, 'name', t('invitation.name'), { autocomplete: 'name', hint: t('invitation.name.hint') }),
    password: newPasswordField(t, shown, t('password.first')),
  }
}

function titleOf(t: T, { email }: LinkedInvitation, isFirst: boolean): string {
  if (email !== null) return t('invitation.title')
  return t(isFirst ? 'invitation.first.title' : 'invitation.administrator.title')
}

const emailField = (t: T, form: Form) =>
  textField(form, 'email', t('invitation.email'), {
    type: 'email',
    autocomplete: 'username',
    hint: t('invitation.email.hint'),
  })

/**
 * The page for an invited person with an account.
 * @param invited.isTheirs whether the invitation is for the actor
 * @param invited.isSuspended whether the account is suspended. Whoever opens the link reads the mailbox, so we say so
 */
export function joinPage(t: T, { token, opening }: Opened, actor: Actor | null, invited: Invited) {
  return {
    title: t('invitation.title'),
    lead: leadOf(t, opening),
    role: roleOf(t, opening),
    approval: opening.email === null || invited.isSuspended ? null : t('invitation.approval'),
    join: { action: '/invitations/join', text: t('invitation.join.button'), fields: [linkField(token)] },
    ...stepOf(t, opening, actor, invited),
  }
}

interface Invited {
  isTheirs: boolean
  isSuspended: boolean
}

function stepOf(t: T, { email }: LinkedInvitation, actor: Actor | null, { isTheirs, isSuspended }: Invited) {
  const address = email ?? ''
  if (isSuspended) return { next: null, text: t('invitation.suspended', { email: address }) }
  if (!actor) return { next: 'sign in' as const, text: t('invitation.known.lead', { email: address }) }
  if (isTheirs) return { next: 'join' as const, text: t('invitation.join.lead', { name: actor.name }) }
  return { next: 'sign out' as const, text: t('invitation.other.lead', { email: address, name: actor.name }) }
}

function leadOf(t: T, { kind, organisation }: LinkedInvitation): string {
  if (kind === 'administrator') return t('invitation.administrator.lead')
  return organisation ? t('invitation.organisation', { organisation: organisation.name }) : t('invitation.charity')
}

const roleOf = (t: T, { role }: LinkedInvitation): string => t('invitation.role', { role: t(`role.${role}`) })
