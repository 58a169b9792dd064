import { z } from 'zod'
import type { ApplicationKind } from '../../../domain/application.ts'
import { isAboutTheYear, maxYearLength } from '../../../domain/carry.ts'
import type { Item } from '../../../domain/framework.ts'
import { judgements } from '../../../domain/judgements.ts'
import { sentFromFields } from '../../../web/autosave.ts'
import { optionalOneOf, optionalText, readVersion, someOf } from '../../../web/field-schemas.ts'
import { formOf, valueOf, valuesOf, type Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'
import { markFields } from '../assignments/assignment.forms.ts'
import { commentFieldsIn } from '../comments/comment.forms.ts'

export const narrativeMaxCharacters = 20_000

/**
 * The values of the form's buttons. The Enter key sends `enter`. If the search field has text, the service then shows
 * the results of the search.
 */
const ways = ['next', 'evidence', 'new', 'partners', 'comments', 'enter'] as const

/** The fields that a person changes. `body` is the text of a new comment. */
export const typedFields = ['narrative', 'ownRating', 'use', 'body'] as const

/**
 * The fields that are saved automatically. The last three are hidden. They hold the version of the criteria, the text
 * and the rating that the person saw when opening the page.
 */
export const keptFields = [...typedFields, 'mention', 'criteria', 'read', 'readRating'] as const

/**
 * The maximum length of an answer, in characters. In renewals and reappraisals, the limit is lower for answers about
 * the past year.
 */
export const maxCharactersOf = (kind: ApplicationKind, item: Item): number =>
  kind !== 'first' && isAboutTheYear(item) ? maxYearLength : narrativeMaxCharacters

interface Choices {
  /** the evidence that can be attached */
  usable: readonly { id: string }[]
  /** the people who can be mentioned in a comment */
  members: readonly { id: string }[]
}

export const answerForm = (
  t: T,
  { application, item }: { application: { kind: ApplicationKind }; item: Item },
  choices: Choices,
) => z.preprocess(withAttached, answerFields(t, { application, item }, choices))

/** The button "Attach and continue" beside an item of evidence ticks that item and then acts as "Save and continue". */
function withAttached(values: unknown): unknown {
  const form = formOf(values as Form['values'])
  return valueOf(form, 'attach') === '' ? values : { ...form.values, use: evidenceChosen(form), then: 'next' }
}

/** The ids of the evidence that is ticked or whose "Attach and continue" button was pressed. */
export const evidenceChosen = (form: Form): string[] => [
  ...new Set([...valuesOf(form, 'use'), ...valuesOf(form, 'attach')]),
]

const answerFields = (
  t: T,
  { application, item }: { application: { kind: ApplicationKind }; item: Item },
  { usable, members }: Choices,
) =>
  z
    .object({
      ...sentFromFields(),
      version: readVersion(),
      /** id of the version of the criteria that the page showed */
      criteria: pageValue(),
      /** the saved text and rating when the page was opened */
      read: pageValue(),
      readRating: pageValue(),
      ...markFields(),
      ...commentFieldsIn(
        t,
        members.map(({ id }) => id),
      ),
      narrative: optionalText(t, maxCharactersOf(application.kind, item)),
      ownRating: optionalOneOf(judgements, t('answers.rating.wrong')),
      then: z
        .unknown()
        .optional()
        .transform(value => ways.find(way => way === value) ?? 'stay'),
      search: optionalText(t, 200),
      use: someOf(
        usable.map(({ id }) => id),
        t('answers.pick.unknown'),
      ),
      /** the id of evidence to remove from the answer */
      remove: z
        .unknown()
        .optional()
        .transform(value => (typeof value === 'string' && /^[a-z2-7]{20}$/.test(value) ? value : null)),
    })
    .refine(({ then, body }) => then !== 'comments' || body !== '', {
      path: ['body'],
      error: t('comments.body.missing'),
    })

/** Reads a hidden value that the page sent; empty when the form does not have the field. */
const pageValue = () =>
  z
    .unknown()
    .optional()
    .transform(value => (typeof value === 'string' ? value : ''))

export type AnswerGiven = z.output<ReturnType<typeof answerForm>>

/** Whether the person only adds a comment, and leaves the answer as it was. */
export const isOnlyComment = ({ then, narrative, ownRating, use, ...page }: AnswerGiven): boolean =>
  then === 'comments' && narrative === page.read && (ownRating ?? '') === page.readRating && use.length === 0
