import type { Actor } from '../../../domain/actor.ts'
import { dayOf } from '../../../domain/time.ts'
import { emptyForm, type Form } from '../../../web/form.ts'
import type { ButtonForm, Link, Table, TableRow } from '../../../web/components.ts'
import { errorSummary, textField } from '../../../web/fields.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { invitationPages, invitationsTable, type OpenInvitations } from '../invitations/invitation.pages.ts'
import { listDownloadLink } from '../list-downloads/list-download.pages.ts'
import { savedFiltersLink } from '../saved-filters/saved-filter.pages.ts'
import type { HeldRole, RolesOfPeople, WaitingRole } from './held-role.store.ts'
import type { Person } from './person.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'access/people/list': PeopleList
    'access/people/ending': ReturnType<typeof roleEndingPage>
    'access/people/suspending': ReturnType<typeof suspensionPage>
    'access/people/one': OnePerson
  }
}

export type PeopleList = ReturnType<typeof peopleList>
export type OnePerson = ReturnType<typeof onePerson>

interface Listed extends RolesOfPeople, OpenInvitations {
  people: readonly Person[]
  search: string
  hasMore: boolean
  isFirst: boolean
}

export function peopleList(t: T, listed: Listed) {
  const { people, roles, memberships, waiting, search, hasMore, isFirst, invitations } = listed
  const last = people.at(-1)
  const query = search ? `&search=${encodeURIComponent(search)}` : ''
  return {
    title: t('people.title'),
    wide: true,
    invitations: isFirst && !search && invitations.length > 0 ? invitationsTable(t, listed) : null,
    invitationPages: isFirst && !search ? invitationPages(t, listed) : [],
    search: textField({ values: { search }, errors: [] }, 'search', t('people.search'), {
      type: 'search',
      hint: t('people.search.hint'),
      width: 20,
    }),
    table: people.length > 0 ? peopleTable(t, people, { roles, memberships, waiting }) : null,
    downloads: linksFor(t, query.replace('&', '?')),
    none: people.length === 0 ? t('people.none') : null,
    pages: {
      previous: isFirst ? null : { text: t('people.first_page'), href: `/people${query.replace('&', '?')}` },
      next: hasMore && last ? { text: t('people.next_page'), href: `/people?after=${last.id}${query}` } : null,
    },
  }
}

const linksFor = (t: T, list: string) => [
  listDownloadLink(t, '/downloads/people', list),
  savedFiltersLink(t, 'people', list),
]

interface PersonShown {
  actor: Actor
  person: Person
  held: RolesOfPeople
  form?: Form
}

export function onePerson(
  t: T,
  { actor, person, held: { roles, memberships, waiting }, form = emptyForm }: PersonShown,
) {
  return {
    title: person.name,
    back: { text: t('people.title'), href: '/people' },
    errors: errorSummary(form),
    facts: {
      rows: [
        { key: t('people.column.email'), value: person.email },
        { key: t('people.created'), value: longDay(t, dayOf(person.createdAt)) },
        { key: t('people.column.state'), value: t(`people.status.${person.status}`) },
      ],
    },
    roles: roles.length > 0 ? rolesTable(t, person, roles) : null,
    memberships: memberships.map(({ organisation, role }) =>
      t('people.membership', { role: t(`role.${role}`), organisation }),
    ),
    waiting: waiting.map(each => ({ text: waitingText(t, each), href: `/approvals/${each.requestId}` })),
    access: accessOf(t, actor, person),
  }
}

interface Access {
  text: string | null
  suspend: Link | null
  reactivate: ButtonForm | null
}

function accessOf(t: T, actor: Actor, { id, status }: Person): Access {
  if (id === actor.id) return { text: t('people.suspend.own'), suspend: null, reactivate: null }
  if (status === 'active')
    return { text: null, suspend: { text: t('people.suspend'), href: `/people/${id}/suspension` }, reactivate: null }
  return {
    text: t('people.reactivate.text'),
    suspend: null,
    reactivate: { action: `/people/${id}/reactivation`, text: t('people.reactivate'), kind: 'secondary' },
  }
}

export function suspensionPage(t: T, { id, name }: Person) {
  return {
    title: t('people.suspend.title'),
    back: { text: name, href: `/people/${id}` },
    confirmation: {
      heading: { caption: name, text: t('people.suspend.title'), size: 'l' as const },
      text: [t('people.suspend.text'), t('people.suspend.lost'), t('people.suspend.kept')],
      button: { text: t('people.suspend'), kind: 'warning' as const },
      cancel: { text: t('people.suspend.cancel'), href: `/people/${id}` },
    },
  }
}

export function roleEndingPage(t: T, { id, name }: Person, { role }: HeldRole) {
  return {
    title: t('people.role.end.title', { name }),
    back: { text: name, href: `/people/${id}` },
    confirmation: {
      heading: { caption: t(`role.${role}`), text: t('people.role.end.title', { name }), size: 'l' as const },
      text: [t('people.role.end.text'), t('people.role.end.kept'), t('people.role.end.undo')],
      button: { text: t('people.role.end'), kind: 'warning' as const },
      cancel: { text: t('people.role.end.cancel'), href: `/people/${id}` },
    },
  }
}

const waitingText = (t: T, { role, organisation }: WaitingRole): string =>
  t('people.waiting', { role: t(`role.${role}`), place: organisation ?? t('approvals.charity') })

/** All of a person's roles, as the text of one table cell. */
export function rolesText(t: T, { id }: Pick<Person, 'id'>, { roles, memberships, waiting }: RolesOfPeople): string {
  const inCharity = roles.filter(({ personId }) => personId === id).map(({ role }) => t(`role.${role}`))
  const inLibraries = memberships
    .filter(({ personId }) => personId === id)
    .map(({ role, organisation }) => t('people.membership', { role: t(`role.${role}`), organisation }))
  const notYet = waiting.filter(({ personId }) => personId === id).map(each => waitingText(t, each))
  return [...inCharity, ...inLibraries, ...notYet].join(' · ') || t('people.no_role')
}

function peopleTable(t: T, people: readonly Person[], held: RolesOfPeople): Table {
  return {
    caption: t('people.table'),
    captionSize: 'm',
    columns: [t('people.column.name'), t('people.column.email'), t('people.column.role'), t('people.column.state')],
    rows: people.map((person): TableRow => {
      return {
        cells: [
          { text: person.name, href: `/people/${person.id}` },
          { text: person.email },
          { text: rolesText(t, person, held) },
          {
            status:
              person.status === 'active'
                ? { icon: 'tick', text: t('people.status.active'), tone: 'quiet' }
                : { icon: 'pause', text: t('people.status.suspended'), tone: 'stop' },
          },
        ],
      }
    }),
  }
}

function rolesTable(t: T, person: Person, roles: readonly HeldRole[]): Table {
  return {
    caption: t('people.roles'),
    captionSize: 'm',
    columns: [t('people.column.role'), t('people.column.since'), t('people.column.end')],
    rows: roles.map((held): TableRow => ({
      cells: [
        { text: t(`role.${held.role}`) },
        { text: longDay(t, dayOf(held.startedAt)) },
        {
          text: t('people.role.end'),
          href: `/people/${person.id}/roles/${held.id}/ending`,
          hidden: t(`role.${held.role}`),
        },
      ],
    })),
  }
}
