import type { Branch } from './branch.store.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import type { Day } from '../../../domain/time.ts'
import type { Chips, Details, SummaryRow } from '../../../web/components.ts'
import { dateField, errorSummary, hiddenField, radios, textArea, textField } from '../../../web/fields.ts'
import { formOf, type Form } from '../../../web/form.ts'
import { list, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { listDownloadLink } from '../../access/access.public.ts'
import { linkToOrganisation, branchKindChoices } from '../organisations/organisation.pages.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'organisations/branches/list': ReturnType<typeof branchList>
    'organisations/branches/edit': ReturnType<typeof branchEdit>
  }
}

interface BranchesShown {
  organisation: Organisation
  branches: readonly Branch[]
  mayManage: boolean
  today: Day
  form?: Form
}

const newBranchesForm = formOf({ kind: 'branch' })

export function branchList(t: T, { organisation, branches, mayManage, today, form = newBranchesForm }: BranchesShown) {
  return {
    title: t('organisations.branches.title', { name: organisation.name }),
    back: linkToOrganisation(organisation),
    errors: errorSummary(form),
    table: {
      caption: t('organisations.branches.title', { name: organisation.name }),
      captionSize: 'hidden' as const,
      columns: [
        t('organisations.branches.column.name'),
        t('organisations.branches.column.kind'),
        t('organisations.branches.column.open'),
      ],
      rows: branches.map(branch => ({
        cells: [
          { text: branch.name, href: mayManage ? `/organisations/${organisation.id}/branches/${branch.id}` : null },
          { text: t(`branch.kind.${branch.kind}`) },
          { text: openOrClosed(t, branch, today) },
        ],
      })),
    },
    downloads: [listDownloadLink(t, `/organisations/${organisation.id}/downloads/branches`, '')],
    add: !mayManage
      ? null
      : {
          names: textArea(form, 'names', t('organisations.branches.label'), { rows: 4 }),
          kind: radios(form, 'kind', t('organisations.branch.kind'), { choices: branchKindChoices(t), inline: true }),
        },
  }
}

function openOrClosed(t: T, { closedOn, openedOn }: Branch, today: Day): string {
  if (closedOn)
    return t(`organisations.branches.${closedOn > today ? 'closes' : 'closed'}`, { day: longDay(t, closedOn) })
  if (openedOn)
    return t(`organisations.branches.${openedOn > today ? 'opens' : 'since'}`, { day: longDay(t, openedOn) })
  return t('organisations.branches.is_open')
}

export const formOfBranch = ({ version, name, kind, place, openedOn, closedOn }: Branch): Form => ({
  values: {
    version: String(version),
    name,
    kind,
    place: place ?? '',
    openedOn: openedOn ?? '',
    closedOn: closedOn ?? '',
  },
  errors: [],
})

export function branchEdit(
  t: T,
  { organisation, branch }: { organisation: Organisation; branch: Pick<Branch, 'name'> },
  form: Form,
) {
  return {
    title: t('organisations.branch.title'),
    heading: { text: t('organisations.branch.title'), caption: branch.name, size: 'l' as const },
    back: {
      text: t('organisations.branches.title', { name: organisation.name }),
      href: `/organisations/${organisation.id}/branches`,
    },
    errors: errorSummary(form),
    version: hiddenField(form, 'version'),
    name: textField(form, 'name', t('organisations.branch.name')),
    kind: radios(form, 'kind', t('organisations.branch.kind'), { choices: branchKindChoices(t) }),
    place: textField(form, 'place', t('organisations.branch.place'), { width: 20 }),
    openedOn: dateField(form, 'openedOn', t('organisations.branch.opened')),
    closedOn: dateField(form, 'closedOn', t('organisations.branch.closed'), {
      hint: t('organisations.branch.closed.hint'),
    }),
  }
}

const maxShown = 12

/** The number of branches, which can be expanded to show their names; null for at most `maxShown` branches. */
const manyBranches = (t: T, names: readonly string[]): Details | null =>
  names.length > maxShown
    ? { summary: t('organisations.branches.count', { count: names.length }), text: [list(t, names)] }
    : null

export function branchesRow(t: T, key: string, names: readonly string[]): SummaryRow {
  const more = manyBranches(t, names)
  return more ? { key, value: [], more } : { key, value: names }
}

export function branchesInScope(t: T, label: string, names: readonly string[]): Chips {
  const more = manyBranches(t, names)
  return { label, items: more ? [] : names, more }
}
