import { branchKinds, organisationKinds, type Organisation } from '../../../domain/organisation.ts'
import type { Link, Table } from '../../../web/components.ts'
import { errorSummary, hiddenField, radios, textArea, textField, tickBox } from '../../../web/fields.ts'
import { type Form } from '../../../web/form.ts'
import { passwordAgain } from '../../../web/password-again.ts'
import type { T } from '../../../words/words.ts'
import { listDownloadLink, savedFiltersLink } from '../../access/access.public.ts'
import type { LikelyDuplicate } from './likely-duplicate.store.ts'
import type { OrganisationLine } from './organisation-list.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'organisations/organisations/list': ReturnType<typeof organisationList>
    'organisations/organisations/new': ReturnType<typeof registration>
    'organisations/organisations/fields': ReturnType<typeof registration>
    'organisations/organisations/edit': ReturnType<typeof organisationEdit>
  }
}

export const home = (t: T) => ({ text: t('home.title'), href: '/home' })
export const linkToOrganisation = (organisation: Organisation) => ({
  text: organisation.name,
  href: `/organisations/${organisation.id}`,
})

interface OrganisationsShown {
  lines: readonly OrganisationLine[]
  search: string
  next: string | null
  mayRegister: boolean
  seesBranches: boolean
}

export function organisationList(t: T, { lines, search, next, mayRegister, seesBranches }: OrganisationsShown) {
  const register = { text: t('organisations.register.button'), href: '/organisations/new' }
  return {
    title: t('organisations.title'),
    back: home(t),
    search: textField({ values: { name: search }, errors: [] }, 'name', t('organisations.search'), {
      type: 'search',
      width: 20,
    }),
    empty:
      lines.length > 0 || search
        ? null
        : {
            picture: 'people' as const,
            heading: t('organisations.none'),
            text: [t(mayRegister ? 'organisations.none.register' : 'organisations.none.why')],
            button: mayRegister ? register : null,
          },
    register: mayRegister && (lines.length > 0 || search) ? register : null,
    downloads: downloadLinks(t, search, seesBranches),
    links: mayRegister
      ? [
          { text: t('organisations.imports'), href: '/imports' },
          { text: t('enquiries.link'), href: '/enquiries' },
        ]
      : [],
    nothingFound: lines.length === 0 && search !== '',
    table: lines.length === 0 ? null : organisationTable(t, lines),
    pagination: { previous: null, next: next ? { text: t('organisations.next'), href: next } : null },
  }
}

const organisationTable = (t: T, lines: readonly OrganisationLine[]): Table => ({
  caption: t('organisations.title'),
  captionSize: 'hidden',
  columns: [
    t('organisations.name'),
    t('organisations.place'),
    t('organisations.branches.open'),
    t('organisations.leads'),
  ],
  rows: lines.map(({ id, name, place, branches, leads, closedAt }) => ({
    cells: [
      { text: name, href: `/organisations/${id}`, reason: closedAt && t('organisations.closed.state') },
      { text: place },
      { text: String(branches), figures: true },
      { text: String(leads), figures: true },
    ],
  })),
})

/** The address of the list of organisations that a search finds; without a search, of the whole list. */
export const organisationsAddress = (search: string): string =>
  search ? `/organisations?name=${encodeURIComponent(search)}` : '/organisations'

function downloadLinks(t: T, search: string, seesBranches: boolean): Link[] {
  const list = organisationsAddress(search)
  const branches = { ...listDownloadLink(t, '/downloads/branches', list), text: t('organisations.download.link') }
  return [
    listDownloadLink(t, '/downloads/organisations', list),
    ...(seesBranches ? [branches] : []),
    savedFiltersLink(t, 'organisations', list),
  ]
}

/** @param isConfirmed whether the person entered their password again recently */
export function registration(
  t: T,
  form: Form,
  isConfirmed: boolean,
  duplicates: readonly LikelyDuplicate[] | null = null,
) {
  return {
    title: t('organisations.register.title'),
    back: { text: t('organisations.title'), href: '/organisations' },
    errors: errorSummary(form),
    name: textField(form, 'name', t('organisations.name.label')),
    kind: kindField(t, form),
    place: textField(form, 'place', t('organisations.place.label'), { hint: t('organisations.place.hint'), width: 20 }),
    roleMailbox: textField(form, 'roleMailbox', t('organisations.mailbox.label'), {
      hint: t('organisations.mailbox.hint'),
      type: 'email',
    }),
    branches: textArea(form, 'branches', t('organisations.branches.label'), {
      hint: t('organisations.branches.hint'),
      rows: 6,
    }),
    leadName: textField(form, 'leadName', t('organisations.lead_name.label'), { autocomplete: 'off' }),
    leadEmail: textField(form, 'leadEmail', t('organisations.lead_email.label'), {
      type: 'email',
      autocomplete: 'off',
    }),
    password: passwordAgain(t, form, isConfirmed),
    duplicates: duplicates && {
      links: duplicates.map(({ id, name, place, mergedName }) => ({
        text: mergedName
          ? t('organisations.duplicate.merged', { name: mergedName, into: name })
          : t('awards.record.choose.line', { name, place }),
        href: `/organisations/${id}`,
      })),
      anyway: tickBox(form, 'anyway', t('organisations.duplicate.anyway')),
    },
  }
}

const kindField = (t: T, form: Form) =>
  radios(form, 'kind', t('organisations.kind.legend'), {
    choices: organisationKinds.map(kind => ({ value: kind, text: t(`organisation.kind.${kind}`) })),
  })

export const formOfOrganisation = (organisation: Organisation): Form => ({
  values: {
    version: String(organisation.version),
    name: organisation.name,
    kind: organisation.kind,
    place: organisation.place,
    roleMailbox: organisation.roleMailbox ?? '',
  },
  errors: [],
})

/** @param imported the shared mailbox that an import gave, if no one has entered one */
export function organisationEdit(t: T, organisation: Organisation, form: Form, imported: string | null) {
  return {
    title: t('organisations.edit.title', { name: organisation.name }),
    back: linkToOrganisation(organisation),
    errors: errorSummary(form),
    version: hiddenField(form, 'version'),
    name: textField(form, 'name', t('organisations.name.label')),
    kind: kindField(t, form),
    place: textField(form, 'place', t('organisations.place.label'), { hint: t('organisations.place.hint'), width: 20 }),
    roleMailbox: textField(form, 'roleMailbox', t('organisations.mailbox.label'), {
      hint: imported ? t('organisations.mailbox.imported', { address: imported }) : t('organisations.mailbox.hint'),
      type: 'email',
    }),
  }
}

export const branchKindChoices = (t: T) => branchKinds.map(kind => ({ value: kind, text: t(`branch.kind.${kind}`) }))
