import type { Organisation } from '../../../domain/organisation.ts'
import type { Table } from '../../../web/components.ts'
import { hiddenField } from '../../../web/fields.ts'
import type { Form } from '../../../web/form.ts'
import { list } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { placeOf } from '../organisations/organisation.pages.ts'
import type { TeamMember } from '../team/team.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'organisations/readers/show': ReturnType<typeof readersPage>
  }
}

interface ReadersShown {
  organisation: Organisation
  team: readonly TeamMember[]
  /** whether the reader is a lead, who confirms */
  mayConfirm: boolean
}

/** Who can read the evidence. A lead confirms it before the first item is added. */
export function readersPage(t: T, { organisation, team, mayConfirm }: ReadersShown, form: Form) {
  const readers = team.filter(({ isActive }) => isActive)
  const leads = readers.filter(({ role }) => role === 'lead').map(({ name }) => name)
  const { readersConfirmed } = organisation
  return {
    title: t('readers.title'),
    heading: { caption: organisation.name, text: t('readers.title'), size: 'l' as const },
    back: placeOf(organisation),
    table: readersTable(t, readers),
    team: { text: t('readers.team'), href: `/organisations/${organisation.id}/team` },
    confirmed: readersConfirmed ? t('readers.confirmed') : null,
    form:
      mayConfirm && !readersConfirmed
        ? { action: `/organisations/${organisation.id}/readers`, next: hiddenField(form, 'next') }
        : null,
    ask: !mayConfirm && !readersConfirmed ? askALead(t, organisation, leads) : null,
  }
}

const askALead = (t: T, { name }: Organisation, leads: readonly string[]): string =>
  leads.length === 0 ? t('readers.ask.none', { name }) : t('readers.ask', { leads: list(t, leads) })

const readersTable = (t: T, readers: readonly TeamMember[]): Table => ({
  caption: t('readers.table'),
  captionSize: 'hidden',
  columns: [t('team.column.name'), t('team.column.role'), t('readers.column.reads')],
  rows: readers.map(({ name, email, role }) => ({
    cells: [
      { text: name, reason: email },
      { text: t(`role.${role}`) },
      { text: t(role === 'lead' ? 'readers.reads.all' : 'readers.reads.ordinary') },
    ],
  })),
})
