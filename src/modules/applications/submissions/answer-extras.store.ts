import type { Knex } from 'knex'
import type { Db, Tx } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, runLookup, runLookups, type Lookup } from '../../../db/lookups.ts'
import type { Framework } from '../../../domain/framework.ts'
import type { Pledge } from '../../../domain/pledge.ts'
import { frozenFrom, type PledgeTargetsEndorsements } from '../../../domain/submission.ts'
import type { Target } from '../../../domain/target.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import { givenIn } from '../endorsements/endorsement.pages.ts'
import { endorsementsIn, type EndorsementLine } from '../endorsements/endorsement.store.ts'
import { frozenTargets } from '../targets/target.pages.ts'
import { pledgeIn, type SavedPledge } from '../pledges/pledge.store.ts'
import { targetsIn } from '../targets/target.store.ts'
import { lastSubmissionId, withExtraNames } from './submission.store.ts'

/** The lookups for `extrasFrom`, to combine with other lookups. */
export const extrasLookups = (db: Db | Tx, application: ApplicationRecord) => ({
  targets: targetsIn(db, application),
  endorsements: endorsementsIn(db, application.id),
  pledge: pledgeIn(db, application.id),
})

interface Found {
  targets: readonly Target[]
  endorsements: readonly EndorsementLine[]
  pledge: SavedPledge | null
}

/**
 * Converts the current targets, endorsements and pledge to the form that a submission stores. Use `extrasNow` where the
 * library may no longer be able to change them.
 */
export const extrasFrom = (
  framework: Framework,
  application: ApplicationRecord,
  { targets, endorsements, pledge }: Found,
): PledgeTargetsEndorsements => ({
  targets: frozenTargets(framework, application, targets),
  endorsements: givenIn(endorsements),
  pledge: pledge && frozenPledge(pledge),
})

/**
 * The targets, endorsements and pledge that a submission would freeze now. When the panel has asked for more evidence,
 * the library cannot change them, so they stay as submitted.
 */
export const extrasNow = async (
  db: Db | Tx,
  application: ApplicationRecord,
  framework: Framework,
): Promise<PledgeTargetsEndorsements> =>
  application.status === 'more evidence asked'
    ? extrasSubmitted(db, application)
    : extrasFrom(framework, application, await runLookups(db, extrasLookups(db, application)))

/** As `extrasNow`, but from the results of `extrasLookups`. */
export const extrasNowFrom = async (
  db: Db | Tx,
  application: ApplicationRecord,
  framework: Framework,
  found: Found,
): Promise<PledgeTargetsEndorsements> =>
  application.status === 'more evidence asked'
    ? extrasSubmitted(db, application)
    : extrasFrom(framework, application, found)

const frozenPledge = ({ signedBy, role, signedOn, wording }: SavedPledge): Pledge => ({
  signedBy,
  role,
  signedOn,
  wording,
})

/** The targets, endorsements and pledge in the latest submission. */
export const extrasSubmitted = (
  db: Db | Tx,
  { id }: Pick<ApplicationRecord, 'id'>,
): Promise<PledgeTargetsEndorsements> => runLookup(db, extrasSubmittedLookup(db, id))

const extrasSubmittedLookup = withKeptSql((db: Db | Tx, id: string): Lookup<PledgeTargetsEndorsements> =>
  lookup<{ name: string; content: string | null }, PledgeTargetsEndorsements>(
    () =>
      (db('submission_parts') as Knex.QueryBuilder)
        .where('submission_id', lastSubmissionId(db, id))
        .where(withExtraNames)
        .orderBy('position')
        .select('name', 'content'),
    ['name', 'content'],
    parts => {
      const { targets, endorsements, pledge } = frozenFrom(parts)
      return { targets, endorsements, pledge }
    },
  ),
)
