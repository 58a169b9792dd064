import { z } from 'zod'
import { optionalOneOf, optionalText, readVersion, text } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

export const maxCommentLength = 2_000

/** @param people ids of the colleagues who can be mentioned */
export const commentForm = (t: T, people: readonly string[]) =>
  z.object({
    body: text(t, t('comments.body.missing'), maxCommentLength),
    mention: optionalOneOf(people, t('comments.mention.unknown')),
  })
export type CommentGiven = z.output<ReturnType<typeof commentForm>>

/** The fields of `commentForm` inside the answer's form, where a comment is optional. */
export const commentFieldsIn = (t: T, people: readonly string[]) => ({
  body: optionalText(t, maxCommentLength),
  mention: optionalOneOf(people, t('comments.mention.unknown')),
})

export const changedCommentForm = (t: T, people: readonly string[]) =>
  commentForm(t, people).extend({ version: readVersion() })

/** The form to delete a comment. `version` is the version that the page showed. */
export const deletionForm = z.object({ version: readVersion() })
