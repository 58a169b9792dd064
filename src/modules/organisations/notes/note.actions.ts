import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { insertNote } from './note.store.ts'

/**
 * Adds a note by the charity team. Notes are not recorded in the history, because the library can read parts of the
 * history.
 */
export const addNote = (work: UnitOfWork, organisation: Organisation, body: string): Promise<void> =>
  insertNote(work.trx, organisation, { personId: work.actor.id, body, at: work.at })
