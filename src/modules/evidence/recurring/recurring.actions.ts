import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { type TeamMember, branchesOf, openOn, teamOf } from '../../organisations/organisations.public.ts'
import { itemById, type Framework } from '../../../domain/framework.ts'
import { isOpenOccurrence, recurringMax, occurrenceDue, occurrencePeriod } from '../../../domain/recurring.ts'
import { FormRefused, NotFound, Stale } from '../../../domain/refusals.ts'
import { addMonths, dayOf, type Day, type Instant } from '../../../domain/time.ts'
import { findEvidence } from '../items/evidence-item.store.ts'
import { recordEvent } from '../../../history/record.ts'
import type { RecurringGiven } from './recurring.forms.ts'
import {
  countRecurring,
  lockRecurring,
  insertRecurring,
  moveOn,
  replaceItems,
  updateRecurring,
  type RecurringEvidence,
} from './recurring.store.ts'
import { insertOccurrence, insertOccurrenceEvidence, occurrenceAnswered } from '../occurrences/occurrence.store.ts'

type Held = Pick<RecurringEvidence, 'id' | 'organisationId'>
const entity = ({ id, organisationId }: Held) => ({ kind: 'recurring', id, organisationId }) as const
const monthsAhead = 24

/** Observers add nothing, and neither does who has left. */
export const whoMayBeAsked = (team: readonly TeamMember[]): TeamMember[] =>
  team.filter(({ role, isActive }) => isActive && role !== 'observer')

/**
 * @returns its id. @throws FormRefused for a day that is over or too far ahead, a branch, criterion or colleague that
 * is not there, or one too many
 */
export async function addRecurring(
  work: UnitOfWork,
  organisation: { id: string },
  framework: Framework,
  given: RecurringGiven,
): Promise<string> {
  checkDay(given.nextDue, work.at)
  await checkGiven(work, organisation.id, framework, given, null)
  if ((await countRecurring(work.trx, organisation.id)) >= recurringMax)
    throw new FormRefused('title', 'recurring.most', { most: recurringMax })
  const id = await insertRecurring(
    work.trx,
    {
      organisation_id: organisation.id,
      ...columnsOf(given),
      asked_id: given.asked,
      anchor_on: given.nextDue,
      anchor_number: 1,
      next_number: 1,
      next_due: given.nextDue,
      due_since: work.at,
      set_up_at: work.at,
    },
    given.items,
  )
  await recordEvent(work, 'recurring.added', entity({ id, organisationId: organisation.id }), {
    every: given.every,
    firstDue: given.nextDue,
    asked: given.asked,
  })
  return id
}

/**
 * Its days are counted anew only when the next day or how often changes. @throws Stale when somebody else changed or
 * answered it since it was read
 */
export async function changeRecurring(
  work: UnitOfWork,
  recurring: RecurringEvidence,
  framework: Framework,
  given: RecurringGiven,
  readAt: number,
): Promise<void> {
  const isMoved = given.nextDue !== recurring.nextDue
  if (isMoved) checkDay(given.nextDue, work.at)
  await checkGiven(work, recurring.organisationId, framework, given, recurring)
  await updateRecurring(work.trx, recurring.id, readAt, {
    ...columnsOf(given),
    asked_id: given.asked,
    ...(isMoved || given.every !== recurring.every
      ? {
          anchor_on: given.nextDue,
          anchor_number: recurring.nextOccurrence,
          next_due: given.nextDue,
          due_since: work.at,
        }
      : {}),
  })
  await replaceItems(work.trx, recurring.id, [
    ...new Set([...given.items, ...recurring.items.filter(id => !itemById(framework, id))]),
  ]) // Items of an older framework version are kept, because the form does not show them.
  await recordEvent(work, 'recurring.changed', entity(recurring), {
    every: given.every,
    nextDue: given.nextDue,
  })
  if (given.asked !== recurring.asked?.id)
    await recordEvent(work, 'recurring.assignee_changed', entity(recurring), { to: given.asked })
}

/**
 * Nobody is asked any more; what came in stays. @throws Stale when somebody else changed or ended it since it was read
 */
export async function endRecurring(work: UnitOfWork, recurring: Held, readAt: number): Promise<void> {
  await updateRecurring(work.trx, recurring.id, readAt, { ended_at: work.at })
  await recordEvent(work, 'recurring.ended', entity(recurring))
}

