import { z } from 'zod'
import { applicationKinds, seatKinds } from '../../../domain/application.ts'
import { frameworkFrom, inOurWords, type Framework, type FrameworkDocument } from '../../../domain/framework.ts'

// The schema of a framework version's document, as the charity writes it. Ids that the code depends on must be
// known here.

const words = z.string().min(1)
const ours = (known: readonly string[]) => words.refine(id => known.includes(inOurWords(id)), 'not a word of ours')
const people = z.enum(['none', 'possible', 'always'])
const item = z.object({
  id: z.string().regex(/^[a-z0-9-]{2,60}$/),
  code: z.string().regex(/^[A-Z]\d{1,2}$/),
  title: words,
  description: words,
  requirement: z.enum(['required', 'recommended']),
  evidence: z.array(words),
  basis: z.enum(['documented', 'adapted', 'proposed']),
  askedIn: z.array(ours(applicationKinds)),
  renewal: z.enum(['confirm', 'answer', 'skip']),
  perBranch: z.boolean(),
  freshMonths: z.number().int().positive().nullable(),
})
const judgements = ['met', 'partly met', 'not yet', 'not applicable']
const judgement = ours(judgements)

const document = z.object({
  framework: words,
  stream: words,
  version: words,
  issued: z.boolean(),
  language: words,
  label: words,
  notice: words,
  terms: z.object({
    months: z.number().int().positive(),
    fullReappraisalEvery: z.number().int().positive(),
    renewalOpensDays: z.number().int().positive(),
    lapseAfterDays: z.number().int().nonnegative(),
  }),
  applicationKinds: z.array(
    z.object({
      id: ours(applicationKinds),
      label: words,
      prefilled: z.boolean(),
      inRounds: z.boolean(),
      panel: ours(['always', 'when asked for']),
    }),
  ),
  application: z.object({ summaryMaxCharacters: z.number().int().positive(), asksToShare: z.boolean() }),
  reminders: z.array(z.number().int()),
  panel: z.object({
    minSeats: z.number().int().positive(),
    seatKinds: z.array(ours(seatKinds)),
    needs: z.array(z.object({ id: ours([...seatKinds, 'independent']), min: z.number().int().positive() })),
    renewalAsksWhen: z.array(words),
    scopeGrewByPercent: z.number().nonnegative(),
  }),
  judgements: z.array(judgement),
  decisions: z.array(
    z.object({
      id: ours(['awarded', 'awarded with recommendations', 'not yet']),
      needs: z.array(words),
      expects: z.array(judgement),
    }),
  ),
  recommendationKinds: z.array(ours(['required', 'improvement'])),
  evidenceKinds: z.array(z.object({ id: words, label: words, people })),
  areas: z.array(z.object({ id: words, title: words, description: words })),
  prerequisites: z.array(item),
  criteria: z.array(item.extend({ area: words })),
  lookingAhead: z.array(item),
})

/**
 * @throws when the document is invalid. It is checked before it is published, so this is a bug or a damaged database
 */
export const readFrameworkDocument = (given: unknown): FrameworkDocument => document.parse(given)

export const readFramework = (given: unknown): Framework => frameworkFrom(readFrameworkDocument(given))
