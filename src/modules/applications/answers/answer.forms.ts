import { z } from 'zod'
import type { ApplicationKind } from '../../../domain/application.ts'
import { isAboutTheYear, maxYearLength } from '../../../domain/carry.ts'
import type { Item } from '../../../domain/framework.ts'
import { judgements } from '../../../domain/judgements.ts'
import { inEachLanguage } from '../../../web/parse-form.ts'
import { optionalOneOf, optionalText, readVersion, someOf } from '../../../web/field-schemas.ts'
import type { T } from '../../../words/words.ts'

export const narrativeMost = 20_000

/**
 * What to do once it is saved; anything unknown is plain saving. Removing a piece names the piece. Enter, pressed in
 * any field, finds what was typed to be found.
 */
const ways = ['next', 'evidence', 'new', 'partners', 'enter'] as const
const afterwards = z
  .unknown()
  .optional()
  .transform(value => ways.find(way => way === value) ?? 'stay')
const evidenceItemId = z
  .unknown()
  .optional()
  .transform(value => (typeof value === 'string' && /^[a-z2-7]{20}$/.test(value) ? value : null))

/** What is about one year is said shorter than a criterion. */
export const mostFor = (kind: ApplicationKind, item: Item): number =>
  kind !== 'first' && isAboutTheYear(item) ? maxYearLength : narrativeMost
export const answerFormFor = (t: T, kind: ApplicationKind, item: Item) =>
  mostFor(kind, item) === maxYearLength ? yearForm(t) : answerForm(t)

const answerSchema = (t: T, most: number) =>
  z.object({
    version: readVersion(),
    narrative: optionalText(t, most),
    ownRating: optionalOneOf(judgements, t('answers.rating.wrong')),
    then: afterwards,
    search: optionalText(t, 200),
    remove: evidenceItemId,
  })
const answerForm = inEachLanguage(t => answerSchema(t, narrativeMost))
const yearForm = inEachLanguage(t => answerSchema(t, maxYearLength))
export type AnswerGiven = z.output<ReturnType<typeof answerSchema>>

/** @param offered the ids that the page offered: what is not the library's own is not chosen */
export const evidenceForm = (unknown: string, offered: readonly string[]) =>
  z.object({ evidence: someOf(offered, unknown) })
