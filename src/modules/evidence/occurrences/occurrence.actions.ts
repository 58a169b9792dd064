import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { isOpenOccurrence, occurrenceDue, occurrencePeriod } from '../../../domain/recurring.ts'
import { NotFound, NotOpen, Stale } from '../../../domain/refusals.ts'
import { dayOf } from '../../../domain/time.ts'
import { recordEvent } from '../../../history/record.ts'
import { findEvidence } from '../items/evidence-item.store.ts'
import { entityOf, type RecurringSubject } from '../recurring/recurring.actions.ts'
import {
  lockRecurring,
  moveToNextOccurrence,
  type LockedRecurring,
  type RecurringEvidence,
} from '../recurring/recurring.store.ts'
import { insertOccurrence, insertOccurrenceEvidence, markOccurrenceAnswered } from './occurrence.store.ts'

/**
 * Adds evidence to one occurrence. If it is the next occurrence, closes it and moves the due date by one period. If it
 * is already closed, only adds the evidence, and marks a skipped occurrence as answered.
 * @throws NotOpen for the next occurrence of regular evidence that has ended
 * @throws NotFound for an occurrence that is not open yet, or for evidence that belongs to another library or that the
 * actor cannot read
 */
export async function answerOccurrence(
  work: UnitOfWork,
  recurring: RecurringSubject,
  occurrence: number,
  evidenceIds: readonly string[],
): Promise<void> {
  const now = await lockRecurring(work.trx, recurring.id)
  if (!isOpenOccurrence(now, occurrence, dayOf(work.at))) throw whyNotOpen({ ...now, id: recurring.id }, occurrence)
  for (const id of evidenceIds)
    if ((await findEvidence(work.trx, work.actor, 'evidence.read', id)).organisationId !== recurring.organisationId)
      throw new NotFound()
  if (occurrence === now.nextOccurrence)
    await closeOccurrence(work, recurring, now, { state: 'answered', reason: null })
  // A closed occurrence still accepts evidence, because evidence can arrive late.
  else await markOccurrenceAnswered(work.trx, recurring.id, occurrence, { by: work.actor.id, at: work.at })
  const added = await insertOccurrenceEvidence(
    work.trx,
    { recurringId: recurring.id, occurrence },
    evidenceIds,
    work.at,
  )
  if (added.length > 0)
    await recordEvent(work, 'recurring.answered', entityOf(recurring), { occurrence, evidence: added })
}

/**
 * Skips one occurrence for a reason.
 * @throws Stale when the occurrence has been answered or skipped
 * @throws NotOpen when the regular evidence has ended
 * @throws NotFound for an occurrence that is not open yet
 */
export async function skipOccurrence(
  work: UnitOfWork,
  recurring: RecurringSubject,
  occurrence: number,
  reason: string,
): Promise<void> {
  const now = await lockRecurring(work.trx, recurring.id)
  if (!isOpenOccurrence(now, occurrence, dayOf(work.at))) throw whyNotOpen({ ...now, id: recurring.id }, occurrence)
  if (occurrence !== now.nextOccurrence) throw new Stale()
  await closeOccurrence(work, recurring, now, { state: 'skipped', reason })
  await recordEvent(work, 'recurring.skipped', entityOf(recurring), { occurrence })
}

/**
 * The error for an occurrence that is not open: NotOpen for the next occurrence of regular evidence that has ended,
 * otherwise NotFound.
 */
export const whyNotOpen = (
  { id, nextOccurrence, endedAt }: Pick<RecurringEvidence, 'id' | 'nextOccurrence' | 'endedAt'>,
  occurrence: number,
): NotOpen | NotFound =>
  endedAt !== null && occurrence === nextOccurrence
    ? new NotOpen('recurring_ended', `/regular-evidence/${id}`)
    : new NotFound()

async function closeOccurrence(
  work: UnitOfWork,
  { id }: RecurringSubject,
  now: LockedRecurring,
  closed: { state: 'answered' | 'skipped'; reason: string | null },
): Promise<void> {
  const { nextOccurrence: occurrence } = now
  const { from, to } = occurrencePeriod(now, occurrence)
  const isInserted = await insertOccurrence(work.trx, {
    recurring_id: id,
    occurrence,
    due_on: occurrenceDue(now, occurrence),
    period_from: from,
    period_to: to,
    ...closed,
    closed_by: work.actor.id,
    closed_at: work.at,
  })
  if (!isInserted) throw new Stale()
  const next = { occurrence: occurrence + 1, due: occurrenceDue(now, occurrence + 1) }
  await moveToNextOccurrence(work.trx, id, next, work.at)
}
