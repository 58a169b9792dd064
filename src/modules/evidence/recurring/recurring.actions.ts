import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { type TeamMember, branchesOf, openOn, teamOf } from '../../organisations/organisations.public.ts'
import { itemById, type Framework } from '../../../domain/framework.ts'
import { isOpenTurn, recurrencesMost, turnDue, turnPeriod } from '../../../domain/recurring.ts'
import { FormRefused, NotFound, Stale } from '../../../domain/refusals.ts'
import { addMonths, dayOf, type Day, type Instant } from '../../../domain/time.ts'
import { findEvidence } from '../items/evidence-item.store.ts'
import { recordEvent } from '../../../history/record.ts'
import type { RecurrenceGiven } from './recurring.forms.ts'
import {
  countRecurrences,
  holdRecurrence,
  insertRecurrence,
  moveOn,
  replaceItems,
  updateRecurrence,
  type Recurrence,
} from './recurring.store.ts'
import { insertTurn, insertTurnEvidence, turnCameIn } from '../occurrences/occurrence.store.ts'

type Held = Pick<Recurrence, 'id' | 'organisationId'>
const thing = ({ id, organisationId }: Held) => ({ kind: 'recurring', id, organisationId }) as const
const monthsAhead = 24

/** Observers add nothing, and neither does who has left. */
export const whoMayBeAsked = (team: readonly TeamMember[]): TeamMember[] =>
  team.filter(({ role, isActive }) => isActive && role !== 'observer')

/** @returns its id. @throws FormRefused for a day that is over or too far ahead, a branch, criterion or colleague that is not there, or one too many */
export async function addRecurrence(
  work: UnitOfWork,
  organisation: { id: string },
  framework: Framework,
  given: RecurrenceGiven,
): Promise<string> {
  checkDay(given.nextDue, work.at)
  await checkGiven(work, organisation.id, framework, given, null)
  if ((await countRecurrences(work.trx, organisation.id)) >= recurrencesMost)
    throw new FormRefused('title', 'recurring.most', { most: recurrencesMost })
  const id = await insertRecurrence(
    work.trx,
    {
      organisation_id: organisation.id,
      ...columnsOf(given),
      asked_id: given.asked,
      counted_from: given.nextDue,
      counted_turn: 1,
      next_turn: 1,
      next_due: given.nextDue,
      due_since: work.at,
      set_up_at: work.at,
    },
    given.items,
  )
  await recordEvent(work, 'recurring.added', thing({ id, organisationId: organisation.id }), {
    every: given.every,
    firstDue: given.nextDue,
    asked: given.asked,
  })
  return id
}

/** Its days are counted anew only when the next day or how often changes. @throws Stale when somebody else changed or answered it since it was read */
export async function changeRecurrence(
  work: UnitOfWork,
  recurrence: Recurrence,
  framework: Framework,
  given: RecurrenceGiven,
  readAt: number,
): Promise<void> {
  const isMoved = given.nextDue !== recurrence.nextDue
  if (isMoved) checkDay(given.nextDue, work.at)
  await checkGiven(work, recurrence.organisationId, framework, given, recurrence)
  await updateRecurrence(work.trx, recurrence.id, readAt, {
    ...columnsOf(given),
    asked_id: given.asked,
    ...(isMoved || given.every !== recurrence.every
      ? { counted_from: given.nextDue, counted_turn: recurrence.nextTurn, next_due: given.nextDue, due_since: work.at }
      : {}),
  })
  await replaceItems(work.trx, recurrence.id, [
    ...new Set([...given.items, ...recurrence.items.filter(id => !itemById(framework, id))]),
  ]) // of an older framework version: the form does not show them
  await recordEvent(work, 'recurring.changed', thing(recurrence), {
    every: given.every,
    nextDue: given.nextDue,
  })
  if (given.asked !== recurrence.asked?.id)
    await recordEvent(work, 'recurring.handed_over', thing(recurrence), { to: given.asked })
}

