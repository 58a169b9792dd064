import { occurrenceDue, type Frequency } from '../domain/recurring.ts'
import { brokenBy, type Check } from './broken.ts'

/**
 * I11: the due date of regular evidence follows from its frequency. All occurrences before the next one are closed, and
 * no others. A skipped occurrence has a reason. The evidence belongs to the same library.
 */
export const dueDatesFollowFrequency: Check = async ({ database: { db } }) => {
  const rows = await db('recurring_evidence')
    .orderBy('id')
    .select('id', 'every', 'anchor_on', 'anchor_number', 'next_number', 'next_due')
  const occurrences = await db('occurrences')
    .orderBy(['recurring_id', 'occurrence'])
    .select('recurring_id', 'occurrence', 'state', 'reason')
  const nextOccurrences = new Map(rows.map(({ id, next_number }) => [id, next_number]))
  const over = new Set(occurrences.map(({ recurring_id, occurrence }) => `${recurring_id} ${occurrence}`))
  const foreign = await db('occurrence_evidence')
    .join('recurring_evidence', 'recurring_evidence.id', 'occurrence_evidence.recurring_id')
    .join('evidence', 'evidence.id', 'occurrence_evidence.evidence_id')
    .whereRaw('evidence.organisation_id <> recurring_evidence.organisation_id')
    .orderBy('recurring_evidence.id')
    .select<{ id: string; evidence: string }[]>('recurring_evidence.id', 'evidence.id as evidence')
  return brokenBy('I11', [
    ...rows.flatMap(({ id, every, anchor_on, anchor_number, next_number, next_due }) => {
      const due = occurrenceDue(
        { every: every as Frequency, countedFrom: anchor_on, anchorNumber: anchor_number },
        next_number,
      )
      const missing = Array.from({ length: next_number - 1 }, (_, place) => place + 1).filter(
        occurrence => !over.has(`${id} ${occurrence}`),
      )
      return [
        ...(due === next_due ? [] : [`is due on ${next_due}, but should be due on ${due}`]),
        ...missing.map(occurrence => `occurrence ${occurrence} is not closed`),
      ].map(what => ({ entity: `recurrence ${id}`, what }))
    }),
    ...occurrences.flatMap(({ recurring_id, occurrence, state, reason }) =>
      [
        ...(occurrence < (nextOccurrences.get(recurring_id) ?? 0)
          ? []
          : [`occurrence ${occurrence} was closed before it was due`]),
        ...(state === 'skipped' && !reason ? [`occurrence ${occurrence} was skipped without a reason`] : []),
      ].map(what => ({ entity: `recurrence ${recurring_id}`, what })),
    ),
    ...foreign.map(({ id, evidence }) => ({
      entity: `recurrence ${id}`,
      what: `evidence ${evidence} belongs to another library`,
    })),
  ])
}
