import type { Branch } from '../../organisations/organisations.public.ts'
import { allEvidenceKinds, sensitivities, yesOrNo, type EvidenceLanguage } from '../../../domain/evidence.ts'
import { itemsOf, type Framework, type Item } from '../../../domain/framework.ts'
import type { Organisation } from '../../../domain/organisation.ts'
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
} from '../../../web/fields.ts'
import { errorOf, formOf, valueOf, valuesOf, type Form } from '../../../web/form.ts'
import { contentFields } from '../files/file.pages.ts'
import type { PersonalDataQuestion } from '../personal-data/personal-data.pages.ts'
import type { T } from '../../../words/words.ts'
import type { Purpose } from './editing.actions.ts'
import { evidenceLanguages, noteMost, summaryMost } from './editing.forms.ts'
import { itemGroups } from './item-groups.pages.ts'
import type { EvidenceItem } from '../items/evidence-item.store.ts'
import { monthsOf, occurrenceForm } from '../occurrences/occurrence.pages.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/editing/new': ReturnType<typeof newEvidence>
    'evidence/editing/edit': ReturnType<typeof editEvidence>
    'evidence/editing/about-fields': AboutFields
    'evidence/editing/branch-fields': NonNullable<AboutFields['branches']>
    'evidence/editing/more-details': Pick<
      ReturnType<typeof newEvidence>,
      'about' | 'content' | 'isMoreOpen' | 'item' | 'remember' | 'isContentFirst' | 'isNumber'
    >
    'evidence/editing/file-fold': Pick<ReturnType<typeof newEvidence>, 'about' | 'content' | 'isFileOpen' | 'isNumber'>
    'evidence/editing/period-fields': AboutFields
    'evidence/editing/item-fields': Pick<AboutFields, 'items' | 'itemsError'>
    'evidence/editing/tag-fields': AboutFields
  }
}

export interface Offered {
  branches: readonly Branch[]
  framework: Framework
}

export interface AddingEvidence {
  organisation: Organisation
  offered: Offered
  purpose: Purpose | null
}

/** @param form when it has errors, the page asks for the files again, because browsers do not keep them */
export function newEvidence(
  t: T,
  { organisation, offered, purpose }: AddingEvidence,
  form: Form,
  personalData: PersonalDataQuestion | null = null,
) {
  const list = `/organisations/${organisation.id}/evidence`
  const back = purpose ? backTo(purpose) : { text: t('evidence.title'), href: list }
  const isContentFirst = purpose !== null && 'occurrence' in purpose
  const isNumber = isContentFirst && purpose.recurring.kind === 'statistic'
  const content = contentFields(t, form, personalData)
  return {
    title: t('evidence.new.title'),
    heading: { caption: organisation.name, text: t('evidence.new.title'), size: 'l' as const },
    back,
    errors: errorSummary(form),
    purpose: purpose ? purposeWords(t, purpose) : null,
    /** true for regular evidence: the page fills in the title and the period, and asks for the content first */
    isContentFirst,
    /** true for regular evidence that is a number; the page then asks for it on one line */
    isNumber,
    personalData,
    about: aboutFields(t, offered, form),
    item: valuesOf(form, 'items').length > 1 ? null : itemField(t, offered.framework, form),
    isMoreOpen:
      valueOf(form, 'foldOpen') === 'yes' ||
      hasErrorIn(form, isContentFirst ? [...folded, ...foldedForOccurrence] : [...folded, 'note']),
    /** the checkbox that opens "More details" the next time too */
    remember: tickBox(form, 'foldOpen', t('evidence.new.more.remember')),
    isFileOpen: hasErrorIn(form, ['files', 'showsPeople']),
    content: isNumber
      ? {
          ...content,
          note: textArea(form, 'note', t('evidence.field.number'), { rows: 1, most: noteMost, quiet: true }),
        }
      : content,
    /** null for evidence with a purpose, because quick upload would lose the purpose */
    several: purpose ? null : { text: t('evidence.new.several.link'), href: `${list}/quick` },
    cancel: { text: t('evidence.cancel'), href: back.href },
  }
}

/** The fields that are under "More details" only for an occurrence of regular evidence. */
const foldedForOccurrence = ['title', 'periodFrom', 'items']

