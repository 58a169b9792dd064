import { organisationKinds } from '../../../domain/organisation.ts'
import { dayOf } from '../../../domain/time.ts'
import type { SummaryRow } from '../../../web/components.ts'
import { errorSummary, radios, textArea, textField } from '../../../web/fields.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { dayAndTime, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { home, registration } from '../organisations/organisation.pages.ts'
import type { LikelyDuplicate } from '../organisations/likely-duplicate.store.ts'
import { mostOfMessage, refusals } from './enquiry.forms.ts'
import { shownEnquiries, type Enquiry, type EnquiryLine, type ShownEnquiries } from './enquiry.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'organisations/enquiries/apply': ReturnType<typeof applyPage>
    'organisations/enquiries/sent': ReturnType<typeof sentPage>
    'organisations/enquiries/list': ReturnType<typeof enquiryList>
    'organisations/enquiries/show': ReturnType<typeof enquiryPage>
    'organisations/enquiries/refuse': ReturnType<typeof refusalPage>
  }
}

export function applyPage(t: T, form: Form = emptyForm) {
  return {
    title: t('enquiries.apply.title'),
    errors: errorSummary(form),
    criteria: { text: t('blank_form.link'), href: '/criteria' },
    name: textField(form, 'name', t('enquiries.name.label'), { autocomplete: 'organization' }),
    kind: radios(form, 'kind', t('organisations.kind.legend'), {
      choices: organisationKinds.map(kind => ({ value: kind, text: t(`organisation.kind.${kind}`) })),
    }),
    place: textField(form, 'place', t('organisations.place.label'), { hint: t('organisations.place.hint'), width: 20 }),
    contactName: textField(form, 'contactName', t('enquiries.contact_name.label'), { autocomplete: 'name' }),
    contactRole: textField(form, 'contactRole', t('enquiries.contact_role.label'), {
      hint: t('enquiries.contact_role.hint'),
      autocomplete: 'organization-title',
    }),
    email: textField(form, 'email', t('enquiries.email.label'), { type: 'email', autocomplete: 'email' }),
    message: textArea(form, 'message', t('enquiries.message.label'), {
      hint: t('enquiries.message.hint'),
      rows: 5,
      most: mostOfMessage,
      size: 's',
    }),
    kept: [t('enquiries.apply.kept.1'), t('enquiries.apply.kept.2')],
  }
}

export const sentPage = (t: T) => ({
  title: t('enquiries.sent.title'),
  text: [t('enquiries.sent.1'), t('enquiries.sent.2')],
})

export const enquiriesAddress = (show: ShownEnquiries): string =>
  show === 'waiting' ? '/enquiries' : `/enquiries?show=${show}`

interface EnquiriesShown {
  lines: readonly EnquiryLine[]
  next: string | null
  show: ShownEnquiries
}

export function enquiryList(t: T, { lines, next, show }: EnquiriesShown) {
  const other = shownEnquiries.find(each => each !== show)!
  return {
    title: t('enquiries.title'),
    back: home(t),
    other: { text: t(`enquiries.show.${other}`), href: enquiriesAddress(other) },
    heading: t(`enquiries.show.${show}`),
    none: lines.length === 0 ? t(`enquiries.none.${show}`) : null,
    table:
      lines.length === 0
        ? null
        : {
            caption: t('enquiries.title'),
            captionSize: 'hidden' as const,
            columns: [
              t('enquiries.column.name'),
              t('organisations.place'),
              t('enquiries.column.asked'),
              t('enquiries.column.status'),
            ],
            rows: lines.map(({ id, name, place, askedAt, status }) => ({
              cells: [
                { text: name, href: `/enquiries/${id}` },
                { text: place },
                { text: longDay(t, dayOf(askedAt)) },
                { text: t(`enquiries.status.${status}`) },
              ],
            })),
          },
    pagination: { previous: null, next: next ? { text: t('organisations.next'), href: next } : null },
  }
}

const allEnquiries = (t: T) => ({ text: t('enquiries.title'), href: '/enquiries' })

/** The form that registers an organisation, filled from its enquiry. */
export const formOfEnquiry = ({ name, kind, place, contact }: Enquiry): Form => ({
  values: { name, kind, place, leadName: contact?.name ?? '', leadEmail: contact?.email ?? '' },
  errors: [],
})

interface Registering {
  form: Form
  isConfirmed: boolean
  duplicates: readonly LikelyDuplicate[] | null
}

/** @param registering the form to register the organisation; null after the enquiry has been answered */
export function enquiryPage(t: T, enquiry: Enquiry, registering: Registering | null) {
  const form = registering && registration(t, registering.form, registering.isConfirmed, registering.duplicates)
  return {
    title: t('enquiries.one.title', { name: enquiry.name }),
    back: allEnquiries(t),
    errors: form?.errors ?? [],
    facts: { rows: factsOf(t, enquiry) },
    form,
    refuse: form ? { text: t('enquiries.refuse.link'), href: `/enquiries/${enquiry.id}/refusal` } : null,
  }
}

function factsOf(t: T, enquiry: Enquiry): SummaryRow[] {
  const { contact, message, erasedAt, reason, organisationId } = enquiry
  const erased = erasedAt && t('enquiries.one.erased', { day: longDay(t, dayOf(erasedAt)) })
  const { answeredAt, answeredBy } = enquiry
  const answered = answeredAt &&
    answeredBy && {
      key: t('enquiries.one.status'),
      value: [
        t(`enquiries.status.${enquiry.status}`),
        t('enquiries.one.status.by', { day: longDay(t, dayOf(answeredAt)), name: answeredBy }),
      ],
      links: organisationId ? [{ text: t('history.open.organisation'), href: `/organisations/${organisationId}` }] : [],
    }
  return [
    {
      key: t('enquiries.one.organisation'),
      value: [enquiry.name, t(`organisation.kind.${enquiry.kind}`), enquiry.place],
    },
    {
      key: t('enquiries.one.contact'),
      value: contact ? [contact.name, contact.role, contact.email] : (erased ?? ''),
      links: contact
        ? [{ text: t('organisations.coordinator.email', { name: contact.name }), href: `mailto:${contact.email}` }]
        : [],
    },
    { key: t('enquiries.one.message'), value: erased ?? messageLines(t, message) },
    { key: t('enquiries.one.asked'), value: dayAndTime(t, enquiry.askedAt) },
    ...(answered ? [answered] : []),
    ...(reason ? [{ key: t('enquiries.one.reason'), value: paragraphs(reason) }] : []),
  ]
}

const messageLines = (t: T, message: string | null): string | string[] =>
  message === null ? t('enquiries.one.no_message') : message.split('\n').filter(line => line.trim() !== '')

export function refusalPage(t: T, enquiry: Enquiry, form: Form = emptyForm) {
  return {
    title: t('enquiries.refuse.title'),
    back: { text: enquiry.name, href: `/enquiries/${enquiry.id}` },
    errors: errorSummary(form),
    heading: { text: t('enquiries.refuse.title'), caption: enquiry.name, size: 'l' as const },
    answer: radios(form, 'answer', t('enquiries.refuse.legend'), {
      choices: refusals.map(value => ({
        value,
        text: t(`enquiries.refuse.${value}`),
        hint: t(`enquiries.refuse.${value}.hint`),
      })),
    }),
    reason: textArea(form, 'reason', t('enquiries.refuse.reason'), {
      hint: t('enquiries.refuse.reason.hint'),
      rows: 3,
      most: 500,
      size: 's',
    }),
  }
}
