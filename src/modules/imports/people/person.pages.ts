import { invitationLimits } from '../../../config.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import { invitationText } from '../../../email/templates/invitations.ts'
import { errorSummary } from '../../../web/fields.ts'
import { emptyForm, valuesOf, type Form } from '../../../web/form.ts'
import { passwordAgain } from '../../../web/password-again.ts'
import { longDay, number } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { importsLink } from '../uploads/upload.pages.ts'
import type { PreparedPerson, UninvitedLine } from './prepared-person.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'imports/people/list': ReturnType<typeof peoplePage>
  }
}

export interface PeopleShown {
  people: readonly UninvitedLine[]
  next: string | null
  /** the keys of the last person on the previous page; null on the first */
  after: { nameKey: string; id: string } | null
  isConfirmed: boolean
}

export function peoplePage(t: T, { people, next, after, isConfirmed }: PeopleShown, form: Form = emptyForm) {
  const chosen = valuesOf(form, 'person')
  const query = after ? `?${new URLSearchParams(after).toString()}` : ''
  return {
    title: t('imports.people.title'),
    back: importsLink(t),
    errors: errorSummary(form),
    lead: t(people.length > 0 ? 'imports.people.lead' : 'imports.people.none'),
    preview: previewOf(t, people[0]),
    action: `/imports/people${query}`,
    removal: { text: t('imports.people.remove'), kind: 'secondary' as const, goal: `/imports/people/removal${query}` },
    table:
      people.length === 0
        ? null
        : {
            caption: t('imports.people.caption'),
            captionSize: 'hidden' as const,
            pick: t('imports.people.pick'),
            columns: [
              t('imports.people.column.name'),
              t('imports.people.column.email'),
              t('imports.people.column.role'),
              t('organisations.name'),
            ],
            rows: people.map(({ id, name, email, role, organisation, organisationId, expiredAt }) => ({
              pick: { name: 'person', value: id, text: `${name}, ${organisation}`, checked: chosen.includes(id) },
              cells: [
                { text: name },
                expiredAt === null ? { text: email } : { text: email, reason: expiredText(t, expiredAt) },
                { text: t(`role.${role}`) },
                // the team's page is also where an expired invitation can be cancelled
                { text: organisation, href: `/organisations/${organisationId}${expiredAt === null ? '' : '/team'}` },
              ],
            })),
          },
    limit: t('imports.people.limit', { most: number(t, invitationLimits.charity) }),
    password: passwordAgain(t, form, isConfirmed),
    pagination: { previous: null, next: next ? { text: t('imports.people.next'), href: next } : null },
  }
}

const expiredText = (t: T, expiredAt: Instant): string =>
  t('people.invitations.expired', { day: longDay(t, dayOf(expiredAt)) })

/** A preview of the email that the first person on the page would get. */
function previewOf(t: T, person: PreparedPerson | undefined) {
  if (!person) return null
  const { role, organisation } = person
  const { subject, paragraphs, action } = invitationText(t, { role, organisation, isFromCharity: true }, '')
  return {
    summary: t('imports.people.preview'),
    open: true,
    text: [
      t('imports.people.preview.subject', { subject }),
      ...paragraphs,
      t('imports.people.preview.button', { label: action?.label ?? '' }),
    ],
  }
}
