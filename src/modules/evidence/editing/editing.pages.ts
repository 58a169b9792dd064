import type { Branch } from '../../organisations/organisations.public.ts'
import { evidenceKindsTaken, sensitivities } from '../../../domain/evidence.ts'
import { itemsOf, type Framework, type Item } from '../../../domain/framework.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { occurrencePeriod } from '../../../domain/recurring.ts'
import type { Link } from '../../../web/components.ts'
import {
  checkboxes,
  dateField,
  errorSummary,
  hiddenField,
  radios,
  select,
  textArea,
  textField,
  tickBox,
  type Choices,
} from '../../../web/fields.ts'
import { errorOf, formOf, valueOf, valuesOf, type Form } from '../../../web/form.ts'
import { contentFields } from '../files/file.pages.ts'
import type { PersonalDataQuestion } from '../personal-data/personal-data.pages.ts'
import type { T } from '../../../words/words.ts'
import type { Purpose } from './editing.actions.ts'
import { evidenceLanguages, summaryMost } from './editing.forms.ts'
import type { EvidenceItem } from '../items/evidence-item.store.ts'
import { monthsOf, occurrenceForm } from '../occurrences/occurrence.pages.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/editing/new': ReturnType<typeof newEvidence>
    'evidence/editing/edit': ReturnType<typeof editEvidence>
    'evidence/editing/about-fields': AboutFields
    'evidence/editing/branch-fields': NonNullable<AboutFields['branches']>
    'evidence/editing/more-details': Pick<ReturnType<typeof newEvidence>, 'about' | 'content' | 'isMoreOpen' | 'item'>
    'evidence/editing/period-fields': AboutFields
    'evidence/editing/item-fields': Pick<AboutFields, 'items' | 'itemsError'>
    'evidence/editing/tag-fields': AboutFields
  }
}

export interface Offered {
  branches: readonly Branch[]
  framework: Framework
}

/** @param form when it has errors, the page asks for its files again, because browsers do not keep them */
export function newEvidence(
  t: T,
  { organisation, offered, purpose }: { organisation: Organisation; offered: Offered; purpose: Purpose | null },
  form: Form,
  personalData: PersonalDataQuestion | null = null,
) {
  const list = `/organisations/${organisation.id}/evidence`
  const back = purpose ? backTo(purpose) : { text: t('evidence.title'), href: list }
  return {
    title: t('evidence.new.title'),
    heading: { caption: organisation.name, text: t('evidence.new.title'), size: 'l' as const },
    back,
    errors: errorSummary(form),
    purpose: purpose ? purposeWords(t, purpose) : null,
    /** all fields except the content are filled in already */
    isContentFirst: purpose !== null && 'occurrence' in purpose,
    personalData,
    about: aboutFields(t, offered, form),
    item: valuesOf(form, 'items').length > 1 ? null : itemField(t, offered.framework, form),
    isMoreOpen: hasErrorIn(form, folded),
    content: contentFields(t, form),
    several: { text: t('evidence.new.several.link'), href: `${list}/quick` },
    cancel: { text: t('evidence.cancel'), href: back.href },
  }
}

/** The fields in the collapsed section "More details". */
const folded = ['kind', 'summary', 'periodTo', 'branches', 'link', 'seenOn', 'sensitivity', 'distressing', 'language']

/** The field for criteria. One criterion is enough to save the evidence. */
const itemField = (t: T, framework: Framework, form: Form) =>
  select(
    form,
    'items',
    t('evidence.field.item'),
    itemsOf(framework).map(({ id, code, title }) => ({ value: id, text: `${code} ${title}` })),
    { hint: t('evidence.field.item.hint'), empty: t('evidence.field.item.later'), size: 's' },
  )

const backTo = (purpose: Purpose): Link =>
  'item' in purpose
    ? { text: `${purpose.item.code} ${purpose.item.title}`, href: pathOf(purpose) }
    : { text: purpose.recurring.title, href: pathOf(purpose) }