/** Nobody is asked any more; what came in stays. @throws Stale when somebody else changed or ended it since it was read */
export async function endRecurrence(work: UnitOfWork, recurrence: Held, readAt: number): Promise<void> {
  await updateRecurrence(work.trx, recurrence.id, readAt, { ended_at: work.at })
  await recordEvent(work, 'recurring.ended', thing(recurrence))
}

/**
 * Pieces for one turn. The first moves the next day on by one period; those for a turn that is over join it, so that nobody who was slower, or
 * wrote while it was ended, loses what they sent.
 * @throws NotFound for a turn that is not open yet, and for a piece that is not the library's or that this person may not open
 */
export async function answerTurn(
  work: UnitOfWork,
  recurrence: Held,
  turn: number,
  evidenceIds: readonly string[],
): Promise<void> {
  const now = await holdRecurrence(work.trx, recurrence.id)
  if (!isOpenTurn(now, turn, dayOf(work.at))) throw new NotFound()
  for (const id of evidenceIds)
    if ((await findEvidence(work.trx, work.actor, 'evidence.read', id)).organisationId !== recurrence.organisationId)
      throw new NotFound()
  if (turn === now.nextTurn) await closeTurn(work, recurrence, now, { state: 'came in', reason: null })
  else await turnCameIn(work.trx, recurrence.id, turn, { by: work.actor.id, at: work.at })
  const added = await insertTurnEvidence(work.trx, recurrence.id, turn, evidenceIds, work.at)
  if (added.length > 0) await recordEvent(work, 'recurring.answered', thing(recurrence), { turn, evidence: added })
}

/** Not this time. @throws Stale when somebody else answered it, left it out or ended it meanwhile; NotFound for a turn that is not open yet */
export async function leaveTurnOut(work: UnitOfWork, recurrence: Held, turn: number, reason: string): Promise<void> {
  const now = await holdRecurrence(work.trx, recurrence.id)
  if (!isOpenTurn(now, turn, dayOf(work.at))) throw new NotFound()
  if (turn !== now.nextTurn || now.endedAt !== null) throw new Stale()
  await closeTurn(work, recurrence, now, { state: 'left out', reason })
  await recordEvent(work, 'recurring.left_out', thing(recurrence), { turn })
}

async function closeTurn(
  work: UnitOfWork,
  { id }: Held,
  now: Awaited<ReturnType<typeof holdRecurrence>>,
  closed: { state: 'came in' | 'left out'; reason: string | null },
): Promise<void> {
  const { nextTurn: turn } = now
  const { from, to } = turnPeriod(now, turn)
  if (
    !(await insertTurn(work.trx, {
      recurrence_id: id,
      turn,
      due_on: turnDue(now, turn),
      period_from: from,
      period_to: to,
      ...closed,
      closed_by: work.actor.id,
      closed_at: work.at,
    }))
  )
    throw new Stale()
  await moveOn(work.trx, id, { turn: turn + 1, due: turnDue(now, turn + 1) }, work.at)
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
  given: RecurrenceGiven,
  now: Recurrence | null,
): Promise<void> {
  const branches = openOn(await branchesOf(work.trx, { id: organisationId }), dayOf(work.at))
  if (given.branch !== null && given.branch !== now?.branch?.id && !branches.some(({ id }) => id === given.branch))
    throw new FormRefused('branch', 'evidence.field.branches.wrong')
  if (!given.items.every(id => itemById(framework, id))) throw new FormRefused('items', 'evidence.field.items.wrong')
  if (!whoMayBeAsked(await teamOf(work.trx, { id: organisationId })).some(({ personId }) => personId === given.asked))
    throw new FormRefused('asked', 'recurring.asked.wrong')
}

const columnsOf = ({ title, what, every, kind, branch }: RecurrenceGiven) => ({
  title,
  what,
  every,
  kind,
  branch_id: branch,
})
