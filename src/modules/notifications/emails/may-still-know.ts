import { applicationById } from '../../access/access.public.ts'
import type { Db } from '../../../db/connection.ts'
import { can } from '../../../domain/permissions.ts'
import { awardById } from '../../awards/awards.public.ts'
import { readersById } from '../../../email/readers.store.ts'

/** The same question as when the letter was written; a role, a seat or a conflict may have come in between. */
export async function mayStillKnow(db: Db, personId: string, id: string): Promise<boolean> {
  const [reader] = await readersById(db, [personId])
  if (!reader) return false
  const application = await applicationById(db, id)
  if (application) return can(reader.actor, 'application.know', application)
  const award = await awardById(db, id)
  return award !== null && can(reader.actor, 'award.read', award)
}
