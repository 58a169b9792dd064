import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { ApplicationKind } from '../../../domain/application.ts'
import type { Instant } from '../../../domain/time.ts'
import { applicationsKnownTo } from '../../access/access.public.ts'

export interface AwardApplication {
  id: string
  number: string
  kind: ApplicationKind
  released: boolean
}

/** Up to 20 of an award's applications that the person is allowed to know about, newest first. */
export const applicationsOfAward = withKeptSql((db: Db, actor: Actor, id: string): Lookup<AwardApplication[]> => {
  const applications = () =>
    applicationsKnownTo(db, actor)
      .where('applications.award_id', id)
      .orderBy([
        { column: 'applications.started_at', order: 'desc' },
        { column: 'applications.id', order: 'desc' },
      ])
      .limit(20)
      .select(
        'applications.id',
        'applications.number',
        'applications.kind',
        'applications.decision_letter_released_at as releasedAt',
      )
  return lookup<Omit<AwardApplication, 'released'> & { releasedAt: Instant | null }, AwardApplication[]>(
    applications,
    ['id', 'number', 'kind', 'releasedAt'],
    rows => rows.map(({ releasedAt, ...row }) => ({ ...row, released: releasedAt !== null })),
  )
})
