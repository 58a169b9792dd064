import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { membershipsIn } from '../../../domain/actor.ts'
import type { PersonGiven } from '../../../domain/import-rows.ts'
import { updateRow, type ImportRow, type RowChanges } from '../imports/import-row.store.ts'
import { insertPreparedPerson, organisationExists, peopleOf, removeUninvited } from '../people/prepared-person.store.ts'
import { keyOfPerson } from './person-check.actions.ts'

/** Saves people so that they can be invited later. Creates no accounts and sends no emails. */
export async function savePeople(work: UnitOfWork, rows: readonly ImportRow[]): Promise<void> {
  for (const row of rows) await updateRow(work.trx, row, await savePerson(work, row))
}

async function savePerson(work: UnitOfWork, { given, organisationId, importId }: ImportRow): Promise<RowChanges> {
  const { name, email, role } = given as PersonGiven
  if (organisationId === null || !(await organisationExists(work.trx, organisationId)))
    return { state: 'failed', reasons: [{ is: 'gone since' }] }
  // the check does not find this problem when a coordinator outside the organisation's team checked the file
  if (membershipsIn(work.actor, organisationId).length > 0)
    return { state: 'failed', reasons: [{ is: 'own organisation' }] }
  const known = await peopleOf(work.trx, [organisationId])
  if (known.has(keyOfPerson(organisationId, { email, role }))) return { state: 'nothing' }
  const person = { organisationId, name, email, role }
  const id = await insertPreparedPerson(work.trx, person, { importId, at: work.at })
  return id === null ? { state: 'nothing' } : { state: 'done', recordId: id }
}

/** Removes a prepared person, unless someone has invited them. */
export async function undoPerson(work: UnitOfWork, { recordId, importId }: ImportRow): Promise<RowChanges> {
  const removal = await removeUninvited(work.trx, recordId!, importId)
  return removal === 'invited' ? { state: 'kept', reasons: [{ is: 'kept invited' }] } : { state: 'undone' }
}
