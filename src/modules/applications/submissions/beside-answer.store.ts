import type { Db, Tx } from '../../../db/connection.ts'
import type { Framework } from '../../../domain/framework.ts'
import { frozenFrom, type FrozenCopy } from '../../../domain/submission.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { givenIn } from '../endorsements/endorsement.pages.ts'
import { endorsementsOf } from '../endorsements/endorsement.store.ts'
import { frozenTargets } from '../targets/target.pages.ts'
import { targetsFor } from '../targets/target.store.ts'
import { latestSubmission } from './submission.store.ts'

/** The targets and the answers of local groups, which are submitted beside the library's own answers. */
export type BesideAnswers = Pick<FrozenCopy, 'targets' | 'endorsements'>

/**
 * The targets and endorsements that a submission would freeze now. When the panel asks for more evidence, the library
 * cannot change them, so they stay as submitted.
 */
export async function besideNow(
  db: Db | Tx,
  application: ApplicationRecord,
  framework: Framework,
): Promise<BesideAnswers> {
  if (application.status === 'more evidence asked') return besideSubmitted(db, application)
  return {
    targets: frozenTargets(framework, application, await targetsFor(db, application)),
    endorsements: givenIn(await endorsementsOf(db, application)),
  }
}

/** The targets and endorsements in the latest submission. */
export async function besideSubmitted(db: Db | Tx, application: Pick<ApplicationRecord, 'id'>): Promise<BesideAnswers> {
  const submission = await latestSubmission(db, application)
  if (!submission) return { targets: [], endorsements: [] }
  const parts = await db('submission_parts')
    .where({ submission_id: submission.id })
    .where(one => void one.where('name', 'like', 'targets/%').orWhere('name', 'like', 'endorsements/%'))
    .orderBy('position')
    .select('name', 'content')
  const { targets, endorsements } = frozenFrom(parts)
  return { targets, endorsements }
}