export const pathOf = (purpose: Purpose): string =>
  'item' in purpose
    ? `/applications/${purpose.application.id}/criteria/${purpose.item.code}`
    : `/regular-evidence/${purpose.recurring.id}`
const purposeWords = (t: T, purpose: Purpose): string =>
  'item' in purpose
    ? t('evidence.new.for', { code: purpose.item.code, title: purpose.item.title })
    : t('recurring.new.for', {
        title: purpose.recurring.title,
        period: monthsOf(t, occurrencePeriod(purpose.recurring, purpose.occurrence)),
      })

/**
 * The form as the page first shows it, with the criterion of its purpose or the known details of the occurrence.
 * @param item the criterion whose evidence the person was looking at
 */
export function newForm(t: T, purpose: Purpose | null, item: Item | null): Form {
  const plain = { language: 'en', sensitivity: 'ordinary' }
  if (!purpose) return formOf(item ? { ...plain, items: [item.id] } : plain)
  return 'item' in purpose
    ? formOf({ ...plain, items: [purpose.item.id] })
    : occurrenceForm(t, purpose.recurring, purpose.occurrence)
}

export function editEvidence(
  t: T,
  { evidence, offered, isStale }: { evidence: EvidenceItem; offered: Offered; isStale: boolean },
  form: Form,
  personalData: PersonalDataQuestion | null = null,
) {
  return {
    title: t('evidence.edit.title'),
    heading: { caption: evidence.title, text: t('evidence.edit.title'), size: 'l' as const },
    back: { text: evidence.title, href: `/evidence/${evidence.id}` },
    errors: errorSummary(form),
    version: hiddenField(form, 'version', evidence.version),
    stale: isStale
      ? { text: t('evidence.edit.stale'), heading: t('evidence.edit.theirs'), rows: { rows: savedWords(t, evidence) } }
      : null,
    personalData,
    about: aboutFields(t, offered, form),
    cancel: { text: t('evidence.cancel'), href: `/evidence/${evidence.id}` },
  }
}

export const formOfEvidence = (evidence: EvidenceItem): Form =>
  formOf({
    version: String(evidence.version),
    title: evidence.title,
    kind: evidence.kind,
    showsPeople: evidence.showsPeople === null ? '' : evidence.showsPeople ? 'yes' : 'no',
    summary: evidence.summary,
    periodFrom: evidence.periodFrom ?? '',
    periodTo: evidence.periodTo ?? '',
    language: evidence.language,
    sensitivity: evidence.sensitivity,
    distressing: evidence.distressing ? 'yes' : '',
    branches: evidence.branches,
    items: evidence.items,
  })

/** The details that someone else saved. Both versions are shown, so that neither is lost. */
const savedWords = (t: T, evidence: EvidenceItem) => [
  { key: t('evidence.table.title'), value: evidence.title },
  { key: t('evidence.card.kind'), value: t(`evidence.kind.${evidence.kind}`) },
  {
    key: t('evidence.item.summary'),
    value: evidence.summary === '' ? t('evidence.item.summary.none') : evidence.summary.split('\n'),
  },
]

