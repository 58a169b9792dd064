import type { Db } from '../db/connection.ts'
import { can } from '../domain/permissions.ts'
import { applicationById } from '../features/applications/application.store.ts'
import { readersById } from '../mail/readers.store.ts'

/** The same question as when the letter was written; a role, a seat or a conflict may have come in between. */
export async function mayStillKnow(db: Db, personId: string, applicationId: string): Promise<boolean> {
  const [reader] = await readersById(db, [personId])
  const application = reader ? await applicationById(db, applicationId) : null
  return Boolean(reader && application && can(reader.who, 'application.know', application))
}
