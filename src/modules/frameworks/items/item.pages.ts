import { fieldsThatDiffer } from '../../../domain/framework-differences.ts'
import { fingerprint, nextCode, type DraftItem, type PlacedItem } from '../../../domain/framework-draft.ts'
import type { ItemPart } from '../../../domain/framework.ts'
import type { Notice } from '../../../web/components.ts'
import {
  checkboxes,
  errorSummary,
  hiddenField,
  radios,
  select,
  textArea,
  textField,
  tickBox,
} from '../../../web/fields.ts'
import { formOf, valueOf, type Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'
import type { VersionRecord } from '../drafts/draft.store.ts'
import { changesOf } from '../versions/difference.pages.ts'
import type { ItemSubject, NewItemSubject } from './item.routes.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'frameworks/items/item': ReturnType<typeof itemPage>
    'frameworks/items/new': ReturnType<typeof newItemPage>
    'frameworks/items/fields': ReturnType<typeof fieldsOf>
    'frameworks/items/retirement': ReturnType<typeof itemRetirement>
  }
}

/** The form with an item's values. For a retired item, they are the values in the previous version. */
export function formOfItem({ placed, before }: ItemSubject): Form {
  const { item } = (placed ?? before)!
  return formOf({ ...valuesOf(item), 'read-part': placed ? fingerprint(placed.item) : '' })
}

const valuesOf = (item: DraftItem): Form['values'] => ({
  code: item.code,
  title: item.title,
  description: item.description,
  requirement: item.requirement,
  evidence: item.evidence.join('\n'),
  full: item.askedIn.filter(kind => kind !== 'renewal'),
  renewal: item.renewal,
  perBranch: item.perBranch ? 'yes' : '',
  freshMonths: item.freshMonths === null ? '' : String(item.freshMonths),
  area: item.area ?? '',
})

export function formOfNewItem({ draft, part }: NewItemSubject): Form {
  const area = part === 'criterion' ? (draft.document.areas[0]?.id ?? null) : null
  return formOf({
    code: nextCode(draft.document, part, area),
    requirement: 'required',
    full: ['first', 'reappraisal'],
    renewal: part === 'prerequisite' ? 'skip' : 'confirm',
    freshMonths: '',
    area: area ?? '',
  })
}

/** @param stale set when someone else saved or retired the item first */
export function itemPage(t: T, subject: ItemSubject, entered: Form, stale?: 'stale') {
  const { draft, placed, before } = subject
  const { part, item } = (placed ?? before)!
  const below = `/frameworks/${draft.id}/items/${item.id}`
  const asRead = placed ? fingerprint(placed.item) : ''
  const form: Form = stale ? { ...entered, values: { ...entered.values, 'read-part': asRead } } : entered
  const fields = placed && before ? fieldsThatDiffer(before.item, placed.item) : []
  return {
    title: t('frameworks.item.title', { code: item.code, title: item.title }),
    back: { text: draft.label, href: `/frameworks/${draft.id}` },
    heading: {
      text: item.title,
      caption: t('frameworks.item.caption', { version: draft.version, code: item.code }),
      size: 'l' as const,
    },
    errors: errorSummary(form),
    action: below,
    newer: stale ? newerItem(t, subject) : null,
    gone: placed ? null : t('frameworks.item.gone'),
    typed: stale && !placed ? typedTexts(formOfItem(subject), entered) : null,
    fields: placed ? fieldsOf(t, draft, part, form) : null,
    ...comparedWith(t, placed && before ? subject.versionBefore : null, fields.length > 0),
    changes: placed && before ? changesOf(t, before.item, placed.item, fields) : [],
    ...buttonsOf(t, subject, { below, isChanged: fields.length > 0, key: [keyOf(asRead)] }),
    shown: shownToLibraries(t, item),
  }
}

/**
 * The texts that someone typed for an item while a colleague retired it. The page shows them so that they are not lost.
 * Null when nothing was typed.
 */
function typedTexts(known: Form, entered: Form) {
  const typed = ['title', 'description', 'evidence'].filter(name => valueOf(entered, name) !== valueOf(known, name))
  return typed.length > 0 ? { advice: [], texts: typed.map(name => valueOf(entered, name)) } : null
}

/**
 * A hidden field with the hash of the item that the page showed. It reveals whether someone else has changed the item
 * since.
 */
const keyOf = (asRead: string) => ({ name: 'read-part', value: asRead })

/** The heading above the changes, or a sentence that says there are none. Both are null for a new or retired item. */
function comparedWith(t: T, version: string | null, isChanged: boolean) {
  const changed = version && isChanged ? t('frameworks.item.changed', { version }) : null
  const unchanged = version && !isChanged ? t('frameworks.item.unchanged', { version }) : null
  return { changed, unchanged }
}

