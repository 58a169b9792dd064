import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { mayAssign, statusesOpenTo, type AssignmentStatus } from '../../../domain/assignment.ts'
import { hasOwnAnswer, lacksOf } from '../../../domain/completeness.ts'
import type { ConsequenceFacts } from '../../../domain/consequences.ts'
import type { Item } from '../../../domain/framework.ts'
import { Forbidden, FormRefused, Stale } from '../../../domain/refusals.ts'
import { dayOf } from '../../../domain/time.ts'
import { type ApplicationRecord, holdApplication } from '../../access/access.public.ts'
import { answerFactsOf } from '../answers/answer.store.ts'
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
 * @throws Forbidden when a contributor assigns an item to someone else, or changes someone else's assignment
 * @throws Stale when the colleague can no longer write
 * @throws Stale when the assignment, or the application's status or criteria, has changed since it was read
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
 * @throws Forbidden and Stale in the same cases as `assignItem`
 */
export async function assignItems(
  work: UnitOfWork,
  it: Assigning,
  { items, person, due }: AssignmentsGiven,
): Promise<void> {
  for (const { id, version } of items) await assignItem(work, { ...it, itemId: id }, { person, due, version })
}

/**
 * Sets the status of an item's assignment. An answer can be ready without evidence or a rating, because a lead can add
 * them.
 * @throws FormRefused when the assignment has changed since it was read, when this person cannot set the status, or for
 * a ready or checked answer without text
 * @throws Stale when the application's status or criteria have changed
 */
export async function markAssignment(
  work: UnitOfWork,
  { application, item }: { application: ApplicationRecord; item: Item },
  { mark: status, version }: { mark: AssignmentStatus; version: number },
): Promise<void> {
  await holdApplication(work.trx, application)
  const before = await assignmentOf(work.trx, application, item.id)
  const isOpen = before !== null && statusesOpenTo(writerIn(work.actor, application), before).includes(status)
  if (!isOpen || before.version !== version) throw new FormRefused('assigned', 'assignments.mark.changed')
  if (status !== 'to write' && (await lacksText(work, application, item)))
    throw new FormRefused('narrative', `assignments.mark.empty.${status}`)
  await updateAssignmentStatus(work.trx, application, before, { status, at: work.at })
}

async function lacksText({ trx, at }: UnitOfWork, application: ApplicationRecord, item: Item): Promise<boolean> {
  if (!hasOwnAnswer(item)) return false
  const answers = await answerFactsOf(trx, application, dayOf(at))
  const answer = answers.find(({ itemId }) => itemId === item.id)
  return lacksOf(item, answer, application).includes('words')
}

/** Unassigns a person's items in an organisation, unless the person has another role there that can write. */
export const unassignItems = ({ trx }: UnitOfWork, facts: ConsequenceFacts['membership ended']): Promise<void> =>
  deleteAssignmentsOf(trx, facts)

/** Unassigns a person's items in every organisation if the account is suspended. */
export const unassignItemsOfSuspended = ({ trx }: UnitOfWork, facts: ConsequenceFacts['role ended']): Promise<void> =>
  deleteAssignmentsOfSuspended(trx, facts)
