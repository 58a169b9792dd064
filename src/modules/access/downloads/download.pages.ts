import type { T } from '../../../words/words.ts'
import type { Column } from '../list-downloads/list-download.actions.ts'
import { rolesText } from '../people/person.pages.ts'
import type { RolesOfPeople } from '../people/held-role.store.ts'
import type { Person } from '../people/person.store.ts'

/** A person with a description of their roles. */
export interface PersonLine extends Person {
  roles: string
}

export const personLines = (t: T, people: readonly Person[], held: RolesOfPeople): PersonLine[] =>
  people.map(person => ({ ...person, roles: rolesText(t, person, held) }))

export const personColumns = (t: T): Column<PersonLine>[] => [
  { head: t('people.column.name'), cell: ({ name }) => name },
  { head: t('people.column.email'), cell: ({ email }) => email },
  { head: t('people.column.role'), cell: ({ roles }) => roles },
  { head: t('people.column.state'), cell: ({ status }) => t(`people.status.${status}`) },
]
