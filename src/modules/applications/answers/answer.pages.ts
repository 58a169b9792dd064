import { isBackWithLibrary } from '../../../domain/application.ts'
import type { Item } from '../../../domain/framework.ts'
import type { PersonalDetail } from '../../../domain/personal-data.ts'
import { dayOf, type Day } from '../../../domain/time.ts'
import { errorSummary, hiddenField, judgementRadios, textArea } from '../../../web/fields.ts'
import { autosaveIn, isUnsaved, type FormShown, type PageOf, type Saved } from '../../../web/autosaved-page.ts'
import type { WorkingCopy } from '../../../web/working-copies.ts'
import { formOf, valueOf, type Form } from '../../../web/form.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { dayAndTime, list, timeOfDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { findEvidenceForm, foundInWords } from '../../evidence/evidence.public.ts'
import { assignedPart } from '../assignments/assignment.pages.ts'
import { inSameLanguage } from '../../frameworks/frameworks.public.ts'
import { suggestionsShown } from '../choosing-evidence/choosing-evidence.pages.ts'
import type { SuggestedEvidence } from '../choosing-evidence/choosing-evidence.store.ts'
import { evidenceOf } from '../criteria/attached-evidence.pages.ts'
import { asideOf, commentsOfItem, partnersShown, withheldIn } from '../criteria/criterion.pages.ts'
import { blocksOf, itemPageHeader, titleOf } from '../criteria/frame.pages.ts'
import type { Criterion } from '../criteria/criterion.store.ts'
import { yearNotes } from '../since-last-year/since-last-year.pages.ts'
import { maxCharactersOf, typedFields } from './answer.forms.ts'
import type { Answer } from './answer.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/answers/criterion': ReturnType<typeof criterionPage>
  }
}

/** Evidence suggested for an answer. */
export interface Suggestions {
  evidenceItems: readonly SuggestedEvidence[]
  /** true when the library has no evidence that this person can open */
  isEmpty: boolean
}

export interface AnswerShown extends FormShown {
  /** possible personal details found in the text that the page shows */
  personalDetails: readonly PersonalDetail[]
  page: PageOf
}

/** The page where one item is answered. */
export function criterionPage(t: T, criterion: Criterion, suggestions: Suggestions, shown: AnswerShown) {
  const { application, item } = criterion
  const { form } = shown
  const found = foundInWords(t, shown.personalDetails)
  return {
    title: titleOf(t, criterion),
    ...itemPageHeader(t, { ...criterion, assigned: assignedPart(t, criterion) }),
    ...blocksOf(t, criterion),
    errors: errorSummary(form),
    savebar: true,
    action: inSameLanguage(`/applications/${application.id}/criteria/${item.code}`, criterion.reading),
    notes: yearNotes(t, application, item, criterion.last),
    asked: changesAskedNotice(t, criterion),
    ...autosaveIn(t, shown.page, shown),
    hidden: [...hiddenFields(criterion, form), { name: 'assignment', value: criterion.assignment?.version ?? 0 }],
    narrative: textArea(form, 'narrative', t(`answers.narrative.${item.part}`), {
      hint: hintOf(t, item),
      rows: 6,
      most: maxCharactersOf(application.kind, item),
      countsWords: item.part === 'criterion',
      size: 'm',
    }),
    remark: found === null ? null : t('personal_data.remark', { found }),
    ownRating: ratingField(t, criterion, form, t('answers.rating.hint')),
    evidence: evidenceOf(t, criterion, true),
    withheld: withheldIn(t, criterion),
    suggestions: suggestionsShown(t, form, suggestions.evidenceItems, criterion),
    search: suggestions.isEmpty ? null : findEvidenceForm(t, form),
    partners: item.part === 'criterion' || criterion.partners.length > 0 ? partnersShown(t, criterion, true) : null,
    save: saveButtons(t, criterion),
    comments: commentsOfItem(t, criterion, form),
    aside: asideOf(t, criterion),
  }
}

/** The hidden fields of an answer's form: the values that the person saw, needed to merge two versions. */
export const hiddenFields = ({ application, answer }: Criterion, form: Form) => [
  hiddenField(form, 'version', 0),
  { name: 'criteria', value: application.frameworkVersionId },
  { name: 'read', value: 'read' in form.values ? valueOf(form, 'read') : (answer?.narrative ?? '') },
  { name: 'readRating', value: 'readRating' in form.values ? valueOf(form, 'readRating') : (answer?.ownRating ?? '') },
]

const hintOf = (t: T, { id, part }: Item): string => {
  if (id === 'targets') return t('answers.narrative.targets')
  return t(part === 'criterion' ? 'answers.narrative.hint' : 'answers.narrative.short')
}

/** The reasons why the library was asked to change this item; null when it was not asked. */
const changesAskedNotice = (t: T, { application, item }: Criterion) =>
  isBackWithLibrary(application) && application.criteriaAsked.includes(item.id)
    ? {
        tone: 'welcome' as const,
        icon: 'page-plus' as const,
        heading: t(application.status === 'returned' ? 'answers.asked.returned' : 'answers.asked'),
        text: paragraphs(application.reasons),
      }
    : null

/** The field for the library's own rating; null for items that are not criteria. */
export const ratingField = (t: T, { item, framework }: Criterion, form: Form, hint: string | null) =>
  item.part === 'criterion'
    ? judgementRadios(form, 'ownRating', t('answers.rating'), {
        choices: framework.judgements.map(value => ({ value, text: t(`judgement.${value}`) })),
        hint,
      })
    : null

function saveButtons(t: T, criterion: Criterion) {
  const { answer, today } = criterion
  const isSavedToday = answer?.writtenBy != null && dayOf(answer.writtenAt) === today
  return {
    button: { text: t('answers.save_next'), name: 'then', value: 'next' },
    second: { text: t('answers.save'), kind: 'secondary' as const },
    note: isSavedToday ? t('answers.saved_at', { time: timeOfDay(t, answer.writtenAt) }) : null,
  }
}

/** A sentence that names the colleagues who are editing an answer now; '' for none. */
export const editingInWords = (t: T, names: readonly string[]): string =>
  names.length === 0 ? '' : t('answers.editing', { count: names.length, names: list(t, names) })

/** The form filled with the saved answer. Before an answer is saved, its fields are empty and its version is 0. */
export const savedAnswer = (answer: Answer | null): Saved => ({
  form: formOf({
    version: String(answer?.version ?? 0),
    narrative: answer?.narrative ?? '',
    ownRating: answer?.ownRating ?? '',
  }),
  fields: typedFields,
})

/** Autosaved text of an answer that the person can no longer save; null when there is none. */
export function unsavedText(
  t: T,
  { application, item, answer }: Pick<Criterion, 'application' | 'item' | 'answer'>,
  typed: WorkingCopy | null,
  today: Day,
) {
  if (!typed || !isUnsaved({ ...savedAnswer(answer), fields: ['narrative'] }, typed)) return null
  const text = paragraphs(valueOf(formOf(typed.values), 'narrative'))
  if (text.length === 0) return null
  const { savedAt } = typed
  const when = dayOf(savedAt) === today ? timeOfDay(t, savedAt) : dayAndTime(t, savedAt)
  return {
    notice: {
      tone: 'welcome' as const,
      icon: 'pencil' as const,
      heading: t('answers.unsaved'),
      text: [t('answers.unsaved.text')],
      quotes: [{ heading: t('answers.unsaved.typed', { when }), text }],
    },
    discard: {
      action: `/applications/${application.id}/criteria/${item.code}/working-copy/removal`,
      text: t('autosave.discard'),
      kind: 'link' as const,
    },
  }
}
