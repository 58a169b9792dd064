import { judgements, type Judgement } from '../../../domain/judgements.ts'
import { autosaveIn, type FormShown, type OtherVersion, type PageOf } from '../../../web/autosaved-page.ts'
import { errorSummary, hiddenField, textArea } from '../../../web/fields.ts'
import { formOf, valueOf, valuesOf, type Form } from '../../../web/form.ts'
import { mergeTexts, type Merged } from '../../../web/merged-text.ts'
import { wordDifferences, type TextDifference } from '../../../web/word-differences.ts'
import type { T } from '../../../words/words.ts'
import { itemPageHeader } from '../criteria/frame.pages.ts'
import type { Criterion } from '../criteria/criterion.store.ts'
import { hiddenFields, ratingField } from './answer.pages.ts'
import { maxCharactersOf } from './answer.forms.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/answers/conflict': ReturnType<typeof conflictPage>
    'applications/answers/versions': ReturnType<typeof versionsOf>
  }
}

/** Whether the answer, or the version of the criteria, changed while the person was writing. */
export const isInConflict = ({ application }: Criterion, { form, others }: FormShown): boolean =>
  others.length > 0 || isOnOtherCriteria(application, form)

const isOnOtherCriteria = ({ frameworkVersionId }: Criterion['application'], form: Form): boolean =>
  valueOf(form, 'criteria') !== '' && valueOf(form, 'criteria') !== frameworkVersionId

/**
 * The page shown when the answer, or the version of the criteria, changed while a person was writing. It compares the
 * versions word by word, and offers a merged text.
 */
export function conflictPage(t: T, criterion: Criterion, shown: FormShown, page: PageOf) {
  const { application, item, answer } = criterion
  const isOnOthers = isOnOtherCriteria(application, shown.form)
  const merged = shown.others.reduce((yours, other) => mergedWith(shown.form, yours, other), {
    text: valueOf(shown.form, 'narrative'),
    isBoth: false,
  })
  const form = formToSave(criterion, shown, merged)
  const title = t(isOnOthers ? 'answers.other_criteria.title' : 'answers.conflict.title')
  return {
    title,
    text: isOnOthers ? t('answers.other_criteria.text', { code: item.code }) : t('answers.conflict.text'),
    back: itemPageHeader(t, criterion).back,
    errors: errorSummary(form),
    heading: { text: title, caption: `${item.code} ${item.title}`, size: 'l' as const },
    ...autosaveIn(t, page, { ...shown, kept: null }),
    others: shown.others.map(other => versionsOf(t, shown.form, other, answer?.writtenBy ?? null)),
    hidden: hiddenFields(criterion, form),
    use: valuesOf(form, 'use'),
    comment: [hiddenField(form, 'body'), hiddenField(form, 'mention')],
    narrative: textArea(form, 'narrative', t('answers.conflict.merged'), {
      hint: t(merged.isBoth ? 'answers.conflict.merged.both' : 'answers.conflict.merged.hint'),
      rows: 12,
      most: maxCharactersOf(application.kind, item),
      size: 'm',
    }),
    ownRating: ratingField(t, criterion, form, null),
  }
}

const mergedWith = (sent: Form, yours: Merged, other: OtherVersion): Merged => {
  const merged = mergeTexts({
    read: 'read' in sent.values ? valueOf(sent, 'read') : null,
    theirs: valueOf(other.form, 'narrative'),
    yours: yours.text,
  })
  return { text: merged.text, isBoth: merged.isBoth || yours.isBoth }
}

/** The form with the merged answer. If the person did not change the rating, it has the other version's rating. */
function formToSave({ answer }: Criterion, { form, others }: FormShown, { text }: Merged): Form {
  const ratings = others.map(other => valueOf(other.form, 'ownRating'))
  const isRated = !('readRating' in form.values) || valueOf(form, 'ownRating') !== valueOf(form, 'readRating')
  return {
    values: {
      ...form.values,
      narrative: text,
      ownRating: isRated ? valueOf(form, 'ownRating') : (ratings[0] ?? valueOf(form, 'ownRating')),
      read: answer?.narrative ?? '',
      readRating: answer?.ownRating ?? '',
    },
    errors: form.errors,
  }
}

/** The other version and the person's own version, side by side. */
function versionsOf(t: T, form: Form, { isSaved, form: other }: OtherVersion, writer: string | null) {
  const stretches = wordDifferences(valueOf(other, 'narrative'), valueOf(form, 'narrative'))
  return {
    theirs: {
      heading: otherHeading(t, isSaved, writer),
      ...version(t, other, stretches, 'removed'),
    },
    yours: { heading: t('answers.conflict.yours'), ...version(t, form, stretches, 'added') },
  }
}

/**
 * Two versions of a text, side by side, with their differences.
 * @param writer the name of the person who wrote `theirs`; null if unknown
 */
export const textVersions = (
  t: T,
  { theirs, yours, writer }: { theirs: string; yours: string; writer: string | null },
) => versionsOf(t, formOf({ narrative: yours }), { isSaved: true, form: formOf({ narrative: theirs }) }, writer)

function otherHeading(t: T, isSaved: boolean, writer: string | null): string {
  if (!isSaved) return t('answers.conflict.window')
  return writer ? t('answers.conflict.theirs_by', { name: writer }) : t('answers.conflict.theirs')
}

const version = (t: T, form: Form, stretches: readonly TextDifference[], own: 'removed' | 'added') => ({
  stretches: stretches
    .filter(({ kind }) => kind === 'same' || kind === own)
    .map(({ kind, text }) => ({ lines: text.split('\n'), isOnlyHere: kind === own })),
  nothing: valueOf(form, 'narrative') === '' ? t('answers.read.nothing') : null,
  rating: ratingOf(t, form),
})

function ratingOf(t: T, form: Form): string | null {
  const rating = judgements.find((judgement): judgement is Judgement => judgement === valueOf(form, 'ownRating'))
  return rating ? t('answers.conflict.rating', { rating: t(`judgement.${rating}`) }) : null
}