/**
 * Pieces for one turn. The first moves the next day on by one period; those for a turn that is over join it, so that
 * nobody who was slower, or wrote while it was ended, loses what they sent.
 * @throws NotFound for a turn that is not open yet, and for a piece that is not the library's or that this person may
 * not open
 */
export async function answerOccurrence(
  work: UnitOfWork,
  recurring: Held,
  occurrence: number,
  evidenceIds: readonly string[],
): Promise<void> {
  const now = await lockRecurring(work.trx, recurring.id)
  if (!isOpenOccurrence(now, occurrence, dayOf(work.at))) throw new NotFound()
  for (const id of evidenceIds)
    if ((await findEvidence(work.trx, work.actor, 'evidence.read', id)).organisationId !== recurring.organisationId)
      throw new NotFound()
  if (occurrence === now.nextOccurrence)
    await closeOccurrence(work, recurring, now, { state: 'answered', reason: null })
  else await occurrenceAnswered(work.trx, recurring.id, occurrence, { by: work.actor.id, at: work.at })
  const added = await insertOccurrenceEvidence(work.trx, recurring.id, occurrence, evidenceIds, work.at)
  if (added.length > 0)
    await recordEvent(work, 'recurring.answered', entity(recurring), { occurrence, evidence: added })
}

/**
 * Not this time. @throws Stale when somebody else answered it, left it out or ended it meanwhile; NotFound for a turn
 * that is not open yet
 */
export async function skipOccurrence(
  work: UnitOfWork,
  recurring: Held,
  occurrence: number,
  reason: string,
): Promise<void> {
  const now = await lockRecurring(work.trx, recurring.id)
  if (!isOpenOccurrence(now, occurrence, dayOf(work.at))) throw new NotFound()
  if (occurrence !== now.nextOccurrence || now.endedAt !== null) throw new Stale()
  await closeOccurrence(work, recurring, now, { state: 'skipped', reason })
  await recordEvent(work, 'recurring.skipped', entity(recurring), { occurrence })
}

async function closeOccurrence(
  work: UnitOfWork,
  { id }: Held,
  now: Awaited<ReturnType<typeof lockRecurring>>,
  closed: { state: 'answered' | 'skipped'; reason: string | null },
): Promise<void> {
  const { nextOccurrence: occurrence } = now
  const { from, to } = occurrencePeriod(now, occurrence)
  if (
    !(await insertOccurrence(work.trx, {
      recurring_id: id,
      occurrence,
      due_on: occurrenceDue(now, occurrence),
      period_from: from,
      period_to: to,
      ...closed,
      closed_by: work.actor.id,
      closed_at: work.at,
    }))
  )
    throw new Stale()
  await moveOn(work.trx, id, { occurrence: occurrence + 1, due: occurrenceDue(now, occurrence + 1) }, work.at)
}

function checkDay(nextDue: Day, at: Instant): void {
  const today = dayOf(at)
  if (nextDue < today) throw new FormRefused('nextDue', 'recurring.first.past')
  if (nextDue > addMonths(today, monthsAhead)) throw new FormRefused('nextDue', 'recurring.first.future')
}

/** @param now as it is: who is asked already may stay so, and a branch that closed meanwhile may stay named */
async function checkGiven(
  work: UnitOfWork,
  organisationId: string,
  framework: Framework,
  given: RecurringGiven,
  now: RecurringEvidence | null,
): Promise<void> {
  const branches = openOn(await branchesOf(work.trx, { id: organisationId }), dayOf(work.at))
  if (given.branch !== null && given.branch !== now?.branch?.id && !branches.some(({ id }) => id === given.branch))
    throw new FormRefused('branch', 'evidence.field.branches.wrong')
  if (!given.items.every(id => itemById(framework, id))) throw new FormRefused('items', 'evidence.field.items.wrong')
  if (!whoMayBeAsked(await teamOf(work.trx, { id: organisationId })).some(({ personId }) => personId === given.asked))
    throw new FormRefused('asked', 'recurring.asked.wrong')
}

const columnsOf = ({ title, what, every, kind, branch }: RecurringGiven) => ({
  title,
  what,
  every,
  kind,
  branch_id: branch,
})
