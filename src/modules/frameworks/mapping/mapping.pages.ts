import type { Actor } from '../../../domain/actor.ts'
import { placedItem } from '../../../domain/framework-draft.ts'
import {
  judgedRelations,
  relations,
  unconfirmedIn,
  type MappedItem,
  type Mapping,
  type Relation,
} from '../../../domain/framework-mapping.ts'
import type { FrameworkDocument } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import type { Icon, Table, TableRow, Tone } from '../../../web/components.ts'
import { checkboxes, errorSummary, hiddenField, radios } from '../../../web/fields.ts'
import { errorOf, formOf, valuesOf, type Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'
import { rowOfItem } from './mapping.actions.ts'
import { sourcesFor, type MappedRow, type MappingSubject } from './mapping.routes.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'frameworks/mapping/mapping': ReturnType<typeof mappingPage>
    'frameworks/mapping/item': ReturnType<typeof mapItemPage>
  }
}

export const formOfMapping = ({ revision }: MappingSubject): Form => formOf({ version: String(revision) })

/**
 * The values of the rows that nobody has confirmed. Each is from `rowOfItem`, or `retired:` followed by an item's id.
 */
export const rowsToConfirm = ({ version, mapping }: MappingSubject): string[] => [
  ...mapping.items.filter(({ isConfirmed }) => !isConfirmed).map(({ item }) => rowOfItem(version, item)),
  ...mapping.retired.filter(({ isConfirmed }) => !isConfirmed).map(({ item }) => `retired:${item}`),
]

export function mappingPage(t: T, actor: Actor, it: MappingSubject, form: Form) {
  const { version, before, mapping, isLocked } = it
  const open = unconfirmedIn(mapping)
  const mayEdit = can(actor, 'frameworks.edit') && !isLocked
  return {
    title: t('frameworks.mapping.title', { before: before.version, after: version.version }),
    back: { text: version.label, href: `/frameworks/${version.id}` },
    wide: true,
    errors: errorSummary(form),
    lead: open > 0 ? t('frameworks.mapping.open', { count: open }) : t('frameworks.mapping.done'),
    state: t(stateKey(isLocked, version.publishedAt !== null)),
    version: hiddenField(form, 'version', it.revision),
    toConfirm: open > 0 ? tableOf(t, it, { isConfirmed: false, mayEdit, ticked: valuesOf(form, 'rows') }) : null,
    error: { id: 'rows', error: errorOf(form, 'rows') },
    button: mayEdit && open > 0 ? { text: t('frameworks.mapping.confirm') } : null,
    confirmed: tableOf(t, it, { isConfirmed: true, mayEdit, ticked: [] }),
    preview: { text: t('frameworks.mapping.try'), href: `/frameworks/${version.id}/mapping-preview` },
    publish:
      mayEdit && open === 0 && version.publishedAt === null
        ? { text: t('frameworks.publish.link'), href: `/frameworks/${version.id}/publication` }
        : null,
    words: relationsExplained(t),
  }
}

function stateKey(isLocked: boolean, isPublished: boolean) {
  if (isLocked) return 'frameworks.mapping.locked' as const
  return isPublished ? ('frameworks.mapping.reversible' as const) : ('frameworks.mapping.draft' as const)
}

const relationsExplained = (t: T) => ({
  summary: t('frameworks.mapping.words'),
  text: relations.map(relation => t(`frameworks.relation.${relation}.means`)),
})

interface Rows {
  isConfirmed: boolean
  mayEdit: boolean
  ticked: readonly string[]
}

