import { type TeamMember, branchesOf, openOn, teamOf } from '../../organisations/organisations.public.ts'
import type { Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
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
  trx: Tx,
  who: Actor,
  organisation: { id: string },
  framework: Framework,
  given: RecurrenceGiven,
  at: Instant,
): Promise<string> {
  checkDay(given.nextDue, at)
  await checkGiven(trx, organisation.id, framework, given, null, at)
  if ((await countRecurrences(trx, organisation.id)) >= recurrencesMost)
    throw new FormRefused('title', 'recurring.most', { most: recurrencesMost })
  const id = await insertRecurrence(
    trx,
    {
      organisation_id: organisation.id,
      ...columnsOf(given),
      asked_id: given.asked,
      counted_from: given.nextDue,
      counted_turn: 1,
      next_turn: 1,
      next_due: given.nextDue,
      due_since: at,
      set_up_at: at,
    },
    given.items,
  )
  await recordEvent(trx, who, 'recurring.added', thing({ id, organisationId: organisation.id }), at, {
    every: given.every,
    firstDue: given.nextDue,
    asked: given.asked,
  })
  return id
}

/** Its days are counted anew only when the next day or how often changes. @throws Stale when somebody else changed or answered it since it was read */
export async function changeRecurrence(
  trx: Tx,
  who: Actor,
  recurrence: Recurrence,
  framework: Framework,
  given: RecurrenceGiven,
  readAt: number,
  at: Instant,
): Promise<void> {
  const isMoved = given.nextDue !== recurrence.nextDue
  if (isMoved) checkDay(given.nextDue, at)
  await checkGiven(trx, recurrence.organisationId, framework, given, recurrence, at)
  await updateRecurrence(trx, recurrence.id, readAt, {
    ...columnsOf(given),
    asked_id: given.asked,
    ...(isMoved || given.every !== recurrence.every
      ? { counted_from: given.nextDue, counted_turn: recurrence.nextTurn, next_due: given.nextDue, due_since: at }
      : {}),
  })
  await replaceItems(trx, recurrence.id, [
    ...new Set([...given.items, ...recurrence.items.filter(id => !itemById(framework, id))]),
  ]) // of an older framework version: the form does not show them
  await recordEvent(trx, who, 'recurring.changed', thing(recurrence), at, {
    every: given.every,
    nextDue: given.nextDue,
  })
  if (given.asked !== recurrence.asked?.id)
    await recordEvent(trx, who, 'recurring.handed_over', thing(recurrence), at, { to: given.asked })
}

/** Nobody is asked any more; what came in stays. @throws Stale when somebody else changed or ended it since it was read */
export async function endRecurrence(trx: Tx, who: Actor, recurrence: Held, readAt: number, at: Instant): Promise<void> {
  await updateRecurrence(trx, recurrence.id, readAt, { ended_at: at })
  await recordEvent(trx, who, 'recurring.ended', thing(recurrence), at)
}

/**
 * Pieces for one turn. The first moves the next day on by one period; those for a turn that is over join it, so that nobody who was slower, or
 * wrote while it was ended, loses what they sent.
 * @throws NotFound for a turn that is not open yet, and for a piece that is not the library's or that this person may not open
 */
export async function answerTurn(
  trx: Tx,
  who: Actor,
  recurrence: Held,
  turn: number,
  evidenceIds: readonly string[],
  at: Instant,
): Promise<void> {
  const now = await holdRecurrence(trx, recurrence.id)
  if (!isOpenTurn(now, turn, dayOf(at))) throw new NotFound()
  for (const id of evidenceIds)
    if ((await findEvidence(trx, who, 'evidence.read', id)).organisationId !== recurrence.organisationId)
      throw new NotFound()
  if (turn === now.nextTurn) await closeTurn(trx, who, recurrence, now, { state: 'came in', reason: null }, at)
  else await turnCameIn(trx, recurrence.id, turn, { by: who.id, at })
  const added = await insertTurnEvidence(trx, recurrence.id, turn, evidenceIds, at)
  if (added.length > 0)
    await recordEvent(trx, who, 'recurring.answered', thing(recurrence), at, { turn, evidence: added })
}

/** Not this time. @throws Stale when somebody else answered it, left it out or ended it meanwhile; NotFound for a turn that is not open yet */
export async function leaveTurnOut(
  trx: Tx,
  who: Actor,
  recurrence: Held,
  turn: number,
  reason: string,
  at: Instant,
): Promise<void> {
  const now = await holdRecurrence(trx, recurrence.id)
  if (!isOpenTurn(now, turn, dayOf(at))) throw new NotFound()
  if (turn !== now.nextTurn || now.endedAt !== null) throw new Stale()
  await closeTurn(trx, who, recurrence, now, { state: 'left out', reason }, at)
  await recordEvent(trx, who, 'recurring.left_out', thing(recurrence), at, { turn })
}

async function closeTurn(
  trx: Tx,
  who: Actor,
  { id }: Held,
  now: Awaited<ReturnType<typeof holdRecurrence>>,
  closed: { state: 'came in' | 'left out'; reason: string | null },
  at: Instant,
): Promise<void> {
  const { nextTurn: turn } = now
  const { from, to } = turnPeriod(now, turn)
  if (
    !(await insertTurn(trx, {
      recurrence_id: id,
      turn,
      due_on: turnDue(now, turn),
      period_from: from,
      period_to: to,
      ...closed,
      closed_by: who.id,
      closed_at: at,
    }))
  )
    throw new Stale()
  await moveOn(trx, id, { turn: turn + 1, due: turnDue(now, turn + 1) }, at)
}

function checkDay(nextDue: Day, at: Instant): void {
  const today = dayOf(at)
  if (nextDue < today) throw new FormRefused('nextDue', 'recurring.first.past')
  if (nextDue > addMonths(today, monthsAhead)) throw new FormRefused('nextDue', 'recurring.first.future')
}

/** @param now as it is: who is asked already may stay so, and a branch that closed meanwhile may stay named */
async function checkGiven(
  trx: Tx,
  organisationId: string,
  framework: Framework,
  given: RecurrenceGiven,
  now: Recurrence | null,
  at: Instant,
): Promise<void> {
  const branches = openOn(await branchesOf(trx, { id: organisationId }), dayOf(at))
  if (given.branch !== null && given.branch !== now?.branch?.id && !branches.some(({ id }) => id === given.branch))
    throw new FormRefused('branch', 'evidence.field.branches.wrong')
  if (!given.items.every(id => itemById(framework, id))) throw new FormRefused('items', 'evidence.field.items.wrong')
  if (!whoMayBeAsked(await teamOf(trx, { id: organisationId })).some(({ personId }) => personId === given.asked))
    throw new FormRefused('asked', 'recurring.asked.wrong')
}

const columnsOf = ({ title, what, every, kind, branch }: RecurrenceGiven) => ({
  title,
  what,
  every,
  kind,
  branch_id: branch,
})
