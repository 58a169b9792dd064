import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { runLookup, lookup, type Lookup } from '../../../db/lookups.ts'
import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import { canItemBeWritten, type ApplicationStatus } from '../../../domain/application.ts'
import type { AssignmentStatus } from '../../../domain/assignment.ts'
import { itemById } from '../../../domain/framework.ts'
import { isItemUnfinished, stateOf } from '../../../domain/completeness.ts'
import { dayOf, type Day, type Instant } from '../../../domain/time.ts'
import { applicationById } from '../../access/access.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { answerFactsLookup } from '../answers/answer.store.ts'
import { untouchedItems } from '../checking-answers/checking-answers.store.ts'

/**
 * The work that one person has on one application. `to write`: assigned items that the task list shows as unfinished.
 * `to mark`: assigned items that are complete, but that the person, a contributor, has not marked as ready. `to check`:
 * items that are ready for the person to check as a lead.
 */
export interface AssignedWork {
  organisationId: string
  applicationId: string
  kind: 'to write' | 'to mark' | 'to check'
  count: number
  /** only for `to write`: how many other items are complete but not yet marked as ready by the person; otherwise 0 */
  toMark: number
  /** the earliest due date of the items; null when none of them has one */
  dueOn: Day | null
}

/** An item that is assigned to the person, or that the person can check as a lead. */
export interface AssignedItem {
  organisationId: string
  applicationId: string
  itemId: string
  status: AssignmentStatus
  dueOn: Day | null
}

interface AssignedLine extends AssignedItem {
  applicationStatus: ApplicationStatus
  criteriaAsked: string[]
}
const fields = ['organisationId', 'applicationId', 'itemId', 'status', 'dueOn'] as const

/** Whether the item can be written now. */
const isOpen = ({ applicationStatus: status, criteriaAsked, itemId }: AssignedLine): boolean =>
  canItemBeWritten({ status, criteriaAsked }, itemId)

/**
 * The items that a person still has to write or mark as ready, or can check as a lead. Leaves out items that cannot be
 * written now.
 */
export const assignedItemsOf = withKeptSql(
  (db: Db, actor: Pick<Actor, 'id' | 'memberships'>): Lookup<AssignedItem[]> => {
    const led = actor.memberships.filter(({ role }) => role === 'lead').map(({ organisationId }) => organisationId)
    const own = actor.memberships.map(({ organisationId }) => organisationId)
    const items = () =>
      db('assignments')
        .join('applications', 'applications.id', 'assignments.application_id')
        .whereIn('applications.organisation_id', own)
        .whereIn('applications.status', ['draft', 'returned', 'more evidence asked'])
        .where(
          shown =>
            void shown
              .where(mine => void mine.where('assignments.person_id', actor.id).whereNot('assignments.status', 'ready'))
              .orWhere(
                ready => void ready.where('assignments.status', 'ready').whereIn('applications.organisation_id', led),
              ),
        )
        .select(
          'applications.organisation_id as organisationId',
          'applications.id as applicationId',
          'assignments.item_id as itemId',
          'assignments.status',
          'assignments.due_on as dueOn',
          'applications.status as applicationStatus',
          'applications.items_asked as criteriaAsked',
        )
    return lookup<AssignedLine, AssignedItem[]>(
      items,
      [...fields, 'applicationStatus', 'criteriaAsked'],
      rows => rows.filter(isOpen),
      ['criteriaAsked'],
    )
  },
)

/** Counts the assigned items for each application and kind of work. */
export async function assignedWork(
  db: Db,
  actor: Actor,
  items: readonly AssignedItem[],
  at: Instant,
): Promise<AssignedWork[]> {
  const work: AssignedWork[] = []
  for (const applicationId of new Set(items.map(each => each.applicationId))) {
    const assigned = items.filter(each => each.applicationId === applicationId)
    const toCheck = assigned.filter(({ status }) => status === 'ready')
    const own = assigned.filter(({ status }) => status !== 'ready')
    const { unfinished, complete } = await openItemsOf(db, applicationId, own, at)
    const toMark = complete.filter(each => each.status === 'to write' && !leads(actor, each))
    work.push(
      ...workOf('to write', unfinished, toMark.length),
      ...(unfinished.length === 0 ? workOf('to mark', toMark) : []),
      ...workOf('to check', toCheck),
    )
  }
  return work
}

const leads = (actor: Actor, { organisationId }: AssignedItem): boolean =>
  membershipsIn(actor, organisationId).includes('lead')

function workOf(kind: AssignedWork['kind'], items: readonly AssignedItem[], toMark = 0): AssignedWork[] {
  const [first] = items
  if (!first) return []
  const { organisationId, applicationId } = first
  const dueOn = items.flatMap(each => each.dueOn ?? []).toSorted()[0] ?? null
  return [{ organisationId, applicationId, kind, count: items.length, toMark, dueOn }]
}

/** Divides items into those that the library still has to finish and those that are complete. */
async function openItemsOf(db: Db, id: string, items: readonly AssignedItem[], at: Instant) {
  const application = items.length > 0 ? await applicationById(db, id, dayOf(at)) : null
  if (!application) return { unfinished: [], complete: [] }
  const framework = await frameworkVersion(db, application.frameworkVersionId)
  const answers = await runLookup(db, answerFactsLookup(db, application, dayOf(at)))
  const untouched = await untouchedItems(db, application, dayOf(at))
  const unfinished = items.filter(({ itemId }) => {
    const item = itemById(framework, itemId)
    const state =
      item &&
      stateOf(
        item,
        answers.find(each => each.itemId === itemId),
        application,
      )
    return state && isItemUnfinished(application, itemId, { state, untouched })
  })
  return { unfinished, complete: items.filter(each => !unfinished.includes(each)) }
}
