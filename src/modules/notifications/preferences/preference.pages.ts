import { libraryReminders, rolesRemindedOf, type ReminderKind } from '../../../domain/reminder-schedule.ts'
import { checkboxes, errorSummary, hiddenField } from '../../../web/fields.ts'
import { emptyForm, formOf, type Form } from '../../../web/form.ts'
import { list } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'notifications/preferences/choice': ChoicePage
    'notifications/preferences/unsubscribe': UnsubscribePage
  }
}

export type ChoicePage = ReturnType<typeof choicePage>
export type UnsubscribePage = ReturnType<typeof unsubscribePage>

export interface Choice {
  /** the kinds of reminder that the person can switch on or off */
  kinds: readonly ReminderKind[]
  unwanted: readonly ReminderKind[]
  /** names of the libraries whose award reminders no other lead gets */
  ledAlone: readonly string[]
  /**
   * whether the person is a trustee but not a coordinator, and so gets coordinators' reminders only when no coordinator
   * can deal with them
   */
  standsIn: boolean
}

export function choicePage(t: T, { kinds, unwanted, ledAlone, standsIn }: Choice, form: Form = emptyForm) {
  const on = kinds.filter(kind => !unwanted.includes(kind))
  const shown = form === emptyForm ? formOf({ wanted: on, seen: on.join(',') }) : form
  return {
    title: t('account.notifications.title'),
    back: { text: t('account.title'), href: '/account' },
    errors: kinds.length > 0 ? errorSummary(shown) : [],
    lead: t(kinds.length > 0 ? 'account.notifications.lead' : 'account.notifications.none'),
    wanted:
      kinds.length > 0
        ? checkboxes(shown, 'wanted', t('account.notifications.legend'), {
            choices: kinds.map(kind => ({
              value: kind,
              text: t(`account.notifications.${kind}`),
              hint: t(`account.notifications.${kind}.hint`),
            })),
          })
        : null,
    seen: hiddenField(shown, 'seen'),
    always: [
      ...(standsIn ? [t('account.notifications.stands_in')] : []),
      ...(ledAlone.length > 0 ? [t('account.notifications.only_lead', { libraries: list(t, ledAlone) })] : []),
      ...(kinds.includes('award') ? [t('account.notifications.always'), t('account.notifications.no_lead')] : []),
      ...(kinds.includes('findings') ? [t('account.notifications.last_of_charity')] : []),
      t('account.notifications.other_emails'),
    ],
  }
}

export function unsubscribePage(t: T, kinds: readonly ReminderKind[], isDone: boolean) {
  return {
    title: isDone ? t('reminders.unsubscribed.title') : t('reminders.unsubscribe.title'),
    kinds: kinds.map(kind => t(`account.notifications.${kind}`)),
    isDone,
    always: [
      ...(libraryReminders.some(kind => kinds.includes(kind)) ? [t('account.notifications.always')] : []),
      ...(libraryReminders.some(kind => rolesRemindedOf(kind).includes('coordinator') && kinds.includes(kind))
        ? [t('account.notifications.no_lead')]
        : []),
      ...(kinds.includes('findings') || kinds.includes('decision') ? [t('account.notifications.last_of_charity')] : []),
    ],
    link: { text: t('reminders.unsubscribe.choose'), href: '/account/notifications' },
  }
}
