import type { Link, SummaryRow } from '../../../web/components.ts'
import { errorSummary, hiddenField, radios } from '../../../web/fields.ts'
import { formOf, type Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import type { Coordinator, NamedCoordinator } from './coordinator.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/coordinators/change': ReturnType<typeof coordinatorPage>
  }
}

/**
 * The contact for people working on an application. `shared` is the charity's email address, for when there is no
 * coordinator.
 */
export interface ToAsk {
  coordinator: Coordinator | null
  shared: string
}

/** The text and the email link under "Do you need support?", for the coordinator or the shared address. */
export const askPart = (t: T, { coordinator, shared }: ToAsk) =>
  coordinator
    ? {
        text: t('findings.need.text', { name: coordinator.name }),
        link: { text: t('findings.need.link', { name: coordinator.name }), href: `mailto:${coordinator.email}` },
      }
    : {
        text: t('findings.need.text.shared'),
        link: { text: t('findings.need.link.shared'), href: `mailto:${shared}` },
      }

/** An email link to the library's coordinator. It uses the shared address if the library has no coordinator. */
export const contactLink = (t: T, { coordinator, shared }: ToAsk, library: string): Link =>
  coordinator
    ? {
        text: t('coordinators.contact', { name: coordinator.name }),
        href: `mailto:${coordinator.email}`,
        hidden: library,
      }
    : { text: t('coordinators.contact.shared'), href: `mailto:${shared}`, hidden: library }

export interface AboutCoordinator {
  application: ApplicationRecord
  now: NamedCoordinator | null
  /** the people who can be chosen as coordinator */
  able: readonly { id: string; name: string }[]
  /** the id of the reader */
  ownId: string
}

export function coordinatorPage(
  t: T,
  { application, now, able, ownId }: AboutCoordinator,
  form: Form = formOf({ person: now?.id ?? '' }),
) {
  const { id, organisationName, version } = application
  const title = t('coordinators.title')
  return {
    title,
    back: { text: organisationName, href: `/applications/${id}` },
    heading: { text: title, caption: organisationName, size: 'l' as const },
    errors: errorSummary(form),
    lead: [
      nowText(t, now, organisationName),
      t('coordinators.lead'),
      ...(able.length === 0 ? [t('coordinators.nobody')] : []),
    ],
    version: hiddenField(form, 'version', version),
    person:
      able.length === 0
        ? null
        : radios(form, 'person', t('coordinators.person'), {
            choices: able.map(({ id: value, name }) => ({
              value,
              text: value === ownId ? t('coordinators.person.you', { name }) : name,
            })),
            size: 's',
            hint: t('coordinators.person.hint'),
          }),
  }
}

function nowText(t: T, now: NamedCoordinator | null, organisation: string): string {
  if (!now) return t('coordinators.now.none')
  return now.isOwn
    ? t('coordinators.now', { name: now.name })
    : t('coordinators.now.organisation', { name: now.name, organisation })
}

/** The row that names the coordinator, on the charity's page about an application. */
export const coordinatorRow = (
  t: T,
  { id }: { id: string },
  coordinator: NamedCoordinator | null,
  mayChange: boolean,
): SummaryRow => ({
  key: t('coordinators.row'),
  value: coordinator?.name ?? t('coordinators.row.none'),
  links: mayChange
    ? [
        {
          text: t('coordinators.change'),
          href: `/applications/${id}/coordinator`,
          hidden: t('coordinators.change.hidden'),
        },
      ]
    : [],
})
