import type { Organisation } from '../../../domain/organisation.ts'
import type { SummaryRow } from '../../../web/components.ts'
import { errorSummary, hiddenField, radios } from '../../../web/fields.ts'
import { formOf, type Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'
import { linkToOrganisation } from '../organisations/organisation.pages.ts'
import { noOne } from './coordinator.forms.ts'
import type { OrganisationCoordinator } from './coordinator.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'organisations/coordinators/choose': ReturnType<typeof coordinatorPage>
  }
}

export interface AboutCoordinator {
  organisation: Organisation
  now: OrganisationCoordinator | null
  /** the coordinators who can be chosen */
  able: readonly { id: string; name: string }[]
  /** the id of the person who views the page */
  ownId: string
}

export function coordinatorPage(
  t: T,
  { organisation, now, able, ownId }: AboutCoordinator,
  form: Form = formOf({ person: now?.id ?? noOne }),
) {
  return {
    title: t('organisations.coordinator.title', { name: organisation.name }),
    back: linkToOrganisation(organisation),
    errors: errorSummary(form),
    lead: [
      now ? t('organisations.coordinator.now', { name: now.name }) : t('organisations.coordinator.now.none'),
      t('organisations.coordinator.lead'),
    ],
    version: hiddenField(form, 'version', organisation.version),
    person: radios(form, 'person', t('organisations.coordinator.person'), {
      choices: [
        ...able.map(({ id: value, name }) => ({
          value,
          text: value === ownId ? t('coordinators.person.you', { name }) : name,
        })),
        {
          value: noOne,
          text: t('organisations.coordinator.person.none'),
          hint: t('organisations.coordinator.person.none.hint'),
        },
      ],
      size: 's',
      hint: t('organisations.coordinator.person.hint'),
    }),
  }
}

/**
 * The row on an organisation's page that shows its coordinator.
 * @param may.write whether to show the link to email the coordinator
 */
export function organisationCoordinatorRow(
  t: T,
  { id }: { id: string },
  coordinator: Omit<OrganisationCoordinator, 'id'> | null,
  may: { choose: boolean; write: boolean },
): SummaryRow {
  const change = {
    text: t('organisations.coordinator.change'),
    href: `/organisations/${id}/coordinator`,
    hidden: t('organisations.coordinator.change.hidden'),
  }
  return {
    key: t('organisations.coordinator.row'),
    value: coordinator?.name ?? t('organisations.coordinator.row.none'),
    links: [
      ...(may.choose ? [change] : []),
      ...(may.write && coordinator
        ? [
            {
              text: t('organisations.coordinator.email', { name: coordinator.name }),
              href: `mailto:${coordinator.email}`,
            },
          ]
        : []),
    ],
  }
}
