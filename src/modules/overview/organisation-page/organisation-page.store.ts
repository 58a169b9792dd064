import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { ApplicationKind, ApplicationStatus } from '../../../domain/application.ts'
import type { AwardStatus } from '../../../domain/award.ts'
import type { Day, Instant } from '../../../domain/time.ts'
import { applicationsKnownTo } from '../../access/access.public.ts'

export interface OrganisationAward {
  id: string
  code: string
  status: AwardStatus
  validTo: Day | null
  removedAt: Instant | null
}
export interface OrganisationApplication {
  id: string
  number: string
  kind: ApplicationKind
  status: ApplicationStatus
  statusSince: Instant
  decisionLetterReleased: boolean
}

const maxRows = 50

/** The awards of an organisation, newest first. Awards that have ended come after all others. */
export const awardsOf = withKeptSql((db: Db, organisationId: string): Lookup<OrganisationAward[]> =>
  lookup<OrganisationAward, OrganisationAward[]>(
    () =>
      db('awards')
        .where({ organisation_id: organisationId })
        .orderByRaw("case when status = 'ended' then 1 else 0 end, granted_on desc, id")
        .limit(maxRows)
        .select('id', 'code', 'status', 'valid_to as validTo', 'removed_at as removedAt'),
    ['id', 'code', 'status', 'validTo', 'removedAt'],
    rows => rows,
  ),
)

/** The applications of an organisation that the actor is allowed to know about, newest first. */
export const applicationsOf = withKeptSql(
  (db: Db, actor: Actor, organisationId: string): Lookup<OrganisationApplication[]> =>
    lookup<
      Omit<OrganisationApplication, 'decisionLetterReleased'> & { releasedAt: Instant | null },
      OrganisationApplication[]
    >(
      () =>
        applicationsKnownTo(db, actor)
          .where('applications.organisation_id', organisationId)
          .orderBy([
            { column: 'applications.started_at', order: 'desc' },
            { column: 'applications.id', order: 'desc' },
          ])
          .limit(maxRows)
          .select(
            'applications.id',
            'applications.number',
            'applications.kind',
            'applications.status',
            'applications.status_since as statusSince',
            'applications.decision_letter_released_at as releasedAt',
          ),
      ['id', 'number', 'kind', 'status', 'statusSince', 'releasedAt'],
      rows => rows.map(({ releasedAt, ...row }) => ({ ...row, decisionLetterReleased: releasedAt !== null })),
    ),
)