const buttonsOf = (
  t: T,
  { placed, before }: ItemSubject,
  { below, isChanged, key }: { below: string; isChanged: boolean; key: readonly { name: string; value: string }[] },
) => ({
  restore:
    before && (!placed || isChanged)
      ? {
          action: `${below}/restoration`,
          text: t(placed ? 'frameworks.item.undo' : 'frameworks.item.bring_back'),
          kind: 'secondary' as const,
          fields: key,
        }
      : null,
  retire: placed
    ? { text: t('frameworks.item.retire', { code: placed.item.code }), href: `${below}/retirement` }
    : null,
  moves: placed ? (['up', 'down'] as const).map(way => ({ way, text: t(`frameworks.item.move.${way}`) })) : [],
})

export function itemRetirement(t: T, { draft, placed, before, versionBefore }: ItemSubject & { placed: PlacedItem }) {
  const { item } = placed
  const href = `/frameworks/${draft.id}/items/${item.id}`
  const isChanged = before !== null && fieldsThatDiffer(before.item, item).length > 0
  const back = isChanged
    ? t('frameworks.item.retire.back.changed', { version: versionBefore ?? '' })
    : t('frameworks.item.retire.back')
  const title = t('frameworks.item.retire.title', { code: item.code })
  return {
    title,
    back: { text: item.title, href },
    confirmation: {
      heading: { caption: item.title, text: title, size: 'l' as const },
      text: before ? [t('frameworks.item.retire.text'), back] : [t('frameworks.item.retire.text.new')],
      fields: [keyOf(fingerprint(item))],
      button: { text: t('frameworks.item.retire', { code: item.code }), kind: 'warning' as const },
      cancel: { text: t('frameworks.item.retire.cancel'), href },
    },
  }
}

/** The saved item as a library will see it. */
const shownToLibraries = (t: T, { code, title, description, requirement, evidence }: DraftItem) => ({
  caption: t('frameworks.item.shown.caption', {
    code,
    requirement: t(`answers.requirement.${requirementOf(requirement)}`),
  }),
  title,
  description,
  evidence,
})

const requirementOf = (requirement: string): 'required' | 'recommended' =>
  requirement === 'recommended' ? 'recommended' : 'required'

function newerItem(t: T, { draft, placed }: ItemSubject): Notice {
  const name = draft.changedBy ?? t('frameworks.stale.someone')
  if (!placed)
    return {
      tone: 'stop',
      icon: 'people',
      heading: t('frameworks.stale.retired', { name }),
      text: [t('frameworks.stale.retired.text')],
    }
  const { code, title, description, evidence } = placed.item
  return {
    tone: 'stop',
    icon: 'people',
    heading: t('frameworks.stale.heading', { name }),
    text: [t('frameworks.stale.text'), t('frameworks.gone.item', { code, title }), description, ...evidence],
  }
}

export function newItemPage(t: T, { draft, part }: NewItemSubject, form: Form) {
  return {
    title: t(`frameworks.item.new.${part}`),
    back: { text: draft.label, href: `/frameworks/${draft.id}` },
    errors: errorSummary(form),
    action: `/frameworks/${draft.id}/items/new?part=${encodeURIComponent(part)}`,
    fields: fieldsOf(t, draft, part, form),
  }
}

function fieldsOf(t: T, { document }: VersionRecord, part: ItemPart, form: Form) {
  return {
    asRead: hiddenField(form, 'read-part'),
    code: textField(form, 'code', t('frameworks.item.code.label'), { hint: t('frameworks.item.code.hint'), width: 4 }),
    title: textField(form, 'title', t('frameworks.item.title.label')),
    area:
      part === 'criterion'
        ? select(form, 'area', t('frameworks.field.area'), {
            choices: document.areas.map(({ id, title }) => ({ value: id, text: title })),
          })
        : null,
    description: textArea(form, 'description', t(`frameworks.item.description.${part}`), { rows: 4, most: 1000 }),
    evidence: textArea(form, 'evidence', t('frameworks.item.evidence.label'), {
      rows: 5,
      hint: t('frameworks.item.evidence.hint'),
      most: 3000,
    }),
    ...rulesOf(t, form),
    perBranch: tickBox(form, 'perBranch', t('frameworks.item.branch.label')),
  }
}

/** Whether the item is required, which kinds of application ask for it, and how recent its evidence must be. */
const rulesOf = (t: T, form: Form) => ({
  requirement: radios(form, 'requirement', t('frameworks.item.requirement.label'), {
    choices: (['required', 'recommended'] as const).map(value => ({ value, text: t(`item.requirement.${value}`) })),
    small: true,
  }),
  full: checkboxes(form, 'full', t('frameworks.item.full.label'), {
    choices: (['first', 'reappraisal'] as const).map(value => ({ value, text: t(`application.kind.${value}`) })),
    small: true,
  }),
  renewal: radios(form, 'renewal', t('frameworks.item.renewal.label'), {
    choices: (['confirm', 'answer', 'skip'] as const).map(value => ({ value, text: t(`frameworks.renewal.${value}`) })),
    small: true,
  }),
  freshMonths: textField(form, 'freshMonths', t('frameworks.item.fresh.label'), {
    hint: t('frameworks.item.fresh.hint'),
    type: 'number',
    width: 4,
    suffix: t('frameworks.months'),
  }),
})
