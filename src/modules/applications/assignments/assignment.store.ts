import type { Db, Tx } from '../../../db/connection.ts'
import { newId } from '../../../db/ids.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { runLookup, runLookups, lookup, type Lookup } from '../../../db/lookups.ts'
import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import { mayAssign, type Assignment, type AssignmentStatus, type Writer } from '../../../domain/assignment.ts'
import type { Application } from '../../../domain/application.ts'
import { itemByCode, itemsAskedBy, type Item } from '../../../domain/framework.ts'
import { can, type ApplicationPermission } from '../../../domain/permissions.ts'
import { Forbidden, NotFound, Stale } from '../../../domain/refusals.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import { type ApplicationRecord, findApplication } from '../../access/access.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { deadlineFrom, deadlineLookups } from './deadline.store.ts'

/** Every assignment of an application, as a lookup. */
export const assignmentsIn = withKeptSql((db: Db | Tx, id: string): Lookup<Assignment[]> =>
  lookup<AssignmentRow, Assignment[]>(
    () => assignmentLines(db, id),
    assignmentFields,
    rows => rows.map(toAssignment),
  ),
)

/** The assignment of one item, as a lookup; null when it is not assigned. */
export const assignmentLookup = withKeptSql((db: Db | Tx, id: string, itemId: string): Lookup<Assignment | null> =>
  lookup<AssignmentRow, Assignment | null>(
    () => assignmentLines(db, id).where('assignments.item_id', itemId),
    assignmentFields,
    ([row]) => (row ? toAssignment(row) : null),
  ),
)

export const assignmentOf = (
  db: Db | Tx,
  application: Pick<Application, 'id'>,
  itemId: string,
): Promise<Assignment | null> => runLookup(db, assignmentLookup(db, application.id, itemId))

interface AssignmentRow {
  itemId: string
  personId: string
  name: string
  dueOn: Day | null
  status: string
  statusSince: Instant
  version: number
}
const assignmentFields = ['itemId', 'personId', 'name', 'dueOn', 'status', 'statusSince', 'version'] as const

const assignmentLines = (db: Db | Tx, id: string) =>
  db('assignments')
    .join('people', 'people.id', 'assignments.person_id')
    .where('assignments.application_id', id)
    .select(
      'assignments.item_id as itemId',
      'assignments.person_id as personId',
      'people.name',
      'assignments.due_on as dueOn',
      'assignments.status',
      'assignments.status_since as statusSince',
      'assignments.version',
    )

const toAssignment = (row: AssignmentRow): Assignment => ({ ...row, status: row.status as AssignmentStatus })

/** A person who can be assigned an item: an active lead or contributor. */
export interface Colleague {
  id: string
  name: string
}

export const colleaguesIn = withKeptSql((db: Db | Tx, organisationId: string) =>
  lookup<Colleague, Colleague[]>(
    () =>
      db('memberships')
        .join('people', 'people.id', 'memberships.person_id')
        .where('memberships.organisation_id', organisationId)
        .whereNull('memberships.ended_at')
        .whereIn('memberships.role', ['lead', 'contributor'])
        .where('people.status', 'active')
        .groupBy('people.id', 'people.name')
        .orderBy(['people.name_key', 'people.id'])
        .select('people.id', 'people.name'),
    ['id', 'name'],
    rows => rows,
  ),
)

/** An application, and the people who can write its answers now. */
export interface Assigning {
  application: ApplicationRecord
  colleagues: readonly Colleague[]
}

/** One item, its assignment, and the people who can be assigned it. */
export interface AssignmentSubject extends Assigning {
  /** the latest due date that an assignment can get; null for no limit */
  lastDay: Day | null
  item: Item
  before: Assignment | null
  writer: Writer
  /** the colleagues that this person can assign the item to */
  offered: readonly Colleague[]
}

interface FindAssignment {
  actor: Actor
  permission: ApplicationPermission
  id: string
  code: string
  at: Instant
}

/**
 * @throws as `findApplication` does
 * @throws NotFound for an item that this kind of application does not ask for
 * @throws Forbidden when this person cannot write the item or, as a contributor, when the item is assigned to someone
 * else
 */
export async function findAssignment(
  db: Db | Tx,
  { actor, permission, id, code, at }: FindAssignment,
): Promise<AssignmentSubject> {
  const application = await findApplication(db, actor, permission, id)
  const item = itemByCode(await frameworkVersion(db, application.frameworkVersionId), code)
  if (!item || !item.askedIn.includes(application.kind)) throw new NotFound()
  if (!can(actor, 'answer.write_item', application, item.id)) throw new Forbidden('answer.write_item')
  const { before, colleagues, ...found } = await runLookups(db, {
    before: assignmentLookup(db, application.id, item.id),
    colleagues: colleaguesIn(db, application.organisationId),
    ...deadlineLookups(db, application, at),
  })
  const writer = writerIn(actor, application)
  const holder = before?.personId ?? null
  if (!mayAssign(writer, holder, null)) throw new Forbidden(permission)
  const offered = colleagues.filter(each => mayAssign(writer, holder, each.id))
  return { application, item, before, colleagues, writer, offered, lastDay: deadlineFrom(application, found, at) }
}