function tableOf(t: T, it: MappingSubject, { isConfirmed, mayEdit, ticked }: Rows): Table {
  const { version, before, mapping } = it
  const picks = mayEdit && !isConfirmed
  const pickOf = (value: string, text: string): TableRow['pick'] =>
    picks
      ? { name: 'rows', value, text: t('frameworks.mapping.pick', { text }), checked: ticked.includes(value) }
      : null
  const rows: TableRow[] = mapping.items
    .filter(row => row.isConfirmed === isConfirmed)
    .map(row => ({
      pick: pickOf(rowOfItem(version, row.item), nameIn(version.document, row.item)),
      cells: [
        {
          text: nameIn(version.document, row.item),
          href: mayEdit ? `/frameworks/${version.id}/mapping/${row.item}` : null,
        },
        { status: relationStatus(t, row.relation) },
        { text: sourcesInWords(t, before.document, row) },
        { text: t(`frameworks.relation.${row.relation}.answer`) },
      ],
    }))
  const retired: TableRow[] = mapping.retired
    .filter(row => row.isConfirmed === isConfirmed)
    .map(({ item }) => ({
      pick: pickOf(`retired:${item}`, nameIn(before.document, item)),
      cells: [
        { text: t('frameworks.mapping.nothing') },
        { status: relationStatus(t, 'retired') },
        { text: nameIn(before.document, item) },
        { text: t('frameworks.relation.retired.answer') },
      ],
    }))
  return {
    caption: t(isConfirmed ? 'frameworks.mapping.confirmed' : 'frameworks.mapping.to_confirm'),
    captionSize: 'm',
    pick: picks ? t('frameworks.mapping.pick.column') : null,
    columns: [
      t('frameworks.mapping.column.after', { version: version.version }),
      t('frameworks.mapping.column.relation'),
      t('frameworks.mapping.column.before', { version: before.version }),
      t('frameworks.mapping.column.answer'),
    ],
    rows: [...rows, ...retired],
  }
}

const sourcesInWords = (t: T, before: FrameworkDocument, { from }: MappedItem): string =>
  from.length === 0 ? t('frameworks.mapping.nothing') : from.map(id => nameIn(before, id)).join('; ')

export function nameIn(document: FrameworkDocument, id: string): string {
  const placed = placedItem(document, id)
  return placed ? `${placed.item.code} ${placed.item.title}` : id
}

const looks = {
  equal: ['equals', 'quiet'],
  narrower: ['pencil', 'cloth'],
  wider: ['pencil', 'cloth'],
  split: ['information', 'cloth'],
  merged: ['information', 'cloth'],
  new: ['plus', 'done'],
  retired: ['dash', 'quiet'],
} as const satisfies Record<Relation, readonly [Icon, Tone]>

export const relationStatus = (t: T, relation: Relation) => ({
  icon: looks[relation][0],
  tone: looks[relation][1],
  text: t(`frameworks.relation.${relation}`),
})

/** The current values of one row of the mapping. */
export function formOfRow({ mapping, revision, itemId }: MappedRow): Form {
  const row = rowOf(mapping, itemId)
  const judged = judgedRelations.find(relation => relation === row?.relation) ?? 'equal'
  return formOf({ version: String(revision), from: [...(row?.from ?? [])], judged })
}

const rowOf = ({ items }: Mapping, id: string): MappedItem | undefined => items.find(({ item }) => item === id)

export function mapItemPage(t: T, it: MappedRow, form: Form) {
  const { version, before, placed, isLocked } = it
  return {
    title: t('frameworks.mapping.item.title', { code: placed.item.code, title: placed.item.title }),
    back: {
      text: t('frameworks.mapping.title', { before: before.version, after: version.version }),
      href: `/frameworks/${version.id}/mapping`,
    },
    errors: errorSummary(form),
    locked: isLocked ? t('frameworks.mapping.locked') : null,
    description: placed.item.description,
    version: hiddenField(form, 'version', it.revision),
    from: checkboxes(form, 'from', t('frameworks.mapping.from', { version: before.version }), {
      choices: sourcesFor(it).map(({ item }) => ({
        value: item.id,
        text: `${item.code} ${item.title}`,
        hint: item.description,
      })),
      hint: t('frameworks.mapping.from.hint'),
      small: true,
    }),
    judged: radios(form, 'judged', t('frameworks.mapping.judged'), {
      choices: judgedRelations.map(relation => ({
        value: relation,
        text: t(`frameworks.relation.${relation}.means`),
      })),
      hint: t('frameworks.mapping.judged.hint'),
    }),
  }
}
