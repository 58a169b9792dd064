import type { Db } from '../../../db/connection.ts'
import { withKeptSql } from '../../../db/kept-sql.ts'
import { lookup, type Lookup } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { ApplicationKind } from '../../../domain/application.ts'
import type { Instant } from '../../../domain/time.ts'
import { applicationsKnownTo, applicationsReadableBy } from '../../access/access.public.ts'

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

export interface Receipt {
  at: Instant
  /** null for an application that the charity already had */
  applicationId: string | null
}

export const receiptsOfAward = withKeptSql((db: Db, id: string): Lookup<Receipt[]> =>
  lookup<{ at: Instant; facts: { application?: string } }, Receipt[]>(
    () => db('events').where({ entity: 'award', entity_id: id, name: 'award.receive' }).select('at', 'facts'),
    ['at', 'facts'],
    rows => rows.map(({ at, facts }) => ({ at, applicationId: facts.application ?? null })),
    ['facts'],
  ),
)

/** The ids of the award's applications that the person can read. */
export const readableOfAward = withKeptSql((db: Db, actor: Actor, id: string): Lookup<Set<string>> =>
  lookup<{ id: string }, Set<string>>(
    () => applicationsReadableBy(db, actor).where('applications.award_id', id).select('applications.id'),
    ['id'],
    rows => new Set(rows.map(row => row.id)),
  ),
)

/** The times at which the charity received an application that the reader cannot read. */
export const unreadAmong = (receipts: readonly Receipt[], readable: ReadonlySet<string>): Set<Instant> =>
  new Set(
    receipts.filter(({ applicationId }) => applicationId !== null && !readable.has(applicationId)).map(({ at }) => at),
  )
