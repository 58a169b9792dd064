import { z } from 'zod'
import { judgements } from '../../domain/judgements.ts'
import { inEachLanguage } from '../../web/parse-form.ts'
import { optionalOneOf, optionalText, readVersion, someOf } from '../../web/typed.ts'

export const narrativeMost = 20_000

/** What to do once it is saved; anything unknown is plain saving. Removing a piece names the piece. */
const afterwards = z.unknown().optional().transform(value => (typeof value === 'string' && ['next', 'evidence', 'new'].includes(value) ? (value as 'next' | 'evidence' | 'new') : 'stay'))
const pieceId = z.unknown().optional().transform(value => (typeof value === 'string' && /^[a-z2-7]{20}$/.test(value) ? value : null))

export const answerForm = inEachLanguage(t => z.object({
  version: readVersion(),
  narrative: optionalText(t, narrativeMost),
  ownRating: optionalOneOf(judgements, t('answers.rating.wrong')),
  then: afterwards,
  remove: pieceId,
}))
export type AnswerGiven = z.output<ReturnType<typeof answerForm>>

/** @param offered the ids that the page offered: what is not the library's own is not chosen */
export const evidenceForm = (unknown: string, offered: readonly string[]) => z.object({ evidence: someOf(offered, unknown) })