/** The fields that are always under "More details" when evidence is added. */
const folded = ['kind', 'summary', 'periodTo', 'branches', 'link', 'seenOn', 'sensitivity', 'distressing', 'language']

/** The field for one criterion. It is optional, and more criteria can be chosen later. */
const itemField = (t: T, framework: Framework, form: Form) =>
  select(form, 'items', t('evidence.field.item'), {
    choices: itemsOf(framework).map(({ id, code, title }) => ({ value: id, text: `${code} ${title}` })),
    hint: t('evidence.field.item.hint'),
    empty: t('evidence.field.item.later'),
    size: 's',
  })

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
    : t(purpose.recurring.items.length > 0 ? 'recurring.new.for' : 'recurring.new.for.no_criteria', {
        title: purpose.recurring.title,
        period: monthsOf(t, purpose.period),
      })

/**
 * The form as first shown, filled in for its purpose or with `item`, the criterion that the person came from.
 * `isMoreOpen` opens "More details".
 */
export function newForm(
  t: T,
  purpose: Purpose | null,
  { item, isMoreOpen, language }: { item: Item | null; isMoreOpen: boolean; language: EvidenceLanguage },
): Form {
  const plain = { language, sensitivity: 'ordinary', foldOpen: isMoreOpen ? 'yes' : '' }
  if (!purpose) return formOf(item ? { ...plain, items: [item.id] } : plain)
  if ('item' in purpose) return formOf({ ...plain, items: [purpose.item.id] })
  const { values } = occurrenceForm(t, purpose.recurring, purpose.period)
  return formOf({ ...values, language, foldOpen: plain.foldOpen })
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
    showsPeople: yesOrNo(evidence.showsPeople) ?? '',
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
    kind: select(form, 'kind', t('evidence.field.kind'), {
      hint: t('evidence.field.kind.hint'),
      choices: allEvidenceKinds.map(kind => ({ value: kind, text: t(`evidence.kind.${kind}`) })),
      size: 's',
      ...(valueOf(form, 'kind') === '' && { empty: t('evidence.field.kind.later') }),
    }),
    showsPeople: radios(form, 'showsPeople', t('evidence.field.shows_people'), {
      choices: (['no', 'yes'] as const).map(value => ({ value, text: t(`evidence.field.shows_people.${value}`) })),
      hint: t('evidence.field.shows_people.hint'),
      inline: true,
    }),
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
    language: select(form, 'language', t('evidence.field.language'), {
      choices: evidenceLanguages.map(code => ({ value: code, text: t(`evidence.language.${code}`) })),
      size: 's',
    }),
    sensitivity: radios(form, 'sensitivity', t('evidence.field.sensitivity'), {
      choices: sensitivities.map(each => ({
        value: each,
        text: t(`evidence.visible_to.${each}`),
        hint: t(`evidence.visible_to.${each}.hint`),
      })),
    }),
    // A branch that is already chosen is shown even if it is the only one. Otherwise saving would remove it.
    branches: branches.length > 1 || valueOf(form, 'branches') !== '' ? branchGroup(t, branches, form) : null,
    items: itemGroups(t, framework, form),
    itemsError: errorOf(form, 'items'),
  }
}

export type AboutFields = ReturnType<typeof aboutFields>

/**
 * The branches as checkboxes, in a collapsible section. When there are many branches, ticked ones do not open the
 * section, to keep the page short.
 */
function branchGroup(t: T, branches: readonly Branch[], form: Form) {
  const field = checkboxes(form, 'branches', t('evidence.field.branches'), {
    choices: branches.map(({ id, name }) => ({ value: id, text: name })),
    hint: t('evidence.field.branches.hint'),
    small: true,
  })
  const chosen = field.choices.filter(({ checked }) => checked).length
  const summary = chosen === 0 ? t('evidence.card.whole_service') : t('evidence.branches.count', { count: chosen })
  return {
    summary: t('evidence.group.branches', { chosen: summary }),
    open: field.error !== null || (chosen > 0 && branches.length <= 12),
    field,
  }
}

const hasErrorIn = (form: Form, fields: readonly string[]): boolean =>
  form.errors.some(({ field }) => fields.includes(field))
