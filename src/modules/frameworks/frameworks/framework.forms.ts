import { z } from 'zod'
import { allEvidenceKinds } from '../../../domain/evidence.ts'
import { applicationKinds, seatKinds } from '../../../domain/application.ts'
import { frameworkFrom, panelReasonIds, type Framework, type FrameworkDocument } from '../../../domain/framework.ts'

// Schemas for the document of a framework version, in the form in which the charity writes it. Where the code depends
// on an id, only known ids are accepted.

const words = z.string().min(1).max(5000)
const inDocument = (word: string): string => word.replaceAll(' ', '_')
/** Accepts only these words. They can have underscores (as in documents) or spaces (as in the code). */
const ours = (known: readonly string[]) => z.enum([...new Set([...known.map(inDocument), ...known])])
const most = 200
const whole = (least: number, greatest: number) => z.number().int().min(least).max(greatest)
const itemId = z.string().regex(/^[a-z0-9-]{2,60}$/)
const people = z.enum(['none', 'possible', 'always'])
const item = z.object({
  id: itemId,
  code: z.string().regex(/^[A-Z]\d{1,2}$/),
  title: words,
  description: words,
  requirement: z.enum(['required', 'recommended']),
  evidence: z.array(words).max(most),
  basis: z.enum(['documented', 'adapted', 'proposed']),
  askedIn: z.array(ours(applicationKinds)),
  renewal: z.enum(['confirm', 'answer', 'skip']),
  perBranch: z.boolean(),
  freshMonths: whole(1, 999).nullable(),
})
const judgements = ['met', 'partly met', 'not yet', 'not applicable']
const judgement = ours(judgements)

/** The schema of a version's document, from which the published JSON schema is generated. */
export const documentSchema = z.object({
  framework: z.string().regex(/^[a-z0-9-]{2,60}$/),
  stream: z.string().regex(/^[a-z0-9-]{2,20}$/),
  version: z.string().min(1).max(20),
  issued: z.boolean(),
  language: z.string().min(2).max(10),
  label: z.string().min(1).max(100),
  // empty in an issued version
  notice: z.string().max(200),
  terms: z.object({
    months: whole(1, 120),
    fullReappraisalEvery: whole(1, 20),
    renewalOpensDays: whole(1, 400),
    lapseAfterDays: whole(0, 400),
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
  application: z.object({ summaryMaxCharacters: whole(1, 10_000), asksToShare: z.boolean() }),
  reminders: z.array(whole(-400, 400)).max(40),
  panel: z.object({
    minSeats: whole(1, 12),
    seatKinds: z.array(ours(seatKinds)),
    needs: z.array(z.object({ id: ours([...seatKinds, 'independent']), min: whole(1, 12) })),
    renewalAsksWhen: z.array(ours(panelReasonIds)),
    scopeGrewByPercent: z.number().min(0).max(1000),
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
  evidenceKinds: z.array(z.object({ id: ours(allEvidenceKinds), label: words, people })),
  areas: z.array(z.object({ id: itemId, title: words, description: words })).max(most),
  prerequisites: z.array(item).max(most),
  criteria: z.array(item.extend({ area: itemId })).max(most),
  lookingAhead: z.array(item).max(most),
})

/**
 * @throws ZodError when the document is invalid. Documents are checked before they are saved, so an error means a bug
 * or a damaged database
 */
export const readFrameworkDocument = (given: unknown): FrameworkDocument => documentSchema.parse(given)

export const readFramework = (given: unknown): Framework => frameworkFrom(readFrameworkDocument(given))
