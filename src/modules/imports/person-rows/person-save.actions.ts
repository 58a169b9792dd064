import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { membershipsIn } from '../../../domain/actor.ts'
import type { PersonGiven } from '../../../domain/import-rows.ts'
import { updateRow, type ImportRow, type RowChanges } from '../imports/import-row.store.ts'
import {
  insertPreparedPerson,
  membersOf,
  organisationExists,
  preparedOf,
  removeUninvited,
  renamePrepared,
  whyNotRenamed,
} from '../people/prepared-person.store.ts'
import { keyOfPerson } from './person-check.actions.ts'

/** Saves people so that they can be invited later. Creates no accounts and sends no emails. */
export async function savePeople(work: UnitOfWork, rows: readonly ImportRow[]): Promise<void> {
  for (const row of rows) await updateRow(work.trx, row, await savePerson(work, row))
}

async function savePerson(
  work: UnitOfWork,
  { given, organisationId, importId, result }: ImportRow,
): Promise<RowChanges> {
  const { name, email, role } = given as PersonGiven
  if (organisationId === null || !(await organisationExists(work.trx, organisationId)))
    return { state: 'failed', reasons: [{ is: 'gone since' }] }
  // the check does not find this problem when a coordinator outside the organisation's team checked the file
  if (membershipsIn(work.actor, organisationId).length > 0)
    return { state: 'failed', reasons: [{ is: 'own organisation' }] }
  const key = keyOfPerson(organisationId, { email, role })
  const prepared = (await preparedOf(work.trx, [organisationId])).get(key)
  if (prepared && result === 'changed') {
    await renamePrepared(work.trx, prepared.id, { from: prepared.name, to: name })
    return { state: 'done', recordId: prepared.id, before: { name: prepared.name } satisfies PersonBefore }
  }
  if (prepared || (await membersOf(work.trx, [organisationId])).has(key)) return { state: 'nothing' }
  const person = { organisationId, name, email, role }
  const id = await insertPreparedPerson(work.trx, person, { importId, at: work.at })
  return id === null ? { state: 'nothing' } : { state: 'done', recordId: id }
}

/** The name of a prepared person before an import changed it. */
interface PersonBefore {
  name: string
}

/**
 * Undoes a row: removes the person whom the import added, or restores the name that it changed. Changes nothing if the
 * person has since been invited or renamed, or if the actor is on the organisation's team.
 */
export async function undoPerson(
  work: UnitOfWork,
  { organisationId, recordId, importId, given, before }: ImportRow,
): Promise<RowChanges> {
  if (membershipsIn(work.actor, organisationId!).length > 0)
    return { state: 'kept', reasons: [{ is: 'kept own organisation' }] }
  const { name: from } = given as PersonGiven
  const outcome = before
    ? await restoreName(work, recordId!, { from, to: (before as PersonBefore).name })
    : await removeUninvited(work.trx, recordId!, importId)
  if (outcome === 'invited') return { state: 'kept', reasons: [{ is: 'kept invited' }] }
  return outcome === 'renamed' ? { state: 'kept', reasons: [{ is: 'kept renamed' }] } : { state: 'undone' }
}

const restoreName = async (work: UnitOfWork, id: string, names: { from: string; to: string }) =>
  (await renamePrepared(work.trx, id, names)) ? 'restored' : whyNotRenamed(work.trx, id)
