import type { OutboxEmail } from '../../../email/outbox.store.ts'
import { errorSummary } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { passwordAgain } from '../../../web/password-again.ts'
import { dayAndTime } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { mostAtOnce } from './resending.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'notifications/resending/preview': ReturnType<typeof resendingPage>
    'notifications/resending/test': ReturnType<typeof testPage>
  }
}

interface Preview {
  emails: readonly OutboxEmail[]
  /** whether the person has entered their password again recently */
  isConfirmed: boolean
}

/** The emails that would be sent again, and who would get them. */
export function resendingPage(t: T, { emails, isConfirmed }: Preview, form: Form = emptyForm) {
  const count = emails.length
  const addresses = new Set(emails.map(({ address }) => address)).size
  return {
    title: t('outbox.bulk.title'),
    back: { text: t('outbox.title'), href: '/mail' },
    errors: errorSummary(form),
    lead: count === 0 ? t('outbox.bulk.none') : leadOf(t, { count, addresses }),
    more: count >= mostAtOnce ? t('outbox.bulk.more', { most: mostAtOnce }) : null,
    table:
      count === 0
        ? null
        : {
            caption: t('outbox.bulk.title'),
            captionSize: 'hidden' as const,
            columns: [t('outbox.column.email'), t('outbox.column.to'), t('outbox.column.queued')],
            rows: emails.map(({ id, name, address, queuedAt }) => ({
              cells: [
                { text: t(`outbox.name.${name}`), href: `/mail/${id}` },
                { text: address },
                { text: dayAndTime(t, queuedAt) },
              ],
            })),
          },
    send:
      count === 0 ? null : { text: t('outbox.bulk.button', { count }), password: passwordAgain(t, form, isConfirmed) },
  }
}

const leadOf = (t: T, { count, addresses }: { count: number; addresses: number }): string =>
  t('outbox.bulk.lead', { count, addresses: t('outbox.bulk.addresses', { count: addresses }) })

export const testPage = (t: T, address: string) => ({
  title: t('outbox.test.title'),
  back: { text: t('outbox.title'), href: '/mail' },
  lead: t('outbox.test.lead', { address }),
})
