import { isGivenBack } from '../../../domain/application.ts'
import type { Item } from '../../../domain/framework.ts'
import type { PersonalDetail } from '../../../domain/personal-data.ts'
import { dayOf } from '../../../domain/time.ts'
import { errorSummary, hiddenField, judge, textArea } from '../../../web/fields.ts'
import { formOf, valueOf, valuesOf, type Form } from '../../../web/form.ts'
import { paragraphs } from '../../../web/paragraphs.ts'
import { timeOfDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { findEvidenceForm, foundInWords } from '../../evidence/evidence.public.ts'
import { inSameLanguage } from '../../frameworks/frameworks.public.ts'
import { suggestionsShown } from '../choosing-evidence/choosing-evidence.pages.ts'
import type { SuggestedEvidence } from '../choosing-evidence/choosing-evidence.store.ts'
import { asideOf, evidenceOf, partnersShown, withheldIn } from '../criteria/criterion.pages.ts'
import { frame, titleOf } from '../criteria/frame.pages.ts'
import type { Criterion } from '../criteria/criterion.store.ts'
import { yearNotes } from '../since-last-year/since-last-year.pages.ts'
import { maxCharactersOf } from './answer.forms.ts'
import type { Answer } from './answer.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/answers/criterion': ReturnType<typeof criterionPage>
    'applications/answers/conflict': ReturnType<typeof conflictPage>
  }
}

/** Evidence that could be attached. */
export interface Suggestions {
  evidenceItems: readonly SuggestedEvidence[]
  /** the library has no evidence at all that this person may open */
  isEmpty: boolean
}

/** The page on which one item is answered. @param personalDetails found in the text as it is shown */
export function criterionPage(
  t: T,
  criterion: Criterion,
  suggestions: Suggestions,
  { form, personalDetails }: { form: Form; personalDetails: readonly PersonalDetail[] },
) {
  const { application, item } = criterion
  const found = foundInWords(t, personalDetails)
  return {
    title: titleOf(item),
    ...frame(t, criterion),
    errors: errorSummary(form),
    savebar: true,
    action: inSameLanguage(`/applications/${application.id}/criteria/${item.code}`, criterion.reading),
    notes: yearNotes(t, application, item, criterion.last),
    asked: askedNotice(t, criterion),
    version: hiddenField(form, 'version', 0),
    criteria: criteriaRead(criterion),
    narrative: textArea(form, 'narrative', t(`answers.narrative.${item.part}`), {
      hint: hintOf(t, item),
      rows: 8,
      most: maxCharactersOf(application.kind, item),
      size: 'm',
    }),
    remark: found === null ? null : t('personal_data.remark', { found }),
    ownRating: ratingField(t, criterion, form, t('answers.rating.hint')),
    evidence: evidenceOf(t, criterion, true),
    withheld: withheldIn(t, criterion),
    suggestions: suggestionsShown(t, form, suggestions.evidenceItems, criterion),
    search: suggestions.isEmpty ? null : findEvidenceForm(t, valueOf(form, 'search')),
    partners: item.part === 'criterion' || criterion.partners.length > 0 ? partnersShown(t, criterion, true) : null,
    save: saveButtons(t, criterion),
    aside: asideOf(t, criterion),
  }
}

/** The version of the criteria that was read, so that an answer is not saved under others. */
const criteriaRead = ({ application }: Criterion) => ({ name: 'criteria', value: application.frameworkVersionId })

const hintOf = (t: T, { id, part }: Item): string => {
  if (id === 'targets') return t('answers.narrative.targets')
  return t(part === 'criterion' ? 'answers.narrative.hint' : 'answers.narrative.short')
}

const askedNotice = (t: T, { application, item }: Criterion) =>
  isGivenBack(application) && application.criteriaAsked.includes(item.id)
    ? {
        tone: 'welcome' as const,
        icon: 'page-plus' as const,
        heading: t(application.status === 'returned' ? 'answers.asked.returned' : 'answers.asked'),
        text: paragraphs(application.reasons),
      }
    : null

const ratingField = (t: T, { item, framework }: Criterion, form: Form, hint: string | null) =>
  item.part === 'criterion'
    ? judge(
        form,
        'ownRating',
        t('answers.rating'),
        framework.judgements.map(value => ({ value, text: t(`judgement.${value}`) })),
        { hint },
      )
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

/** The page when someone else saved their version first. It shows both. Saving again replaces theirs. */
export function conflictPage(t: T, criterion: Criterion, entered: Form) {
  const { application, item, answer: theirs } = criterion
  const form: Form = { values: { ...entered.values, version: String(theirs?.version ?? 0) }, errors: [] }
  const isOnOthers =
    valueOf(entered, 'criteria') !== '' && valueOf(entered, 'criteria') !== application.frameworkVersionId
  return {
    title: t(isOnOthers ? 'answers.other_criteria.title' : 'answers.conflict.title'),
    text: isOnOthers ? t('answers.other_criteria.text', { code: item.code }) : t('answers.conflict.text'),
    back: frame(t, criterion).back,
    heading: {
      text: t(isOnOthers ? 'answers.other_criteria.title' : 'answers.conflict.title'),
      caption: `${item.code} ${item.title}`,
      size: 'l' as const,
    },
    theirsHeading: theirs?.writtenBy
      ? t('answers.conflict.theirs_by', { name: theirs.writtenBy })
      : t('answers.conflict.theirs'),
    theirs: paragraphs(theirs?.narrative ?? null),
    theirRating: theirs?.ownRating
      ? t('answers.conflict.rating', { rating: t(`judgement.${theirs.ownRating}`) })
      : null,
    version: hiddenField(form, 'version'),
    criteria: criteriaRead(criterion),
    use: valuesOf(entered, 'use'),
    narrative: textArea(form, 'narrative', t('answers.conflict.yours'), {
      rows: 12,
      most: maxCharactersOf(application.kind, item),
      size: 'm',
    }),
    ownRating: ratingField(t, criterion, form, null),
  }
}

export const formOfAnswer = (answer: Answer | null): Form =>
  formOf({
    version: String(answer?.version ?? 0),
    narrative: answer?.narrative ?? '',
    ownRating: answer?.ownRating ?? '',
  })
