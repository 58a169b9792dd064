import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { itemById, type Framework } from '../../../domain/framework.ts'
import { recurringMax } from '../../../domain/recurring.ts'
import { FormRefused } from '../../../domain/refusals.ts'
import { addMonths, dayOf, type Day, type Instant } from '../../../domain/time.ts'
import { recordEvent } from '../../../history/record.ts'
import { branchesOf, openOn, teamOf, writersIn } from '../../organisations/organisations.public.ts'
import type { RecurringGiven } from './recurring.forms.ts'
import {
  countRecurring,
  insertRecurring,
  replaceItems,
  updateRecurring,
  type RecurringEvidence,
} from './recurring.store.ts'

export type RecurringSubject = Pick<RecurringEvidence, 'id' | 'organisationId'>
export const entityOf = ({ id, organisationId }: RecurringSubject) =>
  ({ kind: 'recurring', id, organisationId }) as const

/** The maximum number of months from today to the next due date. */
const monthsAhead = 24

/**
 * Sets up regular evidence.
 * @returns the new id
 * @throws FormRefused when the due date is out of range, a choice is not allowed, or the library already has
 * `recurringMax`
 */
export async function addRecurring(
  work: UnitOfWork,
  organisation: { id: string },
  framework: Framework,
  given: RecurringGiven,
): Promise<string> {
  checkDueDate(given.nextDue, work.at)
  await checkChoices(work, framework, given, { organisationId: organisation.id, branchNow: null })
  if ((await countRecurring(work.trx, organisation.id)) >= recurringMax)
    throw new FormRefused('title', 'recurring.too_many', { max: recurringMax })
  const row = {
    organisation_id: organisation.id,
    ...columnsOf(given),
    ...countedFrom(given.nextDue, 1, work.at),
    next_number: 1,
    set_up_at: work.at,
  }
  const id = await insertRecurring(work.trx, row, given.items)
  await recordEvent(work, 'recurring.added', entityOf({ id, organisationId: organisation.id }), {
    every: given.every,
    firstDue: given.nextDue,
    asked: given.asked,
  })
  return id
}

/**
 * Changes the details. Due dates are recalculated only when the next due date or the frequency changes.
 * @throws Stale when the regular evidence has changed since `version`
 * @throws FormRefused when a new due date is out of range, and as `checkChoices` does
 */
export async function changeRecurring(
  work: UnitOfWork,
  { recurring, framework }: { recurring: RecurringEvidence; framework: Framework },
  { version: readVersion, ...given }: RecurringGiven & { version: number },
): Promise<void> {
  const isMoved = given.nextDue !== recurring.nextDue
  if (isMoved) checkDueDate(given.nextDue, work.at)
  const { organisationId, branch } = recurring
  await checkChoices(work, framework, given, { organisationId, branchNow: branch?.id ?? null })
  await updateRecurring(work.trx, recurring.id, readVersion, {
    ...columnsOf(given),
    ...(isMoved || given.every !== recurring.every
      ? countedFrom(given.nextDue, recurring.nextOccurrence, work.at)
      : {}),
  })
  await replaceItems(work.trx, recurring.id, [
    ...new Set([...given.items, ...recurring.items.filter(id => !itemById(framework, id))]),
  ]) // Items of an older framework version are kept, because the form does not show them.
  await recordEvent(work, 'recurring.changed', entityOf(recurring), {
    every: given.every,
    nextDue: given.nextDue,
  })
  if (given.asked !== recurring.asked?.id)
    await recordEvent(work, 'recurring.assignee_changed', entityOf(recurring), { to: given.asked })
}

/**
 * Ends regular evidence. Evidence that was added stays.
 * @throws Stale when the regular evidence has been changed, answered, skipped or ended since version `readVersion`
 */
export async function endRecurring(work: UnitOfWork, recurring: RecurringSubject, readVersion: number): Promise<void> {
  await updateRecurring(work.trx, recurring.id, readVersion, { ended_at: work.at })
  await recordEvent(work, 'recurring.ended', entityOf(recurring))
}

function checkDueDate(nextDue: Day, at: Instant): void {
  const today = dayOf(at)
  if (nextDue < today) throw new FormRefused('nextDue', 'recurring.first.past')
  if (nextDue > addMonths(today, monthsAhead)) throw new FormRefused('nextDue', 'recurring.first.future')
}

/**
 * Checks that the branch, the criteria and the person responsible can be chosen. `branchNow` can stay, even if it has
 * closed.
 * @throws FormRefused for the first that cannot be chosen
 */
async function checkChoices(
  work: UnitOfWork,
  framework: Framework,
  given: RecurringGiven,
  { organisationId, branchNow }: { organisationId: string; branchNow: string | null },
): Promise<void> {
  const branches = openOn(await branchesOf(work.trx, { id: organisationId }), dayOf(work.at))
  const isBranch = given.branch === branchNow || branches.some(({ id }) => id === given.branch)
  if (given.branch !== null && !isBranch) throw new FormRefused('branch', 'evidence.field.branches.wrong')
  if (!given.items.every(id => itemById(framework, id))) throw new FormRefused('items', 'evidence.field.items.wrong')
  const assignees = writersIn(await teamOf(work.trx, { id: organisationId }))
  if (!assignees.some(({ personId }) => personId === given.asked))
    throw new FormRefused('asked', 'recurring.asked.wrong')
}

const columnsOf = ({ title, what, every, kind, branch, asked }: RecurringGiven) => ({
  title,
  what,
  every,
  kind,
  branch_id: branch,
  asked_id: asked,
})

/**
 * The columns that due dates are calculated from.
 * @param occurrence the occurrence that is due on `nextDue`
 */
const countedFrom = (nextDue: Day, occurrence: number, at: Instant) => ({
  anchor_on: nextDue,
  anchor_number: occurrence,
  next_due: nextDue,
  due_since: at,
})
