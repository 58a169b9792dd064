import type { EmailAddress } from '../../../email/email-address.store.ts'
import type { Link, Status, SummaryRow } from '../../../web/components.ts'
import { errorSummary, textArea, textField } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { dayAndTime, list } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { AffectedOrganisation } from './address.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'notifications/addresses/list': ReturnType<typeof addressList>
    'notifications/addresses/new': ReturnType<typeof newAddressPage>
    'notifications/addresses/one': ReturnType<typeof addressPage>
  }
}

const back = (t: T): Link => ({ text: t('addresses.title'), href: '/mail/addresses' })

export function stateOfAddress(t: T, { suppressed, bouncesSince }: EmailAddress): Status {
  if (suppressed) return { icon: 'dash', tone: 'stop', text: t('addresses.state.stopped') }
  if (bouncesSince) return { icon: 'triangle', tone: 'stop', text: t('addresses.state.bounces') }
  return { icon: 'tick', tone: 'quiet', text: t('addresses.state.open') }
}

export function addressList(t: T, { lines, next }: { lines: readonly EmailAddress[]; next: string | null }) {
  return {
    title: t('addresses.title'),
    back: { text: t('outbox.title'), href: '/mail' },
    add: { text: t('addresses.new.title'), href: '/mail/addresses/new', kind: 'secondary' as const },
    none: lines.length === 0 ? t('addresses.none') : null,
    table:
      lines.length === 0
        ? null
        : {
            caption: t('addresses.title'),
            captionSize: 'hidden' as const,
            columns: [t('addresses.column.address'), t('addresses.column.bounces'), t('addresses.column.state')],
            rows: lines.map(line => ({
              cells: [
                { text: line.address, href: `/mail/addresses/${line.id}` },
                { text: String(line.hard + line.soft), figures: true },
                { status: stateOfAddress(t, line) },
              ],
            })),
          },
    pagination: { previous: null, next: next ? { text: t('addresses.next'), href: next } : null },
  }
}

export const newAddressPage = (t: T, form: Form = emptyForm) => ({
  title: t('addresses.new.title'),
  back: back(t),
  errors: errorSummary(form),
  address: textField(form, 'address', t('addresses.address'), { type: 'email', size: 's' }),
  reason: reasonField(t, form),
})

const reasonField = (t: T, form: Form) =>
  textArea(form, 'reason', t('addresses.reason'), {
    hint: t('addresses.reason.hint'),
    rows: 3,
    most: 500,
    size: 's',
  })

interface Shown {
  address: EmailAddress
  stoppedBy: string | null
  organisations: readonly AffectedOrganisation[]
}

export function addressPage(t: T, { address, stoppedBy, organisations }: Shown, form: Form = emptyForm) {
  const isClosed = address.suppressed !== null || address.bouncesSince !== null
  return {
    title: address.address,
    back: back(t),
    errors: errorSummary(form),
    facts: { rows: factsOf(t, address, stoppedBy) },
    emails: { text: t('addresses.emails'), href: `/mail?words=${encodeURIComponent(address.address)}` },
    others: isClosed
      ? organisations.map(({ id, name, leads }) => ({
          text:
            leads.length === 0
              ? t('addresses.others.none', { name })
              : t('addresses.others.leads', { name, leads: list(t, [...leads]) }),
          link: { text: t('addresses.others.link', { name }), href: `/organisations/${id}` },
        }))
      : [],
    noOthers: isClosed && organisations.length === 0,
    stop: address.suppressed
      ? null
      : { action: `/mail/addresses/${address.id}/stopping`, reason: reasonField(t, form) },
    allow: isClosed ? { action: `/mail/addresses/${address.id}/allowing`, text: t('addresses.allow.button') } : null,
  }
}

function factsOf(t: T, address: EmailAddress, stoppedBy: string | null): SummaryRow[] {
  const { hard, soft, bouncesSince, lastBouncedAt, lastAnswer, suppressed } = address
  return [
    { key: t('addresses.column.state'), value: [], status: stateOfAddress(t, address) },
    ...(suppressed ? [{ key: t('addresses.stopped.because'), value: suppressed.because }] : []),
    ...(suppressed && stoppedBy
      ? [{ key: t('addresses.stopped.by'), value: `${stoppedBy}, ${dayAndTime(t, suppressed.at)}` }]
      : []),
    ...(bouncesSince ? [{ key: t('addresses.bounces.since'), value: dayAndTime(t, bouncesSince) }] : []),
    { key: t('addresses.bounces.hard'), value: String(hard) },
    { key: t('addresses.bounces.soft'), value: String(soft) },
    ...(lastBouncedAt ? [{ key: t('addresses.bounces.last'), value: dayAndTime(t, lastBouncedAt) }] : []),
    ...(lastAnswer ? [{ key: t('outbox.email.server_said'), value: lastAnswer }] : []),
  ]
}