export function aboutFields(t: T, { branches, framework }: Offered, form: Form) {
  return {
    title: textField(form, 'title', t('evidence.field.title'), { hint: t('evidence.field.title.hint'), size: 's' }),
    kind: select(
      form,
      'kind',
      t('evidence.field.kind'),
      evidenceKindsTaken.map(kind => ({ value: kind, text: t(`evidence.kind.${kind}`) })),
      { size: 's', ...(valueOf(form, 'kind') === '' && { empty: t('evidence.field.kind.later') }) },
    ),
    showsPeople: radios(
      form,
      'showsPeople',
      t('evidence.field.shows_people'),
      (['no', 'yes'] as const).map(value => ({ value, text: t(`evidence.field.shows_people.${value}`) })),
      { hint: t('evidence.field.shows_people.hint'), inline: true },
    ),
    distressing: tickBox(form, 'distressing', t('evidence.field.distressing'), {
      hint: t('evidence.field.distressing.hint'),
    }),
    summary: textArea(form, 'summary', t('evidence.field.summary'), {
      hint: t('evidence.field.summary.hint'),
      rows: 4,
      most: summaryMost,
      size: 's',
    }),
    periodFrom: dateField(form, 'periodFrom', t('evidence.field.period_from')),
    periodTo: dateField(form, 'periodTo', t('evidence.field.period_to'), { hint: t('evidence.field.period_to.hint') }),
    language: select(
      form,
      'language',
      t('evidence.field.language'),
      evidenceLanguages.map(code => ({ value: code, text: t(`evidence.language.${code}`) })),
      { size: 's' },
    ),
    sensitivity: radios(
      form,
      'sensitivity',
      t('evidence.field.sensitivity'),
      sensitivities.map(each => ({
        value: each,
        text: t(`evidence.visible_to.${each}`),
        hint: t(`evidence.visible_to.${each}.hint`),
      })),
    ),
    branches: branches.length < 2 ? null : branchGroup(t, branches, form),
    items: itemGroups(t, framework, form),
    itemsError: errorOf(form, 'items'),
  }
}

export type AboutFields = ReturnType<typeof aboutFields>

/**
 * The branches as checkboxes. They are collapsed unless one is ticked or has an error, so that the page stays short for
 * a library with a hundred branches.
 */
function branchGroup(t: T, branches: readonly Branch[], form: Form) {
  const field = checkboxes(
    form,
    'branches',
    t('evidence.field.branches'),
    branches.map(({ id, name }) => ({ value: id, text: name })),
    { hint: t('evidence.field.branches.hint'), small: true },
  )
  const chosen = field.choices.filter(({ checked }) => checked).length
  const summary = chosen === 0 ? t('evidence.card.whole_service') : t('evidence.branches.count', { count: chosen })
  return {
    summary: t('evidence.group.branches', { chosen: summary }),
    open: field.error !== null || (chosen > 0 && branches.length <= 12),
    field,
  }
}

interface ItemGroup {
  summary: string
  open: boolean
  field: Choices
}

/**
 * The items as groups of checkboxes: one for prerequisites, one per area and one for looking ahead, in the order of
 * the application.
 */
export function itemGroups(t: T, framework: Framework, form: Form): ItemGroup[] {
  const groups = [
    ...framework.areas.map(area => ({
      id: area.id,
      title: area.title,
      items: framework.criteria.filter(item => item.area === area.id),
    })),
    { id: 'before', title: t('item.part.prerequisite'), items: framework.prerequisites },
    { id: 'ahead', title: t('item.part.looking ahead'), items: framework.lookingAhead },
  ].filter(({ items }) => items.length > 0)
  return groups.map((group, index) => itemGroup(t, group, index === 0, form))
}

/**
 * A group of checkboxes. All groups have the field name `items`, so each needs its own ids. The first group keeps the
 * plain id, to which the error summary links.
 */
function itemGroup(
  t: T,
  { id, title, items }: { id: string; title: string; items: readonly Item[] },
  isFirst: boolean,
  form: Form,
): ItemGroup {
  const chosen = valuesOf(form, 'items')
  const drawn = checkboxes(
    formOf({ items: chosen }),
    'items',
    title,
    items.map(item => ({ value: item.id, text: `${item.code} ${item.title}` })),
    { small: true },
  )
  const own = (each: string) => (isFirst ? each : `${each}-${id}`)
  const count = drawn.choices.filter(({ checked }) => checked).length
  return {
    summary: count === 0 ? title : t('evidence.group.chosen', { group: title, count }),
    open: count > 0 || (isFirst && errorOf(form, 'items') !== null),
    field: { ...drawn, id: own(drawn.id), choices: drawn.choices.map(choice => ({ ...choice, id: own(choice.id) })) },
  }
}

const hasErrorIn = (form: Form, fields: readonly string[]): boolean =>
  form.errors.some(({ field }) => fields.includes(field))
