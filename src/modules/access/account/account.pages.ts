import { can } from '../../../domain/permissions.ts'
import type { Instant } from '../../../domain/time.ts'
import type { Notice, Table, TableRow } from '../../../web/components.ts'
import { emptyForm, formOf, type Form } from '../../../web/form.ts'
import { errorSummary, hiddenField, select, textField } from '../../../web/fields.ts'
import { newPasswordField } from '../../../web/new-password.ts'
import { dayAndTime } from '../../../words/format.ts'
import { languages, type T } from '../../../words/words.ts'
import type { SignIn } from '../../../web/sign-ins.ts'
import type { Person } from '../people/person.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'access/account/account': AccountPage
    'access/account/password': PasswordPage
    'access/account/security': SecurityPage
  }
}

export type AccountPage = ReturnType<typeof accountPage>
export type PasswordPage = ReturnType<typeof passwordPage>
export type SecurityPage = ReturnType<typeof securityPage>

export function accountPage(t: T, person: Person, form: Form = emptyForm) {
  const shown = form === emptyForm ? formOf({ name: person.name, language: person.language }) : form
  return {
    title: t('account.title'),
    errors: errorSummary(shown),
    version: hiddenField(shown, 'version', person.version),
    name: textField(shown, 'name', t('account.name'), { autocomplete: 'name' }),
    language: select(shown, 'language', t('account.language'), {
      choices: languages.map(language => ({ value: language, text: t(`account.language.${language}`) })),
    }),
    address: { rows: [{ key: t('account.email'), value: person.email, hint: t('account.email.change') }] },
  }
}

/**
 * A notice on every page for a person whom emails do not reach.
 * @param contact the service's email address
 * @returns null when emails arrive
 */
export function unreachedNotice(
  t: T,
  signIn: Pick<SignIn, 'actor' | 'unreached'> | null,
  contact: string,
): Notice | null {
  if (!signIn?.unreached) return null
  const { address, stoppedBy } = signIn.unreached
  const contactLink = { text: t('account.unreached.link'), href: `mailto:${contact}` }
  const notice = { tone: 'stop', icon: 'triangle' } as const
  if (stoppedBy === null)
    return {
      ...notice,
      heading: t('account.unreached', { address }),
      text: [t('account.unreached.text')],
      link: contactLink,
    }
  const canStart = can(signIn.actor, 'outbox.read')
  return {
    ...notice,
    heading: t('account.stopped', { address }),
    text: [t(canStart ? 'account.stopped.start' : 'account.stopped.ask', { name: stoppedBy })],
    link: canStart ? { text: t('addresses.link'), href: '/mail/addresses' } : contactLink,
  }
}

export function passwordPage(t: T, username: string, form: Form = emptyForm) {
  return {
    title: t('account.password.title'),
    back: { text: t('account.title'), href: '/account' },
    errors: errorSummary(form),
    username,
    old: textField(form, 'old', t('account.password.old'), { type: 'password', autocomplete: 'current-password' }),
    password: newPasswordField(t, form),
  }
}

export interface OwnSignIn {
  id: string
  browser: string | null
  started_at: Instant
  last_seen_at: Instant
}

export function securityPage(t: T, signIns: readonly OwnSignIn[], here: string) {
  const table: Table = {
    caption: t('account.security.table'),
    captionSize: 'hidden',
    columns: [
      t('account.security.browser'),
      t('account.security.started'),
      t('account.security.seen'),
      t('account.security.end'),
    ],
    rows: signIns.map((signIn): TableRow => {
      const browser = signIn.browser ?? t('account.security.unknown')
      const moment = dayAndTime(t, signIn.started_at)
      return {
        cells: [
          { text: signIn.id === here ? t('account.security.here', { browser }) : browser },
          { text: moment },
          { text: dayAndTime(t, signIn.last_seen_at) },
          {
            form: {
              action: `/account/security/${signIn.id}/ending`,
              text: t('account.security.end.button'),
              kind: 'link',
              hidden: t('account.security.end.which', { browser, moment }),
            },
          },
        ],
      }
    }),
  }
  return { title: t('account.security.title'), back: { text: t('account.title'), href: '/account' }, table }
}
