import type { Actor } from '../../../domain/actor.ts'
import { whyLeftOut, type BulkChangeKind, type LeftOut } from '../../../domain/bulk-change.ts'
import { daysToUndoBulkChange } from '../../../domain/retention.ts'
import type { Framework } from '../../../domain/framework.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { can } from '../../../domain/permissions.ts'
import type { Table } from '../../../web/components.ts'
import { checkboxes, errorSummary, radios, select } from '../../../web/fields.ts'
import { emptyForm, errorOf, type Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'
import type { Branch, TeamMember } from '../../organisations/organisations.public.ts'
import { itemGroups } from '../editing/item-groups.pages.ts'
import { itemsMost } from '../list/selection.pages.ts'
import { lineOf } from './bulk-change.forms.ts'
import type { ChosenLine } from './changed-item.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/bulk-changes/change': ReturnType<typeof changePage>
  }
}

export interface ChangeOffered {
  organisation: Organisation
  branches: readonly Branch[]
  framework: Framework
  owners: readonly TeamMember[]
}

export interface ChosenEvidence {
  lines: readonly ChosenLine[]
  /** the number of chosen items that no longer exist or that the person cannot read */
  missing: number
  /** true when more items match than one form can change */
  isCut: boolean
}

export const evidenceAddress = ({ id }: { id: string }): string => `/organisations/${id}/evidence`

/** Asks for the new value, or for confirmation, and names each item that will change or is left out. */
export function changePage(
  t: T,
  {
    kind,
    actor,
    offered,
    chosen,
  }: { kind: BulkChangeKind; actor: Actor; offered: ChangeOffered; chosen: ChosenEvidence },
  form: Form = emptyForm,
) {
  const sorted = chosen.lines.map(line => ({ line, why: whyLeftOut(actor, kind, line) }))
  const included = sorted.filter(({ why }) => why === null).map(({ line }) => line)
  const leftOut = sorted.flatMap(({ line, why }) => (why ? [{ title: line.title, why }] : []))
  const count = included.length
  const { organisation } = offered
  return {
    title: t(`bulk_changes.${kind}.title`, { count }),
    heading: { caption: organisation.name, text: t(`bulk_changes.${kind}.title`, { count }), size: 'l' as const },
    back: { text: t('evidence.title'), href: evidenceAddress(organisation) },
    errors: errorSummary(form),
    lead: count === 0 ? null : leadOf(t, kind, actor, organisation),
    cut: chosen.isCut ? { text: [t('bulk_changes.most', { max: itemsMost })] } : null,
    missing: chosen.missing > 0 ? { text: [t('bulk_changes.missing', { count: chosen.missing })] } : null,
    empty: count > 0 ? null : nothingToChange(t, organisation),
    fields: [{ name: 'change', value: kind }, ...included.map(line => ({ name: 'evidence', value: lineOf(line) }))],
    // the errors of the hidden fields
    changeError: errorOf(form, 'change'),
    evidenceError: errorOf(form, 'evidence'),
    ...inputsFor(t, kind, offered, form),
    // A removal shows the items first, and other changes show the fields first.
    before: count > 0 && kind === 'removal' ? titlesTable(t, included) : null,
    after: count > 0 && kind !== 'removal' ? titlesTable(t, included) : null,
    leftOut: leftOutTable(t, leftOut),
    button: count > 0 ? changeButton(t, kind, count) : null,
    cancel: { text: t('bulk_changes.cancel'), href: evidenceAddress(organisation) },
  }
}

function leadOf(t: T, kind: BulkChangeKind, actor: Actor, organisation: { id: string }): string {
  if (kind === 'removal') return t('bulk_changes.removal.lead', { days: daysToUndoBulkChange })
  if (kind === 'owner' && can(actor, 'evidence.restore', organisation)) return t('bulk_changes.owner.lead.lead')
  return t(`bulk_changes.${kind}.lead`)
}

const nothingToChange = (t: T, organisation: { id: string }) => ({
  picture: 'shelf' as const,
  heading: t('bulk_changes.nothing'),
  text: [t('bulk_changes.nothing.why')],
  link: { text: t('bulk_changes.back'), href: evidenceAddress(organisation) },
})

/** The fields of one kind of change. The fields of other kinds are null. */
function inputsFor(t: T, kind: BulkChangeKind, { branches, framework, owners }: ChangeOffered, form: Form) {
  return {
    criteria:
      kind === 'criteria' ? { items: itemGroups(t, framework, form), itemsError: errorOf(form, 'items') } : null,
    branches: kind === 'branches' ? branchInputs(t, branches, form) : null,
    owner: kind === 'owner' ? ownerInput(t, owners, form) : null,
  }
}

const branchInputs = (t: T, branches: readonly Branch[], form: Form) => ({
  scope: radios(form, 'scope', t('bulk_changes.scope'), {
    choices: (['whole', 'some'] as const).map(value => ({ value, text: t(`bulk_changes.scope.${value}`) })),
    small: true,
  }),
  some: checkboxes(form, 'branches', t('evidence.field.branches'), {
    choices: branches.map(({ id, name }) => ({ value: id, text: name })),
    small: true,
  }),
})

const ownerInput = (t: T, owners: readonly TeamMember[], form: Form) =>
  select(form, 'owner', t('ownership.owner'), {
    choices: owners.map(({ personId, name }) => ({ value: personId, text: name })),
    size: 's',
    empty: t('bulk_changes.owner.choose'),
  })

const titlesTable = (t: T, lines: readonly ChosenLine[]): Table => ({
  caption: t('bulk_changes.items', { count: lines.length }),
  captionSize: 's',
  columns: [t('evidence.table.title'), t('evidence.table.kind')],
  rows: lines.map(({ id, title, kind }) => ({
    cells: [{ text: title, href: `/evidence/${id}` }, { text: t(`evidence.kind.${kind}`) }],
  })),
})

/** The items that a change leaves out, with the reasons; null when there are none. */
export const leftOutTable = (t: T, leftOut: readonly { title: string; why: LeftOut }[]): Table | null =>
  leftOut.length === 0
    ? null
    : {
        caption: t('bulk_changes.left_out'),
        captionSize: 's',
        columns: [t('evidence.table.title'), t('bulk_changes.why')],
        rows: leftOut.map(({ title, why }) => ({ cells: [{ text: title }, { text: t(`bulk_changes.why.${why}`) }] })),
      }

const changeButton = (t: T, kind: BulkChangeKind, count: number) => ({
  text: t(`bulk_changes.${kind}.button`, { count }),
  kind: kind === 'removal' ? ('warning' as const) : ('primary' as const),
})
