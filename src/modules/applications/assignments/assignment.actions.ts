import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { mayAssign, statusesOpenTo, type AssignmentStatus } from '../../../domain/assignment.ts'
import type { Application } from '../../../domain/application.ts'
import type { ConsequenceFacts } from '../../../domain/consequences.ts'
import { Forbidden, NotFound, Stale } from '../../../domain/refusals.ts'
import { holdApplication } from '../../access/access.public.ts'
import type { AssignmentGiven, AssignmentsGiven } from './assignment.forms.ts'
import {
  type Assigning,
  assignmentOf,
  deleteAssignment,
  deleteAssignmentsOf,
  deleteAssignmentsOfSuspended,
  insertAssignment,
  updateAssignment,
  updateAssignmentStatus,
  writerIn,
} from './assignment.store.ts'

/**
 * Assigns an item to a colleague, changes its due date, or unassigns it. The history does not record assignments,
 * because the charity reads the history (docs/decisions/0060).
 * @throws Forbidden when a contributor assigns an item to someone else, or changes someone else's assignment; Stale
 * when the assignment or the application's status has changed since it was read, or the colleague can no longer write
 */
export async function assignItem(
  work: UnitOfWork,
  { application, itemId, colleagues }: Assigning & { itemId: string },
  { person, due, version }: AssignmentGiven,
): Promise<void> {
  await holdApplication(work.trx, application)
  if (person !== null && !colleagues.some(({ id }) => id === person)) throw new Stale()
  const before = await assignmentOf(work.trx, application, itemId)
  if (!mayAssign(writerIn(work.actor, application), before?.personId ?? null, person))
    throw new Forbidden('answer.write')
  if ((before?.version ?? 0) !== version) throw new Stale()
  if (person === null) return before ? deleteAssignment(work.trx, application, before) : undefined
  const given = { applicationId: application.id, itemId, personId: person, dueOn: due, by: work.actor.id, at: work.at }
  if (before) await updateAssignment(work.trx, version, { ...given, isSamePerson: before.personId === person })
  else await insertAssignment(work.trx, given)
}

/**
 * Assigns several items to one colleague, including items that are assigned to someone else.
 * @throws Forbidden and Stale, as `assignItem` does
 */
export async function assignItems(
  work: UnitOfWork,
  it: Assigning,
  { item, person, due }: AssignmentsGiven,
): Promise<void> {
  for (const itemId of item) {
    const before = await assignmentOf(work.trx, it.application, itemId)
    await assignItem(work, { ...it, itemId }, { person, due, version: before?.version ?? 0 })
  }
}

/**
 * Sets the status of an item's assignment.
 * @throws NotFound when `mark` is null, for an unknown status; Forbidden for a status that this person cannot set;
 * Stale when the assignment or the application's status has changed since it was read
 */
export async function markAssignment(
  work: UnitOfWork,
  { application, itemId }: { application: Application; itemId: string },
  { mark: status, version }: { mark: AssignmentStatus | null; version: number },
): Promise<void> {
  if (status === null) throw new NotFound()
  await holdApplication(work.trx, application)
  const before = await assignmentOf(work.trx, application, itemId)
  if (!before || before.version !== version) throw new Stale()
  if (!statusesOpenTo(writerIn(work.actor, application), before).includes(status)) throw new Forbidden('answer.write')
  await updateAssignmentStatus(work.trx, application, before, { status, at: work.at })
}

/** Unassigns a person's items in an organisation, unless another role there still lets the person write. */
export const unassignItems = ({ trx }: UnitOfWork, facts: ConsequenceFacts['membership ended']): Promise<void> =>
  deleteAssignmentsOf(trx, facts)

/** Unassigns a person's items in all organisations, if their account is suspended. */
export const unassignItemsOfSuspended = ({ trx }: UnitOfWork, facts: ConsequenceFacts['role ended']): Promise<void> =>
  deleteAssignmentsOfSuspended(trx, facts)
