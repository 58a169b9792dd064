import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Db, Tx } from '../../../db/connection.ts'
import type { Row } from '../../../db/tables.ts'
import type { Application } from '../../../domain/application.ts'
import type { AwardStatus } from '../../../domain/award.ts'
import { Stale } from '../../../domain/refusals.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import { closesWhenAwardLapses } from '../../access/access.public.ts'

/** @throws Stale when the application has been changed since it was read */
export async function updateApplication(
  trx: Tx,
  { id, version }: Pick<Application, 'id' | 'version'>,
  changes: Partial<Omit<Row<'applications'>, 'id' | 'version'>>,
): Promise<void> {
  const changed = await trx('applications')
    .where({ id, version })
    .update({ ...changes, version: version + 1 })
  if (changed === 0) throw new Stale()
}

/**
 * Links an application to the award that its decision letter granted. The application's version stays the same, because
 * no form shows this link.
 */
export async function linkToAward(
  { trx }: UnitOfWork,
  { applicationId, awardId }: { applicationId: string; awardId: string },
): Promise<void> {
  await trx('applications').where({ id: applicationId }).update({ award_id: awardId })
}

/** Inserts a draft application with its branches. Its number begins with the current year. */
export async function insertDraft(
  { trx, actor, at }: Pick<UnitOfWork, 'trx' | 'actor' | 'at'>,
  row: NewDraftRow,
  branches: readonly string[],
): Promise<void> {
  await trx('applications').insert({
    number: await unusedNumber(trx, row.id, at),
    status: 'draft',
    status_before: null,
    status_since: at,
    contacts_confirmed_at: null,
    until: null,
    reasons: null,
    items_asked: '[]',
    submitted_at: null,
    decision_letter_released_at: null,
    started_by: actor.id,
    started_at: at,
    summary: '',
    may_be_shared: 0, // not copied: the library decides again for each application
    previous_application_id: null,
    unchanged_confirmed_at: null,
    panel_reason: null,
    coordinator_id: null,
    version: 1,
    ...row,
  })
  await trx.batchInsert(
    'application_branches',
    branches.map(branch_id => ({ application_id: row.id, branch_id })),
    100,
  )
}

/**
 * A reference number that no other application has: the year and five consecutive characters of the id. It is short
 * enough to say on the telephone, and is not sequential.
 */
export async function unusedNumber(db: Db | Tx, id: string, at: Instant): Promise<string> {
  const year = dayOf(at).slice(0, 4)
  const numbers = Array.from({ length: 16 }, (_, from) => `${year}-${id.slice(from, from + 5).toUpperCase()}`)
  const taken = await db('applications').whereIn('number', numbers).pluck('number')
  return numbers.find(number => !taken.includes(number))!
}

type NewDraftRow = Pick<
  Row<'applications'>,
  'id' | 'organisation_id' | 'stream_id' | 'framework_version_id' | 'round_id' | 'award_id' | 'kind'
> &
  Partial<Pick<Row<'applications'>, 'summary' | 'previous_application_id'>>

/** @returns whether the scope changed */
export async function replaceScope(
  trx: Tx,
  { id, scope }: Pick<Application, 'id' | 'scope'>,
  branches: readonly string[],
): Promise<boolean> {
  if (branches.length === scope.length && branches.every(branch => scope.includes(branch))) return false
  await trx('application_branches').where({ application_id: id }).delete()
  await trx.batchInsert(
    'application_branches',
    branches.map(branch_id => ({ application_id: id, branch_id })),
    100,
  )
  return true
}

/**
 * Removes every branch that is not in `scope`.
 * @returns the number of branches removed
 */
export const keepOnlyBranches = (trx: Tx, { id, scope }: Pick<Application, 'id' | 'scope'>): Promise<number> =>
  trx('application_branches')
    .where({ application_id: id })
    .whereNotIn('branch_id', [...scope])
    .delete()

/** Ids of an ended award's open applications, or of a lapsed award's open light renewals (`closesWhenAwardLapses`). */
export async function applicationsToClose(
  db: Db | Tx,
  { id, status }: { id: string; status: AwardStatus },
): Promise<string[]> {
  if (status !== 'ended' && status !== 'lapsed') return []
  return db('applications')
    .where({ award_id: id })
    .modify(query => {
      if (status === 'lapsed') void query.whereRaw(closesWhenAwardLapses)
    })
    .whereNot('status', 'withdrawn')
    .where(open => open.whereNot('status', 'decided').orWhereNull('decision_letter_released_at'))
    .orderBy('id')
    .pluck('id')
}