/** All items that this person can write now, with the assignments of the application. */
export interface AssignmentsSubject extends Assigning {
  items: readonly Item[]
  assignments: readonly Assignment[]
  writer: Writer
  /** the latest due date that an assignment can get; null for no limit */
  lastDay: Day | null
}

/** @throws as `findApplication` does */
export async function findAssignments(
  db: Db | Tx,
  { actor, permission, id, at }: Omit<FindAssignment, 'code'>,
): Promise<AssignmentsSubject> {
  const application = await findApplication(db, actor, permission, id)
  const framework = await frameworkVersion(db, application.frameworkVersionId)
  const { assignments, colleagues, ...found } = await runLookups(db, {
    assignments: assignmentsIn(db, application.id),
    colleagues: colleaguesIn(db, application.organisationId),
    ...deadlineLookups(db, application, at),
  })
  const items = itemsAskedBy(framework, application.kind).filter(item =>
    can(actor, 'answer.write_item', application, item.id),
  )
  const lastDay = deadlineFrom(application, found, at)
  return { application, items, assignments, colleagues, writer: writerIn(actor, application), lastDay }
}

export const writerIn = (actor: Actor, { organisationId }: Pick<Application, 'organisationId'>): Writer => ({
  id: actor.id,
  isLead: membershipsIn(actor, organisationId).includes('lead'),
})

interface Given {
  applicationId: string
  itemId: string
  personId: string
  dueOn: Day | null
  by: string
  at: Instant
}

/** @throws Stale when the item has been assigned since it was read */
export async function insertAssignment(
  trx: Tx,
  { applicationId, itemId, personId, dueOn, by, at }: Given,
): Promise<void> {
  const made = await trx('assignments')
    .insert({
      id: newId(),
      application_id: applicationId,
      item_id: itemId,
      person_id: personId,
      due_on: dueOn,
      status: 'to write',
      status_since: at,
      assigned_by: by,
      assigned_at: at,
      version: 1,
    })
    .onConflict(['application_id', 'item_id'])
    .ignore()
    .returning('id')
  if (made.length === 0) throw new Stale()
}

/**
 * Assigns an item to someone else, or changes its due date.
 * @throws Stale when the assignment has changed since it was read
 */
export async function updateAssignment(
  trx: Tx,
  readAt: number,
  { applicationId, itemId, personId, dueOn, by, at, isSamePerson }: Given & { isSamePerson: boolean },
): Promise<void> {
  const again = isSamePerson ? {} : { status: 'to write', status_since: at, assigned_by: by, assigned_at: at }
  const changed = await trx('assignments')
    .where({ application_id: applicationId, item_id: itemId, version: readAt })
    .update({ person_id: personId, due_on: dueOn, ...again, version: readAt + 1 })
  if (changed === 0) throw new Stale()
}

/** @throws Stale when the assignment has changed since it was read */
export async function updateAssignmentStatus(
  trx: Tx,
  { id }: Pick<Application, 'id'>,
  { itemId, version }: Pick<Assignment, 'itemId' | 'version'>,
  { status, at }: { status: AssignmentStatus; at: Instant },
): Promise<void> {
  const changed = await trx('assignments')
    .where({ application_id: id, item_id: itemId, version })
    .update({ status, status_since: at, version: version + 1 })
  if (changed === 0) throw new Stale()
}

/** @throws Stale when the assignment has changed since it was read */
export async function deleteAssignment(
  trx: Tx,
  { id }: Pick<Application, 'id'>,
  { itemId, version }: Pick<Assignment, 'itemId' | 'version'>,
): Promise<void> {
  if ((await trx('assignments').where({ application_id: id, item_id: itemId, version }).delete()) === 0)
    throw new Stale()
}

/** Unassigns a person's items in an organisation, unless the person has another role that can write there. */
export async function deleteAssignmentsOf(
  trx: Tx,
  { personId, organisationId }: { personId: string; organisationId: string },
): Promise<void> {
  const writes = await trx('memberships')
    .where({ person_id: personId, organisation_id: organisationId })
    .whereIn('role', ['lead', 'contributor'])
    .whereNull('ended_at')
    .first('id')
  if (writes) return
  await trx('assignments')
    .where({ person_id: personId })
    .whereIn('application_id', trx('applications').where({ organisation_id: organisationId }).select('id'))
    .delete()
}

/** Unassigns a person's items in every organisation. Does nothing unless the account is suspended. */
export async function deleteAssignmentsOfSuspended(trx: Tx, { personId }: { personId: string }): Promise<void> {
  const suspended = trx('people').where({ id: personId, status: 'suspended' }).select('id')
  await trx('assignments').whereIn('person_id', suspended).delete()
}
